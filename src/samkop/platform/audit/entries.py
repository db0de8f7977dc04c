"""Writing and reading audit entries.

An entry is a plain insert in the unit of work's own transaction. Its hash material is a
salted digest of the payload, so that a person's data can be erased (payload and salt
set to null) and the chain stays true.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from samkop.platform.actors import Actor

# The chain of entries that belong to no party (the installation's own jobs).
INSTALLATION = 0


@dataclass(frozen=True)
class Change:
    """One row's changed fields: ``{field: [before, after]}``."""

    subject: str
    fields: dict[str, list[Any]]


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        return o.hex() if isinstance(o, bytes) else super().default(o)


def digest_of(payload: str, salt: bytes) -> bytes:
    """SHA-256 over the salt (16 bytes) and the payload's UTF-8 text."""
    return hashlib.sha256(salt + payload.encode()).digest()


def write_entry(
    actor: Actor,
    now: datetime,
    operation: str,
    key: str | None,
    changes: Sequence[Change],
    notes: dict[str, Any],
) -> None:
    """Insert the entry of one unit of work, and a subject row for each thing it changed."""
    payload = json.dumps(
        {"name": actor.name, "changes": [[c.subject, c.fields] for c in changes], "notes": notes},
        cls=_Encoder, ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip
    salt = secrets.token_bytes(16)
    chain = actor.party_id or INSTALLATION
    subjects = list(dict.fromkeys(change.subject for change in changes))
    with connection.cursor() as cursor:
        # One statement, no RETURNING: an actor need not be able to read the chain it writes.
        cursor.execute(
            "WITH entry AS (SELECT nextval('platform_auditentry_id_seq') AS id),"
            " written AS (INSERT INTO platform_auditentry"
            " (id, chain, at, actor, operation, key, payload, salt, digest)"
            " SELECT id, %s, %s, %s, %s, %s, %s, %s, %s FROM entry)"
            " INSERT INTO platform_auditsubject (entry_id, chain, subject)"
            " SELECT entry.id, %s, subject FROM entry, unnest(%s::text[]) AS subject",
            [
                chain, now, actor.identity, operation, key or "", payload, salt,
                digest_of(payload, salt), chain, subjects,
            ],
        )  # fmt: skip
