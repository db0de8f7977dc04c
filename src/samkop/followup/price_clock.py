"""What the clock does with prices: holds new purchases against their rules, finds drift."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from samkop.agreements.models import NamedBuyer
from samkop.agreements.usecases.agreement import RUNNING_KINDS
from samkop.followup.policies.prices import JOB
from samkop.followup.queries.price_drift import has_drift, overdue_questions
from samkop.followup.queries.price_grounds import (
    unchecked_lines,
    unchecked_outside,
    unchecked_parts,
)
from samkop.followup.usecases.price_checks import check_invoices, check_purchases
from samkop.followup.usecases.price_findings import find_price_drift, remind_of_price_question
from samkop.parties.queries import own_today, parties_of_kind
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading


def watch_paid_prices(now: datetime | None = None) -> int:
    """Hold what was bought since the last time against its rules; returns how many purchases.

    One party after the other, some hundred purchases a unit of work; what was checked once is
    not looked at again, so it may be broken off anywhere.
    """
    now = now or datetime.now(UTC)
    with reading(actors.job(JOB), now=now):
        runners = list(parties_of_kind(*RUNNING_KINDS).values_list("id", flat=True))
    return sum(_watch(actors.job(JOB, runner_id), runner_id, now) for runner_id in runners)


def remind_of_all_questions(now: datetime | None = None) -> int:
    """Remind suppliers whose time to answer is over, once; returns of how many findings."""
    now = now or datetime.now(UTC)
    with reading(actors.job(JOB), now=now):
        runners = list(parties_of_kind(*RUNNING_KINDS).values_list("id", flat=True))
    reminded = 0
    for runner_id in runners:
        job = actors.job(JOB, runner_id)
        with reading(job, now=now):
            due = overdue_questions(runner_id, own_today())
        for finding_id in due:
            reminded += perform(job, remind_of_price_question, now=now, finding_id=finding_id)
    return reminded


def _watch(job: Actor, runner_id: int, now: datetime) -> int:
    with reading(job, now=now):
        named = NamedBuyer.objects.filter(agreement__purchasing_body_id=runner_id)
        buyers = sorted(set(named.values_list("buyer_id", flat=True)))
    if not buyers:
        return 0
    checked = _until_none(job, check_purchases, now, partial(_has_purchases, runner_id))
    for buyer_id in buyers:
        own = actors.job(JOB, buyer_id)
        checked += _until_none(own, check_invoices, now, partial(_has_invoices, buyer_id))
    with reading(job, now=now):
        anything = has_drift(runner_id, own_today())
    if anything:
        perform(job, find_price_drift, now=now)
    return checked


def _has_purchases(runner_id: int) -> bool:
    return bool(unchecked_lines(runner_id, 1)) or bool(unchecked_outside(runner_id, 1))


def _has_invoices(buyer_id: int) -> bool:
    return bool(unchecked_parts(buyer_id, 1))


def _until_none(
    job: Actor, check: Callable[..., int], now: datetime, anything: Callable[[], bool]
) -> int:
    """Check until nothing is left; nothing is written, nor entered anywhere, where nothing was."""
    done = 0
    while True:
        with reading(job, now=now):
            left = anything()
        some = perform(job, check, now=now) if left else 0
        if not some:
            return done
        done += some
