"""The tables of tenders."""

from samkop.tendering.models.award_decision import (
    AwardDecision,
    AwardedLot,
    BidReason,
    DecisionLetter,
)
from samkop.tendering.models.award_proposal import AwardProposal, ProposedAward
from samkop.tendering.models.bid_validity import ValidityConsent, ValidityExtension
from samkop.tendering.models.notice import Notice
from samkop.tendering.models.officers import (
    OfficerParts,
    OpeningOfficer,
    RehearsalBid,
    RehearsalOpening,
    TenderKeyEdition,
)
from samkop.tendering.models.opened_bid import OpenedBid, OpenedFile
from samkop.tendering.models.opening import Opening
from samkop.tendering.models.register import (
    BidAttempt,
    RegisterEntry,
    RegisterPadding,
    RegisterRoot,
    SealedFile,
    SealedPart,
)
from samkop.tendering.models.signature import ContractSignature
from samkop.tendering.models.standstill import (
    AwardReview,
    InterimDecision,
    ReviewJudgment,
    Standstill,
)
from samkop.tendering.models.tender import Invitation, Lot, Tender, TenderBuyer, TenderStateChange

__all__ = [
    "AwardDecision", "AwardProposal", "AwardReview", "AwardedLot", "BidAttempt", "BidReason",
    "ContractSignature", "DecisionLetter", "InterimDecision", "Invitation", "Lot", "Notice",
    "OfficerParts", "OpenedBid", "OpenedFile", "Opening", "OpeningOfficer", "ProposedAward",
    "RegisterEntry", "RegisterPadding", "RegisterRoot", "RehearsalBid", "RehearsalOpening",
    "ReviewJudgment", "SealedFile", "SealedPart", "Standstill", "Tender", "TenderBuyer",
    "TenderKeyEdition", "TenderStateChange", "ValidityConsent", "ValidityExtension",
]  # fmt: skip
