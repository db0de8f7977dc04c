"""Sign-in is tried with the whole site, in Django's client and in a browser."""

from browser_ground import (  # noqa: F401
    base_url,
    browser_type_launch_args,
    live_server,
    pages,
)
