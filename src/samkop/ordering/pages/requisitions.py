"""My things, and one requisition on its way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.core.period import day_of
from samkop.ordering.models import Approval, Order, OrderLine, Requisition, RequisitionLine
from samkop.ordering.pages.origins import origins_of
from samkop.ordering.pages.posted import number_of
from samkop.ordering.pages.progress import ENDED, progress_of, refusal_of
from samkop.ordering.policies import (
    may_see_requisition,
    may_shop,
    may_withdraw,
)
from samkop.ordering.queries import (
    PAGE,
    deciders_of,
    deciding_of,
    next_step,
    requisition_of,
    requisitions_of,
    standing_cents,
)
from samkop.ordering.rules import Decider
from samkop.ordering.usecases.basket import fill_from_requisition
from samkop.ordering.usecases.requisition import withdraw_requisition
from samkop.ordering.vocabulary import DONE, Decision, OrderState, RequisitionState
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import current_unit, perform


@page()
def mine(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """What I have asked for, newest first."""
    allow(may_shop(actor))
    before = number_of(request.GET.get("after", ""))
    found = requisitions_of(actor.own_party_id, actor.own_person_id)
    if before is not None:
        found = found.filter(id__lt=before)
    rows = list(found[: PAGE + 1])
    context = {
        "rows": [(row, progress_of(row)) for row in rows[:PAGE]],
        "me": actor.own_person_id,
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
    candidates = _candidates(found)
    names = _names(candidates)
    context = {
        "requisition": found,
        "progress": (progress := progress_of(found)),
        "lines": _lines(found),
        "cheaper": progress.ordered_cents is not None
        and progress.ordered_cents < found.total_cents,
        "orders": [(order, standing_cents(order)) for order in found.orders.all()],
        "steps": _steps(found, names),
        "for_whom": _for_whom(actor, candidates, names),
        "may_approve": actor.person_id in {one.person_id for one in candidates},
        "last_step": _is_last(found),
        "origins": origins_of(_priced_lines(found)),
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


def _priced_lines(requisition: Requisition) -> list[RequisitionLine | OrderLine]:
    """The lines whose prices hold: those of the orders once there are any."""
    ordered = [line for order in requisition.orders.all() for line in order.lines.all()]
    return [*(ordered or requisition.lines.all())]


def _lines(requisition: Requisition) -> list[dict[str, Any]]:
    """Each line at the price that it was ordered at, beside the one that was asked for.

    An item costs the same in every order of a requisition: they are placed together.
    """
    ordered = {
        line.item_id: line.unit_price_cents
        for order in requisition.orders.all()
        for line in order.lines.all()
    }
    rows = []
    for line in requisition.lines.all():
        unit_cents = ordered.get(line.item_id, line.unit_price_cents)
        asked = line.unit_price_cents if unit_cents != line.unit_price_cents else None
        rows.append(
            {
                "line": line, "unit_cents": unit_cents, "asked_cents": asked,
                "net_cents": line.quantity * unit_cents,
            }
        )  # fmt: skip
    return rows


def _candidates(requisition: Requisition) -> list[Decider]:
    """Who may take the next step today; nobody once it is decided."""
    step = next_step(requisition)
    if step is None or requisition.state != RequisitionState.SUBMITTED:
        return []
    today = day_of(current_unit().now, requisition.party.time_zone)
    return deciders_of(requisition, step, deciding_of(requisition.party_id, today))


def _names(candidates: list[Decider]) -> dict[int, str]:
    ids = {one.person_id for one in candidates} | {one.principal_id for one in candidates}
    return dict(Person.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}


def _for_whom(actor: Actor, candidates: list[Decider], names: dict[int, str]) -> str:
    """The absent approver for whom this person would decide; empty for one's own authority."""
    own = next((one for one in candidates if one.person_id == actor.person_id), None)
    if own is None or own.on_behalf_of_id is None:
        return ""
    return names.get(own.on_behalf_of_id, "")


def _is_last(requisition: Requisition) -> bool:
    return len(requisition.approvals.all()) + 1 == len(requisition.steps.all())


def _steps(requisition: Requisition, names: dict[int, str]) -> list[dict[str, Any]]:
    """The way from wish to confirmed order, with who and when."""
    orders = list(requisition.orders.all())
    steps: list[dict[str, Any]] = [
        {
            "label": _("Sent in"), "state": "done",
            "at": requisition.submitted_at, "who": requisition.requester.name,
        }
    ]  # fmt: skip
    if requisition.state == RequisitionState.WITHDRAWN:
        return [*steps, {"label": _("Withdrawn"), "state": "refused"}]
    steps += _approval_steps(requisition, names)
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


def _approval_steps(requisition: Requisition, names: dict[int, str]) -> list[dict[str, Any]]:
    """Each decision that was needed: who took it and for whom, or who may."""
    taken = {approval.position: approval for approval in requisition.approvals.all()}
    shown, waits = [], requisition.state == RequisitionState.SUBMITTED
    for step in requisition.steps.all():
        decision = taken.get(step.position)
        if decision is not None:
            shown.append(_taken_step(decision))
        elif requisition.state == RequisitionState.SUBMITTED:
            who = ", ".join(sorted(set(names.values()))) if waits else ""
            label = RoleName(step.role).label if step.role else _("Approval")
            shown.append({"label": label, "state": "current" if waits else "todo", "who": who})
            waits = False
    return shown


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
