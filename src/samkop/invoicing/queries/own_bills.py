"""What a supplier's people have invoiced and credited already, seen by themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from django.db.models import Prefetch, Q

from samkop.core import edocs
from samkop.core.money import to_cents
from samkop.exchange.queries import on_their_way
from samkop.invoicing.models import Invoice, InvoiceLine
from samkop.invoicing.vocabulary import InvoiceKind, InvoiceState
from samkop.ordering.models import Order


def subject_of_order(order_id: int) -> str:
    """What the messages of invoices on an order are about."""
    return f"invoicing.order:{order_id}"


def subject_of_credit(invoice_id: int) -> str:
    """What the messages of credit notes to an invoice are about."""
    return f"invoicing.credit:{invoice_id}"


def own_invoice(invoice_id: int) -> Invoice | None:
    """An invoice with its parties and lines, or None."""
    lines = Prefetch("lines", InvoiceLine.objects.order_by("place"))
    found = Invoice.objects.select_related("buyer", "supplier").prefetch_related(lines)
    return found.filter(id=invoice_id).first()


def own_bills_on(order: Order) -> list[Invoice]:
    """The invoices and credit notes of its supplier that name an order, oldest first."""
    found = Invoice.objects.filter(
        buyer_id=order.buyer_id, supplier_id=order.supplier_id, order_reference=order.number
    )
    return list(found.order_by("received_at", "id"))


def order_billed(invoice: Invoice) -> Order | None:
    """The order that an invoice names, if there is one between the two."""
    return Order.objects.filter(
        buyer_id=invoice.buyer_id, supplier_id=invoice.supplier_id, number=invoice.order_reference
    ).first()


def invoiced_on(order: Order) -> Counter[int]:
    """By the order's line number: pieces invoiced less those credited; what is on its way counts.

    What the buyer has rejected is as if it had never come. Five queries.
    """
    summed: Counter[int] = Counter()
    lines = InvoiceLine.objects.filter(
        Q(order_reference=order.number)
        | Q(order_reference="", invoice__order_reference=order.number),
        invoice__buyer_id=order.buyer_id, invoice__supplier_id=order.supplier_id,
    )  # fmt: skip
    lines = lines.exclude(invoice__result__state=InvoiceState.REJECTED)
    said = lines.values_list("order_line_reference", "quantity", "invoice__kind")
    coming = [
        (line.order_line or "", line.quantity.value, InvoiceKind.INVOICE)
        for document in on_their_way(subject_of_order(order.pk), order.supplier_id)
        if isinstance(document, edocs.Invoice)
        for line in document.lines
    ]
    for reference, quantity, kind in [*said, *coming]:
        if reference.isascii() and reference.isdigit():
            sign = -1 if kind == InvoiceKind.CREDIT_NOTE else 1
            summed[int(reference)] += sign * int(quantity)
    return summed


def credited_of(invoice: Invoice) -> tuple[dict[str, Decimal], int]:
    """What was credited of an invoice: pieces by its lines' ids, and cents without VAT in all.

    Credit notes that name it count, unless they were rejected, and those that are on their way.
    Five queries.
    """
    notes = Invoice.objects.filter(
        buyer_id=invoice.buyer_id, supplier_id=invoice.supplier_id, kind=InvoiceKind.CREDIT_NOTE
    )
    notes = notes.exclude(result__state=InvoiceState.REJECTED)
    about = notes.filter(preceding__contains=[{"id": invoice.number}]).prefetch_related("lines")
    pieces: dict[str, Decimal] = defaultdict(Decimal)
    cents = 0
    for note in about:
        cents += note.net_cents
        for line in note.lines.all():
            pieces[line.line_id] += line.quantity
    for document in on_their_way(subject_of_credit(invoice.pk), invoice.supplier_id):
        assert isinstance(document, edocs.CreditNote)  # noqa: S101 - nothing else is about it
        cents += int(to_cents(document.totals.line_extension_amount).scaleb(2))
        for written in document.lines:
            pieces[written.id] += written.quantity.value
    return pieces, cents


def usual_account(supplier_id: int) -> str:
    """The account that stands on the supplier's last invoice; empty if there is none."""
    last = Invoice.objects.filter(supplier_id=supplier_id, kind=InvoiceKind.INVOICE)
    payments = last.order_by("-received_at", "-id").values_list("payment", flat=True)[:1]
    accounts = [means.get("account", "") for payment in payments for means in payment]
    return next(filter(None, accounts), "")
