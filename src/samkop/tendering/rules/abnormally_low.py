"""Which prices look abnormally low: a signal to ask, and never more (2014/24/EU art. 69).

The directive sets no figure; the rules and their figures are data (``abnormally_low.csv``), each
with its source, or marked as Samköp's own. Whoever is signalled is asked; who is not may be.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("abnormally_low.csv")
BELOW_MEAN, BELOW_NEXT = "below-mean", "below-next"


@dataclass(frozen=True, slots=True)
class Rule:
    """``below_permille`` of the mean of the others, or of the next lowest; holds from
    ``least_others`` other bids. ``own``: no law's and no authority's figure.
    """

    name: str
    least_others: int
    below_permille: int
    source: str
    own: bool


@dataclass(frozen=True, slots=True)
class Signal:
    """A price that lies below what a rule allows: ``limit`` in cents, and how far below what the
    rule compares it with.
    """

    rule: Rule
    limit: Fraction
    below_permille: Fraction

    @property
    def below_percent(self) -> Decimal:
        """How far below, in per cent to a tenth."""
        return Decimal(round(self.below_permille)).scaleb(-1)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules as the table has them."""
    with TABLE.open(encoding="utf-8") as file:
        return tuple(
            Rule(row["rule"], int(row["least_others"]), int(row["below_permille"]),
                 row["source"], row["checked"] == "own")
            for row in csv.DictReader(file)
        )  # fmt: skip


def signals(prices: Mapping[int, int], asked: Sequence[Rule] = ()) -> dict[int, list[Signal]]:
    """The signals of each bid that has any; ``prices`` are cents by bid."""
    found: dict[int, list[Signal]] = {}
    for bid, price in prices.items():
        others = [other for name, other in prices.items() if name != bid]
        seen = [_signal(rule, price, others) for rule in asked or rules()]
        told = [one for one in seen if one is not None]
        if told:
            found[bid] = told
    return found


def _signal(rule: Rule, price: int, others: Sequence[int]) -> Signal | None:
    if len(others) < rule.least_others:
        return None
    if rule.name == BELOW_NEXT and price > min(others):
        return None
    beside = (
        Fraction(sum(others), len(others)) if rule.name == BELOW_MEAN else Fraction(min(others))
    )
    limit = beside * (1000 - rule.below_permille) / 1000
    if not beside or price >= limit:
        return None
    return Signal(rule, limit, (beside - price) / beside * 1000)
