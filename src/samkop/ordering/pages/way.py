"""The way of a requisition from wish to confirmed order: who has done what, who is next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.ordering.models import Approval, Order, Requisition
from samkop.ordering.pages.progress import ENDED, refusal_of
from samkop.ordering.queries.waiting import OpenStep
from samkop.ordering.vocabulary import Decision, OrderState, RequisitionState
from samkop.parties.vocabulary import RoleName


def steps_of_way(requisition: Requisition, waiting: Sequence[OpenStep]) -> list[dict[str, Any]]:
    """The way from wish to confirmed order, with who and when; ``waiting`` are ``open_steps``."""
    orders = list(requisition.orders.all())
    steps: list[dict[str, Any]] = [
        {
            "label": _("Sent in"), "state": "done",
            "at": requisition.submitted_at, "who": requisition.requester.name,
        }
    ]  # fmt: skip
    if requisition.state == RequisitionState.WITHDRAWN:
        return [*steps, {"label": _("Withdrawn"), "state": "refused"}]
    steps += _approval_steps(requisition, waiting)
    if requisition.state == RequisitionState.REJECTED:
        return steps
    ordered = bool(orders)
    steps.append(
        {
            "label": _("Ordered"), "state": "done" if ordered else "todo",
            "at": orders[0].placed_at if ordered else None,
        }
    )  # fmt: skip
    steps.append(_answer_step(orders))
    return steps


def _approval_steps(requisition: Requisition, waiting: Sequence[OpenStep]) -> list[dict[str, Any]]:
    """Each decision that was needed: who took it and for whom, or who may."""
    ways = [_taken_step(one) for one in requisition.approvals.all()]
    for place, step in enumerate(waiting):
        ways.append(
            {
                "label": RoleName(step.role).label if step.role else _("Approval"),
                "state": "todo" if place else "current",
                "who": f" {pgettext('between names', 'or')} ".join(
                    sorted(set(step.names.values()))
                ),
            }
        )
    return ways


def _taken_step(decision: Approval) -> dict[str, Any]:
    approved = decision.decision == Decision.APPROVED
    who = decision.person.name
    if decision.on_behalf_of is not None:
        who = _("%(delegate)s for %(absent)s") % {
            "delegate": who, "absent": decision.on_behalf_of.name,
        }  # fmt: skip
    return {
        "label": _("Approved") if approved else _("Rejected"),
        "state": "done" if approved else "refused",
        "at": decision.at,
        "who": who,
    }


def _answer_step(orders: Sequence[Order]) -> dict[str, Any]:
    """What the suppliers have said; an offer leads to the order where it is decided on."""
    if not orders:
        return {"label": _("Confirmed by the supplier"), "state": "todo"}
    states = {OrderState(order.state) for order in orders}
    offered = next((o for o in orders if o.state == OrderState.SUBSTITUTE_OFFERED), None)
    if offered is not None:
        label = str(OrderState.SUBSTITUTE_OFFERED.label)
        return {"label": label, "state": "current", "url": reverse("order", args=[offered.pk])}
    if states <= ENDED:
        reason = " ".join(filter(None, (refusal_of(order) for order in orders)))
        return {"label": _("Will not come"), "state": "refused", "who": reason}
    if states & {OrderState.PLACED, OrderState.ACKNOWLEDGED}:
        return {"label": _("Confirmed by the supplier"), "state": "current"}
    if states == {OrderState.CONFIRMED}:
        return {"label": _("Confirmed by the supplier"), "state": "done"}
    return {"label": str(OrderState.PARTLY_CONFIRMED.label), "state": "done"}
