"""Sealing: entries are chained per party within a second of their commit.

The sealer is the only one that chains. It takes entries whose transaction is older than
the oldest open one, in (xid, id) order: by id alone, an entry that commits late would be
passed over. Chaining inside the transaction would make all of a party's writes queue up
behind one row (house.md, "Ceilings, audit, outbox").
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import connection

from samkop.platform.actors import Actor
from samkop.platform.audit.heads import Head, Heads
from samkop.platform.unit_of_work import reading, unaudited

log = structlog.get_logger()

# Any number will do, as long as it is the same for every sealer of a database.
SEALER_LOCK = 7_262_026

GENESIS = hashlib.sha256(b"samkop audit chain, version 1").digest()

TAKE = """
SELECT e.id, e.chain, e.at, e.actor, e.operation, e.key, e.digest, e.xid::text
FROM platform_auditentry e
WHERE e.xid >= coalesce((SELECT max(s.xid) FROM platform_auditseal s), '0')
  AND e.xid < pg_snapshot_xmin(pg_current_snapshot())
  AND NOT EXISTS (SELECT FROM platform_auditseal s WHERE s.entry_id = e.id)
ORDER BY e.xid, e.id LIMIT %s
"""


@dataclass(frozen=True)
class Entry:
    """The sealed fields of an entry, in the order in which they are hashed."""

    id: int
    chain: int
    at: datetime
    actor: str
    operation: str
    key: str
    digest: bytes

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> Entry:
        """From a database row in the order of the fields."""
        identity, chain, at, actor, operation, key, digest = row
        return cls(identity, chain, at, actor, operation, key, bytes(digest))


def link(previous: bytes, number: int, entry: Entry) -> bytes:
    """The hash of one link: SHA-256 over the hash before, the number and the entry."""
    fields = (number, entry.id, entry.chain, entry.at.isoformat(), entry.actor,
              entry.operation, entry.key, entry.digest.hex())  # fmt: skip
    line = "\x1f".join(map(str, fields))
    return hashlib.sha256(previous + line.encode()).digest()


def seal_waiting(actor: Actor, *, limit: int = 5000) -> dict[int, tuple[int, bytes]]:
    """Chain up to ``limit`` waiting entries; ``actor`` is the job ``audit-sealer``.

    Returns the new head of each chain that grew: ``{chain: (count, hash)}``; nothing when
    another sealer is at work. It goes round ``perform``: an entry about sealing would have
    to be sealed in its turn.
    """
    with unaudited(actor), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        if not cursor.fetchone()[0]:
            return {}
        cursor.execute(TAKE, [limit])
        taken = [(Entry.of(row[:7]), row[7]) for row in cursor.fetchall()]
        heads = _heads_in_database({entry.chain for entry, _ in taken})
        grown: dict[int, tuple[int, bytes]] = {}
        rows = []
        for entry, xid in taken:
            number, previous = heads.get(entry.chain, (0, GENESIS))
            sealed = (number + 1, link(previous, number + 1, entry))
            heads[entry.chain] = grown[entry.chain] = sealed
            rows.append((entry.id, entry.chain, *sealed, xid))
        cursor.executemany(
            "INSERT INTO platform_auditseal (entry_id, chain, number, hash, xid)"
            " VALUES (%s, %s, %s, %s, %s::xid8)",
            rows,
        )
    return grown


def sealed_heads(actor: Actor) -> dict[int, tuple[int, bytes]]:
    """How far every chain is sealed: ``{chain: (count, hash)}``; ``actor`` is the sealer."""
    with reading(actor), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT chain FROM platform_auditseal")
        return _heads_in_database({chain for (chain,) in cursor.fetchall()})


def publish_heads(
    heads: Heads, grown: dict[int, tuple[int, bytes]], actor: Actor, now: datetime
) -> list[Head]:
    """Write the signed heads outside the database, after the seals are committed.

    A head is replaced only if the chain still leads through it: a chain that was rewritten
    keeps its old head, so that ``samkop audit verify`` tells, and an alarm is logged.
    """
    known = heads.read()
    written = []
    for chain, (count, value) in grown.items():
        old = known.get(chain)
        if old and _hash_at(actor, chain, old.count) != old.hash:
            log.error("audit-chain-broken", chain=chain, at=old.count)
        elif old is None or count > old.count:
            written.append(heads.write(chain, count, value, now))
    return written


def _hash_at(actor: Actor, chain: int, number: int) -> bytes | None:
    with reading(actor), connection.cursor() as cursor:
        cursor.execute(
            "SELECT hash FROM platform_auditseal WHERE chain = %s AND number = %s",
            [chain, number],
        )
        row = cursor.fetchone()
    return bytes(row[0]) if row else None


def _heads_in_database(chains: set[int]) -> dict[int, tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (chain) chain, number, hash FROM platform_auditseal"
            " WHERE chain = ANY(%s) ORDER BY chain, number DESC",
            [list(chains)],
        )
        return {chain: (number, bytes(value)) for chain, number, value in cursor.fetchall()}
