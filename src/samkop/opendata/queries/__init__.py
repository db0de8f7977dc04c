"""Reads: the gate, releases, purchases."""

from samkop.opendata.queries.gate import decisions_of, open_fields_of, publishers
from samkop.opendata.queries.releases import (
    newest_release,
    newest_releases,
    releases_of_process,
)

__all__ = [
    "decisions_of", "newest_release", "newest_releases", "open_fields_of", "publishers",
    "releases_of_process",
]  # fmt: skip
