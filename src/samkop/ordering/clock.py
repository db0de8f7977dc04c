"""What the clock does in ordering: it ends visits and reservations, and watches deliveries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog

from samkop.ordering.policies import DELIVERY_WATCH, RESERVATION_KEEPER
from samkop.ordering.queries.delivery_promises import watched_orders
from samkop.ordering.queries.punch_out import actor_in, reservations_run_out, sessions_run_out
from samkop.ordering.usecases.delivery_promises import alarm_of_deliveries
from samkop.ordering.usecases.punch_out_sessions import expire_punch_out
from samkop.ordering.usecases.reservation import expire_reservation
from samkop.parties.queries import parties_of_kind
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

JOB = RESERVATION_KEEPER.removeprefix("job:")
WATCH = DELIVERY_WATCH.removeprefix("job:")

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


def _buyers(job: str, now: datetime) -> list[int]:
    with reading(actors.job(job), now=now):
        return list(parties_of_kind(*BUYER_KINDS).values_list("id", flat=True))


def _done(actor: Actor, use_case: Callable[..., Any], now: datetime, **inputs: Any) -> bool:
    """Whether it was done: what is refused is written to the log, and keeps nobody else."""
    try:
        perform(actor, use_case, now=now, **inputs)
    except Refused as refused:
        log.warning("refused-by-the-clock", task=use_case.__name__, code=refused.code, **inputs)
        return False
    return True
