"""What a bid on a lot is asked, for the form of its page."""

from __future__ import annotations

from samkop.core.bidding import BidForm
from samkop.tendering.models import Tender
from samkop.tendering.queries import lots_of


def asked_of(tender: Tender, lot_code: str) -> BidForm:
    """The form that the tender's contents make."""
    return BidForm(
        tender=tender.number, lot=lot_code, currency=tender.currency,
        lots=tuple(lot.code for lot in lots_of(tender.pk)), valid_until=tender.bids_valid_until,
    )  # fmt: skip
