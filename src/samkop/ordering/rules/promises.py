"""Pure rules of promised deliveries: what is due, what is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

Part = tuple[int, date]


class Stage(StrEnum):
    """Whether a promise is broken, or soon would be."""

    LATE = "late"
    SOON = "soon"


def due_day(parts: Sequence[Part], here: int) -> date | None:
    """The day of the first part that is not all here; None where all of them are."""
    promised = 0
    for quantity, day in sorted(parts, key=lambda part: part[1]):
        promised += quantity
        if promised > here:
            return day
    return None


def stage_of(due_on: date, today: date, days: int) -> Stage | None:
    """Late from the day after; soon from ``days`` before the promised day on."""
    if due_on < today:
        return Stage.LATE
    return Stage.SOON if due_on - timedelta(days=days) <= today and days else None
