"""Tests of the fleet need Django."""

import ground  # noqa: F401
from browser_ground import pages  # noqa: F401
