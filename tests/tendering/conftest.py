"""These tests need Django, some of them pages and a browser."""

import ground  # noqa: F401
from browser_ground import (  # noqa: F401
    base_url,
    browser_type_launch_args,
    live_server,
    pages,
)
