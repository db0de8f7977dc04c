"""Which differences are a finding: tolerances, list prices against an index, comparable items."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What passes without a question.

    A difference of one piece up to ``cents`` or ``permille`` of its price, whichever is more; a
    rise of up to ``rise_permille`` beyond the index, the comparable item or the predecessor.
    The supplier has ``answer_days`` to answer.
    """

    permille: int
    cents: int
    rise_permille: int
    answer_days: int

    def passes(self, difference: int, expected: int) -> bool:
        """Whether so many cents above what was expected pass."""
        least = max(Decimal(self.cents), Decimal(expected) * self.permille / WHOLE)
        return difference <= least

    def rises_beyond(self, before: int, after: int, index: Decimal = Decimal(1)) -> bool:
        """Whether a price rose by more than ``index`` (1 is none) and the tolerance."""
        return Decimal(after) > Decimal(before) * index * (WHOLE + self.rise_permille) / WHOLE


# Where a purchasing body has set none.
USUAL = Tolerance(permille=5, cents=5, rise_permille=20, answer_days=14)


def equally_configured(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two items have equal values of each property that either of them has."""
    return bool(one) and one == other
