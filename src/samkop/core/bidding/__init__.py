"""What a bid on a lot has to say, what it says, and where the two differ.

The formats stand in docs/reference/bids.md.
"""

from samkop.core.bidding.checking import Fault, FaultCode, faults_of
from samkop.core.bidding.content import (
    Answer,
    BidContent,
    Bidder,
    Declared,
    Described,
    Discount,
    Price,
    TradeSecret,
)
from samkop.core.bidding.form import Asked, BidForm, PriceLine, Requirement
from samkop.core.bidding.reading import content_of, form_of, read_content, read_form
from samkop.core.bidding.totals import amount_of, costs_of, total_of
from samkop.core.bidding.writing import CONTENT_FILE, content_value, form_value, written

__all__ = [
    "CONTENT_FILE", "Answer", "Asked", "BidContent", "BidForm", "Bidder", "Declared", "Described",
    "Discount", "Fault", "FaultCode", "Price", "PriceLine", "Requirement", "TradeSecret",
    "amount_of", "content_of", "content_value", "costs_of", "faults_of", "form_of", "form_value",
    "read_content", "read_form", "total_of", "written",
]  # fmt: skip
