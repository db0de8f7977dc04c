"""These tests need Django."""

import ground  # noqa: F401
