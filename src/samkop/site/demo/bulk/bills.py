"""What suppliers invoiced of the devices of the past: matched in whole, and handed on.

From before the books are kept here: the finance systems had them then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

from samkop.core.billing.vat import STANDARD, rates_of
from samkop.core.matching import Reference, Target
from samkop.core.matching.shares import divided, rounded
from samkop.invoicing.models import Invoice, InvoiceLine, MatchedPart, MatchResult
from samkop.invoicing.vocabulary import InvoiceKind, InvoiceState
from samkop.ordering.models import OrderLine, OrderLineMovement
from samkop.ordering.vocabulary import LineMovementKind
from samkop.platform.records import subject_of
from samkop.site.demo.bulk.loading import Loader
from samkop.site.demo.bulk.purchases import Purchase
from samkop.site.demo.dates import at

BILLED_AFTER, TERM = timedelta(days=3), timedelta(days=30)
COMMERCIAL_INVOICE = "380"  # UNTDID 1001
WHOLE = 100
GROUNDS = [one.value for one in (Reference.ORDER, Reference.ORDER_LINE, Reference.SERIAL)]


def bill(loader: Loader, purchases: Sequence[Purchase], founded: date) -> None:
    """Write the invoices of orders, each matched to the cent with what was ordered and came."""
    billed = [one for one in purchases if not one.leased]
    invoices = [_invoice(one, founded) for one in billed]
    loader.number(invoices)
    for invoice in invoices:
        # From before documents were kept here.
        invoice.message_id = -invoice.pk
    loader.write(invoices)
    loader.write(
        [
            _line(one, invoice, place)
            for one, invoice in zip(billed, invoices, strict=True)
            for place in range(len(one.lines))
        ]
    )  # fmt: skip
    results = [result_of(invoice) for invoice in invoices]
    loader.number(results)
    loader.write(results)
    parts, moved = [], []
    for one, invoice, result in zip(billed, invoices, results, strict=True):
        taxes = divided(invoice.vat_cents, [line.net_cents for line in one.lines])
        for line, tax in zip(one.lines, taxes, strict=True):
            parts.append(_part(line, result, tax))
            moved.append(
                OrderLineMovement(
                    order_id=line.order_id, buyer_id=one.order.buyer_id,
                    line_number=line.line_number, kind=LineMovementKind.INVOICED,
                    quantity=line.quantity, source=f"{subject_of(result)}:{result.round}",
                    at=result.created_at,
                )
            )  # fmt: skip
    loader.write(parts)
    loader.write(moved)


def standard_rate(day: date) -> Decimal:
    """The rate of value added tax on a day, in per cent."""
    return rates_of("FI", day)[0]


def tax_of(cents: int, percent: Decimal) -> int:
    """The tax on an amount, in cents."""
    return rounded(cents * int(percent * 10), WHOLE * 10)


def _invoice(one: Purchase, founded: date) -> Invoice:
    day = min(one.came + BILLED_AFTER, founded - timedelta(days=1))
    percent, net = standard_rate(day), one.order.total_cents
    tax, number = tax_of(net, percent), one.order.number
    return Invoice(
        buyer_id=one.order.buyer_id, supplier_id=one.supplier_id, kind=InvoiceKind.INVOICE,
        number=f"F-{number}-1", issue_date=day, due_date=day + TERM, type_code=COMMERCIAL_INVOICE,
        currency=one.order.currency, net_cents=net, vat_cents=tax, gross_cents=net + tax,
        payable_cents=net + tax, order_reference=number, contract_reference=one.contract.number,
        despatch_reference=f"DA-{number}-1", buyer_reference=one.order.cost_centre_code,
        vat_breakdown=[
            {"category": STANDARD, "percent": str(percent), "taxable_cents": net,
             "vat_cents": tax}
        ],
        content_hash=sha256(f"demo:{number}".encode()).hexdigest(), received_at=at(day, 10),
    )  # fmt: skip


def _line(one: Purchase, invoice: Invoice, place: int) -> InvoiceLine:
    line = one.lines[place]
    return InvoiceLine(
        invoice_id=invoice.pk, place=place + 1, line_id=str(place + 1),
        quantity=Decimal(line.quantity), unit_code=line.unit_code, net_cents=line.net_cents,
        unit_price=Decimal(line.unit_price_cents).scaleb(-2), name=line.name,
        seller_item_id=line.seller_item_id, order_line_reference=str(line.line_number),
        vat_category=STANDARD, vat_percent=standard_rate(invoice.issue_date),
        serials=[piece.serial_number for piece in one.pieces[place]],
    )  # fmt: skip


def result_of(invoice: Invoice) -> MatchResult:
    """All of an invoice is matched, and was handed to the finance system."""
    return MatchResult(
        invoice_id=invoice.pk, buyer_id=invoice.buyer_id, supplier_id=invoice.supplier_id,
        state=InvoiceState.ELSEWHERE, round=1, gross_cents=invoice.gross_cents,
        matched_cents=invoice.gross_cents, discrepant_cents=0, created_at=invoice.received_at,
        matched_at=invoice.received_at + timedelta(seconds=1),
    )  # fmt: skip


def _part(line: OrderLine, result: MatchResult, tax: int) -> MatchedPart:
    return MatchedPart(
        result_id=result.pk, round=result.round, line_id=str(line.line_number),
        target=Target.ORDER_LINE, order_line_id=line.pk, quantity=line.quantity,
        cents=line.net_cents, vat_cents=tax, references=GROUNDS,
    )  # fmt: skip
