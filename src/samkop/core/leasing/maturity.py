"""Payments that remain at a year's end, as notes to accounts divide them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from samkop.core.leasing.owed import Due
from samkop.core.period import months_after

YEAR = 12


@dataclass(frozen=True, slots=True)
class Maturities:
    """Cents that fall due within a year, after one and within five, and after five."""

    within_one: int
    one_to_five: int
    over_five: int

    @property
    def total(self) -> int:
        """All that remains."""
        return self.within_one + self.one_to_five + self.over_five


def maturities(dues: Iterable[Due], year_end: date) -> Maturities:
    """What falls due after ``year_end``, by how long after; the last day of a fifth year counts."""
    one, five = months_after(year_end, YEAR), months_after(year_end, 5 * YEAR)
    sums = [0, 0, 0]
    for due in dues:
        if due.due_on > year_end:
            sums[0 if due.due_on <= one else 1 if due.due_on <= five else 2] += due.cents
    return Maturities(*sums)
