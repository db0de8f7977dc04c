"""Changes and cancellations of orders, laid out: what is to be, line by line, and why."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.core.edocs import OrderCancellation, OrderChange
from samkop.core.edocs.model import LineActionCode, OrderChangeLine
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


def change_readable(change: OrderChange, most: int | None) -> Readable:
    """The document laid out; at most so many lines, all of them for None."""
    delivery, totals = change.delivery, change.totals
    return Readable(
        title=_("Order change %(number)s") % {"number": change.id},
        facts=[
            (_("To order"), change.order_reference),
            (_("Reason"), change.note),
            (_("Issued"), day_text(change.issue_date)),
            (pgettext("organisation", "Buyer"), party_line(change.buyer)),
            (_("Seller"), party_line(change.seller)),
            (_("Delivery wanted"), period_text(delivery.requested_period if delivery else None)),
            (_("Cost centre"), change.accounting_cost),
            (_("Agreement"), ", ".join(change.contracts)),
            (
                _("Sum after the change"),
                money_if_said(totals.line_extension_amount if totals else None, change.currency),
            ),
        ],
        columns=[
            *words(_("Line"), _("Item"), _("What happens to it")),
            *figures(_("Quantity now"), _("Price"), _("Sum")),
            *words(_("Delivery wanted"), _("Note")),
        ],
        rows=[_line(line, change.currency) for line in change.lines[:most]],
        lines=len(change.lines),
    )


def cancellation_readable(cancellation: OrderCancellation) -> Readable:
    """The document laid out: it has no lines, for the whole order is taken back."""
    return Readable(
        title=_("Order cancellation %(number)s") % {"number": cancellation.id},
        facts=[
            (_("To order"), cancellation.order_reference),
            (_("Reason"), cancellation.cancellation_note),
            (_("Issued"), day_text(cancellation.issue_date)),
            (pgettext("organisation", "Buyer"), party_line(cancellation.buyer)),
            (_("Seller"), party_line(cancellation.seller)),
            (_("Agreement"), ", ".join(cancellation.contracts)),
            (_("Note"), cancellation.note),
        ],
        columns=[],
        rows=[],
        lines=0,
    )


def _line(line: OrderChangeLine, currency: str) -> list[str]:
    happens: dict[str, str] = {
        LineActionCode.ADDED: _("Added"),
        LineActionCode.DELETED: _("Taken out"),
        LineActionCode.CHANGED: _("Changed"),
        LineActionCode.NO_ACTION: _("Stays as it is"),
        LineActionCode.REOPENED: _("Opened again"),
    }
    wanted = [period_text(one.requested_period) for one in line.deliveries]
    return [
        line.id,
        line.item.name or line.item.sellers_id or ABSENT,
        happens.get(line.status_code, line.status_code),
        quantity_text(line.quantity),
        money_text(line.price.amount if line.price else None, currency),
        money_text(line.line_extension_amount, currency),
        ", ".join(filter(None, wanted)) or ABSENT,
        line.note or ABSENT,
    ]
