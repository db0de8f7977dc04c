"""Tests of invoicing need Django, and those of forwarding an access point."""

import ground  # noqa: F401
from browser_ground import pages  # noqa: F401
from exchange.test_access_point import standing  # noqa: F401
