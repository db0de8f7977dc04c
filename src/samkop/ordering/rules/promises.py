"""Pure rules of promised deliveries: what is due, what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from samkop.parties.vocabulary import Criticality

Part = tuple[int, date]


class Stage(StrEnum):
    """Whether a promise is broken, or soon would be."""

    LATE = "late"
    SOON = "soon"


@dataclass(frozen=True)
class WarningDays:
    """So many days before a promised delivery who waits is warned; 0: not before it is late."""

    critical: int
    important: int
    ordinary: int

    def at(self, place: str) -> int:
        """Those of a place of use of this criticality."""
        days = {
            Criticality.CRITICAL: self.critical, Criticality.IMPORTANT: self.important,
            Criticality.ORDINARY: self.ordinary,
        }  # fmt: skip
        return days[Criticality(place)]


USUAL_DAYS = WarningDays(critical=3, important=1, ordinary=0)


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
