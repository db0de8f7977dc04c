"""What a supplier's people say by hand about an invoice or a credit note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from samkop.core.billing.vat import Vat

# Directive 2011/7/EU, art. 4(3): a public authority pays within 30 days.
USUAL_TERM = timedelta(days=30)


@dataclass(frozen=True)
class Invoiced:
    """So many pieces of the order's line with this number, and their VAT."""

    line_number: int
    quantity: int
    vat: Vat


@dataclass(frozen=True)
class Credited:
    """So many pieces of the invoice's line at this place, counted from 1."""

    place: int
    quantity: Decimal


def vat_code(vat: Vat) -> str:
    """A category and its rate as one text, ``S:25.5``."""
    return f"{vat.category}:{vat.percent.normalize():f}"


def vat_of(code: str) -> Vat:
    """The VAT of a text that ``vat_code`` wrote."""
    category, _colon, percent = code.partition(":")
    return Vat(category, Decimal(percent))
