"""Keeping what suppliers promised beside what came, and raising the alarm when it does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from samkop.agreements.policies import SELLS
from samkop.core.period import day_of
from samkop.ordering.models import DeliveryPromise, Order
from samkop.ordering.policies import may_watch_deliveries
from samkop.ordering.queries.answers import taken_back
from samkop.ordering.queries.delivery_promises import (
    completed_days,
    promised_parts,
)
from samkop.ordering.queries.delivery_warnings import warning_days_of
from samkop.ordering.queries.line_progress import progress_in, with_progress
from samkop.ordering.rules.promises import Part, Stage, due_day, stage_of
from samkop.ordering.vocabulary import ORDER_TRANSITIONS
from samkop.parties.queries import ids_with_any_role, party_of, people_with_role
from samkop.parties.vocabulary import Criticality, RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, subject_of
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import require

RANK = {Criticality.CRITICAL: 0, Criticality.IMPORTANT: 1, Criticality.ORDINARY: 2}


def keep_promises(order_id: int) -> list[DeliveryPromise]:
    """Bring the promises of the buyer's order up to date, in the open unit of work.

    By the answers, what stands and what came. What was complete once stays so: a return does
    not undo a delivery.
    """
    order = with_progress(Order.objects.select_related("buyer")).get(id=order_id)
    progress = progress_in(order)
    standing = {number: one.standing for number, one in progress.items()}
    promised = promised_parts(order, standing)
    known = {row.line_number: row for row in DeliveryPromise.objects.filter(order=order)}
    done = completed_days(
        order.pk, standing, lambda at: day_of(at, order.buyer.time_zone)
    )  # fmt: skip
    kept, taken = [], taken_back(order)
    for line in order.lines.all():
        number = line.line_number
        if not promised[number]:
            continue
        values = _values(
            order, promised[number], standing[number], progress[number].kept, done.get(number)
        )
        values["wanted"] = line.quantity - taken.get(number, 0)
        row = known.get(number)
        if row is None:
            row = create(_promise(order, line.pk, number, promised[number][0], values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            row = change(row, **values)
        kept.append(row)
    return kept


def follow_deliveries(*, actor: Actor, now: datetime, order_ids: Sequence[int]) -> None:
    """Goods of these orders have come or gone: what is due of them now, and what is complete.

    Raises Refused ``not-allowed``.
    """
    require(may_watch_deliveries(actor, actor.own_party_id))
    promised = DeliveryPromise.objects.filter(
        buyer_id=actor.own_party_id, order_id__in=order_ids, closed=False
    )
    found = sorted(set(promised.values_list("order_id", flat=True)))
    for order in Order.objects.select_for_update().filter(id__in=found).order_by("id"):
        keep_promises(order.pk)


def alarm_of_deliveries(*, actor: Actor, now: datetime, order_id: int) -> None:
    """Look after an order's promises: who waits is told once of each day that nears or passes.

    Warned some days before by the place's criticality, as the buyer has chosen; late from the
    day after, and then the supplier is told too. Raises Refused: ``not-found``, ``not-allowed``.
    """
    order = Order.objects.select_for_update().filter(id=order_id).first()
    if order is None:
        raise not_found()
    require(may_watch_deliveries(actor, order.buyer_id))
    today = day_of(now, order.buyer.time_zone)
    days = warning_days_of([order.buyer_id])[order.buyer_id]
    told: list[tuple[DeliveryPromise, str]] = []
    for promise in keep_promises(order_id):
        if promise.closed:
            continue
        stage = stage_of(promise.due_on, today, days.at(promise.criticality))
        if stage == Stage.LATE and promise.alarmed_for != promise.due_on:
            change(promise, alarmed_for=promise.due_on, warned_for=promise.due_on)
            told.append((promise, "delivery-late"))
            tell("delivery-late", promise_id=promise.pk, supplier_id=order.supplier_id)
        elif stage == Stage.SOON and promise.warned_for != promise.due_on:
            change(promise, warned_for=promise.due_on)
            told.append((promise, "delivery-soon-late"))
    if told:
        _tell(order, told, today)


def tell_supplier_of_late_delivery(*, actor: Actor, now: datetime, promise_id: int) -> None:
    """Tell the supplier's people who sell that what they promised has not come.

    ``actor`` is a job of the supplier's: the buyer cannot write to another's people.
    """
    promise = DeliveryPromise.objects.select_related("order", "line").get(id=promise_id)
    today = day_of(now, party_of(promise.supplier_id).time_zone)
    people = ids_with_any_role(promise.supplier_id, SELLS, today)
    notify(
        party_id=promise.supplier_id, person_ids=people, kind="delivery-late-of-yours",
        subject=subject_of(promise.order),
        facts={
            "number": promise.order.number, "buyer": party_of(promise.buyer_id).legal_name,
            "thing": promise.line.name, "promised_on": promise.due_on.isoformat(),
        },
        url=reverse("order", args=[promise.order_id]),
    )  # fmt: skip


def _values(
    order: Order, promises: list[list[Part]], standing: int, here: int, completed: date | None
) -> dict[str, Any]:
    """What changes of a promise; closed once all is here, or nothing comes any more."""
    parts = promises[-1]
    last_on = max(day for _count, day in parts)
    due_on = due_day(parts, here) or last_on
    over = not standing or order.state not in ORDER_TRANSITIONS
    return {
        "quantity": standing,
        "parts": [[count, day.isoformat()] for count, day in parts],
        "last_on": last_on,
        "due_on": due_on,
        "rank": f"{RANK[Criticality(order.criticality)]}{due_on.isoformat()}",
        "completed_on": completed if standing else None,
        "closed": over or completed is not None,
    }


def _promise(
    order: Order, line_id: int, number: int, first: list[Part], values: dict[str, Any]
) -> DeliveryPromise:
    return DeliveryPromise(
        order=order, buyer_id=order.buyer_id, supplier_id=order.supplier_id,
        purchasing_body_id=order.purchasing_body_id, agreement_id=order.agreement_id,
        line_id=line_id, line_number=number, criticality=order.criticality,
        first_on=max(day for _count, day in first), **values,
    )  # fmt: skip


def _tell(order: Order, told: Iterable[tuple[DeliveryPromise, str]], today: date) -> None:
    """One who waits is told of each line; who they are is asked once."""
    managers = people_with_role(order.buyer_id, RoleName.ICT_MANAGER, today)
    people = sorted({order.requester_id, *(one.pk for one in managers)})
    for promise, kind in told:
        notify(
            party_id=order.buyer_id, person_ids=people, kind=kind, subject=subject_of(order),
            facts={
                "number": order.number, "supplier": order.supplier.legal_name,
                "thing": promise.line.name, "promised_on": promise.due_on.isoformat(),
            },
            url=reverse("order", args=[order.pk]),
        )  # fmt: skip
