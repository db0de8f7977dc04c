"""What a bidder holds: the receipt of each of its entries, and the proof after the deadline."""

from __future__ import annotations

from samkop.core.sealing import (
    Entry,
    Kind,
    Root,
    padded,
    proof_file,
    proofs,
    receipt_file,
    signed_receipt,
)
from samkop.platform.refusals import not_found
from samkop.tendering.models import RegisterEntry, RegisterRoot
from samkop.tendering.queries.register import (
    entries_of,
    entry_in,
    padding_of,
    root_of,
)
from samkop.tendering.register_keys import signing_key


def receipt_of(row: RegisterEntry) -> bytes:
    """The signed receipt (file ``bid-receipt``)."""
    return receipt_file(signed_receipt(entry_in(row), signing_key()))


def root_value(row: RegisterRoot) -> Root:
    """The root as ``core.sealing`` has it."""
    if row.published_at is None:
        raise ValueError("a root that is published has its time")
    return Root(
        bytes.fromhex(row.edition.digest), row.size, bytes.fromhex(row.root), row.published_at
    )


def proof_of(tender_id: int, number: str) -> bytes:
    """The proof of one entry under the root (file ``register-proof``).

    Only who keeps the register sees all entries, which a proof is made of. Raises Refused
    ``not-found``: no root yet, a late entry, or none of this number.
    """
    root = root_of(tender_id)
    if root is None:
        raise not_found()
    leaves = under_root(root)
    entry = next((one for one in leaves if one.number.hex() == number), None)
    if entry is None or entry.kind is Kind.PADDING:
        raise not_found()
    found = proofs([one.leaf for one in leaves])[entry.leaf]
    return proof_file(entry, found, root_value(root))


def under_root(root: RegisterRoot) -> tuple[Entry, ...]:
    """All entries under a root in the order of their leaves."""
    real = [entry_in(row) for row in entries_of(root.tender_id)]
    known = [one for one in real if one.kind is not Kind.LATE]
    return padded([*known, *padding_of(root)], b"", root.size)
