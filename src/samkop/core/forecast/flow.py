"""Stock and flow of one kind of device, month by month, in whole devices.

Each month those leave that have reached their life; then so many are bought as are missing of
what is needed. Where fewer are needed nothing is thrown away: what is left over ages out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MONTHS = 12


@dataclass(frozen=True, slots=True)
class YearFlow:
    """One year of one kind: ``opening + added + renewed - retired == closing``.

    ``renewed`` replace what left in the same month, ``added`` are bought besides; ``needed``
    is what the people of the year's last month use.
    """

    opening: int
    added: int
    renewed: int
    retired: int
    closing: int
    needed: int

    @property
    def bought(self) -> int:
        """All purchases of the year."""
        return self.added + self.renewed


def flow_of(needed: Sequence[int], stock: Mapping[int, int] | None, life: int) -> list[YearFlow]:
    """The years of a kind.

    ``needed``: devices by month, whole years; ``stock``: devices by age in months (None: what
    the first month needs, of all ages alike); ``life``: months, at least 1. What is past its
    life at the start leaves in the first month.
    """
    leaving = _leaving(needed, stock, life)
    have = needed[0] if stock is None else sum(stock.values())
    years = []
    for first in range(0, len(needed), MONTHS):
        opening, added, renewed, retired = have, 0, 0, 0
        for month in range(first, first + MONTHS):
            gone = leaving[month]
            have -= gone
            missing = max(0, needed[month] - have)
            have += missing
            retired += gone
            renewed += min(missing, gone)
            added += missing - min(missing, gone)
            if month + life < len(leaving):
                leaving[month + life] += missing
        years.append(YearFlow(opening, added, renewed, retired, have, needed[month]))
    return years


def _leaving(needed: Sequence[int], stock: Mapping[int, int] | None, life: int) -> list[int]:
    """How many of those that are there at the start leave in each month."""
    leaving = [0] * len(needed)
    if stock is None:
        for month in range(min(life, len(needed))):
            leaving[month] = needed[0] * (month + 1) // life - needed[0] * month // life
        return leaving
    for age, count in stock.items():
        month = max(0, life - age)
        if month < len(leaving):
            leaving[month] += count
    return leaving
