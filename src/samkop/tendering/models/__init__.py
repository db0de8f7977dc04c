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
from samkop.tendering.models.opened_bid import OpenedBid, OpenedFile
from samkop.tendering.models.signature import ContractSignature
from samkop.tendering.models.standstill import (
    AwardReview,
    InterimDecision,
    ReviewJudgment,
    Standstill,
)
from samkop.tendering.models.tender import (
    Invitation,
    Lot,
    Tender,
    TenderBuyer,
    TenderStateChange,
)

__all__ = [
    "AwardDecision", "AwardProposal", "AwardReview", "AwardedLot", "BidReason",
    "ContractSignature", "DecisionLetter", "InterimDecision", "Invitation", "Lot", "Notice",
    "OpenedBid", "OpenedFile", "ProposedAward", "ReviewJudgment", "Standstill", "Tender",
    "TenderBuyer", "TenderStateChange", "ValidityConsent", "ValidityExtension",
]  # fmt: skip
