"""The words of this app, one aggregate a file."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

from samkop.tendering.vocabulary.award import DONE as AWARD
from samkop.tendering.vocabulary.award import (
    AwardCase,
    CourtInstance,
    LetterWay,
    ReviewOutcome,
)
from samkop.tendering.vocabulary.preparing import PREPARING_DONE
from samkop.tendering.vocabulary.tenders import (
    BY_INVITATION,
    TRANSITIONS,
    AwardMethod,
    ContractNature,
    NoticeKind,
    Procedure,
    Regime,
    TenderState,
)

# What the history says of each use case; ``site/verbs.py`` takes it up.
DONE: Mapping[str, str | Promise] = {
    **AWARD,
    **PREPARING_DONE,
}

__all__ = [
    "BY_INVITATION", "DONE", "TRANSITIONS", "AwardCase", "AwardMethod", "ContractNature",
    "CourtInstance", "LetterWay", "NoticeKind", "Procedure", "Regime",
    "ReviewOutcome", "TenderState",
]  # fmt: skip
