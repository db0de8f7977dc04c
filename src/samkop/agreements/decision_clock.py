"""What the clock does about the amounts of decisions: warns once that most is used up."""

from __future__ import annotations

from datetime import UTC, datetime

from samkop.agreements.queries.decision_limits import limits_near
from samkop.agreements.usecases.decision_limits import warn_of_decision_limit
from samkop.governance.decision_clock import JOB
from samkop.parties.queries import parties_of_kind
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading


def watch_decision_limits(now: datetime | None = None) -> int:
    """Warn of each amount that is nearly used up, one party after the other; how many."""
    now = now or datetime.now(UTC)
    with reading(actors.job(JOB), now=now):
        parties = list(parties_of_kind(*BUYER_KINDS).values_list("id", flat=True))
    found = 0
    for party_id in parties:
        job = actors.job(JOB, party_id)
        with reading(job, now=now):
            near = limits_near(party_id)
        for decision_id in near:
            perform(
                job, warn_of_decision_limit, key=f"limit/{decision_id}", now=now,
                decision_id=decision_id,
            )  # fmt: skip
        found += len(near)
    return found
