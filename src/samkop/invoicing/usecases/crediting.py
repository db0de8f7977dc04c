"""A supplier's people credit an invoice of their own by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from samkop.core.billing.vat import INTRA_COMMUNITY, Vat
from samkop.core.period import day_of
from samkop.exchange.models import Message
from samkop.exchange.usecases.by_hand import require_addresses, written
from samkop.exchange.usecases.outbound import send_document
from samkop.exchange.vocabulary import DocumentType
from samkop.invoicing.documents import BilledByHand, HandLine, cents, credit_note_document
from samkop.invoicing.models import Invoice, InvoiceLine
from samkop.invoicing.policies import may_credit
from samkop.invoicing.queries.own_bills import credited_of, own_invoice, subject_of_credit
from samkop.invoicing.rules.by_hand import Credited
from samkop.invoicing.usecases.writing import own_number, own_tax_number
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def credit_invoice(
    *,
    actor: Actor,
    now: datetime,
    invoice_id: int,
    number: str,
    credited: Sequence[Credited],
    reason: str,
    tax_number: str = "",
) -> Message:
    """Credit an invoice of one's own, wholly or in part; the buyer gets a credit note at once.

    ``number`` is the credit note's own, ``reason`` is for the buyer. Prices and VAT are those
    of the invoice. Raises Refused: ``not-found``, ``not-allowed``, ``not-creditable``,
    ``number-missing``, ``reason-missing``, ``lines-missing``, ``quantity-above-invoice``,
    ``tax-number-missing``, ``own-address-missing``, ``invoice-invalid``,
    ``document-number-reused``.
    """
    invoice = own_invoice(invoice_id)
    if invoice is None:
        raise not_found()
    require(may_credit(actor, invoice))
    _require_creditable(invoice)
    number = own_number(number)
    if not reason.strip():
        raise Refused(
            "reason-missing", _("Write why you credit it; the buyer reads it."),
            status=422, fields={"reason": _("Write a reason.")},
        )  # fmt: skip
    lines = _lines(invoice, [one for one in credited if one.quantity])
    today = day_of(now, invoice.supplier.time_zone)
    billed = BilledByHand(
        number=number, issued_on=today, currency=invoice.currency, note=reason.strip(),
        order_number=invoice.order_reference, contract_number=invoice.contract_reference,
        accounting_cost=invoice.accounting_cost, about=(invoice.number, invoice.issue_date),
        delivered_on=_delivered_on(invoice, lines),
        tax_number=own_tax_number(invoice.supplier, tax_number),
    )  # fmt: skip
    require_addresses(invoice.supplier, invoice.buyer)
    document = credit_note_document(invoice.supplier, invoice.buyer, billed, lines)
    return send_document(
        actor=actor, now=now, receiver_id=invoice.buyer_id,
        document_type=DocumentType.CREDIT_NOTE.value, number=number, issue_date=today,
        content=written(document, "invoice-invalid"),
        subject=subject_of_credit(invoice.pk), by_hand=True,
    )  # fmt: skip


def _delivered_on(invoice: Invoice, lines: Sequence[HandLine]) -> date | None:
    """A day is asked for between member states alone (BR-IC-11); the invoice's is known."""
    abroad = any(line.vat.category == INTRA_COMMUNITY for line in lines)
    return invoice.issue_date if abroad else None


def _require_creditable(invoice: Invoice) -> None:
    lines = list(invoice.lines.all())
    plain = not invoice.allowances and not any(line.allowances for line in lines)
    taxed = all(line.vat_category and line.vat_percent is not None for line in lines)
    if (
        invoice.is_credit
        or not plain
        or not taxed
        or len({line.line_id for line in lines}) < len(lines)
    ):
        raise Refused(
            "not-creditable",
            _("%(number)s cannot be credited here: it is a credit note, or has rebates, fees or"
              " VAT that are not of one line. Send a credit note from the system that wrote it."),
            number=invoice.number,
        )  # fmt: skip


def _lines(invoice: Invoice, said: Sequence[Credited]) -> list[HandLine]:
    lines = {line.place: line for line in invoice.lines.all()}
    places = [one.place for one in said]
    if not said or len(set(places)) < len(places) or not set(places) <= set(lines):
        raise Refused(
            "lines-missing",
            _("Write how many you credit of at least one line of the invoice, each line once."),
            status=422,
        )
    before, before_cents = credited_of(invoice)
    for one in said:
        _require_left(one, lines[one.place], before)
    made = [_line(lines[one.place], one.quantity) for one in said]
    if before_cents + sum(cents(line.net) for line in made) > invoice.net_cents:
        raise Refused(
            "quantity-above-invoice",
            _("Together with what was credited before, that is more than was invoiced. Credit"
              " less."),
            status=422,
        )  # fmt: skip
    return made


def _require_left(one: Credited, line: InvoiceLine, before: Mapping[str, Decimal]) -> None:
    left = line.quantity - before.get(line.line_id, Decimal(0))
    if not 0 < one.quantity <= left:
        raise Refused(
            "quantity-above-invoice",
            _("Line %(line)s: %(left)s of it can be credited. Write as many or fewer."),
            status=422, line=line.line_id, left=_plain(max(left, Decimal(0))),
            fields={f"quantity_{one.place}": _("More than can be credited.")},
        )  # fmt: skip


def _line(line: InvoiceLine, quantity: Decimal) -> HandLine:
    percent = Decimal(0) if line.vat_percent is None else line.vat_percent
    return HandLine(
        line_id=line.line_id, order_line=line.order_line_reference, name=line.name,
        seller_item_id=line.seller_item_id, quantity=_plain(quantity),
        unit_code=line.unit_code, price=_plain(line.unit_price),
        vat=Vat(line.vat_category, _plain(percent)), base=_plain(line.base_quantity),
    )  # fmt: skip


def _plain(figure: Decimal) -> Decimal:
    """Without the noughts that a column adds behind the point."""
    return Decimal(f"{figure.normalize():f}")
