"""Sealing: a file key by chance, its parts for each pair of officers, the content in chunks."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from samkop.core.sealing.chunks import body_length, sealed_chunks
from samkop.core.sealing.content import (
    FileEntry,
    Manifest,
    check_manifest,
    content_blocks,
    padded_length,
)
from samkop.core.sealing.faults import Fault, SealingError
from samkop.core.sealing.header import (
    HASH,
    SHARE,
    Header,
    Part,
    Purpose,
    key_commitment,
    part_commitment,
    part_info,
)
from samkop.core.sealing.tender_key import TenderKey

Chance = Callable[[int], bytes]


@dataclass(frozen=True)
class Sealed:
    """A sealed bid as it is being made: its head, its length in bytes, and all its bytes once."""

    header: Header
    length: int
    blocks: Iterator[bytes]


def seal_bid(
    *,
    tender_key: TenderKey,
    lot: str,
    bidder: str,
    files: Sequence[tuple[FileEntry, Iterable[bytes]]],
    purpose: Purpose = Purpose.BID,
    chance: Chance = secrets.token_bytes,
) -> Sealed:
    """Seal files for a lot to the tender's officers, any two of whom open them.

    ``files`` are read as the blocks are taken. Raises SealingError: LOT_UNKNOWN, FILE_NAME,
    TOO_LARGE; while blocks are taken FILE_CHANGED.
    """
    if lot not in tender_key.lots:
        raise SealingError(
            Fault.LOT_UNKNOWN,
            f"The tender has no lot {lot}; there are: {', '.join(tender_key.lots)}.",
        )
    manifest = check_manifest(Manifest(bidder, tuple(entry for entry, _ in files)))
    file_key = chance(SHARE)
    header = _header(tender_key, lot, purpose, file_key, chance)
    content = content_blocks(manifest, [blocks for _, blocks in files])
    return Sealed(
        header, len(header.data) + body_length(padded_length(manifest.length)),
        _all(header, sealed_chunks(file_key, header.digest, content)),
    )  # fmt: skip


def _all(header: Header, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield header.data
    yield from chunks


def _header(
    tender_key: TenderKey, lot: str, purpose: Purpose, file_key: bytes, chance: Chance
) -> Header:
    bare = Header(
        purpose=purpose, tender_key=tender_key.digest, nonce=chance(HASH),
        commitment=key_commitment(file_key), officers=len(tender_key.officers), lot=lot, parts=(),
    )  # fmt: skip
    parts = []
    for pair in tender_key.pairs:
        for officer, share in zip(pair, split(file_key, chance), strict=True):
            info = part_info(bare.context, pair, officer)
            sealed = tender_key.officers[officer].key.seal(share, info)
            parts.append(Part(part_commitment(info, share), sealed))
    return replace(bare, parts=tuple(parts))


def split(file_key: bytes, chance: Chance) -> tuple[bytes, bytes]:
    """Two shares whose exclusive or is the key; each by itself is chance."""
    one = chance(len(file_key))
    return one, joined(one, file_key)


def joined(one: bytes, other: bytes) -> bytes:
    """The exclusive or."""
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
