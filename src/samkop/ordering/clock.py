"""What the clock does in ordering: ends what has run out, watches, orders what is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from django.utils import translation
from django.utils.translation import gettext

from samkop.core.period import day_of
from samkop.ordering.policies import (
    DELIVERY_WATCH,
    ENDING_WATCH,
    PURCHASE_KEEPER,
    RESERVATION_KEEPER,
)
from samkop.ordering.queries.delivery_promises import watched_orders
from samkop.ordering.queries.endings import endings_near
from samkop.ordering.queries.punch_out import actor_in, reservations_run_out, sessions_run_out
from samkop.ordering.queries.purchase_plan import due_rows
from samkop.ordering.queries.spares import short_spares
from samkop.ordering.queries.standing_orders import due_standing_orders
from samkop.ordering.usecases.by_itself import OWNER_LEFT
from samkop.ordering.usecases.delivery_promises import alarm_of_deliveries
from samkop.ordering.usecases.endings import tell_of_endings
from samkop.ordering.usecases.planned_purchases import order_planned, refuse_planned
from samkop.ordering.usecases.punch_out_sessions import expire_punch_out
from samkop.ordering.usecases.reservation import expire_reservation
from samkop.ordering.usecases.spare_orders import order_spares, refuse_spares
from samkop.ordering.usecases.standing_purchases import order_standing, refuse_standing
from samkop.parties.in_whose_name import actor_of_person
from samkop.parties.queries import parties_of_kind, party_of
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

JOB = RESERVATION_KEEPER.removeprefix("job:")
WATCH = DELIVERY_WATCH.removeprefix("job:")
ENDINGS = ENDING_WATCH.removeprefix("job:")
PURCHASES = PURCHASE_KEEPER.removeprefix("job:")

UseCase = Callable[..., Any]

log = structlog.get_logger()


def end_what_has_run_out(now: datetime | None = None) -> int:
    """Give back what is held for baskets that nobody ordered, and close visits left open.

    Each in its own unit of work. Returns how many ended. ``now`` is for tests.
    """
    now = now or datetime.now(UTC)
    with reading(actors.job(JOB), now=now):
        visits = [actor_in(session) for session in sessions_run_out(now)]
        reservations = reservations_run_out(now)
    ended = sum(_done(visitor, expire_punch_out, now) for visitor in visits)
    return ended + sum(
        _done(actors.job(JOB, buyer_id), expire_reservation, now, reservation_id=reservation_id)
        for buyer_id, reservation_id in reservations
    )


def watch_deliveries(now: datetime | None = None) -> int:
    """Look after everybody's promised deliveries; returns how many orders were looked at.

    One buyer after the other, one unit of work each order.
    """
    now = now or datetime.now(UTC)
    watched = 0
    for party_id in _buyers(WATCH, now):
        job = actors.job(WATCH, party_id)
        with reading(job, now=now):
            order_ids = watched_orders(party_id)
        watched += sum(
            _done(job, alarm_of_deliveries, now, order_id=order_id) for order_id in order_ids
        )
    return watched


def tell_of_all_endings(now: datetime | None = None) -> int:
    """Tell everybody once of what will soon not be sold any more; returns how many were told."""
    now = now or datetime.now(UTC)
    told = 0
    for party_id in _buyers(ENDINGS, now):
        job = actors.job(ENDINGS, party_id)
        with reading(job, now=now):
            near = bool(endings_near(party_id, day_of(now, party_of(party_id).time_zone)))
        told += perform(job, tell_of_endings, now=now) if near else 0
    return told


def order_what_is_due(now: datetime | None = None) -> int:
    """Send in the standing orders and the rows of plans whose day has come, and the spares of
    which few are left.

    Returns how many were looked at. Each in its person's name and in a unit of work of its own,
    so that a worker that dies leaves whole ones only; begun again, it finds those that are left.
    """
    now = now or datetime.now(UTC)
    ordered = 0
    for party_id in _buyers(PURCHASES, now):
        job = actors.job(PURCHASES, party_id)
        with reading(job, now=now):
            today = day_of(now, party_of(party_id).time_zone)
            due = due_standing_orders(party_id, today)
            planned = due_rows(party_id, today)
            short = short_spares(party_id)
        ordered += sum(
            _in_the_name_of(one.person_id, job, now, order_standing, refuse_standing,
                            standing_order_id=one.standing_order_id)
            for one in due
        ) + sum(
            _in_the_name_of(one.person_id, job, now, order_planned, refuse_planned,
                            planned_purchase_id=one.planned_purchase_id)
            for one in planned
        ) + sum(
            _in_the_name_of(one.person_id, job, now, order_spares, refuse_spares,
                            spare_stock_id=one.spare_stock_id)
            for one in short
        )  # fmt: skip
    return ordered


def _in_the_name_of(
    person_id: int, job: Actor, now: datetime, order: UseCase, refuse: UseCase, **named: Any
) -> bool:
    """Whether something was looked at: what it became is written down, or why it was refused."""
    try:
        person, language = actor_of_person(person_id, job.own_party_id, now, by="the clock")
    except Refused:
        left = gettext("The person has left. Set it up again in somebody else's name.")
        return _done(job, refuse, now, code=OWNER_LEFT, sentence=left, **named)
    with translation.override(language):
        try:
            perform(person, order, now=now, **named)
        except Refused as refused:
            said = {"code": refused.code, "sentence": str(refused)}
            return _done(job, refuse, now, **said, **named)
    return True


def _buyers(job: str, now: datetime) -> list[int]:
    with reading(actors.job(job), now=now):
        return list(parties_of_kind(*BUYER_KINDS).values_list("id", flat=True))


def _done(actor: Actor, use_case: UseCase, now: datetime, **inputs: Any) -> bool:
    """Whether it was done: what is refused is written to the log, and keeps nobody else."""
    try:
        perform(actor, use_case, now=now, **inputs)
    except Refused as refused:
        log.warning("refused-by-the-clock", task=use_case.__name__, code=refused.code, **inputs)
        return False
    return True
