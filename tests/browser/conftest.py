"""The whole site in Chromium."""

from browser_ground import (  # noqa: F401
    base_url,
    browser_type_launch_args,
    live_server,
    pages,
)
