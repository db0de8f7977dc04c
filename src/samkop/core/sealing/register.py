"""The register of a tender's bids: what came in when, and what became of it.

An entry is never changed: a replacement and a withdrawal are entries of their own. Numbers of
receipts are chance, since a running number would tell how many there are.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from samkop.core.sealing.members import (
    Members,
    canonical,
    hex_bytes,
    time_text,
    unreadable,
    whole_milliseconds,
)
from samkop.core.sealing.tender_key import LONGEST_LOT

NUMBER = 16  # bytes of a receipt's number
SALT = HASH = 32
_LEAF = b"\x00"  # RFC 6962, section 2.1: a leaf is never taken for a node
_NAMES = {"kind", "tender", "number", "at", "lot", "sealed", "of", "salt"}
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Kind(StrEnum):
    """What an entry tells."""

    BID = "bid"
    WITHDRAWAL = "withdrawal"
    LATE = "late"
    PADDING = "padding"


@dataclass(frozen=True)
class Entry:
    """``of`` is the number of the bid that is replaced or withdrawn; ``salt`` hides the rest."""

    kind: Kind
    tender: bytes
    number: bytes
    at: datetime
    lot: str
    sealed: bytes
    of: bytes
    salt: bytes

    @cached_property
    def members(self) -> dict[str, str]:
        return {
            "kind": self.kind.value, "tender": self.tender.hex(), "number": self.number.hex(),
            "at": time_text(self.at), "lot": self.lot, "sealed": self.sealed.hex(),
            "of": self.of.hex(), "salt": self.salt.hex(),
        }  # fmt: skip

    @cached_property
    def leaf(self) -> bytes:
        """What stands of it in the tree; without the salt it says nothing."""
        return hashlib.sha256(_LEAF + canonical(self.members)).digest()


def in_time(received_at: datetime, deadline: datetime) -> bool:
    """Whether a bid came by the deadline: its very moment included, a millisecond later not."""
    return whole_milliseconds(received_at) <= whole_milliseconds(deadline)


def bid_entry(
    *, tender: bytes, at: datetime, deadline: datetime, lot: str, sealed: bytes, of: bytes = b""
) -> Entry:
    """A bid that came in, late or not; ``sealed`` is the SHA-256 of the whole sealed file."""
    kind = Kind.BID if in_time(at, deadline) else Kind.LATE
    return _entry(kind, tender, at, lot, sealed, of)


def withdrawal_entry(*, tender: bytes, at: datetime, bid: Entry) -> Entry:
    """The withdrawal of a bid."""
    return _entry(Kind.WITHDRAWAL, tender, at, bid.lot, bid.sealed, bid.number)


def padding_entry(tender: bytes, salt: bytes | None = None) -> Entry:
    """An entry of nothing; before it is opened nobody can tell it from another.

    ``salt`` is that of one which was made before.
    """
    salt = salt or secrets.token_bytes(SALT)
    return Entry(Kind.PADDING, tender, b"", _NEVER, "", b"", b"", salt)


def _entry(kind: Kind, tender: bytes, at: datetime, lot: str, sealed: bytes, of: bytes) -> Entry:
    return Entry(
        kind, tender, secrets.token_bytes(NUMBER), whole_milliseconds(at), lot, sealed, of,
        secrets.token_bytes(SALT),
    )  # fmt: skip


def entry_of(value: Any, at: str) -> Entry:
    """Raises SealingError(NOT_READABLE)."""
    members = Members(value, at, _NAMES)
    kind = members.text("kind")
    if kind not in set(Kind):
        unreadable(f"{at}: there is no kind {kind}.")
    none = kind == Kind.PADDING
    found = Entry(
        kind=Kind(kind), tender=members.bytes("tender", HASH),
        number=members.bytes("number", 0 if none else NUMBER), at=members.time("at"),
        lot=members.text("lot", longest=LONGEST_LOT, empty=none),
        sealed=members.bytes("sealed", 0 if none else HASH),
        of=hex_bytes(value["of"], f"{at}: of", *_lengths_of(Kind(kind))),
        salt=members.bytes("salt", SALT),
    )  # fmt: skip
    if none and (found.lot or found.at != _NEVER):
        unreadable(f"{at}: an entry of padding holds nothing.")
    return found


def _lengths_of(kind: Kind) -> tuple[int, ...]:
    if kind is Kind.WITHDRAWAL:
        return (NUMBER,)
    return (0,) if kind is Kind.PADDING else (0, NUMBER)


def standing(entries: Iterable[Entry]) -> dict[bytes, Entry]:
    """The bids, by number, that came in time and were neither replaced nor withdrawn."""
    known = list(entries)
    ended = {one.of for one in known if one.kind in {Kind.BID, Kind.WITHDRAWAL}}
    return {one.number: one for one in known if one.kind is Kind.BID and one.number not in ended}
