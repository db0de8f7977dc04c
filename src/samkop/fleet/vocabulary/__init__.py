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
    **RENEWAL,
    **RETURNS,
    **WORK,
}

__all__ = [
    "DEVICES",
    "DONE",
    "GOING_ON",
    "LIVING",
    "LONGEST_PLAN",
    "NAMED_KINDS",
    "RENEWAL_TRANSITIONS",
    "SIGNED_KINDS",
    "STORAGES",
    "TRANSITIONS",
    "USUAL_LIFETIME",
    "WORK_TRANSITIONS",
    "AssetState",
    "CustodyReason",
    "EndReason",
    "EnrolmentCheck",
    "HolderKind",
    "NotDoneReason",
    "RenewalPlanState",
    "ReportKind",
    "WindowReason",
    "WorkKind",
    "WorkLineState",
    "WorkState",
]
