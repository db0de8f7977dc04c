"""What the clock does in information security: warns of reports, reminds of attestations."""

from __future__ import annotations

from datetime import UTC, datetime

from samkop.core.period import day_of
from samkop.governance.queries.attestations import reminders_of
from samkop.governance.queries.incidents import clocks_ringing
from samkop.governance.usecases.attestations import remind_of_attestation
from samkop.governance.usecases.incident_clocks import PASSED, SOON, warn_of_clock
from samkop.parties.queries import parties_of_kind, party_of
from samkop.parties.vocabulary import BUYER_KINDS, PartyKind
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

WATCH, ATTESTATIONS = "incident-watch", "attestation-watch"


def watch_incidents(now: datetime | None = None) -> int:
    """Warn of reports that are due soon or late, once each; how many. ``now`` is for tests."""
    now = now or datetime.now(UTC)
    rung = 0
    for party_id in _parties(WATCH, now):
        job = actors.job(WATCH, party_id)
        with reading(job, now=now):
            ringing = [(one.pk, one.due_at) for one in clocks_ringing(party_id, now)]
        for clock_id, due_at in ringing:
            stage = PASSED if due_at and now > due_at else SOON
            perform(
                job, warn_of_clock, key=f"{clock_id}/{stage}/{due_at:%Y%m%dT%H%M%S}", now=now,
                clock_id=clock_id, stage=stage,
            )  # fmt: skip
        rung += len(ringing)
    return rung


def watch_attestations(now: datetime | None = None) -> int:
    """Remind members of what they attest to, on the day and once; how many. ``now``: tests."""
    now = now or datetime.now(UTC)
    reminded = 0
    for party_id in _parties(ATTESTATIONS, now):
        job = actors.job(ATTESTATIONS, party_id)
        with reading(job, now=now):
            due = reminders_of(party_id, day_of(now, party_of(party_id).time_zone))
        for one in due:
            perform(
                job, remind_of_attestation, key=one.key, now=now, version_id=one.version_id,
                kind=one.kind, due=one.day,
            )  # fmt: skip
        reminded += len(due)
    return reminded


def _parties(job: str, now: datetime) -> list[int]:
    kinds = (*BUYER_KINDS, PartyKind.CENTRAL_PURCHASING_BODY)
    with reading(actors.job(job), now=now):
        return list(parties_of_kind(*kinds).values_list("id", flat=True))
