"""One root over a register: entries, padding up to a fixed number, in an order of chance.

A Merkle tree over a power of two of leaves (RFC 6962, section 2.1: nodes and leaves are hashed
apart). Leaves stand in the order of their hashes, which are chance; so a place tells nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from samkop.core.sealing.members import Members, hex_bytes
from samkop.core.sealing.register import HASH, Entry, Kind, padding_entry
from samkop.core.sealing.tender_key import MOST_LEAVES

_NODE = b"\x01"
DEEPEST = 32  # steps of a proof


@dataclass(frozen=True)
class Proof:
    """From a leaf up to the root: its place, and the other half of each step."""

    place: int
    path: tuple[bytes, ...]

    @property
    def members(self) -> dict[str, Any]:
        return {"place": self.place, "path": [one.hex() for one in self.path]}


def proof_of(value: Any, at: str) -> Proof:
    """Raises SealingError(NOT_READABLE)."""
    members = Members(value, at, {"place", "path"})
    path = tuple(hex_bytes(one, f"{at}: path", HASH) for one in members.rows("path", DEEPEST))
    return Proof(members.whole("place", 0, 2**DEEPEST - 1), path)


def padded(entries: Iterable[Entry], tender: bytes, size: int) -> tuple[Entry, ...]:
    """The entries under a root: ``size`` of them, or the next power of two that holds them.

    Late bids are not among them: the root is of the deadline. Sorted by leaf.
    """
    real = [one for one in entries if one.kind is not Kind.LATE]
    while size < len(real):
        size *= 2
    more = [padding_entry(tender) for _ in range(size - len(real))]
    return tuple(sorted([*real, *more], key=lambda one: one.leaf))


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over a power of two of leaves."""
    return _levels(leaves)[-1][0]


def proofs(leaves: Sequence[bytes]) -> dict[bytes, Proof]:
    """A proof for each leaf."""
    levels = _levels(leaves)[:-1]
    return {
        leaf: Proof(place, tuple(level[(place >> n) ^ 1] for n, level in enumerate(levels)))
        for place, leaf in enumerate(leaves)
    }


def proves(proof: Proof, leaf: bytes, root: bytes, size: int) -> bool:
    """Whether a leaf stands under a root of so many leaves."""
    if size != 1 << len(proof.path) or not 0 <= proof.place < size:
        return False
    found, place = leaf, proof.place
    for other in proof.path:
        found = _node(other, found) if place & 1 else _node(found, other)
        place >>= 1
    return found == root


def is_size(number: int) -> bool:
    """Whether a tree may have so many leaves."""
    return 0 < number <= MOST_LEAVES * 16 and not number & (number - 1)


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    if not is_size(len(leaves)):
        raise ValueError(f"{len(leaves)} leaves are no power of two")
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([_node(*below[n : n + 2]) for n in range(0, len(below), 2)])
    return levels


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()
