"""Invoices as the matching benchmark makes them: a buyer's year, by a seed.

Nine in ten lines name order and line and are right; the others have one thing wrong or missing
each (`_odd`). One bill in fifty is a credit note of a whole earlier invoice.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from samkop.core.matching import (
    Bill,
    BilledLine,
    BilledVat,
    EarlierBill,
    EarlierPart,
    Ground,
    OrderedLine,
    Preceding,
    Vat,
)
from samkop.core.matching.shares import rounded

LINES_AN_INVOICE = 5
PLAIN = 9  # lines of ten
SUPPLIERS = 20
STANDARD, REDUCED = Vat("S", Decimal(25)), Vat("S", Decimal(6))
ORDERED_ON, ISSUED = date(2026, 10, 1), date(2026, 11, 20)


def a_year(lines: int) -> tuple[list[Bill], Ground]:
    """So many lines to be matched, in invoices and credit notes, and what they are about."""
    chance = random.Random(lines)  # noqa: S311 - made up, by a seed
    ordered, bills, earlier = list[OrderedLine](), list[Bill](), list[EarlierBill]()
    for number in range(lines // LINES_AN_INVOICE):
        supplier = number % SUPPLIERS
        order = f"{2026_000_000 + number}"
        its = [_ordered(chance, number, supplier, order, n) for n in range(1, LINES_AN_INVOICE + 1)]
        credit = number % 50 == 0
        billed = [
            line if credit or chance.randrange(10) < PLAIN else _odd(chance, line)
            for line in map(_billed, its)
        ]
        if credit:
            its = [replace(line, invoiced=line.ordered) for line in its]
            earlier.append(_invoice_of(number, supplier, its, lines))
        ordered += its
        bills.append(_bill(lines + number, supplier, billed, f"F-{number}", credit=credit))
    return bills, Ground(ordered, (), earlier)


def _ordered(
    chance: random.Random, number: int, supplier: int, order: str, place: int
) -> OrderedLine:
    quantity = chance.randint(1, 30)
    return OrderedLine(
        key=number * LINES_AN_INVOICE + place, supplier=supplier, order_number=order,
        line_number=place, currency="SEK", unit_code="C62",
        unit_price_cents=chance.randint(100, 2_000_000), ordered=quantity, standing=quantity,
        received=quantity, ordered_on=ORDERED_ON, seller_item_id=f"SKU-{chance.randrange(5_000)}",
    )  # fmt: skip


def _billed(line: OrderedLine) -> BilledLine:
    return BilledLine(
        id=str(line.line_number), quantity=Decimal(line.ordered), vat=STANDARD,
        net_cents=line.ordered * line.unit_price_cents, unit_code="C62",
        order_number=line.order_number, order_line=str(line.line_number),
        seller_item_id=line.seller_item_id,
    )  # fmt: skip


def _odd(chance: random.Random, line: BilledLine) -> BilledLine:
    """The line with one thing wrong or missing."""
    ways: list[dict[str, object]] = [
        {"net_cents": line.net_cents + line.net_cents // 10 + 1},
        {"quantity": line.quantity + 3, "net_cents": line.net_cents * 2},
        {"order_line": ""},
        {"order_number": "", "order_line": ""},
        {"order_number": f"{chance.randrange(1_000)}-X"},
        {"seller_item_id": "SKU-OTHER"},
        {"vat": REDUCED},
        {"unit_code": "XBX"},
        {"order_line": "77"},
    ]
    return replace(line, **chance.choice(ways))  # type: ignore[arg-type]


def _bill(key: int, supplier: int, lines: list[BilledLine], number: str, *, credit: bool) -> Bill:
    taxable: dict[Vat, int] = {}
    for line in lines:
        taxable[line.vat] = taxable.get(line.vat, 0) + line.net_cents
    vat = tuple(
        BilledVat(rate, cents, rounded(cents * int(rate.percent), 100))
        for rate, cents in taxable.items()
    )
    total = sum(one.taxable_cents + one.tax_cents for one in vat)
    return Bill(
        key=key, supplier=supplier, number=number, issue_date=ISSUED, currency="SEK",
        total_cents=total, lines=tuple(lines), vat=vat, credit=credit,
        preceding=(Preceding(f"OLD-{number}"),) if credit else (),
    )  # fmt: skip


def _invoice_of(
    number: int, supplier: int, lines: list[OrderedLine], lines_in_all: int
) -> EarlierBill:
    return EarlierBill(
        key=number, supplier=supplier, number=f"OLD-F-{number}", issue_date=ORDERED_ON,
        credit=False, content=f"{lines_in_all}/{number}", currency="SEK",
        parts=tuple(_parts_of(lines)),
    )  # fmt: skip


def _parts_of(lines: list[OrderedLine]) -> Iterator[EarlierPart]:
    for line in lines:
        yield EarlierPart(
            line_id=str(line.line_number), ordered=line.key, quantity=line.ordered,
            cents=line.ordered * line.unit_price_cents, open_cents=0,
            seller_item_id=line.seller_item_id,
        )  # fmt: skip
