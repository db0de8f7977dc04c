"""Sealed bids: nobody reads one before the deadline, and everybody can check the opening after.

The formats stand in docs/reference/sealed-bids.md, who can do what in
docs/explanation/sealed-bids.md.
"""

from samkop.core.sealing.content import Content, FileEntry, Manifest
from samkop.core.sealing.dossier import (
    CertifiedList,
    Dossier,
    Listed,
    Outcome,
    dossier_file,
    read_dossier,
)
from samkop.core.sealing.faults import Fault, SealingError
from samkop.core.sealing.header import Header, Purpose, read_header
from samkop.core.sealing.key_files import (
    Officer,
    private_file,
    public_file,
    read_private_file,
    read_public_file,
)
from samkop.core.sealing.keys import PrivateKey, PublicKey
from samkop.core.sealing.opening import (
    GivenParts,
    check_received,
    check_tender_key,
    check_time,
    file_key_of,
    give_parts,
    join_parts,
    open_bid,
)
from samkop.core.sealing.parts import parts_file, read_parts_file
from samkop.core.sealing.receipts import (
    Receipt,
    Root,
    holds,
    proof_file,
    read_proof_file,
    read_receipt,
    receipt_file,
    root_file,
    signed_receipt,
)
from samkop.core.sealing.register import (
    Entry,
    Kind,
    bid_entry,
    in_time,
    padding_entry,
    standing,
    withdrawal_entry,
)
from samkop.core.sealing.sealing import Sealed, seal_bid
from samkop.core.sealing.tender_key import TenderKey, read_tender_key
from samkop.core.sealing.tree import Proof, padded, proofs, proves, root_of
from samkop.core.sealing.verifying import Difference, Finding, findings

__all__ = [
    "CertifiedList", "Content", "Difference", "Dossier", "Entry", "Fault", "FileEntry",
    "Finding", "GivenParts", "Header", "Kind", "Listed", "Manifest", "Officer", "Outcome",
    "PrivateKey", "Proof", "PublicKey", "Purpose", "Receipt", "Root", "Sealed", "SealingError",
    "TenderKey", "bid_entry", "check_received", "check_tender_key", "check_time",
    "dossier_file", "file_key_of", "findings", "give_parts", "holds", "in_time", "join_parts",
    "open_bid", "padded", "padding_entry", "parts_file", "private_file", "proof_file", "proofs",
    "proves", "public_file", "read_dossier", "read_header", "read_parts_file",
    "read_private_file", "read_proof_file", "read_public_file", "read_receipt", "read_tender_key",
    "receipt_file", "root_file", "root_of", "seal_bid", "signed_receipt", "standing",
    "withdrawal_entry",
]  # fmt: skip
