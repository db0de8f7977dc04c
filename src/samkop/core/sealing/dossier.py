"""The dossier of an opening, published after the award: all that a stranger needs to check it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from samkop.core.sealing.members import (
    VERSION,
    Members,
    canonical,
    document,
    hex_bytes,
    loaded,
    time_text,
    unreadable,
)
from samkop.core.sealing.receipts import Root, root_in
from samkop.core.sealing.register import HASH, NUMBER, Entry, entry_of
from samkop.core.sealing.tender_key import (
    LONGEST_LOT,
    MOST_LEAVES,
    MOST_OFFICERS,
    TenderKey,
    read_tender_key,
)
from samkop.core.sealing.tree import Proof, proof_of

KIND = "opening-dossier"
MOST_KEYS = 50
MOST_ENTRIES = MOST_LEAVES * 16
_LISTED = {"number", "lot", "bidder", "sealed", "outcome"}


class Outcome(StrEnum):
    """What came of opening a bid."""

    OPENED = "opened"
    NOT_OPENABLE = "not-openable"


@dataclass(frozen=True)
class Listed:
    """A bid of the certified list."""

    number: bytes
    lot: str
    bidder: str
    sealed: bytes
    outcome: Outcome

    @property
    def members(self) -> dict[str, str]:
        return {
            "number": self.number.hex(), "lot": self.lot, "bidder": self.bidder,
            "sealed": self.sealed.hex(), "outcome": self.outcome.value,
        }  # fmt: skip


@dataclass(frozen=True)
class CertifiedList:
    """When which officers opened which bids, all at once."""

    at: datetime
    officers: tuple[str, ...]
    bids: tuple[Listed, ...]


@dataclass(frozen=True)
class Dossier:
    """``keys`` are the editions of the tender's key, the last one in force at the deadline.

    ``leaves`` and ``openings`` are those under the root, ``late`` is what came after;
    ``proofs`` are by number.
    """

    keys: tuple[TenderKey, ...]
    root: Root
    leaves: tuple[bytes, ...]
    openings: tuple[Entry, ...]
    late: tuple[Entry, ...]
    opened: CertifiedList
    proofs: Mapping[bytes, Proof]


def dossier_file(dossier: Dossier) -> bytes:
    opened = dossier.opened
    return canonical(
        {
            "samkop": KIND,
            "version": VERSION,
            "keys": [loaded(key.data, "The tender's key") for key in dossier.keys],
            "root": dossier.root.members,
            "leaves": [leaf.hex() for leaf in dossier.leaves],
            "openings": [entry.members for entry in dossier.openings],
            "late": [entry.members for entry in dossier.late],
            "opened": {
                "at": time_text(opened.at),
                "officers": list(opened.officers),
                "bids": [one.members for one in opened.bids],
            },
            "proofs": [
                {"number": number.hex(), "proof": proof.members}
                for number, proof in dossier.proofs.items()
            ],
        }
    )


def read_dossier(data: bytes) -> Dossier:
    """As it stands, whether it holds or not. Raises SealingError."""
    members = document(
        data, "The dossier", KIND,
        {"keys", "root", "leaves", "openings", "late", "opened", "proofs"},
    )  # fmt: skip
    keys = tuple(read_tender_key(canonical(key)) for key in members.rows("keys", MOST_KEYS))
    if not keys:
        unreadable("The dossier has no tender key.")
    return Dossier(
        keys=keys,
        root=root_in(members.value["root"], "The dossier's root"),
        leaves=tuple(
            hex_bytes(leaf, "leaves", HASH) for leaf in members.rows("leaves", MOST_ENTRIES)
        ),
        openings=_entries(members, "openings"),
        late=_entries(members, "late"),
        opened=_certified(members.value["opened"]),
        proofs=_proofs(members),
    )


def _entries(members: Members, name: str) -> tuple[Entry, ...]:
    rows = members.rows(name, MOST_ENTRIES)
    return tuple(entry_of(row, f"{name}[{place}]") for place, row in enumerate(rows))


def _certified(value: Any) -> CertifiedList:
    members = Members(value, "opened", {"at", "officers", "bids"})
    officers = members.rows("officers", MOST_OFFICERS)
    names = [Members({"name": one}, "opened", {"name"}).text("name") for one in officers]
    bids = [
        _listed(row, f"opened bids[{place}]")
        for place, row in enumerate(members.rows("bids", MOST_ENTRIES))
    ]
    return CertifiedList(members.time("at"), tuple(names), tuple(bids))


def _listed(value: Any, at: str) -> Listed:
    members = Members(value, at, _LISTED)
    outcome = members.text("outcome")
    if outcome not in set(Outcome):
        unreadable(f"{at}: there is no outcome {outcome}.")
    return Listed(
        members.bytes("number", NUMBER), members.text("lot", longest=LONGEST_LOT),
        members.text("bidder"), members.bytes("sealed", HASH), Outcome(outcome),
    )  # fmt: skip


def _proofs(members: Members) -> dict[bytes, Proof]:
    found: dict[bytes, Proof] = {}
    for place, row in enumerate(members.rows("proofs", MOST_ENTRIES)):
        at = f"proofs[{place}]"
        one = Members(row, at, {"number", "proof"})
        found[one.bytes("number", NUMBER)] = proof_of(one.value["proof"], at)
    return found
