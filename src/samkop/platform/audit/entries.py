"""What an audit entry holds.

An entry is a plain insert in the unit of work's own transaction. Its hash material is a
salted digest of the payload, so that a person's data can be erased (payload and salt
set to null) and the chain stays true.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

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


def payload_of(name: str, changes: Sequence[Change], notes: Mapping[str, Any]) -> str:
    """An entry's payload as JSON: the actor's name, each change, and what was noted."""
    return json.dumps(
        {"name": name, "changes": [[c.subject, c.fields] for c in changes], "notes": notes},
        cls=_Encoder, ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip


def digest_of(payload: str, salt: bytes) -> bytes:
    """SHA-256 over the salt (16 bytes) and the payload's UTF-8 text."""
    return hashlib.sha256(salt + payload.encode()).digest()
