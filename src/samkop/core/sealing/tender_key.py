"""A tender's key: the public keys of its officers, and what a bid is bound to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from samkop.core.sealing.faults import Fault, SealingError
from samkop.core.sealing.key_files import Officer, officer_of
from samkop.core.sealing.keys import fingerprint_of
from samkop.core.sealing.members import (
    VERSION,
    Members,
    canonical,
    document,
    time_text,
    unreadable,
)

KIND = "tender-key"
LEAST_OFFICERS, MOST_OFFICERS = 2, 10
MOST_LOTS = 1_000
LONGEST_LOT = 60  # characters; at most 240 bytes
LEAST_LEAVES, MOST_LEAVES = 16, 65_536  # of the register, a power of two
LEAVES = 1_024
REGISTER_KEY = 32  # bytes, Ed25519
_OFFICER = {"name", "public_key"}


@dataclass(frozen=True)
class TenderKey:
    """What is published with a tender so that bids can be sealed; no secret.

    ``leaves`` is the size of the register's tree, fixed before there is a bid; ``register`` the
    public key (Ed25519) by which receipts are signed, or nothing.
    """

    tender: str
    deadline: datetime
    lots: tuple[str, ...]
    officers: tuple[Officer, ...]
    leaves: int = LEAVES
    register: bytes = b""

    def __post_init__(self) -> None:
        """Raise SealingError where officers or lots are too few, too many or twice the same."""
        if not LEAST_OFFICERS <= len(self.officers) <= MOST_OFFICERS:
            raise SealingError(
                Fault.OFFICERS_NUMBER,
                f"A tender has {LEAST_OFFICERS} to {MOST_OFFICERS} officers who open its bids, "
                f"and not {len(self.officers)}.",
            )
        for values in ([one.name for one in self.officers], [one.key for one in self.officers]):
            if len(set(values)) < len(values):
                raise SealingError(
                    Fault.OFFICER_TWICE, "Two officers have the same name or key; each has its own."
                )
        if not 1 <= len(self.lots) <= MOST_LOTS or len(set(self.lots)) < len(self.lots):
            unreadable(f"A tender has 1 to {MOST_LOTS} lots, each named once.")
        if not LEAST_LEAVES <= self.leaves <= MOST_LEAVES or self.leaves & (self.leaves - 1):
            unreadable(f"leaves is a power of two from {LEAST_LEAVES} to {MOST_LEAVES}.")

    @cached_property
    def data(self) -> bytes:
        """The file, canonical."""
        return canonical(
            {
                "samkop": KIND, "version": VERSION, "tender": self.tender,
                "deadline": time_text(self.deadline), "lots": list(self.lots),
                "officers": [officer.members for officer in self.officers],
                "leaves": self.leaves, "register": self.register.hex(),
            }
        )  # fmt: skip

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of the canonical file: what a sealed bid names its tender by."""
        return hashlib.sha256(self.data).digest()

    @property
    def fingerprint(self) -> str:
        """Stands in the notice, so that a bidder knows a key that was put in its place."""
        return fingerprint_of(b"samkop tender-key/1", self.data)

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The pairs of officers, by their places in the list."""
        return pairs_of(len(self.officers))


def pairs_of(officers: int) -> tuple[tuple[int, int], ...]:
    """(0, 1), (0, 2), (1, 2) for three: the order of the pairs in a sealed bid."""
    return tuple((low, high) for low in range(officers) for high in range(low + 1, officers))


def read_tender_key(data: bytes) -> TenderKey:
    """Raises SealingError."""
    names = {"tender", "deadline", "lots", "officers", "leaves", "register"}
    return tender_key_of(document(data, "The tender's key", KIND, names))


def tender_key_of(members: Members) -> TenderKey:
    """Raises SealingError."""
    lots = [
        Members({"lot": lot}, "lots", {"lot"}).text("lot", longest=LONGEST_LOT)
        for lot in members.rows("lots", MOST_LOTS)
    ]
    officers = [
        officer_of(Members(row, f"officers[{place}]", _OFFICER))
        for place, row in enumerate(members.rows("officers", MOST_OFFICERS))
    ]
    return TenderKey(
        tender=members.text("tender"), deadline=members.time("deadline"), lots=tuple(lots),
        officers=tuple(officers), leaves=members.whole("leaves", LEAST_LEAVES, MOST_LEAVES),
        register=members.bytes("register", 0, REGISTER_KEY),
    )  # fmt: skip
