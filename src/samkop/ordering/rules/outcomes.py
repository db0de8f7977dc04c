"""Pure rules of what suppliers promised beside what came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Outcome:
    """How promises of order lines were kept: how many of them, never how many pieces.

    ``due`` are those whose first promised day has passed, or that came before it or never
    will; ``in_time`` came whole by that day, ``in_full`` came whole with nothing left out by
    the supplier. ``due_by_newest`` and ``in_time_by_newest`` are the same by the newest day.
    ``median_days_late`` is that of the late ones alone, by the first day; what has not come
    is as late as it is today. ``coming`` are not due yet.
    """

    supplier_id: int | None
    agreement_id: int | None
    month: date | None
    due: int
    in_time: int
    in_full: int
    due_by_newest: int
    in_time_by_newest: int
    late: int
    median_days_late: int | None
    coming: int

    @property
    def share_in_time(self) -> Decimal | None:
        """Of those due, by the first promise; None: no data, which is not 100 %."""
        return _share(self.in_time, self.due)

    @property
    def share_in_time_by_newest(self) -> Decimal | None:
        """Of those due, by the newest promise; None: no data."""
        return _share(self.in_time_by_newest, self.due_by_newest)

    @property
    def share_in_full(self) -> Decimal | None:
        """Of those due; None: no data."""
        return _share(self.in_full, self.due)


def days_late(first_on: date, completed_on: date | None, today: date) -> int | None:
    """By how many days what was promised came late, or is late today; None: not late."""
    return max(((completed_on or today) - first_on).days, 0) or None


NO_DATA = Outcome(None, None, None, 0, 0, 0, 0, 0, 0, None, 0)


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None
