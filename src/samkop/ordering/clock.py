"""What the clock ends in ordering: visits to the shop, and what their baskets hold."""

from __future__ import annotations

from datetime import UTC, datetime

from samkop.ordering.policies import RESERVATION_KEEPER
from samkop.ordering.queries.punch_out import actor_in, reservations_run_out, sessions_run_out
from samkop.ordering.usecases.punch_out_sessions import expire_punch_out
from samkop.ordering.usecases.reservation import expire_reservation
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

JOB = RESERVATION_KEEPER.removeprefix("job:")


def end_what_has_run_out(now: datetime | None = None) -> int:
    """Give back what is held for baskets that nobody ordered, and close visits left open.

    Each in its own unit of work. Returns how many ended. ``now`` is for tests.
    """
    now = now or datetime.now(UTC)
    with reading(actors.job(JOB), now=now):
        visits = [actor_in(session) for session in sessions_run_out(now)]
        reservations = reservations_run_out(now)
    for visitor in visits:
        perform(visitor, expire_punch_out, now=now)
    for buyer_id, reservation_id in reservations:
        perform(
            actors.job(JOB, buyer_id), expire_reservation, now=now, reservation_id=reservation_id
        )
    return len(visits) + len(reservations)
