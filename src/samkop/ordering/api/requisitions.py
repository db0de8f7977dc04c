"""Requisitions for programs: where is my order."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from samkop.core.money import amount_text
from samkop.ordering.api.coming import ComingOut, coming_out
from samkop.ordering.api.orders import RequisitionOut
from samkop.ordering.models import Requisition
from samkop.ordering.policies import may_see_requisition, may_shop, steps_with_requisition
from samkop.ordering.queries import PAGE, requisition_of, requisitions_of
from samkop.ordering.queries.waiting import OpenStep, open_steps_of, reminding_from_of
from samkop.ordering.queries.whereabouts import coming_of
from samkop.ordering.usecases.reminder import remind_approvers
from samkop.ordering.vocabulary import NextStep
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import current_unit, perform, reading, require

router = Router(tags=["Ordering"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="Ids below this one")]


class RequisitionWithComing(RequisitionOut):
    """A requisition with what comes of it; ``next_steps`` are the caller's with the whole."""

    coming: list[ComingOut]
    next_steps: list[NextStep]


class RequisitionPage(Schema):
    """Up to 50 requisitions, newest first; ``next_before`` asks for the next page.

    Of one that is not the caller's as a whole, ``coming`` holds his or her lines alone.
    """

    requisitions: list[RequisitionWithComing]
    next_before: int | None


@router.get(
    "/my-requisitions",
    response={200: RequisitionPage, **PROBLEMS},
    operation_id="list_my_requisitions",
)
@reads("orders:read")
def my_requisitions(request: HttpRequest, before: Cursor = None) -> RequisitionPage:
    """Where is my order: what the token's person has asked for or gets, and what comes of it."""
    actor = caller(request)
    require(may_shop(actor))
    mine = requisitions_of(actor.own_party_id, actor.own_person_id)
    rows = list((mine if before is None else mine.filter(id__lt=before))[: PAGE + 1])
    shown, today = rows[:PAGE], own_today()
    waiting = open_steps_of(shown, today)
    return RequisitionPage(
        requisitions=[_with_coming(actor, one, waiting[one.pk], today) for one in shown],
        next_before=rows[PAGE - 1].pk if len(rows) > PAGE else None,
    )


@router.get(
    "/requisitions/{requisition_id}",
    response={200: RequisitionWithComing, **PROBLEMS},
    operation_id="get_requisition",
)
@reads("orders:read")
def requisition(request: HttpRequest, requisition_id: Id) -> RequisitionWithComing:
    """One requisition: what comes of it, when, and for whom it waits."""
    return _one(caller(request), requisition_id)


@router.post(
    "/requisitions/{requisition_id}/reminder",
    response={200: RequisitionWithComing, **PROBLEMS},
    operation_id="remind_approvers",
)
@writes("orders:write")
def remind(request: HttpRequest, requisition_id: Id, key: IdempotencyKey) -> RequisitionWithComing:
    """Tell those who decide once more that it waits, at most once a day."""
    actor = caller(request)
    perform(actor, remind_approvers, key=key, requisition_id=requisition_id)
    with reading(actor):
        return _one(actor, requisition_id)


def _one(actor: Actor, requisition_id: int) -> RequisitionWithComing:
    found = requisition_of(requisition_id)
    if found is None:
        raise not_found()
    require(may_see_requisition(actor, found))
    today = own_today()
    return _with_coming(actor, found, open_steps_of([found], today)[found.pk], today)


def _with_coming(
    actor: Actor, found: Requisition, waiting: list[OpenStep], today: date
) -> RequisitionWithComing:
    person_id = 0 if may_see_requisition(actor, found) else actor.own_person_id
    reminding = current_unit().now >= reminding_from_of(found)
    return RequisitionWithComing(
        id=found.pk, number=found.number, state=found.state, currency=found.currency,
        total=amount_text(found.total_cents), submitted_at=found.submitted_at,
        recipient=found.recipient.name, order_ids=[order.pk for order in found.orders.all()],
        coming=[coming_out(actor, one) for one in coming_of(found, waiting, today, person_id)],
        next_steps=list(steps_with_requisition(actor, found, reminding=reminding)),
    )  # fmt: skip
