"""A bid's answers as they are given to who asks for them: what is secret stands on no page."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from samkop.core.bidding import BidForm
from samkop.core.bidding.form import Asked, PriceLine, Requirement
from samkop.parties.models import Party
from samkop.tendering.masked_paper import masked_paper
from samkop.tendering.models import BidSecrecyDecision, Lot, OpenedBid, Tender
from samkop.tendering.printing import printed_masked_copy
from samkop.tendering.rules import masked

FORM = BidForm(
    tender="U-1", lot="LOT-0001", currency="SEK", lots=("LOT-0001",),
    prices=(PriceLine("P1", "Laptop", "piece", Decimal(100)),),
    requirements=(Requirement("R1", "Support in Swedish"),),
    criteria=(Asked("Q1", "Plan of installation"),), espd=(Asked("exg-crim-part", "Criminals"),),
    valid_until=date(2027, 12, 31),
)  # fmt: skip
ANSWERS = {
    "bidder": {"name": "Ask Ab", "identifier": "5567891234"}, "valid_until": "2027-12-31",
    "prices": [{"line": "P1", "price": "12345.60"}],
    "requirements": [{"code": "R1", "meets": True, "note": "By our own people.", "file": "a.pdf"}],
    "criteria": [{"code": "Q1", "answer": "Our secret way."}],
    "espd": [{"code": "exg-crim-part", "yes": False, "note": ""}],
}  # fmt: skip
# Half an hour before midnight in UTC: the owner's day is the next one.
AT = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)


def paper_without(*pieces):
    owner = Party(legal_name="Provköping", country="SE", time_zone="Europe/Stockholm")
    tender = Tender(number="U-1", title_en="Computers", owner=owner)
    lot = Lot(code="LOT-0001", title_en="Laptops")
    bid = OpenedBid(tender=tender, lot=lot, bidder=Party(legal_name="Ask Ab"))
    decision = BidSecrecyDecision(
        tender=tender, bid=bid, ground="trade-secret", reason="It is its own.",
        register_number="D/7", at=AT,
    )  # fmt: skip
    return masked_paper(tender, decision, masked(ANSWERS, pieces), FORM)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_what_is_masked_stands_nowhere_and_all_else_as_it_was_sent():
    paper = paper_without("criteria.Q1", "prices.P1")
    text = str(asdict(paper))
    assert [one for one in ("Our secret way", "12345", "12,345") if one in text] == []
    prices, requirements, criteria, espd = (one.tables[0].rows for one in paper.sections)
    assert prices == (("P1 Laptop", "100 piece", "[masked]"),)
    assert requirements == (("R1 Support in Swedish", "Yes. By our own people.", "a.pdf"),)
    assert criteria == (("Q1 Plan of installation", "[masked]", "\u2013"),)
    assert espd == (("Criminals", "No", "\u2013"),)


def test_it_names_its_decision_by_the_owners_day_and_is_printed_in_every_language():
    paper = paper_without("criteria.Q1")
    assert paper.sections[0].tables[0].rows[0][2] == "SEK\xa012,345.60"
    assert ("Register number", "D/7") in paper.facts
    assert "2\xa0March\xa02027" in str(dict(paper.facts)["Secrecy decided"])
    for language in ("sv", "fi", "en"):
        with translation.override(language):
            assert printed_masked_copy(paper_without("criteria.Q1"), language)[:5] == b"%PDF-"
