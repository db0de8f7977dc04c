"""Notifications need Django, pages and people."""

from browser_ground import pages  # noqa: F401
