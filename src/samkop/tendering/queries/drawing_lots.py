"""Reads: how ties of a tender are broken, by lots that anybody can draw again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from samkop.core.award.drawing import drawn, lot_of, seed_of
from samkop.tendering.models import OpenedBid, Tender
from samkop.tendering.queries.register import root_of


def lots_drawn(tender: Tender, bids: Sequence[OpenedBid]) -> dict[str, Any]:
    """The seed with what it is made of, and the bids' receipt numbers in the order drawn.

    Without a published root there is nothing to draw from: ``order`` is empty.
    """
    root = root_of(tender.pk)
    if root is None:
        return {"order": []}
    seed = seed_of(tender.number, tender.register_number, root.root)
    numbers = drawn(seed, (bid.number for bid in bids))
    return {
        "tender": tender.number, "register_number": tender.register_number, "root": root.root,
        "seed": seed,
        "order": [{"number": number, "lot": lot_of(seed, number)} for number in numbers],
    }  # fmt: skip
