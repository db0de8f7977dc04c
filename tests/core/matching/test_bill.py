"""What two invoices have in common when they bill the same things."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from samkop.core.matching import Bill, BilledLine, Vat, content_of

STANDARD = Vat("S", Decimal(25))
LINE = BilledLine(
    id="1", quantity=Decimal(2), net_cents=20_000, vat=STANDARD, order_number="B1",
    order_line="1", seller_item_id="SKU-1",
)  # fmt: skip
OTHER = replace(LINE, id="2", order_line="2", seller_item_id="SKU-2")
BILL = Bill(
    key=1, supplier=7, number="F1", issue_date=date(2026, 11, 2), currency="SEK",
    total_cents=50_000, lines=(LINE, OTHER),
)  # fmt: skip


def test_number_day_and_order_of_lines_are_not_what_is_billed():
    again = replace(BILL, key=2, number="F2", issue_date=date(2026, 11, 9), lines=(OTHER, LINE))
    written_otherwise = replace(LINE, id="10", quantity=Decimal("2.000"))
    assert content_of(again) == content_of(BILL)
    assert content_of(replace(BILL, lines=(written_otherwise, OTHER))) == content_of(BILL)


def test_another_supplier_delivery_month_or_amount_is_another_content():
    others = [
        replace(BILL, supplier=8),
        replace(BILL, credit=True),
        replace(BILL, lines=(replace(LINE, despatch="D2"), OTHER)),
        replace(BILL, lines=(replace(LINE, starts_on=date(2026, 12, 1)), OTHER)),
        replace(BILL, lines=(replace(LINE, serials=("SN1",)), OTHER)),
        replace(BILL, lines=(replace(LINE, net_cents=19_999), OTHER)),
    ]
    assert len({content_of(bill) for bill in (BILL, *others)}) == 7
