"""Reads: how ties of a tender are broken, by lots that anybody can draw again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from samkop.core.award.drawing import drawn, lot_of, seed_of
from samkop.tendering.models import OpenedBid, Tender


def root_of(tender: Tender) -> str:
    """The root that was published at the deadline over all sealed bids, in hexadecimal."""
    hashes = OpenedBid.objects.filter(tender=tender).order_by("sealed_sha256")
    joined = "".join(hashes.values_list("sealed_sha256", flat=True))
    return hashlib.sha256(joined.encode()).hexdigest()


def lots_drawn(tender: Tender, bids: Sequence[OpenedBid]) -> dict[str, Any]:
    """The seed with what it is made of, and the bids' receipt numbers in the order drawn."""
    root = root_of(tender)
    seed = seed_of(tender.number, tender.register_number, root)
    numbers = drawn(seed, (bid.number for bid in bids))
    return {
        "tender": tender.number,
        "register_number": tender.register_number,
        "root": root,
        "seed": seed,
        "order": [{"number": number, "lot": lot_of(seed, number)} for number in numbers],
    }
