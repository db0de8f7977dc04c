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
from samkop.tendering.vocabulary.call_off import MOST_SUPPLIERS, CallOffMethod, TurnBy
from samkop.tendering.vocabulary.contents import (
    CONTENTS_DONE,
    IN_MONEY,
    IN_POINTS,
    LOTS_NAMED,
    OF_MONEY,
    AwardRuleKind,
    DocumentKind,
    EspdKind,
    ModelKind,
)
from samkop.tendering.vocabulary.documents import DONE as DOCUMENTS
from samkop.tendering.vocabulary.evaluation import DONE as EVALUATION
from samkop.tendering.vocabulary.evaluation import (
    RULINGS,
    CheckedThing,
    CheckOutcome,
    InquiryKind,
    RejectionGround,
    RulingOutcome,
)
from samkop.tendering.vocabulary.preparing import (
    PREPARING_DONE,
)
from samkop.tendering.vocabulary.questions import QUESTIONS_DONE
from samkop.tendering.vocabulary.sealed_bids import DONE as SEALED_BIDS
from samkop.tendering.vocabulary.sealed_bids import (
    EntryKind,
    KeyFault,
    Outcome,
)
from samkop.tendering.vocabulary.tenders import (
    BY_INVITATION,
    RUN_HERE,
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
    **CONTENTS_DONE,
    **DOCUMENTS,
    **EVALUATION,
    **PREPARING_DONE,
    **QUESTIONS_DONE,
    **SEALED_BIDS,
}

__all__ = [
    "BY_INVITATION", "DONE", "IN_MONEY", "IN_POINTS", "LOTS_NAMED", "MOST_SUPPLIERS", "OF_MONEY",
    "RULINGS", "RUN_HERE", "TRANSITIONS", "AwardCase", "AwardMethod", "AwardRuleKind",
    "CallOffMethod", "CheckOutcome", "CheckedThing",
    "ContractNature", "CourtInstance", "DocumentKind", "EntryKind", "EspdKind", "InquiryKind",
    "KeyFault", "LetterWay", "ModelKind", "NoticeKind", "Outcome", "Procedure", "Regime",
    "RejectionGround", "ReviewOutcome", "RulingOutcome", "TenderState", "TurnBy",
]  # fmt: skip
