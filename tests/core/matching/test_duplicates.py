"""The same again: by number in whatever year, and by content under another number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from factories.bills import SUPPLIER, bill, line, matched, ordered, reasons
from samkop.core.matching import EarlierBill, content_of


def came_before(its, **given):
    said = {
        "key": 1, "supplier": SUPPLIER, "number": its.number, "issue_date": its.issue_date,
        "credit": its.credit, "content": content_of(its), "currency": its.currency,
    }  # fmt: skip
    return EarlierBill(**{**said, **given})


def test_the_same_number_is_the_same_invoice_in_whatever_year():
    its = bill(line(1), number="F-1")
    before = came_before(its, number="f-1 ", issue_date=date(2024, 1, 5), content="")
    assert reasons(matched(its, earlier=[before], ordered=[ordered(1)])[0]) == [
        ("duplicate-number", 100_000)
    ]


def test_a_number_of_another_supplier_of_a_credit_note_or_that_came_later_is_none():
    its = bill(line(1), number="F1", key=5)
    others = [
        came_before(its, supplier=8), came_before(its, credit=True, content=""),
        came_before(its, key=6), came_before(its, key=5),
    ]  # fmt: skip
    assert matched(its, earlier=others, ordered=[ordered(1)])[0].matched


def test_the_same_content_again_is_held_where_nothing_is_left_to_bill():
    first, second = bill(line(1), key=1), bill(line(1), key=2)
    found = matched(first, second, ordered=[ordered(1)])
    assert [reasons(one) for one in found] == [[], [("duplicate-content", 100_000)]]
    assert found[1].lines[0].discrepancies[0].about == "1"


def test_the_same_content_again_is_none_where_as_much_has_come_again():
    bills = bill(line(1, 5, 50_000), key=1), bill(line(1, 5, 50_000), key=2)
    assert [one.matched for one in matched(*bills, ordered=[ordered(1)])] == [True, True]


def test_halves_of_a_shipment_are_billed_alike_as_often_as_the_order_has_room():
    halves = [bill(line(1, 5, 50_000), key=key) for key in (1, 2, 3)]
    found = matched(*halves, ordered=[ordered(1, received=0)])
    assert [reasons(one) for one in found] == [
        [("not-received", 50_000)], [("not-received", 50_000)], [("duplicate-content", 50_000)]
    ]  # fmt: skip
    came = matched(*halves[:2], ordered=[ordered(1, received=5)])
    assert [reasons(one) for one in came] == [[], [("quantity-over-received", 50_000)]]


def test_what_waits_of_an_earlier_invoice_leaves_no_room_for_the_same_again():
    its = bill(line(1), key=2)
    before = came_before(its, number="F0", key=1)
    ground = [ordered(1, received=0)]
    for waiting, said in ((False, "not-received"), (True, "duplicate-content")):
        found = matched(its, earlier=[replace(before, waiting=waiting)], ordered=ground)[0]
        assert reasons(found) == [(said, 100_000)]


def test_the_same_content_long_after_is_another_business():
    its = bill(line(1), key=2)
    before = came_before(its, number="F0", issue_date=date(2026, 8, 21))
    ground = [ordered(1, invoiced=10)]
    assert reasons(matched(its, earlier=[before], ordered=ground)[0]) == [
        ("quantity-over-ordered", 100_000)
    ]
    near = replace(before, issue_date=date(2026, 8, 22))
    assert reasons(matched(its, earlier=[near], ordered=ground)[0]) == [
        ("duplicate-content", 100_000)
    ]


def test_what_a_duplicate_took_at_first_is_there_for_the_next():
    both = [line(1), line(2)]
    bills = [bill(*both, key=1), bill(*both, key=2), bill(line(2), key=3)]
    ground = [ordered(1), ordered(2, quantity=20)]
    found = matched(*bills, ordered=ground)
    assert [one.matched for one in found] == [True, False, True]
    assert reasons(found[1]) == [("duplicate-content", 100_000)] * 2
