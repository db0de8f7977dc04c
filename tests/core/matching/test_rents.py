"""A financier's collective invoice: by schedule, serial and month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from factories.bills import bill, line, matched, parts, reasons, rent
from samkop.core.matching import Reference, month_number

NOVEMBER = month_number(date(2026, 11, 1))


def rents_of(net, serials=(), start=date(2026, 11, 1), end=date(2026, 11, 30), **given):
    said = {"order_number": "", "order_line": "", "seller_item_id": "", "contract": "L 77"}
    return line(1, 1, net, serials=serials, starts_on=start, ends_on=end, **{**said, **given})


def one(its, *rents, **given):
    return matched(bill(its, **given), rents=rents)[0]


def test_each_device_of_the_invoice_gets_its_own_rent_of_the_month():
    rents = rent(1, "SN1"), rent(2, "SN2", monthly_cents=15_000)
    found = one(rents_of(35_000, ("SN1", "SN2")), *rents)
    assert found.matched
    assert parts(found.lines[0]) == [(1, 1, 20_000), (2, 1, 15_000)]
    assert found.lines[0].parts[0].first_month == NOVEMBER
    assert found.lines[0].references == (
        Reference.SERIAL, Reference.SCHEDULE, Reference.PERIOD,
    )  # fmt: skip


def test_a_schedule_without_serials_bills_what_runs_of_it():
    rents = (
        rent(1, "SN1"), rent(2, "SN2"), rent(3, "SN3", returned_on=date(2026, 9, 14)),
        rent(4, "SN4", schedule="L-78"),
    )  # fmt: skip
    assert parts(one(rents_of(40_000), *rents).lines[0]) == [(1, 1, 20_000), (2, 1, 20_000)]
    assert reasons(one(rents_of(60_000), *rents)) == [("price-over", 20_000)]


def test_a_quarter_is_three_months_and_a_broken_period_counts_from_its_first_day():
    quarter = rents_of(60_000, ("SN1",), date(2026, 10, 1), date(2026, 12, 31))
    found = one(quarter, rent(1, "SN1"))
    assert parts(found.lines[0]) == [(1, 3, 60_000)]
    broken = rents_of(20_000, ("SN1",), date(2026, 10, 15), date(2026, 11, 14))
    assert parts(one(broken, rent(1, "SN1")).lines[0]) == [(1, 1, 20_000)]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"returned_on": date(2026, 10, 31)}, "rent-after-return"),
        ({"first_month": date(2026, 12, 1)}, "rent-outside-term"),
        ({"months": 10}, "rent-outside-term"),
        ({"invoiced": frozenset({NOVEMBER})}, "rent-twice"),
        ({"currency": "EUR"}, "currency-differs"),
        ({"monthly_cents": 0}, "price-over"),
    ],
)
def test_a_month_that_is_not_owed_is_held_for_its_reason(given, reason):
    found = one(rents_of(20_000, ("SN1",)), rent(1, "SN1", **given))
    assert reasons(found) == [(reason, 20_000)]


def test_the_month_of_the_return_is_owed_and_one_returned_device_holds_its_rent_alone():
    assert one(rents_of(20_000, ("SN1",)), rent(1, "SN1", returned_on=date(2026, 11, 2))).matched
    rents = rent(1, "SN1"), rent(2, "SN2", returned_on=date(2026, 10, 2))
    found = one(rents_of(40_000, ("SN1", "SN2")), *rents)
    assert parts(found.lines[0]) == [(1, 1, 20_000)]
    assert reasons(found) == [("rent-after-return", 20_000)]
    assert found.lines[0].discrepancies[0].about == "SN2"


def test_a_device_that_nobody_rents_is_held_with_what_the_known_ones_leave():
    found = one(rents_of(45_000, ("SN1", "SN9")), rent(1, "SN1"))
    assert parts(found.lines[0]) == [(1, 1, 20_000)]
    assert reasons(found) == [("rent-unknown", 25_000)]


def test_a_rent_far_ahead_of_its_month_is_early():
    ahead = rents_of(20_000, ("SN1",), date(2027, 2, 1), date(2027, 2, 28))
    assert reasons(one(ahead, rent(1, "SN1"))) == [("invoiced-early", 20_000)]


def test_an_order_line_that_is_paid_by_the_month_is_a_rent_too():
    by_month = rent(
        1, "", schedule="", order_number="B1", line_number=1, first_month=date(2026, 11, 1)
    )
    its = line(1, 1, 20_000, starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 30))
    assert parts(one(its, by_month).lines[0]) == [(1, 1, 20_000)]
    bills = bill(its, key=1), bill(its, key=2)
    first, second = matched(*bills, rents=(by_month,), duplicate_days=-1)
    assert first.matched
    assert reasons(second) == [("rent-twice", 20_000)]


def test_a_credited_month_may_be_invoiced_again_and_one_never_invoiced_not_credited():
    billed = rent(1, "SN1", invoiced=frozenset({NOVEMBER}))
    credit = bill(rents_of(20_000, ("SN1",)), key=1, credit=True)
    again = bill(rents_of(20_000, ("SN1",)), key=2)
    first, second = matched(credit, again, rents=(billed,))
    assert parts(first.lines[0]) == [(1, 1, 20_000)]
    assert second.matched
    never = matched(replace(credit, key=3), rents=(rent(1, "SN1"),))[0]
    assert reasons(never) == [("credit-over", 20_000)]
