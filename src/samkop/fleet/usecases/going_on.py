"""Work orders that are still going on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import WorkOrder
from samkop.fleet.vocabulary import GOING_ON
from samkop.platform.refusals import Refused, not_found


def locked_order(work_order_id: int) -> WorkOrder:
    """The order, locked until the end. Raises Refused ``not-found``."""
    found = WorkOrder.objects.select_for_update(of=("self",)).filter(id=work_order_id).first()
    if found is None:
        raise not_found()
    return found


def require_going_on(found: WorkOrder) -> None:
    """Raises Refused ``work-over`` of what was done or cancelled."""
    if found.state not in GOING_ON:
        raise Refused(
            "work-over",
            _("Work order %(number)s is over: it was done or cancelled. Plan a new one."),
            number=found.number,
        )
