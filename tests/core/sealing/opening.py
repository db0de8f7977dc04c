"""An opening to check: bids in time, one replaced, one withdrawn, one late; and its dossier."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from core.sealing.tender import DEADLINE, NAMES, TENDER
from samkop.core.sealing import (
    CertifiedList,
    Dossier,
    Listed,
    Outcome,
    Root,
    bid_entry,
    padded,
    proofs,
    root_of,
    withdrawal_entry,
)

MINUTE = timedelta(minutes=1)


def sealed_hash(word: str) -> bytes:
    return hashlib.sha256(word.encode()).digest()


def entry(word: str, before: timedelta = 10 * MINUTE, *, lot="1", of=b"", tender=TENDER):
    return bid_entry(
        tender=tender.digest, at=DEADLINE - before, deadline=DEADLINE, lot=lot,
        sealed=sealed_hash(word), of=of,
    )  # fmt: skip


FIRST, SECOND, REPLACED, WITHDRAWN = map(entry, ("first", "second", "replaced", "withdrawn"))
REPLACING = entry("replacing", MINUTE, of=REPLACED.number)
WITHDRAWAL = withdrawal_entry(tender=TENDER.digest, at=DEADLINE, bid=WITHDRAWN)
LATE = entry("late", -timedelta(milliseconds=1))
ENTRIES = (FIRST, SECOND, REPLACED, WITHDRAWN, REPLACING, WITHDRAWAL)


def listed(one, bidder="A bidder"):
    return Listed(one.number, one.lot, bidder, one.sealed, Outcome.OPENED)


def dossier(entries=ENTRIES, late=(LATE,), bids=(FIRST, SECOND, REPLACING), keys=(TENDER,)):
    """What an honest buyer publishes of these entries."""
    under = padded([*entries, *late], keys[-1].digest, keys[-1].leaves)
    leaves = tuple(one.leaf for one in under)
    by_leaf = proofs(leaves)
    return Dossier(
        keys=keys,
        root=Root(keys[-1].digest, len(leaves), root_of(leaves), keys[-1].deadline + MINUTE),
        leaves=leaves, openings=under, late=tuple(late),
        opened=CertifiedList(
            keys[-1].deadline + 5 * MINUTE, NAMES[:2], tuple(listed(one) for one in bids)
        ),
        proofs={one.number: by_leaf[one.leaf] for one in entries},
    )  # fmt: skip
