"""Invoices that name their order lines: quantities, prices, states, references that are wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from factories.bills import VAT, bill, line, matched, ordered, parts, reasons
from samkop.core.matching import Reference, Vat


def one(*lines, ordered, **tolerances):
    return matched(bill(*lines), ordered=ordered, **tolerances)[0]


def test_what_was_ordered_received_and_billed_alike_is_matched_whole():
    found = one(line(1), ordered=[ordered(1)])
    assert found.matched
    assert parts(found.lines[0]) == [(1, 10, 100_000)]
    assert found.lines[0].certainty == 100
    assert found.lines[0].references == (Reference.ORDER, Reference.ORDER_LINE)
    assert found.lines[0].parts[0].vat_cents == 25_000


def test_an_invoice_of_several_orders_finds_each():
    lines = [line(1), line(2, order_number="B2", order_line="1", seller_item_id="")]
    ground = [ordered(1), ordered(9, order_number="B2", line_number=1)]
    found = one(*lines, ordered=ground)
    assert [parts(its) for its in found.lines] == [[(1, 10, 100_000)], [(9, 10, 100_000)]]


def test_several_invoices_on_one_line_share_what_came_and_the_last_is_over():
    bills = [bill(line(1, 4, 40_000), key=key) for key in (1, 2, 3)]
    first, second, third = matched(*bills, ordered=[ordered(1)], duplicate_days=-1)
    assert (first.matched, second.matched) == (True, True)
    assert parts(third.lines[0]) == [(1, 2, 20_000)]
    assert reasons(third) == [("quantity-over-ordered", 20_000)]


def test_a_price_over_is_held_by_itself_and_the_rest_is_matched():
    found = one(line(1, 10, 110_000), ordered=[ordered(1)])
    assert parts(found.lines[0]) == [(1, 10, 100_000)]
    assert reasons(found) == [("price-over", 10_000)]
    over = found.lines[0].discrepancies[0]
    assert (over.expected, over.actual, over.vat_cents) == (100_000, 110_000, 2_500)


def test_quantity_and_price_over_hold_what_each_is_worth():
    # By hand: 12 for 110.00 each on 10 at 100.00: 2 at 110.00 too many, 10.00 too dear ten times.
    found = one(line(1, 12, 132_000), ordered=[ordered(1)])
    assert parts(found.lines[0]) == [(1, 10, 100_000)]
    assert reasons(found) == [("quantity-over-ordered", 22_000), ("price-over", 10_000)]


def test_a_lower_price_is_no_discrepancy():
    found = one(line(1, 10, 90_000), ordered=[ordered(1)])
    assert (found.matched, parts(found.lines[0])) == (True, [(1, 10, 90_000)])


@pytest.mark.parametrize(
    ("net", "tolerances", "over"),
    [
        (101_000, {"price_permille": 10}, []),
        (101_001, {"price_permille": 10}, [("price-over", 1_001)]),
        (101_000, {"price_cents": 100}, []),
        (101_000, {"price_cents": 100, "total_cents": 999}, [("total-over", 1_000)]),
        (101_000, {"price_cents": 100, "total_cents": 1_000}, []),
        (100_001, {}, []),
    ],
)
def test_what_is_let_pass_over_a_price_is_data(net, tolerances, over):
    assert reasons(one(line(1, 10, net), ordered=[ordered(1)], **tolerances)) == over


def test_what_has_not_come_waits_and_what_came_in_part_is_matched():
    nothing = one(line(1), ordered=[ordered(1, received=0)])
    assert reasons(nothing) == [("not-received", 100_000)]
    some = one(line(1), ordered=[ordered(1, received=4)])
    assert parts(some.lines[0]) == [(1, 4, 40_000)]
    assert reasons(some) == [("quantity-over-received", 60_000)]
    held = some.lines[0].discrepancies[0]
    assert (held.key, held.expected, held.actual) == (1, 4, 10)
    both = one(line(1, 12, 120_000), ordered=[ordered(1, received=4)])
    assert reasons(both) == [
        ("quantity-over-received", 60_000), ("quantity-over-ordered", 20_000),
    ]  # fmt: skip


def test_what_never_arrives_at_a_dock_is_billed_as_it_stands():
    licence = ordered(1, received=0, needs_receipt=False)
    assert one(line(1), ordered=[licence]).matched
    over = one(line(1, 11, 110_000), ordered=[licence])
    assert reasons(over) == [("quantity-over-ordered", 10_000)]


def test_more_than_was_ordered_passes_within_the_tolerance_if_it_came():
    ground = [ordered(1, received=11)]
    assert one(line(1, 11, 110_000), ordered=ground, quantity=1).matched
    assert reasons(one(line(1, 11, 110_000), ordered=ground)) == [("quantity-over-ordered", 10_000)]
    assert reasons(one(line(1, 11, 110_000), ordered=[ordered(1)], quantity=1)) == [
        ("quantity-over-received", 10_000)
    ]


@pytest.mark.parametrize(
    ("its", "ground", "reason"),
    [
        ({"order_number": "B9", "seller_item_id": ""}, {}, "order-unknown"),
        ({"order_line": "9", "seller_item_id": "SKU-9"}, {}, "item-differs"),
        ({"seller_item_id": "SKU-9"}, {}, "item-differs"),
        ({}, {"standing": 0}, "order-cancelled"),
        ({}, {"currency": "EUR"}, "currency-differs"),
        ({"unit_code": "XBX"}, {}, "unit-differs"),
        ({"quantity": Decimal("9.5")}, {}, "quantity-not-whole"),
        ({"quantity": Decimal(0)}, {}, "quantity-not-whole"),
        ({}, {"ordered_on": date(2026, 12, 22)}, "invoiced-early"),
    ],
)
def test_what_cannot_be_matched_is_held_whole_for_its_reason(its, ground, reason):
    found = one(line(1, **its), ordered=[ordered(1, **ground)])
    assert parts(found.lines[0]) == []
    assert reasons(found) == [(reason, 100_000)]


def test_pieces_by_whatever_code_are_pieces():
    assert one(line(1, unit_code="EA"), ordered=[ordered(1, unit_code="H87")]).matched


def test_another_suppliers_order_is_unknown():
    found = one(line(1), ordered=[ordered(1, supplier=8)])
    assert reasons(found) == [("order-unknown", 100_000)]


def test_a_wrong_vat_holds_the_vat_and_not_the_money():
    twelve = Vat("S", Decimal(12))
    for tolerances, due in (({"vat": frozenset({VAT})}, None), ({}, VAT)):
        found = one(line(1, vat=twelve), ordered=[ordered(1, vat=due)], **tolerances)
        assert parts(found.lines[0]) == [(1, 10, 100_000)]
        assert reasons(found) == [("vat-differs", 0)]
        assert found.excepted_cents == 12_000
    assert one(line(1), ordered=[ordered(1)], vat=frozenset({VAT})).matched


def test_sums_that_do_not_add_up_are_held_by_themselves():
    its = bill(line(1))
    (tax,) = its.vat
    wrong_tax = replace(its, vat=(replace(tax, tax_cents=25_500),), total_cents=125_500)
    wrong_total = replace(its, total_cents=125_700)
    by_a_cent = replace(its, total_cents=125_001)
    found = matched(wrong_tax, ordered=[ordered(1)])[0]
    assert (reasons(found), found.excepted_cents) == ([("arithmetic", 0)], 500)
    found = matched(wrong_total, ordered=[ordered(1)])[0]
    assert (reasons(found), found.excepted_cents) == ([("arithmetic", 700)], 700)
    assert matched(by_a_cent, ordered=[ordered(1)])[0].matched
    line_off = one(line(1, reckoned_cents=99_000), ordered=[ordered(1)])
    assert parts(line_off.lines[0]) == [(1, 10, 99_000)]
    assert reasons(line_off) == [("arithmetic", 1_000)]


def test_freight_passes_within_its_bound_or_not_at_all_and_rebates_always():
    its = bill(line(1), charges=(5_000, -2_000))
    held = matched(its, ordered=[ordered(1)])[0]
    assert reasons(held) == [("charge-over", 5_000)]
    assert [parts(charge) for charge in held.charges] == [[], [(None, 0, -2_000)]]
    assert matched(its, ordered=[ordered(1)], charge_cents=5_000)[0].matched
    assert matched(its, ordered=[ordered(1)], charge_permille=50)[0].matched
    as_line = line(2, 1, 5_000, order_number="", order_line="", seller_item_id="FRAKT")
    assert reasons(one(line(1), as_line, ordered=[ordered(1)])) == [("line-unknown", 5_000)]
    assert one(line(1), as_line, ordered=[ordered(1)], charge_cents=5_000).matched


def test_a_line_of_text_takes_nothing():
    text = line(2, 0, 0, order_number="", order_line="", seller_item_id="")
    found = one(line(1), text, ordered=[ordered(1)])
    assert found.matched
    assert parts(found.lines[1]) == []


def test_goods_taken_back_within_an_invoice_are_taken_off_what_was_invoiced():
    back = line(1, -2, -20_000)
    found = one(back, ordered=[ordered(1, invoiced=10)])
    assert parts(found.lines[0]) == [(1, -2, -20_000)]
    assert reasons(one(back, ordered=[ordered(1)])) == [("credit-over", -20_000)]
    for_nothing = one(line(1, -2, 0), ordered=[ordered(1)])
    assert (parts(for_nothing.lines[0]), reasons(for_nothing)) == ([], [("credit-over", 0)])


def test_no_day_is_too_late_to_be_compared():
    its = bill(line(1), issue_date=date.max)
    assert matched(its, ordered=[ordered(1, received=9)], days_early=5)[0].lines[0].parts
