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

# What the history says of each use case.
DONE = {**ASSETS}

__all__ = [
    "DEVICES",
    "DONE",
    "LIVING",
    "NAMED_KINDS",
    "STORAGES",
    "TRANSITIONS",
    "USUAL_LIFETIME",
    "AssetState",
    "CustodyReason",
    "EndReason",
    "HolderKind",
]
