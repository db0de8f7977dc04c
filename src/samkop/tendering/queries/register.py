"""Reads: the register of a tender's bids, as far as who acts may see it.

A bidder (``bidders.as_bidder``) sees its own entries, the tender's officers all of them after
the root was published, and the job that keeps the register all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from samkop.core.sealing import Entry, Header, Kind, padding_entry, read_header
from samkop.core.sealing.register import SALT
from samkop.platform.actors import Actor, job
from samkop.platform.database.driver import asked
from samkop.tendering.models import (
    RegisterEntry,
    RegisterPadding,
    RegisterRoot,
    SealedPart,
    Tender,
)
from samkop.tendering.vocabulary import EntryKind

PART = 1024 * 1024  # bytes of each part of a sealed file but the last
KEEPER = "bid-register"


def register_keeper(owner_id: int) -> Actor:
    """The job that keeps the registers of a party's tenders."""
    return job(KEEPER, owner_id)


def entry_in(row: RegisterEntry) -> Entry:
    """The entry as ``core.sealing`` has it."""
    if row.received_at is None:
        raise ValueError("an entry that is kept has its time")
    return Entry(
        kind=Kind(row.kind), tender=bytes.fromhex(row.edition.digest),
        number=bytes.fromhex(row.number), at=row.received_at, lot=row.lot.code,
        sealed=bytes.fromhex(row.sealed_sha256), of=bytes.fromhex(row.of),
        salt=bytes.fromhex(row.salt),
    )  # fmt: skip


def entries_of(tender_id: int) -> list[RegisterEntry]:
    """All entries that who acts may see, by time and number."""
    return list(_entries(tender_id).select_related("lot", "edition"))


def own_entries(tender_id: int) -> list[RegisterEntry]:
    """A bidder's own: of the tender it need not see more to replace or withdraw a bid."""
    return list(_entries(tender_id))


def _entries(tender_id: int) -> QuerySet[RegisterEntry]:
    rows = RegisterEntry.objects.filter(tender_id=tender_id)
    return rows.order_by("received_at", "number")


def standing_in(rows: list[RegisterEntry]) -> list[RegisterEntry]:
    """Those bids that came in time and were neither replaced nor withdrawn.

    As ``core.sealing.standing``, of rows.
    """
    ended = {row.of for row in rows if row.kind in {EntryKind.BID, EntryKind.WITHDRAWAL}}
    return [row for row in rows if row.kind == EntryKind.BID and row.number not in ended]


def padding_of(root: RegisterRoot) -> list[Entry]:
    """The entries that stand for nothing; only who keeps the register sees them."""
    digest = bytes.fromhex(root.edition.digest)
    salts = bytes(RegisterPadding.objects.get(tender_id=root.tender_id).salts)
    return [padding_entry(digest, salts[at : at + SALT]) for at in range(0, len(salts), SALT)]


def root_of(tender_id: int) -> RegisterRoot | None:
    """The root that was published for the tender, if it was."""
    rows = RegisterRoot.objects.filter(tender_id=tender_id).select_related("edition")
    return rows.first()


def is_over(tender: Tender) -> bool:
    """Whether the deadline has passed by the database's clock."""
    if tender.bids_until is None:
        return False
    statement = (
        "SELECT date_trunc('milliseconds', samkop_clock())"
        " > date_trunc('milliseconds', %s::timestamptz)"
    )
    return bool(asked(statement, [tender.bids_until]).fetchall()[0][0])


class SealedStream:
    """A sealed file's bytes, read once from its beginning, a part in memory at a time."""

    def __init__(self, file_id: UUID) -> None:
        rows = SealedPart.objects.filter(file_id=file_id).order_by("place")
        self._parts = rows.values_list("data", flat=True).iterator(chunk_size=1)
        self._waiting = memoryview(b"")

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""
        if not self._waiting:
            self._waiting = memoryview(bytes(next(self._parts, b"")))
        found, self._waiting = self._waiting[:size], self._waiting[size:]
        return bytes(found)

    def blocks(self) -> Iterator[bytes]:
        """All that is left, a part at a time."""
        while block := self.read(PART):
            yield block


def head_of(file_id: UUID) -> Header:
    """The head of a sealed file. Raises SealingError."""
    return read_header(SealedStream(file_id))
