"""The invoices on the page of an order, as the buyer's people see them (SAMKOP_ORDER_PARTS)."""

from __future__ import annotations

from samkop.invoicing.pages.words import STATE_TONES
from samkop.invoicing.policies import may_see_invoices
from samkop.invoicing.queries.invoices import invoices_of_order
from samkop.invoicing.vocabulary import InvoiceState
from samkop.ordering.models import Order
from samkop.ordering.pages.parts import Part
from samkop.platform.actors import Actor


def invoices_on_order(actor: Actor, order: Order) -> Part | None:
    """What was invoiced and credited of the order, and how far it is; one query."""
    if actor.party_id != order.buyer_id:
        return None
    rows = [
        {"result": one, "tone": STATE_TONES[InvoiceState(one.state)]}
        for one in invoices_of_order(order)
    ]
    if not rows:
        return None
    linked = may_see_invoices(actor) or actor.person_id in {order.requester_id, order.recipient_id}
    return Part("invoicing/order_invoices.html", {"rows": rows, "linked": linked})
