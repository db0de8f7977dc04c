"""Reads: regions and what their members do together, one aggregate a file."""

from samkop.governance.queries.decisions import (
    decision_of,
    decisions_about,
    document_of,
    events_of,
    newest_about,
    open_appeals,
)
from samkop.governance.queries.projects import (
    project_of,
    projects_of,
)
from samkop.governance.queries.regions import (
    is_member,
    lead_of,
    regions_of,
)

__all__ = [
    "decision_of",
    "decisions_about",
    "document_of",
    "events_of",
    "is_member",
    "lead_of",
    "newest_about",
    "open_appeals",
    "project_of",
    "projects_of",
    "regions_of",
]
