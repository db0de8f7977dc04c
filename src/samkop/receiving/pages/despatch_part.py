"""The button with which a supplier's people despatch an order (SAMKOP_ORDER_PARTS)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import Order
from samkop.ordering.pages.parts import Action, Part
from samkop.ordering.queries.line_progress import progress_in
from samkop.platform.actors import Actor
from samkop.receiving.policies import may_despatch
from samkop.receiving.queries.despatching import left_to_send


def despatching_of_order(actor: Actor, order: Order) -> Part | None:
    """What comes next as long as anything of the order stands and was not announced."""
    if not may_despatch(actor, order):
        return None
    lines = progress_in(order).values()
    if not any(line.outstanding for line in lines):
        return None
    # Most often the sums say so; where what was announced has not come, what is known of it does.
    left = any(line.outstanding > line.on_the_way for line in lines)
    if not left and not any(left_to_send(order).values()):
        return None
    action = Action(_("Despatch"), reverse("despatch-order", args=[order.pk]), main=True)
    return Part(actions=(action,))
