"""The sums of an invoice from its lines (EN 16931-1, clauses 6.4 and 6.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from samkop.core.billing.vat import EXEMPTION_CODES
from samkop.core.edocs.model import (
    InvoiceLine,
    MonetaryTotal,
    TaxCategory,
    TaxTotal,
    VatBreakdown,
)
from samkop.core.money import Money, to_cents

HUNDRED = Decimal(100)


class Sums(NamedTuple):
    """VAT by category and rate (BG-23), and the totals (BG-22)."""

    tax: TaxTotal
    totals: MonetaryTotal


def line_amount(quantity: Decimal, price: Decimal, base: Decimal = Decimal(1)) -> Decimal:
    """The net amount of a line (BT-131): quantity times the price of one, to the cent."""
    return to_cents(quantity * price / base)


def sums_of(lines: Iterable[InvoiceLine], currency: str) -> Sums:
    """The sums of lines that each have one VAT category, without allowances of the whole.

    The tax is rounded once for each category and rate, not for each line (BR-CO-17); nothing
    of it is paid before (BT-113) and nothing rounded off (BT-114).
    """
    net: dict[tuple[str, Decimal], Decimal] = defaultdict(Decimal)
    for line in lines:
        vat = line.item.taxes[0]
        net[vat.id, vat.percent or Decimal(0)] += line.line_extension_amount
    breakdown = tuple(
        VatBreakdown(
            Money(amount, currency),
            Money(to_cents(amount * percent / HUNDRED), currency),
            TaxCategory(category, percent, exemption_code=EXEMPTION_CODES.get(category)),
        )
        for (category, percent), amount in net.items()
    )
    without = sum(net.values(), Decimal(0))
    tax = sum((part.tax_amount.amount for part in breakdown), Decimal(0))
    return Sums(
        TaxTotal(Money(tax, currency), breakdown),
        MonetaryTotal(
            line_extension_amount=without, tax_exclusive_amount=without,
            tax_inclusive_amount=without + tax, payable_amount=without + tax,
        ),
    )  # fmt: skip
