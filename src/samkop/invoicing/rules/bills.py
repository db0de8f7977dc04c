"""Invoices as matching takes them (core.matching)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from samkop.core import matching
from samkop.core.matching import Vat
from samkop.core.money import to_cents

# UNTDID 1153: what the invoiced object (BT-128) of a line is.
CONTRACT_NUMBER = "CT"


@dataclass(frozen=True)
class Named:
    """The order line that a person named: the number of its order, and its own."""

    order_number: str
    line_number: int


def bill_of(
    head: Any, rows: Iterable[Any], *, supplier_id: int, key: int = 0,
    assigned: Mapping[str, Named] | None = None,
) -> matching.Bill:  # fmt: skip
    """The bill of an invoice; its lines are named by their places, counted from 1.

    ``head`` is a ``Billed`` or a stored ``Invoice``, ``rows`` its lines in their order: both
    have the same fields.

    ``assigned`` are the order lines that a person has named for lines, by place.
    """
    named = assigned or {}
    return matching.Bill(
        key=key, supplier=supplier_id, number=head.number, issue_date=head.issue_date,
        currency=head.currency, total_cents=head.gross_cents, credit=head.kind == "credit-note",
        lines=tuple(
            _line(str(place), row, head, named.get(str(place)))
            for place, row in enumerate(rows, 1)
        ),
        charges=tuple(_charge(one) for one in head.allowances),
        vat=tuple(
            matching.BilledVat(
                _vat(one["category"], one["percent"]), one["taxable_cents"], one["vat_cents"]
            )
            for one in head.vat_breakdown
        ),
        preceding=tuple(
            matching.Preceding(
                one["id"], date.fromisoformat(one["issue_date"]) if one["issue_date"] else None
            )
            for one in head.preceding
        ),
    )  # fmt: skip


def _line(place: str, row: Any, head: Any, named: Named | None) -> matching.BilledLine:
    return matching.BilledLine(
        id=place, quantity=row.quantity, net_cents=row.net_cents,
        vat=_vat(row.vat_category, row.vat_percent), unit_code=row.unit_code,
        order_number=named.order_number if named else row.order_reference or head.order_reference,
        order_line=str(named.line_number) if named else row.order_line_reference,
        despatch=head.despatch_reference, contract=_contract(row, head),
        serials=tuple(row.serials), seller_item_id=row.seller_item_id,
        buyer_item_id=row.buyer_item_id, standard_item_id=row.gtin,
        starts_on=row.period_start or head.period_start,
        ends_on=row.period_end or head.period_end, reckoned_cents=reckoned_cents(row),
    )  # fmt: skip


def _contract(row: Any, head: Any) -> str:
    """The line's own contract or leasing schedule, else the document's (BT-12)."""
    own = row.object_id if row.object_scheme == CONTRACT_NUMBER else ""
    return str(own or head.contract_reference)


def _charge(one: Mapping[str, Any]) -> matching.BilledCharge:
    sign = 1 if one["charge"] else -1
    return matching.BilledCharge(sign * one["cents"], _vat(one["category"], one["percent"]))


def _vat(category: str, percent: Decimal | str | None) -> Vat:
    """A rate as core.matching compares it: without trailing zeros."""
    return Vat(category, Decimal(percent or 0).normalize())


def reckoned_cents(row: Any) -> int:
    """Quantity times price less allowances plus charges, in cents (PEPPOL-EN16931-R120)."""
    bare = row.quantity * row.unit_price / (row.base_quantity or 1)
    extra: int = sum(one["cents"] if one["charge"] else -one["cents"] for one in row.allowances)
    return int(to_cents(bare).scaleb(2)) + extra
