"""The deliveries on the page of an order (SAMKOP_ORDER_PARTS)."""

from __future__ import annotations

from samkop.ordering.models import Order
from samkop.ordering.pages.parts import Part
from samkop.ordering.vocabulary import OrderState
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.receiving.pages.shown import state_of
from samkop.receiving.policies import may_receive, may_see_goods
from samkop.receiving.queries.consignments import consignments_of_order
from samkop.receiving.queries.segregation import kept_from_receiving


def deliveries_of_order(actor: Actor, order: Order) -> Part | None:
    """What of the order is on its way or has come: for buyer and supplier; four queries."""
    if actor.party_id not in {order.buyer_id, order.supplier_id}:
        return None
    mine = actor.person_id in {order.requester_id, order.recipient_id}
    today = own_today()
    rows = []
    for consignment in consignments_of_order(order.pk):
        tone, words = state_of(consignment, today)
        lines = consignment.lines.all()
        rows.append(
            {
                "consignment": consignment, "tone": tone, "state": words,
                "quantity": sum(line.quantity for line in lines),
                "came": sum(line.received + line.came_before for line in lines),
            }
        )  # fmt: skip
    comes = order.state not in {OrderState.REFUSED, OrderState.CANCELLED}
    unannounced = comes and may_receive(actor, order.buyer_id, waiting=mine)
    approved = kept_from_receiving(actor, [order.pk]) if unannounced else None
    if not rows and not unannounced:
        return None
    return Part(
        "receiving/order_deliveries.html",
        {
            "rows": rows, "linked": mine or may_see_goods(actor), "order_id": order.pk,
            "unannounced": unannounced and approved is None, "approved": approved,
        },
    )  # fmt: skip
