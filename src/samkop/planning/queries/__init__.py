"""Reads: needs, pre-studies and what is planned of them."""

from samkop.planning.queries.needs import (
    lines_of,
    need_of,
    needs_of,
    needs_reported_to,
    receivers_of,
)

__all__ = ["lines_of", "need_of", "needs_of", "needs_reported_to", "receivers_of"]
