"""Lets the errands of the past happen, through the same use cases as today's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from samkop.ordering.models import Order, OrderResponseLine, Requisition
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.order_response import decide_substitute
from samkop.ordering.usecases.requisition import (
    Wanted,
    approve_requisition,
    order_directly,
    reject_requisition,
)
from samkop.ordering.vocabulary import OrderState, RequisitionState
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import at
from samkop.site.demo.errands import Errand, Fate, by_day
from samkop.site.demo.post import Post
from samkop.site.demo.seeds import region
from samkop.site.simulator.answering import Mode

REASON = "Den gamla räcker året ut."
# Younger offers of a substitute are still open: somebody has to decide on them.
OPEN_FOR = timedelta(days=3)


def live_through(
    errands: Iterable[Errand], cast: Cast, shelves: Mapping[str, Mapping[str, int]], post: Post,
    now: datetime,
) -> int:  # fmt: skip
    """Let what has not happened yet happen, day by day; returns how many errands there are.

    ``shelves`` are the ids of the items by the agreement's key and the item's number. A
    run that was broken off goes on where it was. What is taken in the morning after has come
    by ``now``, also when the region is founded before that morning.
    """
    count = 0
    for day, of_day in by_day(errands).items():
        count += len(of_day)
        begun = [_begin(errand, cast, shelves[errand.agreement]) for errand in of_day]
        for errand, requisition in zip(of_day, begun, strict=True):
            _decide(errand, requisition, cast)
        post.send_out(at(day, 18))
        large = all(errand.large for errand in of_day)
        post.let_answer(Mode.FULL if large else Mode.MIXED, day)
        post.take_in(min(at(day + timedelta(days=1), 8), now))
    return count


def decide_substitutes(cast: Cast, before: datetime, post: Post) -> None:
    """Accept or decline, in turn, the substitutes that were offered some days ago.

    Suppliers are told by document, and answer.
    """
    for person in cast.people.values():
        with reading(person):
            offered = list(
                OrderResponseLine.objects.filter(
                    response__order__requester_id=person.person_id,
                    response__order__state=OrderState.SUBSTITUTE_OFFERED,
                    response__received_at__lt=before - OPEN_FOR,
                    substitutedecision__isnull=True,
                )
                .exclude(substitute_name="")
                .values_list("id", "response__order_id", "response__received_at")
            )
        for line_id, order_id, received_at in offered:
            perform(
                person, decide_substitute, key=f"demo:substitute:{line_id}",
                now=received_at + timedelta(hours=26), order_id=order_id,
                response_line_id=line_id, accepted=line_id % 3 != 0,
            )  # fmt: skip
    told = before - timedelta(hours=8)
    post.send_out(told)
    post.let_answer(Mode.FULL, told.date())
    post.take_in(told)


def _begin(errand: Errand, cast: Cast, shelf: Mapping[str, int]) -> Requisition:
    """Send the errand in; done once, however often it is asked for."""
    return perform(
        cast.person(errand.requester, errand.organisation), order_directly, key=_key(errand),
        now=errand.at, cost_centre=errand.cost_centre, delivery_location=errand.site,
        wanted=[Wanted(shelf[wish.item], wish.quantity) for wish in errand.wishes],
        note_text=errand.note,
    )  # fmt: skip


def _decide(errand: Errand, requisition: Requisition, cast: Cast) -> None:
    if requisition.state == RequisitionState.SUBMITTED and errand.fate != Fate.WAITING:
        approver = approver_of(cast, errand.organisation, requisition.total_cents)
        rejects = errand.fate == Fate.REJECTED
        perform(
            approver, reject_requisition if rejects else approve_requisition, key=_key(errand),
            now=errand.decided_at, requisition_id=requisition.pk, reason=REASON if rejects else "",
        )  # fmt: skip
    if errand.fate == Fate.CANCELLED:
        _cancel(errand, requisition, cast)


def _cancel(errand: Errand, requisition: Requisition, cast: Cast) -> None:
    person = cast.person(errand.requester, errand.organisation)
    with reading(person):
        placed = Order.objects.filter(requisition=requisition, state=OrderState.PLACED)
        ids = list(placed.values_list("id", flat=True))
    for order_id in ids:
        perform(
            person, cancel_order, key=f"{_key(errand)}:{order_id}",
            now=errand.decided_at + timedelta(minutes=10), order_id=order_id,
        )  # fmt: skip


def approver_of(cast: Cast, organisation: str, cents: int) -> Actor:
    """Who has the authority for an amount: the lower one, if it suffices."""
    register = sorted((limit, part) for part, limit in region()["authority"].items())
    part = next(part for limit, part in register if limit * 100 >= cents)
    return cast.person(part, organisation)


def _key(errand: Errand) -> str:
    return f"demo:errand:{errand.at.isoformat()}"
