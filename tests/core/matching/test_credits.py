"""Credit notes take back what an invoice came to: units, money in exceptions, or both."""

from __future__ import annotations

from datetime import date

import pytest

from factories.bills import SUPPLIER, bill, line, matched, ordered, parts, reasons
from samkop.core.matching import EarlierBill, EarlierPart, Preceding, Target, earlier_of

ABOUT = (Preceding("F 1"),)
BARE = {"order_number": "", "order_line": ""}


def invoice(*given, bill_key=1):
    said = [
        EarlierPart(
            line_id=str(n), ordered=key, quantity=quantity, cents=cents, open_cents=held,
            held=sum(units), seller_item_id=f"SKU-{key}",
        )
        for n, (key, quantity, cents, held, *units) in enumerate(given, 1)
    ]  # fmt: skip
    return EarlierBill(
        key=bill_key, supplier=SUPPLIER, number=f"F{bill_key}",
        issue_date=date(2026, 11, 3), credit=False, content="", currency="SEK", parts=tuple(said),
    )  # fmt: skip


def credited(its, *, earlier, **given):
    said = {"preceding": ABOUT, **given}
    ground = [ordered(key, invoiced=10) for key in (1, 2)]
    return matched(bill(its, credit=True, **said), earlier=earlier, ordered=ground)[0]


@pytest.mark.parametrize(
    ("quantity", "net", "came_to"),
    [
        (2, 20_000, [(Target.ORDER_LINE, 1, 2, 20_000)]),  # goods back at the matched price
        (10, 10_000, [(Target.EXCEPTION, 1, 0, 10_000)]),  # the price difference, whole
        (4, 4_000, [(Target.EXCEPTION, 1, 0, 4_000)]),  # a part of it
        (2, 22_000, [(Target.ORDER_LINE, 1, 2, 20_000), (Target.EXCEPTION, 1, 0, 2_000)]),
        (10, 110_000, [(Target.ORDER_LINE, 1, 10, 100_000), (Target.EXCEPTION, 1, 0, 10_000)]),
        (10, 15_000, [(Target.ORDER_LINE, 1, 0, 15_000)]),  # a lower price afterwards
    ],
)
def test_what_explains_a_credit_exactly_is_what_it_takes_back(quantity, net, came_to):
    # Ten were matched at 100.00; 10.00 each, by which they were too dear, stand in exception.
    found = credited(line(1, quantity, net, **BARE), earlier=[invoice((1, 10, 100_000, 10_000))])
    its = [(part.target, part.key, part.quantity, part.cents) for part in found.lines[0].parts]
    assert (its, found.matched) == (came_to, True)


@pytest.mark.parametrize(
    ("quantity", "net", "came_to"),
    [
        (12, 120_000, [(Target.ORDER_LINE, 1, 10, 100_000), (Target.EXCEPTION, 1, 2, 20_000)]),
        (3, 30_000, [(Target.ORDER_LINE, 1, 1, 10_000), (Target.EXCEPTION, 1, 2, 20_000)]),
        (2, 20_000, [(Target.EXCEPTION, 1, 2, 20_000)]),
        (1, 10_000, [(Target.EXCEPTION, 1, 1, 10_000)]),
    ],
)
def test_units_that_were_billed_beyond_the_order_are_taken_back_first(quantity, net, came_to):
    # Twelve were billed at 100.00 and ten ordered: two stand in exception.
    its = invoice((1, 10, 100_000, 20_000, 2))
    found = credited(line(1, quantity, net, **BARE), earlier=[its])
    parts = [(part.target, part.key, part.quantity, part.cents) for part in found.lines[0].parts]
    assert (parts, found.matched) == (came_to, True)


def test_one_line_takes_back_what_is_left_of_several_invoices_on_one_order_line():
    both = [invoice((1, 5, 50_000, 0)), invoice((1, 3, 30_000, 20_000, 2), bill_key=2)]
    about = (Preceding("F1"), Preceding("F2"))
    found = credited(line(1, 10, 100_000, **BARE), earlier=both, preceding=about)
    said = [(part.bill, part.quantity, part.cents) for part in found.lines[0].parts]
    assert said == [(1, 5, 50_000), (2, 3, 30_000), (2, 2, 20_000)]
    less = credited(line(1, 9, 90_000, **BARE), earlier=both, preceding=about)
    assert reasons(less) == [("credit-over", 90_000)]


