"""What a line of a time line says, on pages and on paper."""

from __future__ import annotations

from samkop.governance.vocabulary import EntryKind, IncidentState, ReportKind


def entry_words(kind: str, text: str) -> str:
    """A line's text; states and reports, which Samköp wrote, in the reader's language."""
    if kind == EntryKind.STATE:
        return " → ".join(str(IncidentState(one).label) for one in text.split(" → "))
    report, dot, rest = text.partition(" · ")
    if kind == EntryKind.AUTHORITY and report in ReportKind.values:
        return f"{ReportKind(report).label}{dot}{rest}"
    return text
