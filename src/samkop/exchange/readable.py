"""A document as people read it: facts, lines, notes, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.core.edocs import (
    Catalogue,
    CreditNote,
    DespatchAdvice,
    Document,
    Invoice,
    Order,
    OrderResponse,
)
from samkop.core.edocs.model import (
    CatalogueLine,
    DespatchLine,
    InvoiceLine,
    MonetaryTotal,
    OrderLine,
    OrderResponseLine,
    Party,
    Period,
    Quantity,
)
from samkop.exchange.documents import shown_address
from samkop.platform.formatting import format_date, format_money, format_percent, format_quantity

LINES_SHOWN = 200
ABSENT = "\N{EN DASH}"
Fact = tuple[str, str | None]


@dataclass(frozen=True)
class Readable:
    """A document laid out: facts (term, value), columns {label, numeric}, rows of cells."""

    title: str
    facts: list[Fact]
    columns: list[dict[str, Any]]
    rows: list[list[str]]
    lines: int

    @property
    def cut(self) -> bool:
        """Whether the document has more lines than are shown."""
        return self.lines > len(self.rows)


def readable(document: Document, most: int | None = LINES_SHOWN) -> Readable:
    """A document laid out for reading; at most so many of its lines, all of them for None.

    What the document does not say is left out: nothing about it is unknown.
    """
    if isinstance(document, Order):
        laid_out = _order(document, most)
    elif isinstance(document, OrderResponse):
        laid_out = _order_response(document, most)
    elif isinstance(document, Catalogue):
        laid_out = _catalogue(document, most)
    elif isinstance(document, DespatchAdvice):
        laid_out = _despatch_advice(document, most)
    elif isinstance(document, Invoice | CreditNote):
        laid_out = _invoice(document, most)
    else:
        laid_out = _envelope(document)
    return replace(laid_out, facts=[fact for fact in laid_out.facts if fact[1]])


def _envelope(document: Document) -> Readable:
    """What every document says: one of a type that is not exchanged yet waits in quarantine."""
    return Readable(
        title=f"{document.kind} {document.id}",
        facts=[
            (_("Issued"), _day(document.issue_date)),
            (_("From"), shown_address(document.sender)),
            (_("To"), shown_address(document.addressee)),
        ],
        columns=[],
        rows=[],
        lines=0,
    )


def _order(order: Order, most: int | None) -> Readable:
    totals = order.totals
    delivery = order.delivery
    return Readable(
        title=_("Order %(number)s") % {"number": order.id},
        facts=[
            (_("Issued"), _day(order.issue_date)),
            (pgettext("organisation", "Buyer"), _party(order.buyer)),
            (_("Seller"), _party(order.seller)),
            (_("Delivery place"), delivery.location_name if delivery else None),
            (_("Delivery wanted"), _period(delivery.requested_period if delivery else None)),
            (_("Cost centre"), order.accounting_cost),
            (_("Agreement"), ", ".join(order.contracts)),
            (_("Sum without VAT"), _if_said(_without_vat(totals), order.currency)),
            (
                _("Sum with VAT"),
                _if_said(totals.tax_inclusive_amount if totals else None, order.currency),
            ),
            (_("Note"), order.note),
        ],
        columns=[
            *_words(_("Line"), _("Item"), _("Seller's number")),
            *_figures(_("Quantity"), _("Price"), _("Sum")),
        ],
        rows=[_order_line(line, order.currency) for line in order.lines[:most]],
        lines=len(order.lines),
    )


def _without_vat(totals: MonetaryTotal | None) -> Decimal | None:
    """As the order says it, else its lines less allowances, plus charges."""
    if totals is None or totals.tax_exclusive_amount is not None:
        return totals.tax_exclusive_amount if totals else None
    taken, added = totals.allowance_total_amount, totals.charge_total_amount
    return totals.line_extension_amount - (taken or 0) + (added or 0)


def _order_line(line: OrderLine, currency: str) -> list[str]:
    return [
        line.id,
        line.item.name or ABSENT,
        line.item.sellers_id or ABSENT,
        _quantity(line.quantity),
        _money(line.price.amount if line.price else None, currency),
        _money(line.line_extension_amount, currency),
    ]


def _order_response(response: OrderResponse, most: int | None) -> Readable:
    answers = {
        "AB": _("Received"),
        "AP": _("Accepted"),
        "RE": _("Rejected"),
        "CA": _("Accepted with changes"),
    }
    return Readable(
        title=_("Order response %(number)s") % {"number": response.id},
        facts=[
            (_("Answer"), answers.get(response.response_code, response.response_code)),
            (_("To order"), response.order_reference),
            (_("Issued"), _day(response.issue_date)),
            (_("Seller"), _party(response.seller)),
            (pgettext("organisation", "Buyer"), _party(response.buyer)),
            (_("Seller's order number"), response.sales_order_id),
            (_("Delivery promised"), _period(response.promised_delivery)),
            (_("Note"), response.note),
        ],
        columns=[
            *_words(_("Line"), _("Item"), _("Answer")),
            *_figures(_("Confirmed"), _("Follows later")),
            *_words(_("Delivery promised"), _("Substitute"), _("Note")),
        ],
        rows=[_response_line(line) for line in response.lines[:most]],
        lines=len(response.lines),
    )


def _response_line(line: OrderResponseLine) -> list[str]:
    answers = {
        "1": _("Added"),
        "3": _("Changed"),
        "5": _("Accepted"),
        "7": _("Not accepted"),
        "42": _("Already delivered"),
    }
    substitute = line.substitute.item if line.substitute else None
    return [
        line.order_line_id,
        line.item.name or ABSENT,
        answers.get(line.status_code, line.status_code),
        _quantity(line.quantity),
        _quantity(line.maximum_backorder_quantity),
        ", ".join(filter(None, map(_period, line.promised_deliveries))) or ABSENT,
        (substitute.name or substitute.sellers_id or ABSENT) if substitute else ABSENT,
        line.note or ABSENT,
    ]


def _invoice(invoice: Invoice | CreditNote, most: int | None) -> Readable:
    currency, totals = invoice.currency, invoice.totals
    is_invoice = isinstance(invoice, Invoice)
    title = _("Invoice %(number)s") if is_invoice else _("Credit note %(number)s")
    due = invoice.due_date if isinstance(invoice, Invoice) else None
    return Readable(
        title=title % {"number": invoice.id},
        facts=[
            (_("Issued"), _day(invoice.issue_date)),
            (_("Due"), _day(due) if due else None),
            (_("Seller"), _party(invoice.seller)),
            (pgettext("organisation", "Buyer"), _party(invoice.buyer)),
            (_("Buyer's reference"), invoice.buyer_reference),
            (_("To order"), invoice.order_reference),
            (_("About invoice"), ", ".join(one.id for one in invoice.preceding_invoices)),
            (_("Agreement"), invoice.contract_reference),
            (_("Cost centre"), invoice.accounting_cost),
            (_("Sum without VAT"), _money(totals.tax_exclusive_amount, currency)),
            (_("VAT"), _money(invoice.tax_amount, currency)),
            (_("To pay"), _money(totals.payable_amount, currency)),
            (_("Note"), ", ".join(invoice.notes)),
        ],
        columns=[
            *_words(_("Line"), _("Item"), _("Seller's number")),
            *_figures(_("Quantity"), _("Price"), _("VAT"), _("Sum")),
        ],
        rows=[_invoice_line(line, currency) for line in invoice.lines[:most]],
        lines=len(invoice.lines),
    )


def _invoice_line(line: InvoiceLine, currency: str) -> list[str]:
    rates = [tax.percent for tax in line.item.taxes if tax.percent is not None]
    return [
        line.id,
        line.item.name or ABSENT,
        line.item.sellers_id or ABSENT,
        _quantity(line.quantity),
        _money(line.price.amount, currency),
        format_percent(rates[0] / 100, 1) if rates else ABSENT,
        _money(line.line_extension_amount, currency),
    ]


def _catalogue(catalogue: Catalogue, most: int | None) -> Readable:
    return Readable(
        title=_("Catalogue %(number)s") % {"number": catalogue.id},
        facts=[
            (_("Name"), catalogue.name),
            (_("Version"), catalogue.version),
            (_("Issued"), _day(catalogue.issue_date)),
            (_("Valid"), _period(catalogue.validity)),
            (_("Sent by"), _party(catalogue.provider)),
            (_("Received by"), _party(catalogue.receiver)),
            (_("Agreement"), ", ".join(catalogue.contracts)),
        ],
        columns=[
            *_words(_("Line"), _("Item"), _("Seller's number"), _("Maker")),
            *_figures(_("Price")),
        ],
        rows=[_catalogue_line(line) for line in catalogue.lines[:most]],
        lines=len(catalogue.lines),
    )


def _catalogue_line(line: CatalogueLine) -> list[str]:
    price = next((terms.price for terms in line.prices if terms.price), None)
    return [
        line.id,
        line.item.name or ABSENT,
        line.item.sellers_id or ABSENT,
        line.item.manufacturer_name or ABSENT,
        _money(price.amount.amount, price.amount.currency) if price else ABSENT,
    ]


def _despatch_advice(advice: DespatchAdvice, most: int | None) -> Readable:
    shipment = advice.shipment
    orders = dict.fromkeys(
        (*advice.order_references, *(line.order_reference for line in advice.lines))
    )
    return Readable(
        title=_("Despatch advice %(number)s") % {"number": advice.id},
        facts=[
            (_("To order"), ", ".join(filter(None, orders))),
            (_("Issued"), _day(advice.issue_date)),
            (_("Sent by"), _party(advice.despatcher)),
            (_("Received by"), _party(advice.consignee)),
            (_("Delivery promised"), _period(shipment.estimated_delivery if shipment else None)),
            (_("Tracking number"), shipment.tracking_id if shipment else None),
            (_("Note"), advice.note),
        ],
        columns=[
            *_words(_("Line"), _("Item"), _("Seller's number")),
            *_figures(_("Quantity"), _("Follows later")),
            *_words(_("Serial numbers"), _("Marks"), _("Note")),
        ],
        rows=[_despatch_line(line) for line in advice.lines[:most]],
        lines=len(advice.lines),
    )


def _despatch_line(line: DespatchLine) -> list[str]:
    marks = (mark for unit in line.handling_units for mark in unit.shipping_marks)
    return [
        line.order_line_id,
        line.item.name or ABSENT,
        line.item.sellers_id or ABSENT,
        _quantity(line.delivered),
        _quantity(line.outstanding),
        ", ".join(line.serial_numbers) or ABSENT,
        ", ".join(dict.fromkeys(marks)) or ABSENT,
        line.note or ABSENT,
    ]


def _words(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label, "numeric": False} for label in labels]


def _figures(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label, "numeric": True} for label in labels]


def _party(party: Party) -> str:
    name = party.legal_entity.registration_name if party.legal_entity else party.name
    address = shown_address(party.endpoint)
    return f"{name} ({address})" if name else address


def _day(day: date) -> str:
    return format_date(day, "SHORT_DATE_FORMAT")


def _period(period: Period | None) -> str | None:
    if period is None:
        return None
    days = [_day(day) for day in (period.start_date, period.end_date) if day]
    return f" {ABSENT} ".join(dict.fromkeys(days)) or None


def _quantity(quantity: Quantity | None) -> str:
    return format_quantity(quantity.value, quantity.unit or "C62") if quantity else ABSENT


def _if_said(amount: Decimal | None, currency: str) -> str | None:
    return None if amount is None else format_money(amount, currency)


def _money(amount: Decimal | None, currency: str) -> str:
    return ABSENT if amount is None else format_money(amount, currency)
