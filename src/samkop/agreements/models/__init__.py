"""Models of agreements, one aggregate a file."""

from samkop.agreements.models.buyers import NamedBuyer, Participation
from samkop.agreements.models.call_off import CallOffOffer, CallOffRule, CallOffTurn
from samkop.agreements.models.ceiling import (
    Ceiling,
    CeilingMovement,
    CommittedShare,
    SharedCeiling,
)
from samkop.agreements.models.framework_agreement import (
    FrameworkAgreement,
    Modification,
    StateChange,
)
from samkop.agreements.models.legal_basis import LegalBasis
from samkop.agreements.models.mini_competition import CompetitionResult, MiniCompetition
from samkop.agreements.models.origin import TenderedAgreement
from samkop.agreements.models.outside_order import OutsideOrder, OutsideOrderCorrection
from samkop.agreements.models.price_file import PriceFile
from samkop.agreements.models.price_rules import (
    IndexAdjustment,
    IndexClause,
    IndexSeries,
    IndexValue,
    PriceEvidence,
    PriceRule,
)
from samkop.agreements.models.prices import ListPrice, PriceTier, TierVolume
from samkop.agreements.models.review import Judgment, Review
from samkop.agreements.models.scope import AdmittedModel, TenderedScope

__all__ = [
    "AdmittedModel",
    "CallOffOffer",
    "CallOffRule",
    "CallOffTurn",
    "Ceiling",
    "CeilingMovement",
    "CommittedShare",
    "CompetitionResult",
    "FrameworkAgreement",
    "IndexAdjustment",
    "IndexClause",
    "IndexSeries",
    "IndexValue",
    "Judgment",
    "LegalBasis",
    "ListPrice",
    "MiniCompetition",
    "Modification",
    "NamedBuyer",
    "OutsideOrder",
    "OutsideOrderCorrection",
    "Participation",
    "PriceEvidence",
    "PriceFile",
    "PriceRule",
    "PriceTier",
    "Review",
    "SharedCeiling",
    "StateChange",
    "TenderedAgreement",
    "TenderedScope",
    "TierVolume",
]
