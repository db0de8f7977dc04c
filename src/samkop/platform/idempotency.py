"""Idempotency keys: the same request twice is done once (per actor and operation)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from samkop.platform.actors import Actor
from samkop.platform.closing import Kept
from samkop.platform.database.driver import asked
from samkop.platform.refusals import key_reused

LONGEST_KEY = 200  # characters of the column

_CLAIM = """
INSERT INTO platform_idempotencykey (actor, operation, key, input_digest, kept, at)
VALUES (%s, %s, %s, %s, '{}', %s) ON CONFLICT (actor, operation, key) DO NOTHING
"""
_KNOWN = """
SELECT input_digest, kept::text FROM platform_idempotencykey
WHERE actor = %s AND operation = %s AND key = %s
"""


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, models.Model):
            return f"{o._meta.label_lower}:{o.pk}"
        if isinstance(o, bytes | memoryview):
            return hashlib.sha256(o).hexdigest()
        if isinstance(o, frozenset | set):
            return sorted(map(str, o))
        if hasattr(o, "__dataclass_fields__"):
            return {name: getattr(o, name) for name in o.__dataclass_fields__}
        return super().default(o)


@dataclass(frozen=True)
class Known:
    """The kept answer to a key: a model by label and primary key, or a plain value."""

    kept: dict[str, Any]

    def answer(self) -> Any:
        """What the use case returned the first time; None for a row that is gone since."""
        if "model" in self.kept:
            return (
                apps.get_model(self.kept["model"])
                ._default_manager.filter(pk=self.kept["pk"])
                .first()
            )
        return self.kept["value"]


def claim(
    actor: Actor, operation: str, key: str | None, inputs: dict[str, Any], now: datetime
) -> Known | None:
    """Take the key for this unit of work, or return its kept answer.

    Waits for another transaction that holds the same key: the unique index does it.
    Raises Refused ``idempotency-key-reused`` when the inputs differ.
    """
    if key is None:
        return None
    digest = hashlib.sha256(json.dumps(inputs, cls=_Encoder, sort_keys=True).encode()).hexdigest()
    name = [actor.identity, operation, kept_key(actor, key)]
    if asked(_CLAIM, [*name, digest, now]).rowcount:
        return None
    known_digest, kept = asked(_KNOWN, name).fetchall()[0]
    if known_digest != digest:
        raise key_reused()
    return Known(json.loads(kept))


def kept_of(actor: Actor, key: str | None, result: Any) -> Kept:
    """What is kept of an answer beside its key."""
    if key is None:
        return Kept()
    if isinstance(result, models.Model):
        kept = {"model": result._meta.label_lower, "pk": result.pk}
    else:
        kept = {"value": result}
    return Kept(kept_key(actor, key), json.dumps(kept, cls=_Encoder))


def kept_key(actor: Actor, key: str) -> str:
    """A key as the table has it: within the party acted for.

    A person in two parties has two sets of keys.
    """
    whole = f"{actor.party_id or 0}/{key}"
    return whole if len(whole) <= LONGEST_KEY else hashlib.sha256(whole.encode()).hexdigest()
