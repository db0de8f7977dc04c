"""The last statement of a unit of work: its facts, its audit entry and its kept answer."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samkop.platform.actors import Actor
from samkop.platform.audit.entries import INSTALLATION, Change, digest_of, payload_of
from samkop.platform.database.driver import asked

# No RETURNING: an actor need not be able to read the chain that it writes, nor its facts.
_CLOSE = """
WITH entry AS (SELECT nextval('platform_auditentry_id_seq') AS id),
told AS (
    INSERT INTO platform_fact
        (name, party_id, body, happened_at, next_attempt_at, attempts, last_error)
    SELECT fact.name, %(party)s, fact.body::jsonb, %(now)s, %(now)s, 0, ''
    FROM unnest(%(names)s::text[], %(bodies)s::text[]) AS fact (name, body)
),
kept AS (
    UPDATE platform_idempotencykey SET kept = %(kept)s
    WHERE actor = %(actor)s AND operation = %(operation)s AND key = %(kept_key)s
),
written AS (
    INSERT INTO platform_auditentry
        (id, chain, at, actor, operation, key, payload, salt, digest)
    SELECT id, %(chain)s, %(now)s, %(actor)s, %(operation)s, %(key)s, %(payload)s, %(salt)s,
        %(digest)s FROM entry
)
INSERT INTO platform_auditsubject (entry_id, chain, subject)
SELECT entry.id, %(chain)s, subject FROM entry, unnest(%(subjects)s::text[]) AS subject
"""


@dataclass(frozen=True)
class Told:
    """A fact that waits to be written; ``body`` holds ids and plain JSON values."""

    name: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """The answer to keep beside an idempotency key, as JSON; both None without a key."""

    key: str | None = None
    answer: str | None = None


def close(
    actor: Actor,
    now: datetime,
    operation: str,
    key: str | None,
    *,
    changes: Sequence[Change],
    notes: Mapping[str, Any],
    facts: Sequence[Told],
    kept: Kept,
) -> None:
    """Write all of it, with a subject row for each thing that the unit changed."""
    payload = payload_of(actor.name, changes, notes)
    salt = secrets.token_bytes(16)
    asked(
        _CLOSE,
        {
            "party": actor.party_id, "now": now, "actor": actor.identity,
            "operation": operation, "key": key or "", "kept_key": kept.key,
            "kept": kept.answer, "names": [fact.name for fact in facts],
            "bodies": [json.dumps(fact.body) for fact in facts],
            "chain": actor.party_id or INSTALLATION, "payload": payload, "salt": salt,
            "digest": digest_of(payload, salt),
            "subjects": list(dict.fromkeys(change.subject for change in changes)),
        },
    )  # fmt: skip
