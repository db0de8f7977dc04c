"""Taking invoices and credit notes in; the supplier's message writes its own row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.core.matching import content_of
from samkop.invoicing.models import Invoice, InvoiceLine
from samkop.invoicing.rules import bill_of, reckoned_cents
from samkop.invoicing.rules.billed import Billed, BilledLine
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create, create_all
from samkop.platform.refusals import Refused

LARGEST = Decimal(10) ** 15
MOST = Decimal(10) ** 9  # pieces of a line, as orders count them
QUANTITY, PRICE, PERCENT = Decimal("0.000001"), Decimal("0.0000000001"), Decimal("0.0001")


def record_invoice(
    *, actor: Actor, now: datetime, billed: Billed, buyer_id: int, message_id: int
) -> Invoice:
    """Keep an invoice or a credit note to the buyer; ``actor`` is its message.

    Whatever can be kept is kept: what is wrong with it is found when it is matched. Raises
    Refused: ``figure-too-large`` when an amount, price or quantity is beyond what is counted
    here, ``invoice-number-reused`` when this supplier's document of this kind, number and day
    was received in another message.
    """
    _check_figures(billed)
    known = Invoice.objects.filter(
        buyer_id=buyer_id, supplier_id=actor.own_party_id, kind=billed.kind, number=billed.number,
        issue_date=billed.issue_date,
    )  # fmt: skip
    if known.exists():
        raise Refused(
            "invoice-number-reused",
            _("%(number)s of the same day was received before. Ask the supplier which one holds."),
            number=billed.number,
        )
    invoice = create(
        Invoice(
            buyer_id=buyer_id, supplier_id=actor.own_party_id, message_id=message_id,
            received_at=now,
            content_hash=content_of(
                bill_of(billed, billed.lines, supplier_id=actor.own_party_id)
            ),
            **_fields(billed, leaving_out={"lines"}),
        )
    )  # fmt: skip
    create_all(
        (_line(invoice, place, line) for place, line in enumerate(billed.lines, 1)), under=invoice
    )
    tell("invoice-received", invoice_id=invoice.pk, buyer_id=buyer_id)
    return invoice


def _line(invoice: Invoice, place: int, line: BilledLine) -> InvoiceLine:
    percent = line.vat_percent
    return InvoiceLine(
        invoice=invoice, place=place,
        **{
            **_fields(line), "quantity": line.quantity.quantize(QUANTITY),
            "base_quantity": line.base_quantity.quantize(QUANTITY),
            "unit_price": line.unit_price.quantize(PRICE),
            "vat_percent": None if percent is None else percent.quantize(PERCENT),
        },
    )  # fmt: skip


def _fields(said: Billed | BilledLine, *, leaving_out: Collection[str] = ()) -> dict[str, Any]:
    """A plain value's fields as a row takes them: what is many, as a list."""
    values = {one.name: getattr(said, one.name) for one in fields(said)}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if name not in leaving_out
    }


def _check_figures(billed: Billed) -> None:
    sums = [billed.net_cents, billed.vat_cents, billed.gross_cents, billed.payable_cents]
    sums += [row[name] for row in billed.vat_breakdown for name in ("taxable_cents", "vat_cents")]
    sums += [row["cents"] for row in billed.allowances]
    figures = list(map(Decimal, sums))
    for line in billed.lines:
        figures += [line.quantity * (LARGEST / MOST), line.base_quantity, line.unit_price]
        figures += map(Decimal, (line.net_cents, reckoned_cents(line)))
        figures.append((line.vat_percent or Decimal(0)) * 10**10)
    if any(abs(figure) >= LARGEST for figure in figures):
        raise Refused(
            "figure-too-large",
            _("%(number)s has a figure too large to be counted here. Ask for a corrected one."),
            status=422, number=billed.number,
        )  # fmt: skip
