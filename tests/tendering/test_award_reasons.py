"""What a decision says to a bidder that does not win, with the figures of its own bid."""

from __future__ import annotations

import pytest
from django.utils import translation

from samkop.parties.models import Party
from samkop.tendering.award_reasons import bid_reason
from samkop.tendering.models import (
    AwardProposal,
    BidRejection,
    Lot,
    OpenedBid,
    ProposedAward,
    Tender,
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


TENDER = Tender(currency="SEK")
WINNER = OpenedBid(number="a" * 32, bidder=Party(legal_name="Vinnare Ab"))
OTHER = OpenedBid(number="b" * 32, bidder=Party(legal_name="Annan Ab"))


def award(problem, outcome, **fields):
    proposal = AwardProposal(problem=problem, outcome=outcome)
    return ProposedAward(proposal=proposal, lot=Lot(code="LOT-0001"), bid=WINNER, **fields)


def alone(price, total, rank):
    bids = [{"number": OTHER.number, "price": price, "total": total, "rank": rank}]
    return {"lots": [{"lot": "LOT-0001", "bids": bids}]}


def together(cost):
    return {"bids": [{"id": "LOT-0001/bbbbbbbb", "cost": cost}]}


@pytest.mark.parametrize(
    ("made", "figures"),
    [
        (award({}, alone("1200.00", "110050", 2), evaluated_cost_cents=100_000),
         ("1,200.00", "1,100.50", "place 2", "Vinnare Ab", "1,000.00")),
        (award({}, alone("1200.00", "161/2", 2), score=85_250),
         ("1,200.00", "80.500", "place 2", "Vinnare Ab", "85.250")),
        (award(together("1100.50"), {}, evaluated_cost_cents=100_000),
         ("1,100.50", "Vinnare Ab", "1,000.00")),
    ],
)  # fmt: skip
def test_it_says_what_the_own_bid_and_the_winner_were_compared_at(made, figures):
    said = bid_reason(TENDER, made, OTHER, None)
    assert [one for one in figures if one not in said] == []


def test_of_lots_awarded_together_no_bid_is_called_better_that_was_compared_dearer():
    made = award(together("900.00"), {}, evaluated_cost_cents=100_000)
    said = bid_reason(TENDER, made, OTHER, None)
    assert ("900.00" in said, "Vinnare Ab" in said) == (True, False)


def test_of_a_rejected_bid_it_says_why_it_was_rejected_and_nothing_else():
    out = BidRejection(ground="requirement", reason="No Swedish.")
    made = award({}, alone("1200.00", None, None), evaluated_cost_cents=100_000)
    said = bid_reason(TENDER, made, OTHER, out)
    assert (said.endswith("No Swedish."), "Vinnare Ab" in said) == (True, False)
