"""Facts go up: what happened is written in its transaction and told to the floors above.

A use case calls ``tell``; ``site/wiring.py`` names the handlers of each fact; one
dispatcher takes waiting facts and calls them. A handler makes one ``perform`` call with
``fact.key_for(handler)`` as its idempotency key, so that a fact told twice acts once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import connection

from samkop.platform import actors
from samkop.platform.closing import Told
from samkop.platform.models import Fact as FactRow
from samkop.platform.unit_of_work import current_unit, reading, unaudited

LEASE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
ALARM_AFTER_ATTEMPTS = 8

log = structlog.get_logger()


@dataclass(frozen=True)
class Fact:
    """A fact as its handlers see it."""

    id: int
    name: str
    party_id: int | None
    body: dict[str, Any]
    happened_at: datetime
    attempts: int

    def key_for(self, handler: str) -> str:
        """The idempotency key of one handler's effect."""
        return f"fact:{self.id}:{handler}"


Handler = Callable[[Fact], None]
Wiring = Mapping[str, Sequence[Handler]]


def tell(name: str, **body: Any) -> None:
    """Tell a fact: it is written into the outbox when the open unit of work closes.

    ``body`` holds ids and plain JSON values, never rows.
    """
    current_unit().facts.append(Told(name, body))


def dispatch_waiting(wiring: Wiring, *, now: datetime | None = None, limit: int = 100) -> int:
    """Take up to ``limit`` facts that wait at ``now`` (else the clock's time), one by one, and
    call their handlers.

    Returns how many were handled. A fact whose handler fails is tried again after a
    growing pause; after eight attempts it is logged as an alarm each time.
    """
    handled = 0
    dispatcher = actors.job("dispatcher")
    while handled < limit:
        fact = take_fact(dispatcher, now=now)
        if fact is None:
            break
        try:
            for handler in wiring.get(fact.name, ()):
                handler(fact)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises, the fact stays
            postpone_fact(dispatcher, fact, repr(error)[:2000], now=now)
            _report(fact, error)
        else:
            finish_fact(dispatcher, fact, now=now)
        handled += 1
    return handled


def take_fact(dispatcher: actors.Actor, *, now: datetime | None = None) -> Fact | None:
    """Lease the next waiting fact to this dispatcher; SKIP LOCKED lets several work.

    Should the process be killed before the fact is finished, the lease runs out and the
    fact is taken again.
    """
    with unaudited(dispatcher, now=now) as unit, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE platform_fact SET next_attempt_at = %s, attempts = attempts + 1 WHERE id ="
            " (SELECT id FROM platform_fact WHERE done_at IS NULL AND next_attempt_at <= %s"
            "  ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)"
            " RETURNING id, name, party_id, body::text, happened_at, attempts",
            [unit.now + LEASE, unit.now],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    identity, name, party_id, body, happened_at, attempts = row
    return Fact(identity, name, party_id, json.loads(body), happened_at, attempts)


def any_postponed() -> bool:
    """Whether a fact waits that a handler has failed at."""
    with reading(actors.job("dispatcher")):
        return FactRow.objects.filter(done_at=None).exclude(last_error="").exists()


def finish_fact(dispatcher: actors.Actor, fact: Fact, *, now: datetime | None = None) -> None:
    """Every handler has had the fact."""
    with unaudited(dispatcher, now=now) as unit:
        FactRow.objects.filter(id=fact.id).update(done_at=unit.now, last_error="")


def postpone_fact(
    dispatcher: actors.Actor, fact: Fact, error: str, *, now: datetime | None = None
) -> None:
    """A handler failed: the fact waits 2, 4, 8 … seconds, at most an hour."""
    pause = min(timedelta(seconds=2 ** min(fact.attempts, 12)), LONGEST_PAUSE)
    with unaudited(dispatcher, now=now) as unit:
        FactRow.objects.filter(id=fact.id).update(
            next_attempt_at=unit.now + pause, last_error=error
        )


def _report(fact: Fact, error: Exception) -> None:
    tell_log = log.error if fact.attempts >= ALARM_AFTER_ATTEMPTS else log.warning
    tell_log("fact-not-handled", fact=fact.name, id=fact.id, attempts=fact.attempts, error=error)
