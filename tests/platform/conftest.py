"""Tests of the platform need Django."""

import ground  # noqa: F401
