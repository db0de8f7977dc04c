"""Invoices and credit notes as they are matched: the terms of EN 16931 that matching needs.

Money is whole cents of the document's currency, as the document has it: a credit note's amounts
are positive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samkop.core.billing.vat import Vat


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledLine:
    """A line (BG-25): number (BT-126), quantity (BT-129, BT-130), net (BT-131) and VAT (BG-30).

    References are the line's own, else the document's: order (BT-13) and its line (BT-132),
    despatch advice (BT-16), contract or leasing schedule (BT-12), serial numbers (BT-128 or item
    instances), items (BT-155, BT-156, BT-157), period (BG-26, else BG-14); empty where missing.
    `reckoned_cents` is quantity times price less allowances plus charges; None: not looked at.
    """

    id: str
    quantity: Decimal
    net_cents: int
    vat: Vat
    unit_code: str = ""
    order_number: str = ""
    order_line: str = ""
    despatch: str = ""
    contract: str = ""
    serials: tuple[str, ...] = ()
    seller_item_id: str = ""
    buyer_item_id: str = ""
    standard_item_id: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    reckoned_cents: int | None = None


@dataclass(frozen=True, slots=True)
class BilledCharge:
    """A charge (BG-21) of the whole document, or an allowance (BG-20) with `cents` below zero."""

    cents: int
    vat: Vat


@dataclass(frozen=True, slots=True)
class BilledVat:
    """The VAT of one category and rate (BG-23): taxable (BT-116) and tax (BT-117)."""

    vat: Vat
    taxable_cents: int
    tax_cents: int


@dataclass(frozen=True, slots=True)
class Preceding:
    """An invoice that a credit note is about (BG-3): number (BT-25) and day (BT-26)."""

    number: str
    issue_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """An invoice, or a credit note (`credit`): what was billed, to the cent.

    `key` is the caller's own and unique among all bills. `total_cents` is the total with VAT
    (BT-112). Prepayments and the rounding of what is paid (BT-113, BT-114) are the ledger's.
    """

    key: int
    supplier: int
    number: str
    issue_date: date
    currency: str
    total_cents: int
    lines: tuple[BilledLine, ...]
    charges: tuple[BilledCharge, ...] = ()
    vat: tuple[BilledVat, ...] = ()
    credit: bool = False
    preceding: tuple[Preceding, ...] = ()


def content_of(bill: Bill) -> str:
    """A digest (SHA-256, hex) of all that a bill asks money for, whatever its number and day.

    Two bills with the same digest bill the same things from the same order, delivery and period;
    neither the order of lines nor their numbers count.
    """
    return _digest(
        [
            f"{bill.supplier}|{bill.currency}|{bill.credit}|{bill.total_cents}",
            *sorted(_asked_for(bill.lines)),
            *sorted(f"{one.cents}|{one.vat.category}" for one in bill.charges),
        ]
    )


def _asked_for(lines: Iterable[BilledLine]) -> Iterable[str]:
    for line in lines:
        item = line.seller_item_id or line.standard_item_id or line.buyer_item_id
        serials = ",".join(sorted(line.serials))
        yield (
            f"{line.order_number}|{line.order_line}|{line.despatch}|{line.contract}|{item}|"
            f"{serials}|{line.starts_on}|{line.ends_on}|{line.quantity.normalize():f}|"
            f"{line.net_cents}"
        )


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
