"""Checking the chains against their signed heads (``samkop audit verify``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections

from samkop.platform.audit.entries import digest_of
from samkop.platform.audit.heads import Head
from samkop.platform.audit.sealing import GENESIS, Entry, link

ROWS = """
SELECT s.number, s.hash, e.payload, e.salt,
       e.id, e.chain, e.at, e.actor, e.operation, e.key, e.digest
FROM platform_auditseal s LEFT JOIN platform_auditentry e ON e.id = s.entry_id
WHERE s.chain = %s ORDER BY s.number
"""


@dataclass(frozen=True)
class Finding:
    """One thing wrong with a chain: a stable code, the number in the chain, a sentence."""

    chain: int
    number: int
    code: str
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """What a check of all chains found."""

    sealed: int
    unsealed: int
    erased: int
    findings: tuple[Finding, ...]


def verify(heads: dict[int, Head], *, alias: str = "owner") -> Verdict:
    """Recompute every chain as the owner and compare it with its signed head."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT DISTINCT chain FROM platform_auditseal")
        chains = {row[0] for row in cursor.fetchall()} | set(heads)
        cursor.execute(
            "SELECT count(*) FROM platform_auditentry e WHERE NOT EXISTS"
            " (SELECT FROM platform_auditseal s WHERE s.entry_id = e.id)"
        )
        unsealed = cursor.fetchone()[0]
    checked = [_Chain(chain, heads.get(chain), alias) for chain in sorted(chains)]
    findings = tuple(finding for chain in checked for finding in chain.findings())
    return Verdict(
        sum(chain.sealed for chain in checked), unsealed,
        sum(chain.erased for chain in checked), findings,
    )  # fmt: skip


class _Chain:
    def __init__(self, chain: int, head: Head | None, alias: str) -> None:
        self.chain, self.head, self.alias = chain, head, alias
        self.sealed = self.erased = 0

    def findings(self) -> Iterator[Finding]:
        """Walk the chain once; after a break the walk goes on from the kept hash."""
        previous, at_head = GENESIS, None
        with connections[self.alias].cursor() as cursor:
            cursor.execute(ROWS, [self.chain])
            for row in cursor:
                number, kept, payload, salt, *fields = row
                self.sealed += 1
                if number != self.sealed:
                    yield self._finding(self.sealed, "deleted", "entries are missing before this")
                    self.sealed = number
                if fields[0] is None:
                    yield self._finding(number, "deleted", "the sealed entry is gone")
                else:
                    yield from self._check(number, previous, bytes(kept), payload, salt, fields)
                previous = bytes(kept)
                if self.head and number == self.head.count:
                    at_head = previous
        yield from self._check_head(at_head)

    def _check(
        self, number: int, previous: bytes, kept: bytes, payload: str | None,
        salt: bytes | None, fields: list[object],
    ) -> Iterator[Finding]:  # fmt: skip
        entry = Entry.of(tuple(fields))
        if link(previous, number, entry) != kept:
            yield self._finding(number, "changed", "the entry or its place is not what was sealed")
        if payload is None or salt is None:
            self.erased += 1
        elif digest_of(payload, bytes(salt)) != entry.digest:
            yield self._finding(number, "changed", "the payload is not what was sealed")

    def _check_head(self, at_head: bytes | None) -> Iterator[Finding]:
        if self.head is None:
            if self.sealed:
                yield self._finding(self.sealed, "head-missing", "the signed head file is gone")
        elif at_head is None:
            yield self._finding(
                self.head.count, "truncated",
                f"the signed head counts {self.head.count}, the chain ends at {self.sealed}",
            )  # fmt: skip
        elif at_head != self.head.hash:
            yield self._finding(self.head.count, "changed", "the chain does not lead to its head")

    def _finding(self, number: int, code: str, sentence: str) -> Finding:
        return Finding(self.chain, number, code, sentence)
