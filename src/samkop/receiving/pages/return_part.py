"""What an order's page shows of returns, and the button for another (SAMKOP_ORDER_PARTS)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import Order
from samkop.ordering.pages.parts import Action, Part
from samkop.ordering.queries.line_progress import progress_in
from samkop.platform.actors import Actor
from samkop.receiving.pages.shown import RETURN_TONES
from samkop.receiving.policies import may_return, may_see_goods
from samkop.receiving.queries.returns import returns_of_order
from samkop.receiving.vocabulary import ReturnState


def returns_on_order(actor: Actor, order: Order) -> Part | None:
    """The order's returns, for buyer and supplier; two queries, none where nothing came."""
    if actor.party_id not in {order.buyer_id, order.supplier_id} or not may_see_goods(actor):
        return None
    if not any(line.received for line in progress_in(order).values()):
        return None
    rows = [
        {
            "goods_return": one, "tone": RETURN_TONES[ReturnState(one.state)],
            "pieces": sum(line.quantity for line in one.lines.all()),
        }
        for one in returns_of_order(order.pk)
    ]  # fmt: skip
    action = Action(_("Send something back"), reverse("announce-return", args=[order.pk]))
    actions = (action,) if may_return(actor, order.buyer_id) else ()
    return Part("receiving/order_returns.html" if rows else "", {"rows": rows}, actions)
