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
    **WORK,
    **RETURNS,
}

__all__ = [
    "DEVICES",
    "DONE",
    "GOING_ON",
    "LIVING",
    "NAMED_KINDS",
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
    "ReportKind",
    "WorkKind",
    "WorkLineState",
    "WorkState",
]
