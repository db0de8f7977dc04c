"""Order lines, rents and invoices as values, for tests of matching: 25 % VAT, in SEK."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samkop.core.matching import (
    Bill,
    BilledCharge,
    BilledLine,
    BilledVat,
    Ground,
    OrderedLine,
    Rent,
    Tolerances,
    Vat,
    match,
)
from samkop.core.matching.shares import rounded

VAT = Vat("S", Decimal(25))
SUPPLIER = 7
ISSUED = date(2026, 11, 20)


def ordered(key, **given):
    """Ten of an item for 100.00 each, all received."""
    quantity = given.pop("quantity", 10)
    said = {
        "supplier": SUPPLIER, "order_number": "B1", "line_number": key, "currency": "SEK",
        "unit_code": "C62", "unit_price_cents": 10_000, "ordered": quantity, "standing": quantity,
        "received": quantity, "seller_item_id": f"SKU-{key}", "ordered_on": date(2026, 11, 2),
    }  # fmt: skip
    return OrderedLine(**{**said, "key": key, **given})


def rent(key, serial, **given):
    """200.00 a month from January 2026 for three years, by a financier's schedule."""
    said = {
        "supplier": SUPPLIER, "currency": "SEK", "monthly_cents": 20_000, "schedule": "L-77",
        "first_month": date(2026, 1, 1), "months": 36,
    }  # fmt: skip
    return Rent(**{**said, "key": key, "serial": serial, **given})


def line(number, quantity=10, net=100_000, **given):
    """A line that names its order line."""
    said = {
        "id": str(number), "quantity": Decimal(quantity), "net_cents": net, "vat": VAT,
        "unit_code": "C62", "order_number": "B1", "order_line": str(number),
        "seller_item_id": f"SKU-{number}",
    }  # fmt: skip
    return BilledLine(**{**said, **given})


def bill(*lines, key=100, number=None, charges=(), **given):
    """An invoice of these lines and charges whose VAT and total are right."""
    charges = tuple(BilledCharge(cents, VAT) for cents in charges)
    nets = [*lines, *charges]
    taxable = {}
    for one in nets:
        taxable[one.vat] = taxable.get(one.vat, 0) + (
            one.net_cents if isinstance(one, BilledLine) else one.cents
        )
    vat = tuple(
        BilledVat(rate, cents, rounded(cents * int(rate.percent), 100))
        for rate, cents in taxable.items()
    )
    total = sum(taxable.values()) + sum(one.tax_cents for one in vat)
    said = {
        "key": key, "supplier": SUPPLIER, "number": number or f"F{key}", "issue_date": ISSUED,
        "currency": "SEK", "total_cents": total, "lines": lines, "charges": charges, "vat": vat,
    }  # fmt: skip
    return Bill(**{**said, **given})


def matched(*bills, ordered=(), rents=(), earlier=(), **tolerances):
    """The bills' matches, each checked to hold all of its money."""
    found = match(bills, Ground(ordered, rents, earlier), Tolerances(**tolerances))
    for one, its in zip(bills, found, strict=True):
        assert its.matched_cents + its.excepted_cents == one.total_cents
        assert [held.line_id for held in its.lines] == [given.id for given in one.lines]
        for given, held in zip(one.lines, its.lines, strict=True):
            cents = [part.cents for part in held.parts]
            cents += [discrepancy.cents for discrepancy in held.discrepancies]
            assert sum(cents) == given.net_cents
    return found


def reasons(found):
    """Why a bill, or a line, is in exception, with the cents without VAT."""
    all_of = getattr(found, "all_discrepancies", None)
    return [(str(one.reason), one.cents) for one in (all_of() if all_of else found.discrepancies)]


def parts(found):
    """What a line was matched with: key, quantity, cents without VAT."""
    return [(part.key, part.quantity, part.cents) for part in found.parts]
