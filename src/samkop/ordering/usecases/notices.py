"""Telling people what became of what they asked for, and what waits for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse

from samkop.agreements.policies import SELLS
from samkop.core.period import day_of
from samkop.ordering.models import (
    Approval,
    Order,
    OrderLine,
    Requisition,
    RequisitionLine,
    SubstituteDecision,
)
from samkop.ordering.queries import (
    asked_cents,
    deciders_of,
    deciding_of,
    next_step,
    reason_of,
)
from samkop.ordering.queries.lines import with_items
from samkop.ordering.usecases.change_notices import tell_of_change_answer
from samkop.ordering.vocabulary import Decision, OrderState, RequisitionState
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.records import subject_of

LONGEST_LIST = 160
TIMES = "\u00d7"
AFTER_ANSWER = {
    OrderState.CONFIRMED: "order-confirmed",
    OrderState.PARTLY_CONFIRMED: "order-partly-confirmed",
    OrderState.SUBSTITUTE_OFFERED: "substitute-offered",
    OrderState.REFUSED: "order-refused",
}


def tell_approvers(
    *, actor: Actor, now: datetime, requisition_id: int, reminded: bool = False
) -> None:
    """Tell those who may take its next step that it waits; nobody, once it is decided.

    ``reminded``: who asked has asked for it again.
    """
    requisition = _requisition(requisition_id)
    if requisition.state != RequisitionState.SUBMITTED:
        return
    step = next_step(requisition)
    if step is None:
        return
    today = day_of(now, requisition.party.time_zone)
    able = deciders_of(requisition, step, deciding_of(requisition.party_id, today))
    notify(
        party_id=requisition.party_id,
        person_ids=[decider.person_id for decider in able],
        kind="requisition-reminded" if reminded else "requisition-submitted",
        subject=subject_of(requisition),
        facts={
            "number": requisition.number, "requester": requisition.requester.name,
            "things": things_of(with_items(requisition.lines.all())),
            "total_cents": requisition.total_cents, "currency": requisition.currency,
            "cost_centre": str(requisition.cost_centre),
        },
        url=reverse("requisition", args=[requisition.pk]),
    )  # fmt: skip


def tell_of_rejection(*, actor: Actor, now: datetime, requisition_id: int) -> None:
    """Tell the requester who said no, and why."""
    requisition = _requisition(requisition_id)
    decision = requisition.approvals.filter(decision=Decision.REJECTED).order_by("-id").first()
    notify(
        party_id=requisition.party_id,
        person_ids=[requisition.requester_id],
        kind="requisition-rejected",
        subject=subject_of(requisition),
        facts={
            "number": requisition.number,
            "things": things_of(with_items(requisition.lines.all())),
            "approver": decision.person.name if decision else None,
            "reason": decision.reason if decision else None,
        },
        url=reverse("requisition", args=[requisition.pk]),
    )  # fmt: skip


def tell_of_closed_project(*, actor: Actor, now: datetime, project_id: int) -> None:
    """Tell everybody whose requisition waits that its project is closed."""
    waiting = (
        Requisition.objects.filter(project_id=project_id, state=RequisitionState.SUBMITTED)
        .select_related("project")
        .prefetch_related(Prefetch("lines", with_items(RequisitionLine.objects.all())))
        .order_by("id")
    )
    for requisition in waiting:
        notify(
            party_id=requisition.party_id,
            person_ids=[requisition.requester_id],
            kind="project-closed",
            subject=subject_of(requisition),
            facts={
                "number": requisition.number, "things": things_of(requisition.lines.all()),
                "project": str(requisition.project),
            },
            url=reverse("requisition", args=[requisition.pk]),
        )  # fmt: skip


def tell_of_order(*, actor: Actor, now: datetime, order_id: int) -> None:
    """Tell the requester that the order is placed.

    Whoever approved another figure is told as well, should the price have fallen since.
    """
    order = Order.objects.select_related("supplier").get(id=order_id)
    asked = asked_cents(order)
    if asked == order.total_cents:
        _tell_requester(order, "order-placed")
        return
    approvals = Approval.objects.filter(
        requisition_id=order.requisition_id, decision=Decision.APPROVED
    )
    _tell(
        order, "order-placed-for-less",
        {order.requester_id, *approvals.values_list("person_id", flat=True)},
        total_cents=order.total_cents, asked_cents=asked, currency=order.currency,
    )  # fmt: skip


def tell_of_answer(*, actor: Actor, now: datetime, order_id: int, response_id: int) -> None:
    """Tell the requester what the supplier's newest answer has come to; a receipt is no news."""
    order = Order.objects.select_related("supplier").get(id=order_id)
    response = order.responses.select_related("change").get(id=response_id)
    if response.change is not None:
        if order.state == OrderState.REFUSED:
            _tell_requester(order, "order-refused", reason=reason_of([response]) or None)
        else:
            tell_of_change_answer(order, response, response.change)
        return
    newest = order.responses.filter(change=None).order_by("-id").first()
    kind = AFTER_ANSWER.get(OrderState(order.state))
    if newest is None or newest.pk != response_id or kind is None:
        return
    promised = newest.promised_on
    _tell_requester(
        order, kind, promised_on=promised.isoformat() if promised else None,
        reason=reason_of([newest]) or None,
    )  # fmt: skip


