"""Which invoice lines that name no known order may be of certain orders, by what else they say.

As ``core.matching`` finds them: by order number, serial number, delivery, item, or price.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samkop.core.matching import plain


@dataclass(frozen=True)
class Marks:
    """What is known of orders and their lines; numbers as they were written, prices in cents."""

    orders: frozenset[str]
    items: frozenset[str]
    serials: frozenset[str]
    despatches: frozenset[str]
    prices: frozenset[int]


@dataclass(frozen=True)
class Loose:
    """An invoice line without a known order; ``net_cents`` without VAT."""

    invoice_id: int
    order_number: str
    despatch: str
    items: Sequence[str]
    serials: Sequence[str]
    quantity: Decimal
    net_cents: int


def that_fit(lines: Iterable[Loose], marks: Marks) -> set[int]:
    """The ids of the invoices of which a line may be of the orders."""
    orders, items, serials, despatches = map(
        _plain, (marks.orders, marks.items, marks.serials, marks.despatches)
    )
    return {
        line.invoice_id
        for line in lines
        if plain(line.order_number) in orders
        or plain(line.despatch) in despatches
        or any(plain(item) in items for item in line.items)
        or any(plain(serial) in serials for serial in line.serials)
        or _price(line) in marks.prices
    }


def _plain(numbers: Iterable[str]) -> frozenset[str]:
    return frozenset(map(plain, numbers)) - {""}


def _price(line: Loose) -> int | None:
    """Of one unit, where it is whole cents."""
    quantity = int(line.quantity)
    if quantity != line.quantity or not quantity or line.net_cents % quantity:
        return None
    return abs(line.net_cents // quantity)
