"""What was invoiced of a device: by the order's line, or by its serial number as rent."""

from __future__ import annotations

from collections.abc import Sequence

from samkop.invoicing.models import MatchedPart, RentSchedule
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.queries.rents import rents_of

MOST = 20


def parts_of_line(order_id: int, line_number: int) -> list[MatchedPart]:
    """What of invoices and credit notes is an order line's, the newest first; one query."""
    parts = in_force(MatchedPart).filter(
        order_line__order_id=order_id, order_line__line_number=line_number
    )
    return list(
        parts.select_related("result__invoice").order_by("-result__invoice_id", "id")[:MOST]
    )


def parts_of_rents(rents: Sequence[RentSchedule]) -> list[MatchedPart]:
    """What of financiers' invoices is rent of these schedules, the newest first; one query."""
    if not rents:
        return []
    parts = in_force(MatchedPart).filter(rent_id__in=[one.pk for one in rents])
    return list(
        parts.select_related("result__invoice").order_by("-result__invoice_id", "id")[:MOST]
    )


def rents_of_device(buyer_id: int, serial_number: str) -> list[RentSchedule]:
    """What a device is rented for, the newest first; one query."""
    rows = rents_of(buyer_id).filter(serial_number=serial_number)
    return list(rows.order_by("-first_month", "-id")[:MOST])
