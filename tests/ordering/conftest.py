"""Tests of ordering need Django."""

import ground  # noqa: F401
