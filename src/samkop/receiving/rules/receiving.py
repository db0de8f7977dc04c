"""Which line a piece belongs to, and what a finished receipt leaves over or short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Awaited:
    """A line while it is received; pieces.

    ``expected`` before this receipt, ``counted`` by it; ``named`` of what was announced have
    their serial numbers announced, of ``announced`` in all.
    """

    line_id: int
    expected: int
    counted: int
    announced: int
    named: int

    @property
    def missing(self) -> int:
        """How many of the expected ones have not been counted."""
        return max(self.expected - self.counted, 0)

    @property
    def over(self) -> int:
        """How many more were counted than expected."""
        return max(self.counted - self.expected, 0)

    @property
    def takes_any_number(self) -> bool:
        """Whether pieces come whose serial numbers nobody has announced."""
        return not self.named or self.named < self.announced


def fitting_line(lines: Sequence[Awaited]) -> int | None:
    """The one line to which an unannounced serial number can belong; None if none or several.

    A line that still misses pieces comes before one that has them all.
    """
    able = [line for line in lines if line.takes_any_number]
    missing = [line for line in able if line.missing]
    chosen = missing or able
    return chosen[0].line_id if len(chosen) == 1 else None
