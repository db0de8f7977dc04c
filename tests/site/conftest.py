"""Tests of the whole site need Django."""

import ground  # noqa: F401
