"""What the matching benchmark measures: invoices that are mostly right, to the cent."""

from __future__ import annotations

from collections import Counter

from samkop.core.matching import Tolerances, match
from samkop.site.bench.matched import a_year
from samkop.site.bench.matching import rows_of


def test_the_rows_that_are_stored_hold_all_the_money_and_every_way_to_be_wrong():
    bills, ground = a_year(2_000)
    found = match(bills, ground, Tolerances())
    rows = list(rows_of(found))
    assert len(bills) == 400
    assert sum(row[6] + row[7] for row in rows) == sum(bill.total_cents for bill in bills)
    reasons = Counter(row[9] for row in rows if row[9])
    assert set(reasons) == {
        "price-over", "quantity-over-ordered", "order-unknown", "item-differs", "unit-differs",
    }  # fmt: skip
    assert sum(not one.matched for one in found) < len(found) / 2


def test_the_same_size_is_the_same_year():
    assert a_year(200) == a_year(200)
