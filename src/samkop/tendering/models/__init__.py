"""The tables of tenders."""

from samkop.tendering.models.award_proposal import AwardProposal, ProposedAward
from samkop.tendering.models.opened_bid import OpenedBid, OpenedFile
from samkop.tendering.models.tender import (
    Invitation,
    Lot,
    Tender,
    TenderBuyer,
    TenderStateChange,
)

__all__ = [
    "AwardProposal", "Invitation", "Lot", "OpenedBid", "OpenedFile", "ProposedAward", "Tender",
    "TenderBuyer", "TenderStateChange",
]  # fmt: skip
