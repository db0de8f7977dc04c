"""Tests of followup need Django; those of pages a collected style sheet."""

import ground  # noqa: F401
from browser_ground import pages  # noqa: F401
