"""My things, and one requisition on its way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.ordering.models import Requisition
from samkop.ordering.pages.posted import number_of
from samkop.ordering.policies import (
    may_approve,
    may_see_requisition,
    may_shop,
    may_withdraw,
)
from samkop.ordering.queries import PAGE, requisition_of, requisitions_of
from samkop.ordering.usecases.basket import fill_from_requisition
from samkop.ordering.usecases.requisition import withdraw_requisition
from samkop.ordering.vocabulary import DONE, Decision, RequisitionState
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import perform

TONES = {
    RequisitionState.SUBMITTED: "warn",
    RequisitionState.ORDERED: "good",
    RequisitionState.REJECTED: "bad",
    RequisitionState.WITHDRAWN: "neutral",
}


@page()
def mine(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """What I have asked for, newest first."""
    allow(may_shop(actor))
    before = number_of(request.GET.get("before", ""))
    found = requisitions_of(actor.own_party_id, actor.own_person_id)
    if before is not None:
        found = found.filter(id__lt=before)
    rows = list(found[: PAGE + 1])
    context = {
        "rows": [(row, TONES[RequisitionState(row.state)]) for row in rows[:PAGE]],
        "following": rows[PAGE - 1].pk if len(rows) > PAGE else None,
    }
    return "ordering/mine.html", context


@page()
def requisition(
    request: HttpRequest, actor: Actor, requisition_id: int
) -> tuple[str, dict[str, Any]]:
    """One requisition: where it stands, what it costs, who decides."""
    found = requisition_of(requisition_id)
    if found is None:
        raise not_found()
    allow(may_see_requisition(actor, found))
    context = {
        "requisition": found,
        "tone": TONES[RequisitionState(found.state)],
        "steps": _steps(found),
        "may_approve": may_approve(actor, found),
        "may_withdraw": may_withdraw(actor, found),
        "may_repeat": may_shop(actor),
        "just_sent": "sent" in request.GET,
        "history": history_of(subject_of(found), DONE),
    }
    return "ordering/requisition.html", context


@act()
def withdraw(request: HttpRequest, actor: Actor, requisition_id: int) -> Answer:
    """Take one's own requisition back."""
    perform(actor, withdraw_requisition, requisition_id=requisition_id)
    return Answer(to=reverse("requisition", args=[requisition_id]), message=_("Withdrawn."))


@act()
def repeat(request: HttpRequest, actor: Actor, requisition_id: int) -> Answer:
    """Put the same things into the basket again."""
    perform(actor, fill_from_requisition, requisition_id=requisition_id)
    return Answer(to=reverse("basket"))


def _steps(requisition: Requisition) -> list[dict[str, Any]]:
    """The way from wish to confirmed order, with who and when."""
    decision = next(iter(requisition.approvals.all()), None)
    orders = list(requisition.orders.all())
    steps: list[dict[str, Any]] = [
        {
            "label": _("Sent in"), "state": "done",
            "at": requisition.submitted_at, "who": requisition.requester.name,
        }
    ]  # fmt: skip
    if requisition.state == RequisitionState.WITHDRAWN:
        return [*steps, {"label": _("Withdrawn"), "state": "refused"}]
    if decision is not None or requisition.state == RequisitionState.SUBMITTED:
        steps.append(_approval_step(decision))
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


def _approval_step(decision: Any) -> dict[str, Any]:
    if decision is None:
        return {"label": _("Approval"), "state": "current"}
    approved = decision.decision == Decision.APPROVED
    return {
        "label": _("Approved") if approved else _("Rejected"),
        "state": "done" if approved else "refused",
        "at": decision.at,
        "who": decision.person.name,
    }


def _answer_step(orders: list[Any]) -> dict[str, Any]:
    states = {order.state for order in orders}
    if not orders:
        return {"label": _("Confirmed by the supplier"), "state": "todo"}
    if states <= {"refused", "cancelled"}:
        return {"label": _("Will not come"), "state": "refused"}
    if states <= {"confirmed", "partly-confirmed", "refused", "cancelled"}:
        return {"label": _("Confirmed by the supplier"), "state": "done"}
    return {"label": _("Confirmed by the supplier"), "state": "current"}
