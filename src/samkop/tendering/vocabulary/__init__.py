"""The words of this app, one aggregate a file."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

from samkop.tendering.vocabulary.tenders import (
    BY_INVITATION,
    TRANSITIONS,
    AwardMethod,
    ContractNature,
    Procedure,
    TenderState,
)

# What the history says of each use case; ``site/verbs.py`` takes it up.
DONE: Mapping[str, str | Promise] = {}

__all__ = [
    "BY_INVITATION", "DONE", "TRANSITIONS", "AwardMethod", "ContractNature", "Procedure",
    "TenderState",
]  # fmt: skip
