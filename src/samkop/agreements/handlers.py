"""What the clock brings about: warnings before an agreement runs out."""

from __future__ import annotations

from datetime import UTC, datetime

from samkop.agreements.queries import day_of, forecast_of, running_of
from samkop.agreements.usecases.agreement import RUNNING_KINDS
from samkop.agreements.usecases.run_out import warn_of_run_out
from samkop.parties.queries import parties_of_kind
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

JOB = "run-out-watch"


def warn_of_run_outs(now: datetime | None = None) -> int:
    """Warn of each agreement whose next tender is due; returns how many there are.

    One party after the other. Whoever has been told is told again in the next quarter of the
    year, and when the day is over, as long as nothing has changed.
    """
    now = now or datetime.now(UTC)
    with reading(actors.job(JOB), now=now):
        parties = list(parties_of_kind(*RUNNING_KINDS).values_list("id", flat=True))
    due = 0
    for party_id in parties:
        job = actors.job(JOB, party_id)
        for agreement_id, key in _due_of(job, party_id, now):
            perform(job, warn_of_run_out, key=key, now=now, agreement_id=agreement_id)
            due += 1
    return due


def _due_of(job: actors.Actor, party_id: int, now: datetime) -> list[tuple[int, str]]:
    """The party's agreements with an alarm, each with the key under which it is told once."""
    due = []
    with reading(job, now=now):
        for agreement in running_of(party_id):
            today = day_of(agreement.purchasing_body, now)
            stage = forecast_of(agreement, agreement.ceiling, today).outcome.stage(today)
            if stage is not None:
                quarter = (today.month + 2) // 3
                due.append((agreement.pk, f"{agreement.pk}/{stage}/{today.year}-{quarter}"))
    return due
