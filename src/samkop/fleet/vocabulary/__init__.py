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
from samkop.fleet.vocabulary.cases import DONE as CASES
from samkop.fleet.vocabulary.cases import (
    LAST_STEPS,
    TO_BE_GIVEN,
    CaseKind,
    CaseOutcome,
    CaseState,
    FaultKind,
    RepairStep,
    RepairWay,
)
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
from samkop.fleet.vocabulary.missing import DONE as MISSING
from samkop.fleet.vocabulary.missing import MissingKind, MissingState
from samkop.fleet.vocabulary.recalls import DONE as RECALLS
from samkop.fleet.vocabulary.recalls import RecalledState
from samkop.fleet.vocabulary.renewal import DONE as RENEWAL
from samkop.fleet.vocabulary.renewal import (
    JOINT_STATES,
    JOINT_TRANSITIONS,
    LONGEST_PLAN,
    RENEWAL_TRANSITIONS,
    RenewalPlanState,
    WindowReason,
)
from samkop.fleet.vocabulary.returns import DONE as RETURNS
from samkop.fleet.vocabulary.staff import DONE as STAFF
from samkop.fleet.vocabulary.staff import StaffChangeKind, StaffChangeState
from samkop.fleet.vocabulary.stocktaking import DONE as STOCKTAKING
from samkop.fleet.vocabulary.support import DONE as SUPPORT
from samkop.fleet.vocabulary.transfers import DONE as TRANSFERS
from samkop.fleet.vocabulary.variety import DONE as VARIETY
from samkop.fleet.vocabulary.variety import (
    MOST_NEEDS,
    MOST_YEARS,
    USUAL_COSTS,
    USUAL_LEAST,
    USUAL_YEARS,
)
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
    **CASES,
    **MISSING,
    **RECALLS,
    **STAFF,
    **STOCKTAKING,
    **SUPPORT,
    **TRANSFERS,
    **VARIETY,
}

__all__ = [
    "DEVICES",
    "DONE",
    "GOING_ON",
    "JOINT_STATES",
    "JOINT_TRANSITIONS",
    "LAST_STEPS",
    "LEASE_TRANSITIONS",
    "LIVING",
    "LONGEST_PLAN",
    "LONGEST_TERM",
    "MOST_NEEDS",
    "MOST_YEARS",
    "NAMED_KINDS",
    "PENALISED",
    "RENEWAL_TRANSITIONS",
    "RENTED",
    "SIGNED_KINDS",
    "START_EVERY",
    "STORAGES",
    "TO_BE_GIVEN",
    "TRANSITIONS",
    "USUAL_ALARM_DAYS",
    "USUAL_COSTS",
    "USUAL_LEAST",
    "USUAL_LIFETIME",
    "USUAL_RATE_PPM",
    "USUAL_YEARS",
    "WORK_TRANSITIONS",
    "AccountingClass",
    "AssetState",
    "CaseKind",
    "CaseOutcome",
    "CaseState",
    "CustodyReason",
    "EndReason",
    "EnrolmentCheck",
    "FaultKind",
    "HolderKind",
    "LeaseEventKind",
    "LeaseState",
    "MissingKind",
    "MissingState",
    "NotDoneReason",
    "RecalledState",
    "RenewalPlanState",
    "RepairStep",
    "RepairWay",
    "ReportKind",
    "StaffChangeKind",
    "StaffChangeState",
    "StatementKind",
    "StopReason",
    "WindowReason",
    "WorkKind",
    "WorkLineState",
    "WorkState",
]
