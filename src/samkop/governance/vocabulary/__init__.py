"""The words of this app, a part a file."""

from __future__ import annotations

from django.utils.functional import Promise

from samkop.governance.vocabulary.cooperation import COOPERATES
from samkop.governance.vocabulary.decisions import (
    DECISION_TRANSITIONS,
    DECISIONS_DONE,
    OF_COURT,
    PROJECT_TRANSITIONS,
    Decider,
    DecisionEventKind,
    DecisionKind,
    DecisionState,
    Enforcement,
    ProjectKind,
    ProjectState,
)
from samkop.governance.vocabulary.security import (
    INCIDENT_TRANSITIONS,
    MARKS,
    MEANINGS,
    REASON_MEANINGS,
    SECURITY_DONE,
    VERSION_TRANSITIONS,
    WRITTEN,
    AdoptedBy,
    EntryKind,
    IncidentState,
    IndicatorKind,
    ReportKind,
    Stance,
    VersionState,
)
from samkop.governance.vocabulary.steering import STEERING_DONE

# What the history says of each use case; each part of the app joins its own.
DONE: dict[str, str | Promise] = {**DECISIONS_DONE, **SECURITY_DONE, **STEERING_DONE}

__all__ = [
    "COOPERATES",
    "DECISION_TRANSITIONS",
    "DONE",
    "INCIDENT_TRANSITIONS",
    "MARKS",
    "MEANINGS",
    "OF_COURT",
    "PROJECT_TRANSITIONS",
    "REASON_MEANINGS",
    "VERSION_TRANSITIONS",
    "WRITTEN",
    "AdoptedBy",
    "Decider",
    "DecisionEventKind",
    "DecisionKind",
    "DecisionState",
    "Enforcement",
    "EntryKind",
    "IncidentState",
    "IndicatorKind",
    "ProjectKind",
    "ProjectState",
    "ReportKind",
    "Stance",
    "VersionState",
]
