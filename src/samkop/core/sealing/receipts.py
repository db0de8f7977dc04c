"""What a bidder holds: a signed receipt at once, a proof under the root after the deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from samkop.core.sealing.faults import Fault, SealingError
from samkop.core.sealing.members import (
    VERSION,
    Members,
    canonical,
    document,
    time_text,
    unreadable,
)
from samkop.core.sealing.register import HASH, Entry, entry_of
from samkop.core.sealing.tree import Proof, is_size, proof_of, proves

RECEIPT, ROOT, PROOF = "bid-receipt", "register-root", "register-proof"
_SIGNED = b"samkop bid-receipt/1\0"
_SIGNER, _SIGNATURE = 32, 64  # Ed25519, RFC 8032


@dataclass(frozen=True)
class Receipt:
    """An entry of the register, signed by who keeps it."""

    entry: Entry
    signer: bytes
    signature: bytes


def signed_receipt(entry: Entry, key: Ed25519PrivateKey) -> Receipt:
    """The receipt of an entry; the signature covers the leaf, which covers all."""
    return Receipt(entry, key.public_key().public_bytes_raw(), key.sign(_SIGNED + entry.leaf))


def receipt_file(receipt: Receipt) -> bytes:
    return canonical(
        {
            "samkop": RECEIPT,
            "version": VERSION,
            "entry": receipt.entry.members,
            "signer": receipt.signer.hex(),
            "signature": receipt.signature.hex(),
        }
    )


def read_receipt(data: bytes) -> Receipt:
    """Raises SealingError: NOT_READABLE, SIGNATURE_WRONG."""
    members = document(data, "The receipt", RECEIPT, {"entry", "signer", "signature"})
    entry = entry_of(members.value["entry"], "The receipt's entry")
    found = Receipt(entry, members.bytes("signer", _SIGNER), members.bytes("signature", _SIGNATURE))
    try:
        key = Ed25519PublicKey.from_public_bytes(found.signer)
        key.verify(found.signature, _SIGNED + entry.leaf)
    except (InvalidSignature, ValueError):
        raise SealingError(
            Fault.SIGNATURE_WRONG, "The receipt has been changed: it is not what was signed."
        ) from None
    return found


@dataclass(frozen=True)
class Root:
    """What is published at the deadline, for everybody to keep."""

    tender: bytes
    size: int
    root: bytes
    published_at: datetime

    @property
    def members(self) -> dict[str, Any]:
        return {
            "samkop": ROOT, "version": VERSION, "tender": self.tender.hex(), "size": self.size,
            "root": self.root.hex(), "published_at": time_text(self.published_at),
        }  # fmt: skip


_ROOT = {"samkop", "version", "tender", "size", "root", "published_at"}


def root_in(value: Any, at: str) -> Root:
    """A root that stands in another file. Raises SealingError(NOT_READABLE)."""
    members = Members(value, at, _ROOT)
    if members.value["samkop"] != ROOT or members.value["version"] != VERSION:
        unreadable(f"{at} is no root of a register.")
    size = members.whole("size", 1, 2**24)
    if not is_size(size):
        unreadable(f"{at}: size is no power of two.")
    return Root(
        members.bytes("tender", HASH), size, members.bytes("root", HASH),
        members.time("published_at"),
    )  # fmt: skip


def root_file(root: Root) -> bytes:
    return canonical(root.members)


def proof_file(entry: Entry, proof: Proof, root: Root) -> bytes:
    """What a bidder is given after the deadline, for each of its entries."""
    return canonical(
        {
            "samkop": PROOF,
            "version": VERSION,
            "entry": entry.members,
            "proof": proof.members,
            "root": root.members,
        }
    )


def read_proof_file(data: bytes) -> tuple[Entry, Proof, Root]:
    """As it stands; whether it holds says ``holds``. Raises SealingError(NOT_READABLE)."""
    members = document(data, "The proof", PROOF, {"entry", "proof", "root"})
    return (
        entry_of(members.value["entry"], "The proof's entry"),
        proof_of(members.value["proof"], "The proof"),
        root_in(members.value["root"], "The proof's root"),
    )


def holds(entry: Entry, proof: Proof, root: Root) -> bool:
    """Whether the entry stands under the root."""
    return proves(proof, entry.leaf, root.root, root.size)
