"""Tests of open data need Django; those of pages a collected style sheet."""

import ground  # noqa: F401
from browser_ground import base_url, browser_type_launch_args, live_server, pages  # noqa: F401
