"""What the clock does with devices: tells of notice, lets leases go on, commits what they cost,
reminds of loans, tells of work that was promised and is not done.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import structlog

from samkop.core.period import day_of
from samkop.fleet.policies import FLEET_KEEPER
from samkop.fleet.queries.cases import loans_due
from samkop.fleet.queries.leases import (
    leases_going_on,
    leases_near_notice,
    leases_uncommitted,
)
from samkop.fleet.queries.work import promises_broken
from samkop.fleet.usecases.lease_ends import (
    alarm_of_notice,
    commit_lease,
    extend_lease,
    leave_uncommitted,
)
from samkop.fleet.usecases.standing_in import remind_of_loans
from samkop.fleet.usecases.work_notices import alarm_of_promised_work
from samkop.parties.queries import parties_of_kind, party_of
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

log = structlog.get_logger()


def watch_leases(now: datetime | None = None) -> int:
    """Look after everybody's leases; returns how many somebody was told of, or went on.

    One lessee after the other, one unit of work each step.
    """
    now = now or datetime.now(UTC)
    with reading(actors.job(FLEET_KEEPER), now=now):
        owners = list(parties_of_kind(*BUYER_KINDS).values_list("id", flat=True))
    return sum(_watch(actors.job(FLEET_KEEPER, owner_id), owner_id, now) for owner_id in owners)


def remind_of_all_loans(now: datetime | None = None) -> int:
    """Tell whoever has what is to come back by today, once; returns how many loans were due."""
    now = now or datetime.now(UTC)
    with reading(actors.job(FLEET_KEEPER), now=now):
        owners = list(parties_of_kind(*BUYER_KINDS).values_list("id", flat=True))
    return sum(_remind(actors.job(FLEET_KEEPER, owner_id), owner_id, now) for owner_id in owners)


def alarm_of_all_work(now: datetime | None = None) -> int:
    """Tell of work whose promised time has passed, once; returns of how many work orders."""
    now = now or datetime.now(UTC)
    with reading(actors.job(FLEET_KEEPER), now=now):
        owners = list(parties_of_kind(*BUYER_KINDS).values_list("id", flat=True))
    return sum(_alarm(actors.job(FLEET_KEEPER, owner_id), owner_id, now) for owner_id in owners)


def _alarm(job: Actor, owner_id: int, now: datetime) -> int:
    with reading(job, now=now):
        moment = now.astimezone(ZoneInfo(party_of(owner_id).time_zone))
        is_broken = promises_broken(owner_id, moment).exists()
    return perform(job, alarm_of_promised_work, now=now) if is_broken else 0


def _remind(job: Actor, owner_id: int, now: datetime) -> int:
    with reading(job, now=now):
        is_due = loans_due(owner_id, day_of(now, party_of(owner_id).time_zone)).exists()
    return perform(job, remind_of_loans, now=now) if is_due else 0


def _watch(job: Actor, owner_id: int, now: datetime) -> int:
    with reading(job, now=now):
        today = day_of(now, party_of(owner_id).time_zone)
        near, going = leases_near_notice(owner_id, today), leases_going_on(owner_id, today)
    for lease_id in near:
        perform(job, alarm_of_notice, now=now, lease_id=lease_id)
    for lease_id in going:
        perform(job, extend_lease, now=now, lease_id=lease_id)
    with reading(job, now=now):
        waiting = leases_uncommitted(owner_id)
    for lease_id in waiting:
        commit_or_tell(job, lease_id, now)
    return len(near) + len(going)


def commit_or_tell(job: Actor, lease_id: int, now: datetime) -> None:
    """Put on budgets and ceiling what a lease costs; where that is refused, somebody is told."""
    try:
        perform(job, commit_lease, now=now, lease_id=lease_id)
    except Refused as refused:
        log.warning("lease-not-committed", lease=lease_id, code=refused.code)
        perform(job, leave_uncommitted, now=now, lease_id=lease_id, code=refused.code)
