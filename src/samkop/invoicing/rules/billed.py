"""What an invoice or a credit note says, as plain values; amounts in cents of its currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class BilledLine:
    """One line; the fields of ``models.InvoiceLine``."""

    line_id: str
    quantity: Decimal
    unit_code: str = ""
    net_cents: int
    unit_price: Decimal
    base_quantity: Decimal = Decimal(1)
    name: str = ""
    note: str = ""
    seller_item_id: str = ""
    buyer_item_id: str = ""
    gtin: str = ""
    order_reference: str = ""
    order_line_reference: str = ""
    object_id: str = ""
    object_scheme: str = ""
    vat_category: str = ""
    vat_percent: Decimal | None = None
    period_start: date | None = None
    period_end: date | None = None
    accounting_cost: str = ""
    serials: tuple[str, ...] = ()
    classifications: tuple[Row, ...] = ()
    allowances: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Billed:
    """The whole document; the fields of ``models.Invoice``, and its lines in their order."""

    kind: str
    number: str
    issue_date: date
    due_date: date | None = None
    type_code: str
    currency: str
    net_cents: int
    vat_cents: int
    gross_cents: int
    payable_cents: int
    order_reference: str = ""
    contract_reference: str = ""
    despatch_reference: str = ""
    buyer_reference: str = ""
    accounting_cost: str = ""
    note: str = ""
    period_start: date | None = None
    period_end: date | None = None
    preceding: tuple[Row, ...] = ()
    vat_breakdown: tuple[Row, ...] = ()
    allowances: tuple[Row, ...] = ()
    payment: tuple[Row, ...] = ()
    lines: tuple[BilledLine, ...]
