"""The button with which a supplier's people despatch an order (SAMKOP_ORDER_PARTS)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import Order
from samkop.ordering.pages.parts import Action, Part
from samkop.ordering.queries.line_progress import progress_in
from samkop.platform.actors import Actor
from samkop.receiving.policies import may_despatch


def despatching_of_order(actor: Actor, order: Order) -> Part | None:
    """What comes next as long as anything of the order stands and was not announced."""
    if not may_despatch(actor, order):
        return None
    left = any(line.standing > line.despatched for line in progress_in(order).values())
    if not left:
        return None
    action = Action(_("Despatch"), reverse("despatch-order", args=[order.pk]), main=True)
    return Part(actions=(action,))
