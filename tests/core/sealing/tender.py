"""A tender with three officers, and bids for it: made once, since keys cost time."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from samkop.core.sealing import (
    FileEntry,
    Officer,
    PrivateKey,
    Purpose,
    TenderKey,
    give_parts,
    join_parts,
    open_bid,
    read_header,
    seal_bid,
)

DEADLINE = datetime(2026, 12, 1, 11, tzinfo=UTC)
AFTER = DEADLINE + timedelta(milliseconds=1)
KEYS = tuple(PrivateKey.make() for _ in range(3))
NAMES = ("Officer one", "Officer two", "Officer three")
OFFICERS = tuple(Officer(name, key.public) for name, key in zip(NAMES, KEYS, strict=True))
REGISTER = Ed25519PrivateKey.generate()
TENDER = TenderKey(
    "KS 2026/114", DEADLINE, ("1", "2"), OFFICERS, 64, REGISTER.public_key().public_bytes_raw()
)
BIDDER = "0007:5567891234"
CHUNK = 64 * 1024


def sealed(content=b"Price: 899.00", *, name="prices.csv", lot="1", tender=TENDER, **more) -> bytes:
    entry = FileEntry(name, len(content))
    made = seal_bid(tender_key=tender, lot=lot, bidder=BIDDER, files=[(entry, [content])], **more)
    whole = b"".join(made.blocks)
    assert len(whole) == made.length
    return whole


def rehearsal(content=b"A text of trial") -> bytes:
    return sealed(content, purpose=Purpose.REHEARSAL)


def head_of(data: bytes):
    """The head, and the stream standing at the body."""
    body = io.BytesIO(data)
    return read_header(body), body


def parts_of(data: bytes, officer: int, *, tender=TENDER, now=AFTER, keys=KEYS):
    return give_parts(header=head_of(data)[0], tender_key=tender, key=keys[officer], now=now)


def file_key_of(data: bytes, pair=(0, 1)) -> bytes:
    return join_parts(head_of(data)[0], *(parts_of(data, officer) for officer in pair))


def content_of(data: bytes, file_key: bytes, **more) -> dict[str, bytes]:
    """The files of a bid, read to the end."""
    header, body = head_of(data)
    content = open_bid(header=header, body=body, file_key=file_key, **more)
    return {entry.name: b"".join(blocks) for entry, blocks in content.files()}


def opened(data: bytes, pair=(0, 1)) -> dict[str, bytes]:
    return content_of(data, file_key_of(data, pair))
