"""Forms and bids: read as written, each fault named, totals to the cent."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from fractions import Fraction

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.core.bidding import (
    BidContent,
    Bidder,
    BidForm,
    Price,
    PriceLine,
    content_of,
    content_value,
    costs_of,
    faults_of,
    form_of,
    form_value,
    read_content,
    total_of,
    written,
)
from samkop.core.fields import ProblemError
from samkop.site import schemas

FORM = {
    "samkop": "bid-form", "version": 1, "tender": "2027-3", "lot": "LOT-0001", "currency": "EUR",
    "prices": [
        {"line": "P1", "text": "Bärbar dator", "unit": "piece", "quantity": "1200",
         "price_max": "900.00"},
        {"line": "P2", "text": "Installation", "unit": "hour", "quantity": "0.5"},
    ],
    "requirements": [
        {"code": "R1", "text": "TCO Certified", "evidence": True},
        {"code": "R2", "text": "Support in Swedish", "evidence": False},
    ],
    "criteria": [{"code": "Q1", "text": "Installation plan"}],
    "espd": [{"code": "crime-org", "text": "Convicted?"}],
    "discounts": True, "lots": ["LOT-0001", "LOT-0002"], "valid_until": "2027-05-31",
}  # fmt: skip
CONTENT = {
    "samkop": "bid-content", "version": 1, "tender": "2027-3", "lot": "LOT-0001",
    "bidder": {"name": "Norrsken IT", "identifier": "0007:5560360793", "contact": "Försäljning",
               "email": "anbud@norrsken.example"},
    "prices": [{"line": "P1", "price": "799.90"}, {"line": "P2", "price": "77.77"}],
    "requirements": [
        {"code": "R1", "meets": True, "note": "", "file": "tco.pdf"},
        {"code": "R2", "meets": False, "note": "In English"},
    ],
    "criteria": [{"code": "Q1", "answer": "Within two weeks"}],
    "espd": [{"code": "crime-org", "yes": False, "note": ""}],
    "discounts": [{"lots": ["LOT-0001", "LOT-0002"], "amount": "10000.00"}],
    "trade_secrets": [{"file": "bid.json", "reason": "Prices of our maker"}],
    "valid_until": "2027-05-31",
}  # fmt: skip
ATTACHED = {"tco.pdf"}


def fits(name: str, value: object) -> bool:
    return bool(jsonschema_rs.validator_for(json.loads(schemas.text_of(name))).is_valid(value))


def test_a_form_and_a_bid_are_written_as_they_were_read_and_by_their_schemas():
    assert form_value(form_of(FORM)) == FORM
    assert content_value(content_of(CONTENT)) == CONTENT
    assert read_content(written(CONTENT)) == content_of(CONTENT)
    assert (fits("bid-form", FORM), fits("bid-content", CONTENT)) == (True, True)
    assert fits("bid-content", CONTENT | {"more": 1}) is False


def test_a_bid_that_answers_all_that_was_asked_has_no_fault_though_it_says_no():
    assert faults_of(form_of(FORM), content_of(CONTENT), ATTACHED) == []


def test_the_total_is_each_line_to_the_cent():
    # 1200 x 799.90 = 959,880.00; 0.5 x 77.77 = 38.885, up to 38.89
    assert total_of(form_of(FORM), content_of(CONTENT)) == 95_991_889


def changed(path: str, value: object) -> dict[str, object]:
    """The bid with another value at ``prices/0/price`` and the like; None leaves it out."""
    bid = deepcopy(CONTENT)
    *way, last = [int(step) if step.isdecimal() else step for step in path.split("/")]
    at = bid
    for step in way:
        at = at[step]
    if value is None:
        del at[last]
    elif last == "+":
        at.append(value)
    else:
        at[last] = value
    return bid


FAULTS = [
    ("tender", "2027-4", ("other-tender", "tender")),
    ("lot", "LOT-0002", ("other-lot", "lot")),
    ("valid_until", "2027-05-30", ("validity-too-short", "valid_until")),
    ("prices/1", None, ("price-missing", "prices.P2")),
    ("prices/0/price", "900.01", ("price-too-high", "prices.P1")),
    ("prices/+", {"line": "P3", "price": 1}, ("line-unknown", "prices.P3")),
    ("requirements/1", None, ("answer-missing", "requirements.R2")),
    ("requirements/0/file", "", ("evidence-missing", "requirements.R1")),
    ("requirements/0/file", "iso.pdf", ("file-missing", "requirements.R1")),
    ("criteria/0/answer", " ", ("answer-missing", "criteria.Q1")),
    ("criteria/0/file", "plan.pdf", ("file-missing", "criteria.Q1")),
    ("espd/0", None, ("answer-missing", "espd.crime-org")),
    ("espd/+", {"code": "tax", "yes": True}, ("code-unknown", "espd.tax")),
    ("discounts/0/lots", ["LOT-0001"], ("discount-wrong", "discounts.0")),
    ("discounts/0/lots", ["LOT-0002", "LOT-0003"], ("discount-wrong", "discounts.0")),
    ("discounts/0/amount", "0", ("discount-wrong", "discounts.0")),
    ("trade_secrets/0/file", "secret.pdf", ("file-missing", "trade_secrets.0")),
]


@pytest.mark.parametrize(("path", "value", "fault"), FAULTS)
def test_each_place_where_a_bid_does_not_answer_is_named(path, value, fault):
    bid = changed(path, value)
    assert fits("bid-content", bid)
    found = faults_of(form_of(FORM), content_of(bid), ATTACHED)
    assert [(each.code, each.field) for each in found] == [fault]


def test_a_discount_is_a_fault_where_none_is_asked_for():
    found = faults_of(form_of(FORM | {"discounts": False}), content_of(CONTENT), ATTACHED)
    assert [each.code for each in found] == ["discount-not-asked"]


def test_a_bid_whose_total_cannot_be_compared_says_so():
    form = form_of(FORM | {"prices": [FORM["prices"][1] | {"quantity": "2"}]})
    bid = content_of(changed("prices", [{"line": "P2", "price": "9999999999.00"}]))
    found = faults_of(form, bid, ATTACHED)
    assert [(each.code, each.field) for each in found] == [("total-too-high", "prices")]


UNREADABLE = [
    ("samkop", "bid-form", "is no bid-content file"),
    ("version", 2, "is of version 2"),
    ("version", True, "is of version true"),
    ("bidder/email", "norrsken", "bidder: email"),
    ("bidder/phone", "1", 'bidder has the member "phone"'),
    ("bidder/name", " ", "bidder: name"),
    ("prices/0/price", "1.005", "prices[0]: price"),
    ("prices/0/price", "-1", "prices[0]: price"),
    ("prices/0/price", "10000000000.01", "prices[0]: price"),
    ("prices/1/line", "P1", 'prices[1]: the line "P1"'),
    ("requirements/0/meets", None, "requirements[0] has no meets"),
    ("requirements/0/meets", "yes", "requirements[0]: meets"),
    ("requirements/1/note", "a\0b", "requirements[1]: note"),
    ("requirements/1/note", "\ud800", "requirements[1]: note"),
    ("espd/0/note", "x" * 20_001, "espd[0]: note"),
    ("criteria/0/answer", 7, "criteria[0]: answer"),
    ("discounts/0/lots", ["LOT-0001", "LOT-0001"], "discounts[0]: lots"),
    ("discounts/0/lots", [], "discounts[0]: lots"),
    ("trade_secrets/0/reason", None, "trade_secrets[0] has no reason"),
    ("valid_until", "2027-02-30", "The bid: valid_until"),
    ("valid_until", "20270531", "The bid: valid_until"),
]


@pytest.mark.parametrize(("path", "value", "said"), UNREADABLE)
def test_a_bid_that_is_not_as_documented_is_refused_with_its_place(path, value, said):
    with pytest.raises(ProblemError) as caught:
        content_of(changed(path, value))
    assert said in str(caught.value)


FORM_FAULTS = [
    ({"lot": "LOT-0003"}, "is none of its lots"),
    ({"currency": "eur"}, "currency"),
    ({"prices": [FORM["prices"][0] | {"quantity": "0"}]}, "prices[0]: quantity"),
    ({"prices": [FORM["prices"][0] | {"quantity": 3}]}, "prices[0]: quantity"),
    ({"prices": [FORM["prices"][0] | {"years": [1, 1]}]}, "years names a year twice"),
    ({"prices": [FORM["prices"][0] | {"years": [40]}]}, "prices[0]: years"),
    ({"requirements": FORM["requirements"] * 501}, "requirements has 1002 rows"),
]


@pytest.mark.parametrize(("members", "said"), FORM_FAULTS)
def test_a_form_that_is_not_as_documented_is_refused_with_its_place(members, said):
    with pytest.raises(ProblemError) as caught:
        form_of(FORM | members)
    assert said in str(caught.value)


BIDDER = Bidder("A", "0007:1", "B", "a@b")


def sheet(*lines: PriceLine) -> BidForm:
    return BidForm("1", "LOT-0001", "EUR", ("LOT-0001",), lines)


def priced(**prices: int) -> BidContent:
    found = tuple(Price(line, cents) for line, cents in prices.items())
    return BidContent("1", "LOT-0001", BIDDER, date(2027, 1, 1), found)


def test_life_cycle_costs_stand_in_their_years_and_add_up_to_the_total():
    form = sheet(
        PriceLine("P1", "Purchase", "piece", Decimal(10), item="purchase"),
        PriceLine("P2", "Energy", "kWh", Decimal("1.5"), item="energy", years=(0, 1, 2)),
        PriceLine("P3", "Battery", "piece", Decimal(3), item="energy", years=(2,)),
    )
    bid = priced(P1=100, P2=33, P3=7)
    assert costs_of(form, bid, 3) == {"purchase": [1000, 0, 0], "energy": [50, 50, 71]}
    assert total_of(form, bid) == 1171
    with pytest.raises(ValueError, match="year 2 of 2"):
        costs_of(form, bid, 2)


@given(
    st.lists(
        st.tuples(st.decimals("0.000001", "99999", places=6), st.integers(0, 10**8)), max_size=5
    )
)
def test_totals_agree_with_exact_fractions(lines):
    form = sheet(*(PriceLine(f"P{n}", "x", "y", each) for n, (each, _) in enumerate(lines)))
    bid = priced(**{f"P{n}": cents for n, (_, cents) in enumerate(lines)})
    by_hand = sum(int(Fraction(each) * cents + Fraction(1, 2)) for each, cents in lines)
    assert total_of(form, bid) == by_hand
    assert form_of(form_value(form)) == form
    assert content_of(json.loads(written(content_value(bid)))) == bid
