"""What holds for any invoices: no cent is lost, nothing is used twice, order does not matter."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from factories.bills import ISSUED, VAT, bill, line, matched, ordered, rent
from samkop.core.matching import Preceding, Target, Vat
from samkop.core.matching.shares import divided

RATES = st.sampled_from([VAT, Vat("S", Decimal(12)), Vat("E", Decimal(0))])
CENTS = st.integers(-50_000, 200_000)
SMALL = st.integers(0, 12)
ITEMS = st.sampled_from(["", "SKU-1", "SKU-2", "SKU-9"])
ORDERED = st.builds(
    ordered,
    st.just(0), quantity=SMALL, received=SMALL, invoiced=st.integers(0, 3),
    unit_price_cents=st.sampled_from([0, 999, 10_000]), needs_receipt=st.booleans(),
    order_number=st.sampled_from(["B1", "B2"]), seller_item_id=ITEMS,
    currency=st.sampled_from(["SEK", "SEK", "EUR"]),
)  # fmt: skip
LINES = st.builds(
    lambda **given: line(0, **given),
    quantity=st.decimals(-3, 12, places=1) | SMALL, net=CENTS | st.sampled_from([99_900, 100_000]),
    vat=RATES, order_number=st.sampled_from(["B1", "B2", "b-1", "B9", ""]),
    order_line=st.sampled_from(["1", "2", "7", ""]), seller_item_id=ITEMS,
    contract=st.sampled_from(["", "", "L-77"]),
    serials=st.sampled_from([(), (), ("SN1",), ("SN1", "SN2", "SN9")]),
    starts_on=st.sampled_from([None, date(2026, 11, 1)]),
    reckoned_cents=st.none() | CENTS,
)  # fmt: skip
TOLERANCES = st.fixed_dictionaries(
    {
        "price_permille": st.sampled_from([0, 100]), "quantity": st.sampled_from([0, 2]),
        "total_cents": st.sampled_from([None, 0, 500]), "charge_cents": SMALL.map(1000 .__mul__),
        "certainty": st.sampled_from([0, 70]), "vat": st.sampled_from([frozenset(), {VAT}]),
    }
)  # fmt: skip


@st.composite
def bills(draw):
    made = []
    for key in range(1, draw(st.integers(1, 4)) + 1):
        lines = draw(st.lists(LINES, min_size=1, max_size=5))
        numbered = [replace(one, id=str(n)) for n, one in enumerate(lines, 1)]
        its = bill(
            *numbered, key=key, number=draw(st.sampled_from(["F1", f"F{key}"])),
            charges=draw(st.lists(CENTS, max_size=2)), credit=draw(st.booleans()),
            preceding=draw(st.sampled_from([(), (Preceding("F1"),)])), issue_date=ISSUED,
        )  # fmt: skip
        off = draw(st.sampled_from([0, 0, 1, 250]))
        made.append(replace(its, total_cents=its.total_cents + off))
    return made


@st.composite
def grounds(draw):
    lines = draw(st.lists(ORDERED, max_size=4))
    rents = [rent(1, "SN1"), rent(2, "SN2", returned_on=date(2026, 10, 1))]
    return {
        "ordered": [replace(one, key=n, line_number=n) for n, one in enumerate(lines, 1)],
        "rents": draw(st.sampled_from([[], rents])),
    }


@settings(max_examples=100, deadline=None)
@given(bills(), grounds(), TOLERANCES)
def test_no_cent_is_lost_and_no_unit_invoiced_that_did_not_stand_and_come(
    given_bills, ground, tolerances
):
    matches = matched(*given_bills, **ground, **tolerances)
    billed = sum(its.total_cents for its in given_bills)
    assert billed == sum(one.matched_cents + one.excepted_cents for one in matches)
    invoiced = Counter({one.key: one.invoiced for one in ground["ordered"]})
    for its, found in zip(given_bills, matches, strict=True):
        for part in [part for one in found.lines for part in one.parts]:
            if part.target is Target.ORDER_LINE and part.key is not None:
                invoiced[part.key] += part.quantity * (-1 if its.credit else 1)
    for one in ground["ordered"]:
        room = one.standing + (tolerances["quantity"] if one.standing else 0)
        room = min(room, one.received) if one.needs_receipt else room
        assert 0 <= invoiced[one.key] <= max(room, one.invoiced)


@settings(max_examples=60, deadline=None)
@given(bills(), grounds(), TOLERANCES, st.randoms(use_true_random=False))
def test_neither_the_order_of_lines_nor_of_bills_matters(given_bills, ground, tolerances, chance):
    found = matched(*given_bills, **ground, **tolerances)
    turned = []
    for its in given_bills:
        lines = list(its.lines)
        chance.shuffle(lines)
        turned.append(replace(its, lines=tuple(lines)))
    chance.shuffle(turned)
    again = {one.key: one for one in matched(*turned, **ground, **tolerances)}
    for one in found:
        by_number = {its.line_id: its for its in again[one.key].lines}
        assert [by_number[its.line_id] for its in one.lines] == list(one.lines)
        assert (again[one.key].charges, again[one.key].discrepancies) == (
            one.charges, one.discrepancies,
        )  # fmt: skip


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_shares_add_up_and_are_off_by_less_than_a_cent_each(total, weights):
    if not sum(weights):
        weights = [1, *weights]
    shares = divided(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * sum(weights) - total * weight) <= sum(weights)
