"""Taking messages that wait: one worker holds one at a time, for a while.

Bookkeeping, not a history: no audit entry. A worker that dies lets its lease run out, and
the message is taken again; ``attempts`` has counted what did not come to an end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from samkop.exchange.rules import LEASE
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import unaudited

_TAKE = (
    "UPDATE exchange_message SET attempts = attempts + 1, next_attempt_at = %s WHERE id ="
    " (SELECT id FROM exchange_message WHERE direction = %s AND next_attempt_at <= %s"
    "  AND state IN ('stored', 'waiting', 'alarm')"
    "  ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)"
    " RETURNING id, owner_id, attempts, size"
)


@dataclass(frozen=True)
class Taken:
    """A message that this worker holds; ``attempt`` counts from 1, ``size`` is in bytes."""

    message_id: int
    owner_id: int
    attempt: int
    size: int


def take_message(actor: Actor, *, now: datetime, direction: str) -> Taken | None:
    """Lease the message that has waited longest in this direction, or None."""
    with unaudited(actor), connection.cursor() as cursor:
        cursor.execute(_TAKE, [now + LEASE, direction, now])
        row = cursor.fetchone()
    return None if row is None else Taken(*row)
