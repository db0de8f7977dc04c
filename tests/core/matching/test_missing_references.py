"""What an invoice does not say is found by what else is there, with its certainty, or not."""

from __future__ import annotations

from datetime import date

import pytest

from factories.bills import bill, line, matched, ordered, parts, reasons

BARE = {"order_number": "", "order_line": ""}


def one(*lines, ordered, **tolerances):
    return matched(bill(*lines), ordered=ordered, **tolerances)[0]


@pytest.mark.parametrize(
    ("its", "certainty"),
    [
        ({"order_line": ""}, 99),  # order and item
        ({"order_line": "", "seller_item_id": ""}, 95),  # order, price, quantity, no other
        ({"order_number": "b-1", "order_line": "1"}, 100),  # as people mean it
        ({"order_line": "7"}, 99),  # the supplier's own line number, but the item is right
        ({**BARE}, 85),  # item, price, quantity, and no other
        ({**BARE, "seller_item_id": "", "standard_item_id": "0739"}, 85),
        ({**BARE, "seller_item_id": "", "despatch": "D-5"}, 95),
        ({**BARE, "seller_item_id": "", "serials": ("SN-1", "SN-2")}, 99),
    ],
)
def test_each_reference_alone_finds_the_line_with_its_certainty(its, certainty):
    ground = [
        ordered(
            1, standard_item_id="739", despatches=("D5",), serials=("sn1", "sn2"), contract="A1"
        ),
        ordered(2, unit_price_cents=7_000, order_number="B2"),
    ]
    found = one(line(1, **its), ordered=ground)
    assert parts(found.lines[0]) == [(1, 10, 100_000)]
    assert found.lines[0].certainty == certainty


def test_what_is_less_certain_than_asked_for_is_proposed_and_not_matched():
    its = line(1, seller_item_id="", **BARE)
    found = one(its, ordered=[ordered(1)])
    assert reasons(found) == [("line-uncertain", 100_000)]
    held = found.lines[0].discrepancies[0]
    assert (held.candidates, held.expected, held.actual) == ((1,), 70, 60)
    assert one(its, ordered=[ordered(1)], certainty=60).matched


def test_an_order_that_does_not_exist_makes_everything_less_certain():
    found = one(line(1, order_number="B9", order_line="1"), ordered=[ordered(1)])
    assert reasons(found) == [("order-unknown", 100_000)]
    assert found.lines[0].discrepancies[0].candidates == (1,)
    assert one(line(1, order_number="B9"), ordered=[ordered(1)], certainty=65).matched


def test_two_equally_good_are_never_guessed_between():
    alike = [ordered(key, order_number=f"B{key}", seller_item_id="SKU-1") for key in (1, 2)]
    found = one(line(1, **BARE), ordered=alike)
    assert reasons(found) == [("line-ambiguous", 100_000)]
    assert found.lines[0].discrepancies[0].candidates == (1, 2)
    only = [alike[0], ordered(2, order_number="B2", seller_item_id="SKU-1", received=3)]
    assert parts(one(line(1, **BARE), ordered=only).lines[0]) == [(1, 10, 100_000)]


def test_a_line_for_all_that_is_open_of_an_item_fills_all_of_it():
    both = [ordered(1), ordered(2, order_number="B2", seller_item_id="SKU-1", quantity=5)]
    found = one(line(1, 15, 150_000, **BARE), ordered=both)
    assert parts(found.lines[0]) == [(1, 10, 100_000), (2, 5, 50_000)]


def test_lines_alike_that_together_are_all_that_is_open_are_no_guess():
    alike = [ordered(key, seller_item_id="SKU-1") for key in (1, 2)]
    lines = [line(n, order_line="", seller_item_id="SKU-1") for n in (1, 2)]
    found = one(*lines, ordered=alike)
    assert [parts(its) for its in found.lines] == [[(1, 10, 100_000)], [(2, 10, 100_000)]]
    assert reasons(one(lines[0], ordered=alike)) == [("line-ambiguous", 100_000)]


def test_an_item_of_the_order_that_is_all_invoiced_is_over_and_not_unknown():
    found = one(line(1, order_line=""), ordered=[ordered(1, invoiced=10)])
    assert reasons(found) == [("quantity-over-ordered", 100_000)]


def test_an_order_placed_after_the_invoice_is_not_what_it_is_about():
    late = ordered(1, ordered_on=date(2026, 11, 21))
    assert reasons(one(line(1, **BARE), ordered=[late])) == [("line-unknown", 100_000)]


def test_a_thousand_orders_alike_are_not_looked_through_but_told_apart_by_quantity():
    alike = [
        ordered(key, order_number=f"B{key}", seller_item_id="SKU-1", quantity=key + 1)
        for key in range(1, 1001)
    ]
    found = one(line(1, 501, 501 * 10_000, **BARE), ordered=alike)
    assert parts(found.lines[0]) == [(500, 501, 5_010_000)]
    same = [ordered(key, order_number=f"B{key}", seller_item_id="SKU-1") for key in range(1, 1001)]
    assert reasons(one(line(1, **BARE), ordered=same)) == [("line-ambiguous", 100_000)]