def test_more_than_was_invoiced_is_not_taken_back():
    found = credited(line(1, 12, 132_000, **BARE), earlier=[invoice((1, 10, 100_000, 10_000))])
    assert reasons(found) == [("credit-over", 132_000)]
    held = found.lines[0].discrepancies[0]
    assert (held.expected, held.actual) == (110_000, 132_000)


def test_a_second_credit_finds_what_the_first_left():
    notes = [
        bill(line(1, 6, 60_000, **BARE), key=key, credit=True, preceding=ABOUT) for key in (2, 3)
    ]
    first, second = matched(
        *notes, earlier=[invoice((1, 10, 100_000, 0))], ordered=[ordered(1, invoiced=10)],
        duplicate_days=-1,
    )  # fmt: skip
    assert first.matched
    assert reasons(second) == [("credit-over", 60_000)]


def test_without_an_item_two_lines_alike_are_not_guessed_between():
    earlier = [invoice((1, 10, 100_000, 0), (2, 10, 100_000, 0))]
    its = line(1, 1, 10_000, seller_item_id="", **BARE)
    assert reasons(credited(its, earlier=earlier)) == [("line-ambiguous", 10_000)]
    named = line(2, 1, 10_000, seller_item_id="")
    assert parts(credited(named, earlier=earlier).lines[0]) == [(2, 1, 10_000)]


def test_an_invoice_that_nobody_has_cannot_be_credited():
    found = credited(line(1), earlier=[invoice((1, 10, 100_000, 0))], preceding=(Preceding("X"),))
    assert reasons(found) == [("credited-invoice-unknown", 100_000)]
    assert found.lines[0].discrepancies[0].about == "X"


def test_what_was_credited_without_naming_the_invoice_is_not_credited_again():
    note = bill(line(1, 8, 80_000, **BARE), credit=True, preceding=ABOUT)
    ground = [ordered(1, invoiced=7)]  # of the invoice's ten three were taken back by their order
    found = matched(note, earlier=[invoice((1, 10, 100_000, 0))], ordered=ground)[0]
    assert (parts(found.lines[0]), reasons(found)) == ([], [("credit-over", 80_000)])


def test_what_was_invoiced_in_another_currency_is_not_taken_back():
    its = line(1, 10, 100_000, **BARE)
    found = credited(its, earlier=[invoice((1, 10, 100_000, 0))], currency="EUR")
    assert reasons(found) == [("currency-differs", 100_000)]


def test_without_an_invoice_the_order_line_tells_what_is_taken_back():
    found = credited(line(1, 3, 30_000), earlier=[], preceding=())
    assert (parts(found.lines[0]), found.lines[0].certainty) == ([(1, 3, 30_000)], 95)
    over = credited(line(1, 11, 110_000), earlier=[], preceding=())
    assert reasons(over) == [("credit-over", 110_000)]


def test_what_is_credited_in_the_same_run_may_be_invoiced_again():
    bills = [
        bill(line(1), key=1, number="F1"),
        bill(line(1), key=2, credit=True, preceding=ABOUT),
        bill(line(1), key=3),
    ]
    assert [its.matched for its in matched(*bills, ordered=[ordered(1)])] == [True, True, True]


def test_a_bill_as_its_credit_note_finds_it_has_parts_and_what_is_open():
    its = bill(line(1, 12, 132_000), line(2, order_line="9", seller_item_id=""), key=1)
    found = earlier_of(its, matched(its, ordered=[ordered(1)])[0])
    said = [
        (part.ordered, part.quantity, part.cents, part.open_cents, part.held)
        for part in found.parts
    ]
    assert said == [(1, 10, 100_000, 32_000, 2), (None, 0, 0, 100_000, 0)]
