"""What the clock does about decisions: reminds of their days, once each."""

from __future__ import annotations

from datetime import UTC, datetime

from samkop.core.period import day_of
from samkop.governance.queries.decision_days import due_days_of
from samkop.governance.usecases.decision_reminders import remind_of_decision_day
from samkop.parties.queries import parties_of_kind, party_of
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

JOB = "decision-watch"


def watch_decisions(now: datetime | None = None) -> int:
    """Remind of each day that comes near, one party after the other; how many there are."""
    now = now or datetime.now(UTC)
    with reading(actors.job(JOB), now=now):
        parties = list(parties_of_kind(*BUYER_KINDS).values_list("id", flat=True))
    found = 0
    for party_id in parties:
        job = actors.job(JOB, party_id)
        with reading(job, now=now):
            due = due_days_of(party_id, day_of(now, party_of(party_id).time_zone))
        for one in due:
            perform(
                job, remind_of_decision_day, key=one.key, now=now, kind=one.kind,
                thing_id=one.thing_id, day=one.day,
            )  # fmt: skip
        found += len(due)
    return found
