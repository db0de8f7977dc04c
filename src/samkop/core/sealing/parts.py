"""The file in which an officer gives out parts, of as many bids as are opened at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from samkop.core.sealing.header import HASH, SHARE
from samkop.core.sealing.members import VERSION, Members, canonical, document, unreadable
from samkop.core.sealing.opening import GivenParts
from samkop.core.sealing.tender_key import MOST_OFFICERS

KIND = "bid-parts"
MOST_BIDS = 10_000


def parts_file(given: Sequence[GivenParts]) -> bytes:
    """The bids' digests with the shares, those of each other officer beside its place."""
    rows = [
        {
            "bid": one.bid.hex(), "officer": one.officer,
            "shares": [{"with": n, "share": s.hex()} for n, s in sorted(one.shares.items())],
        }
        for one in given
    ]  # fmt: skip
    return canonical({"samkop": KIND, "version": VERSION, "bids": rows})


def read_parts_file(data: bytes) -> tuple[GivenParts, ...]:
    """Raises SealingError."""
    members = document(data, "The file of parts", KIND, {"bids"})
    return tuple(_given(row) for row in members.rows("bids", MOST_BIDS))


def _given(row: Any) -> GivenParts:
    members = Members(row, "A bid of the parts", {"bid", "officer", "shares"})
    officer = members.whole("officer", 0, MOST_OFFICERS - 1)
    shares: dict[int, bytes] = {}
    for one in members.rows("shares", MOST_OFFICERS):
        share = Members(one, "A part", {"with", "share"})
        other = share.whole("with", 0, MOST_OFFICERS - 1)
        if other in shares or other == officer:
            unreadable("A part is named twice, or is an officer's with itself.")
        shares[other] = share.bytes("share", SHARE)
    return GivenParts(members.bytes("bid", HASH), officer, shares)
