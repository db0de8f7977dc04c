"""Who may accept a difference: the register of authority, and nobody for himself."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from samkop.invoicing.models import InvoiceDiscrepancy, MatchedPart
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.vocabulary import DiscrepancyState
from samkop.ordering.models import Order
from samkop.ordering.queries.approvals import deciding_of
from samkop.parties.models import CostCentre
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused


def require_authority(actor: Actor, found: InvoiceDiscrepancy, today: date) -> None:
    """The difference lies within the person's authority, and is not of an order of his own.

    With what the same person has accepted of the invoice before: a large one is not taken in parts.

    Raises Refused: ``accept-own-order``, ``authority-too-small``.
    """
    order = found.order_line.order if found.order_line else None
    orders = [order] if order else _orders_of(found)
    if any(actor.person_id in {one.requester_id, one.recipient_id} for one in orders):
        raise Refused(
            "accept-own-order",
            _("You ordered this, or get it: a colleague with authority has to accept it."),
            status=403,
        )
    centres = set(
        CostCentre.objects.filter(
            party_id=found.buyer_id, code__in={one.cost_centre_code for one in orders}
        ).values_list("id", flat=True)
    ) or {0}
    register = [
        line
        for line in deciding_of(found.buyer_id, today).register
        if line.person_id == actor.person_id
    ]
    cents, currency = _accepted_with(found, actor), found.result.invoice.currency
    for centre in centres:
        if not any(
            line.covers(cost_centre_id=centre, cents=cents, currency=currency, on=today)
            for line in register
        ):
            raise Refused(
                "authority-too-small",
                _("Accepting this is beyond your line in the register of authority. Give the"
                  " invoice to a colleague whose line reaches so far."),
                status=403,
            )  # fmt: skip


def _accepted_with(found: InvoiceDiscrepancy, actor: Actor) -> int:
    """Cents that the person would have accepted of the invoice with this."""
    before = in_force(InvoiceDiscrepancy).filter(
        result_id=found.result_id, state=DiscrepancyState.ACCEPTED, settled_by_id=actor.person_id
    )
    return abs(found.total_cents) + sum(abs(one.total_cents) for one in before)


def _orders_of(found: InvoiceDiscrepancy) -> list[Order]:
    """The orders that the rest of the invoice was matched with: a charge has none of its own."""
    keys = in_force(MatchedPart).filter(result_id=found.result_id).values("order_line__order_id")
    return list(Order.objects.filter(id__in=keys))