def tell_supplier_of_decision(*, actor: Actor, now: datetime, response_line_id: int) -> None:
    """Tell the supplier's people who sell what the buyer said to their substitute.

    ``actor`` is a job of the supplier's: the buyer cannot write to another's people. They are
    told the names that their own catalogue and the order's document say.
    """
    decision = SubstituteDecision.objects.select_related("response_line__response__order").get(
        response_line_id=response_line_id
    )
    offered = decision.response_line
    order = offered.response.order
    supplier = party_of(order.supplier_id)
    today = day_of(now, supplier.time_zone)
    people = ids_with_any_role(supplier.pk, SELLS, today)
    facts = {
        "number": order.number, "buyer": party_of(order.buyer_id).legal_name,
        "substitute": offered.substitute_name or offered.substitute_item_id,
        "thing": order.lines.get(line_number=offered.line_number).name,
    }  # fmt: skip
    notify(
        party_id=supplier.pk, person_ids=people, subject=subject_of(order), facts=facts,
        kind="substitute-accepted" if decision.accepted else "substitute-declined",
        url=reverse("order", args=[order.pk]),
    )  # fmt: skip


def things_of(lines: Iterable[RequisitionLine | OrderLine]) -> str | dict[str, str]:
    """The lines in a few words, as the shop calls them in each language; lines with items.

    How many of what; a long list ends with an ellipsis.
    """
    listed = sorted(lines, key=lambda line: line.line_number)
    return in_each_language(lambda: _few_words(listed))


def _few_words(lines: Sequence[RequisitionLine | OrderLine]) -> str:
    text = ", ".join(f"{line.quantity} {TIMES} {line.shown_name}" for line in lines)
    return text if len(text) <= LONGEST_LIST else f"{text[:LONGEST_LIST].rstrip()}…"


def _requisition(requisition_id: int) -> Requisition:
    return Requisition.objects.select_related("requester", "cost_centre", "party").get(
        id=requisition_id
    )


def _tell_requester(order: Order, kind: str, **facts: str | int | None) -> None:
    _tell(order, kind, {order.requester_id}, **facts)


def _tell(order: Order, kind: str, people: set[int], **facts: str | int | None) -> None:
    notify(
        party_id=order.buyer_id,
        person_ids=sorted(people),
        kind=kind,
        subject=subject_of(order),
        facts={
            "number": order.number, "supplier": order.supplier.legal_name,
            "things": things_of(with_items(order.lines.all())),
            **facts,
        },
        url=reverse("order", args=[order.pk]),
    )  # fmt: skip
