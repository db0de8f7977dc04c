"""Reads: regions and what their members do together, one aggregate a file."""

from samkop.governance.queries.regions import regions_of

__all__ = ["regions_of"]
