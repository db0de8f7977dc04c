"""The words of this app, one aggregate a file."""

from __future__ import annotations

from samkop.fleet.vocabulary.assets import (
    DEVICES,
    LIVING,
    NAMED_KINDS,
    STORAGES,
    TRANSITIONS,
    USUAL_LIFETIME,
    AssetState,
    CustodyReason,
    EndReason,
    HolderKind,
)
from samkop.fleet.vocabulary.assets import DONE as ASSETS
from samkop.fleet.vocabulary.leases import DONE as LEASES
from samkop.fleet.vocabulary.leases import (
    LEASE_TRANSITIONS,
    LONGEST_TERM,
    PENALISED,
    RENTED,
    START_EVERY,
    USUAL_ALARM_DAYS,
    USUAL_RATE_PPM,
    AccountingClass,
    LeaseEventKind,
    LeaseState,
    StatementKind,
    StopReason,
)
from samkop.fleet.vocabulary.renewal import DONE as RENEWAL
from samkop.fleet.vocabulary.renewal import (
    LONGEST_PLAN,
    RENEWAL_TRANSITIONS,
    RenewalPlanState,
    WindowReason,
)
from samkop.fleet.vocabulary.returns import DONE as RETURNS
from samkop.fleet.vocabulary.work import DONE as WORK
from samkop.fleet.vocabulary.work import (
    GOING_ON,
    SIGNED_KINDS,
    WORK_TRANSITIONS,
    EnrolmentCheck,
    NotDoneReason,
    ReportKind,
    WorkKind,
    WorkLineState,
    WorkState,
)

# What the history says of each use case.
DONE = {
    **ASSETS,
    **LEASES,
    **RENEWAL,
    **RETURNS,
    **WORK,
}

__all__ = [
    "DEVICES",
    "DONE",
    "GOING_ON",
    "LEASE_TRANSITIONS",
    "LIVING",
    "LONGEST_PLAN",
    "LONGEST_TERM",
    "NAMED_KINDS",
    "PENALISED",
    "RENEWAL_TRANSITIONS",
    "RENTED",
    "SIGNED_KINDS",
    "START_EVERY",
    "STORAGES",
    "TRANSITIONS",
    "USUAL_ALARM_DAYS",
    "USUAL_LIFETIME",
    "USUAL_RATE_PPM",
    "WORK_TRANSITIONS",
    "AccountingClass",
    "AssetState",
    "CustodyReason",
    "EndReason",
    "EnrolmentCheck",
    "HolderKind",
    "LeaseEventKind",
    "LeaseState",
    "NotDoneReason",
    "RenewalPlanState",
    "ReportKind",
    "StatementKind",
    "StopReason",
    "WindowReason",
    "WorkKind",
    "WorkLineState",
    "WorkState",
]
