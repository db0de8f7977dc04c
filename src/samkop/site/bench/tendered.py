"""Tenders in lots with their bids, as the award benchmark makes them, by a seed.

Each bidder bids on some of the lots, at prices of its own level; on several lots together it is a
little cheaper, and half of the bidders give a discount besides. The rules are those that notices
have: the most lots a bidder and the most suppliers in all, and lots that exclude each other.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

SHARE = 0.3  # of the lots, that a bidder bids on
DISCOUNT = 3  # lots, and per cent
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Size:
    """How large a tender is."""

    lots: int
    bidders: int

    def __str__(self) -> str:
        return f"{self.lots} lots, {self.bidders} bidders"


def a_tender(size: Size, seed: int) -> dict[str, Any]:
    """A problem as its JSON has it."""
    chance = random.Random(seed)  # noqa: S311 - made up, by a seed
    base = [chance.randint(50_000_00, 2_000_000_00) for _ in range(size.lots)]
    bids: list[dict[str, Any]] = []
    discounts: list[dict[str, Any]] = []
    for number in range(size.bidders):
        costs = _costs(chance, base)
        for lots in [*([lot] for lot in costs), *_packages(chance, list(costs))]:
            less = 1.0 if len(lots) == 1 else chance.uniform(0.93, 0.99)
            cents = int(sum(costs[lot] for lot in lots) * less)
            bids.append({"id": f"B{len(bids)}"} | _terms(number, lots, "cost", cents))
        if len(costs) > DISCOUNT and chance.random() < HALF:
            lots = chance.sample(list(costs), DISCOUNT)
            cents = sum(costs[lot] for lot in lots) * DISCOUNT // 100
            discounts.append(_terms(number, lots, "amount", cents))
    return {
        "lots": [{"id": f"L{lot}"} for lot in range(size.lots)], "bids": bids,
        "discounts": discounts,
        "rules": {
            "max_lots_per_bidder": max(2, size.lots // 8), "min_suppliers": 3,
            "max_suppliers": max(3, size.bidders // 4),
            "incompatible_lots": [["L0", "L1"], ["L2", "L3"]],
        },
    }  # fmt: skip


def _costs(chance: random.Random, base: list[int]) -> dict[int, int]:
    """What each lot costs that a bidder bids on, in cents."""
    level = chance.uniform(0.9, 1.15)
    return {
        lot: int(cents * level * chance.uniform(0.9, 1.15))
        for lot, cents in enumerate(base)
        if chance.random() < SHARE
    }


def _packages(chance: random.Random, lots: list[int]) -> list[list[int]]:
    """Two to four lots together; one package for six lots."""
    return [
        chance.sample(lots, min(len(lots), chance.randint(2, 4))) for _ in range(len(lots) // 6)
    ]


def _terms(bidder: int, lots: list[int], name: str, cents: int) -> dict[str, Any]:
    return {
        "bidder": f"S{bidder}", "lots": [f"L{lot}" for lot in sorted(lots)],
        name: f"{cents // 100}.{cents % 100:02}",
    }  # fmt: skip
