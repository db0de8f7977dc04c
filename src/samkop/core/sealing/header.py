"""The head of a sealed bid, byte by byte (docs/reference/sealed-bids.md)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Protocol

from samkop.core.sealing.faults import Fault, SealingError
from samkop.core.sealing.keys import ADDED_LENGTH
from samkop.core.sealing.members import check_text, unreadable
from samkop.core.sealing.tender_key import (
    LEAST_OFFICERS,
    LONGEST_LOT,
    MOST_OFFICERS,
    pairs_of,
)

LABEL = b"samkop sealed-bid/1 "  # of every hash and key: no other use takes one for its own
MAGIC = b"samkop-bid\n"
VERSION = 1
HASH = 32
SHARE = 32  # bytes of a file key, and of a share of it
PART = HASH + SHARE + ADDED_LENGTH
_FIXED = len(MAGIC) + 1 + 1 + 3 * HASH + 1 + 1


class Purpose(IntEnum):
    """What was sealed: a bid, or a text that officers open before publication, for practice."""

    BID = 0
    REHEARSAL = 1


class Readable(Protocol):
    """A binary stream; ``read`` gives at most so many bytes, and none at the end."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Part:
    """A share of the file key for one officer: its commitment, and the share as sealed."""

    commitment: bytes
    sealed: bytes


@dataclass(frozen=True)
class Header:
    """Parts stand by pair, in each pair the officer with the lower place first."""

    purpose: Purpose
    tender_key: bytes
    nonce: bytes
    commitment: bytes
    officers: int
    lot: str
    parts: tuple[Part, ...]

    @cached_property
    def context(self) -> bytes:
        """All before the parts: what each part is bound to."""
        lot = self.lot.encode()
        return b"".join((
            MAGIC, bytes((VERSION, self.purpose)), self.tender_key, self.nonce, self.commitment,
            bytes((self.officers, len(lot))), lot,
        ))  # fmt: skip

    @cached_property
    def data(self) -> bytes:
        return self.context + b"".join(part.commitment + part.sealed for part in self.parts)

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of the head: what the body is bound to, and what parts name their bid by."""
        return hashlib.sha256(self.data).digest()

    def part(self, pair: tuple[int, int], officer: int) -> Part:
        """The part for one officer of a pair."""
        return self.parts[2 * pairs_of(self.officers).index(pair) + pair.index(officer)]


def key_commitment(file_key: bytes) -> bytes:
    """Binds a head to one file key: AES-GCM by itself does not commit to its key."""
    return hashlib.sha256(LABEL + b"file key\0" + file_key).digest()


def part_commitment(info: bytes, share: bytes) -> bytes:
    """Binds a part to one share, so that a forged one is known without the other."""
    return hashlib.sha256(LABEL + b"share\0" + info + share).digest()


def part_info(context: bytes, pair: tuple[int, int], officer: int) -> bytes:
    """What a part is sealed under: this bid, this pair, this officer."""
    return LABEL + b"part\0" + hashlib.sha256(context).digest() + bytes((*pair, officer))


def read_header(stream: Readable) -> Header:
    """The head at the beginning of a sealed bid; the stream stands at its body then.

    Raises SealingError(NOT_READABLE, VERSION_UNKNOWN).
    """
    fixed = exactly(stream, _FIXED)
    if not fixed.startswith(MAGIC):
        unreadable("The file is no sealed bid of Samk\u00f6p.")
    version, purpose = fixed[len(MAGIC)], fixed[len(MAGIC) + 1]
    if version != VERSION:
        raise SealingError(
            Fault.VERSION_UNKNOWN,
            f"The bid was sealed in version {version} of the format; this program reads {VERSION}.",
        )
    if purpose not in set(Purpose):
        unreadable("The sealed bid's head has a purpose that there is not.")
    hashes = fixed[len(MAGIC) + 2 : -2]
    officers, lot_length = fixed[-2:]
    if not LEAST_OFFICERS <= officers <= MOST_OFFICERS:
        unreadable(f"The sealed bid's head has {officers} officers.")
    lot = _lot(exactly(stream, lot_length))
    parts = [exactly(stream, PART) for _ in range(officers * (officers - 1))]
    return Header(
        purpose=Purpose(purpose), tender_key=hashes[:HASH], nonce=hashes[HASH : 2 * HASH],
        commitment=hashes[2 * HASH :], officers=officers, lot=lot,
        parts=tuple(Part(part[:HASH], part[HASH:]) for part in parts),
    )  # fmt: skip


def _lot(data: bytes) -> str:
    try:
        lot = data.decode()
    except UnicodeDecodeError:
        unreadable("The sealed bid's head names its lot in no UTF-8.")
    check_text(lot, "The lot in the sealed bid's head", longest=LONGEST_LOT)
    return lot


def exactly(stream: Readable, size: int) -> bytes:
    """So many bytes. Raises SealingError(NOT_READABLE) where the stream ends before."""
    found = up_to(stream, size)
    if len(found) < size:
        unreadable("The file ends within the sealed bid's head.")
    return found


def up_to(stream: Readable, size: int) -> bytes:
    """So many bytes, fewer only at the stream's end."""
    parts = []
    while size and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
