"""Despatch advices, laid out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samkop.core.edocs import (
    DespatchAdvice,
)
from samkop.core.edocs.model import (
    DespatchLine,
)
from samkop.exchange.readable.parts import (
    ABSENT,
    Readable,
    day_text,
    figures,
    party_line,
    period_text,
    quantity_text,
    words,
)


def despatch_readable(advice: DespatchAdvice, most: int | None) -> Readable:
    """The document laid out; at most so many lines, all of them for None."""
    shipment = advice.shipment
    orders = dict.fromkeys(
        (*advice.order_references, *(line.order_reference for line in advice.lines))
    )
    return Readable(
        title=_("Despatch advice %(number)s") % {"number": advice.id},
        facts=[
            (_("To order"), ", ".join(filter(None, orders))),
            (_("Issued"), day_text(advice.issue_date)),
            (_("Sent by"), party_line(advice.despatcher)),
            (_("Received by"), party_line(advice.consignee)),
            (
                _("Delivery promised"),
                period_text(shipment.estimated_delivery if shipment else None),
            ),
            (_("Tracking number"), shipment.tracking_id if shipment else None),
            (_("Note"), advice.note),
        ],
        columns=[
            *words(_("Line"), _("Item"), _("Seller's number")),
            *figures(_("Quantity"), _("Follows later")),
            *words(_("Serial numbers"), _("Marks"), _("Note")),
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
        quantity_text(line.delivered),
        quantity_text(line.outstanding),
        ", ".join(line.serial_numbers) or ABSENT,
        ", ".join(dict.fromkeys(marks)) or ABSENT,
        line.note or ABSENT,
    ]
