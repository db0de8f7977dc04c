"""The way of a requisition from wish to confirmed order: who has done what, who is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.ordering.models import Approval, Order, Requisition
from samkop.ordering.pages.progress import ENDED, refusal_of
from samkop.ordering.queries import deciders_of, deciding_of
from samkop.ordering.rules import Decider, Step
from samkop.ordering.vocabulary import Decision, OrderState, RequisitionState
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName


@dataclass(frozen=True)
class OpenStep:
    """A decision that is still needed, with who may take it today."""

    role: str
    deciders: list[Decider]
    names: Mapping[int, str]


def open_steps(requisition: Requisition, today: date) -> list[OpenStep]:
    """The decisions that are still needed, the next one first; none once it is decided."""
    if requisition.state != RequisitionState.SUBMITTED:
        return []
    taken = {approval.position for approval in requisition.approvals.all()}
    steps = [
        Step(step.position, step.kind, step.role)
        for step in requisition.steps.all()
        if step.position not in taken
    ]
    deciding = deciding_of(requisition.party_id, today)
    able = [deciders_of(requisition, step, deciding) for step in steps]
    ids = {one for step in able for each in step for one in (each.person_id, each.principal_id)}
    names = dict(Person.objects.filter(id__in=ids).values_list("id", "name"))
    return [
        OpenStep(step.role, found, {key: names[key] for one in found for key in _people(one)
                                    if key in names})
        for step, found in zip(steps, able, strict=True)
    ]  # fmt: skip


def _people(decider: Decider) -> tuple[int, int]:
    return decider.person_id, decider.principal_id


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
