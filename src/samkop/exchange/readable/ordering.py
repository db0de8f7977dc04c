"""Orders and the answers to them, laid out."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.core.edocs import (
    Order,
    OrderResponse,
)
from samkop.core.edocs.model import (
    MonetaryTotal,
    OrderLine,
    OrderResponseLine,
)
from samkop.exchange.readable.parts import (
    ABSENT,
    Readable,
    day_text,
    figures,
    money_if_said,
    money_text,
    party_line,
    period_text,
    quantity_text,
    words,
)


def order_readable(order: Order, most: int | None) -> Readable:
    """The document laid out; at most so many lines, all of them for None."""
    totals = order.totals
    delivery = order.delivery
    return Readable(
        title=_("Order %(number)s") % {"number": order.id},
        facts=[
            (_("Issued"), day_text(order.issue_date)),
            (pgettext("organisation", "Buyer"), party_line(order.buyer)),
            (_("Seller"), party_line(order.seller)),
            (_("Delivery place"), delivery.location_name if delivery else None),
            (_("Delivery wanted"), period_text(delivery.requested_period if delivery else None)),
            (_("Cost centre"), order.accounting_cost),
            (_("Agreement"), ", ".join(order.contracts)),
            (_("Sum without VAT"), money_if_said(_without_vat(totals), order.currency)),
            (
                _("Sum with VAT"),
                money_if_said(totals.tax_inclusive_amount if totals else None, order.currency),
            ),
            (_("Note"), order.note),
        ],
        columns=[
            *words(_("Line"), _("Item"), _("Seller's number")),
            *figures(_("Quantity"), _("Price"), _("Sum")),
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
        quantity_text(line.quantity),
        money_text(line.price.amount if line.price else None, currency),
        money_text(line.line_extension_amount, currency),
    ]


def response_readable(response: OrderResponse, most: int | None) -> Readable:
    """The document laid out; at most so many lines, all of them for None."""
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
            (_("Issued"), day_text(response.issue_date)),
            (_("Seller"), party_line(response.seller)),
            (pgettext("organisation", "Buyer"), party_line(response.buyer)),
            (_("Seller's order number"), response.sales_order_id),
            (_("Delivery promised"), period_text(response.promised_delivery)),
            (_("Note"), response.note),
        ],
        columns=[
            *words(_("Line"), _("Item"), _("Answer")),
            *figures(_("Confirmed"), _("Follows later")),
            *words(_("Delivery promised"), _("Substitute"), _("Note")),
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
        quantity_text(line.quantity),
        quantity_text(line.maximum_backorder_quantity),
        ", ".join(filter(None, map(period_text, line.promised_deliveries))) or ABSENT,
        (substitute.name or substitute.sellers_id or ABSENT) if substitute else ABSENT,
        line.note or ABSENT,
    ]
