"""The index clause of a price group: when it is reviewed, and what a review gives.

A review compares the index's value of a month with that of the last adjustment (at first
the clause's base month), so that what a cap held back is not made up for later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samkop.agreements.rules.price_steps import WHOLE

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """Reviews on ``first_review_on`` and every ``interval_months`` after it.

    Each compares the month that lies ``lag_months`` before the review's. A rise is held at
    ``cap_permille``, a fall at ``floor_permille`` (both positive; None: not held); a change
    below ``threshold_permille`` adjusts nothing.
    """

    base_month: date
    first_review_on: date
    interval_months: int = MONTHS
    lag_months: int = 0
    cap_permille: int | None = None
    floor_permille: int | None = None
    threshold_permille: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of an index for a month (its first day)."""

    month: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Review:
    """What a review comes to: the exact change, what holds it, and whether it adjusts."""

    permille: Decimal
    held_permille: int | None
    adjusts: bool


def review(clause: Clause, base: Reading, found: Reading) -> Review:
    """The change from one value to another under the clause."""
    change = (found.value - base.value) * WHOLE / base.value
    held = None
    if clause.cap_permille is not None and change > clause.cap_permille:
        held = clause.cap_permille
    if clause.floor_permille is not None and change < -clause.floor_permille:
        held = -clause.floor_permille
    return Review(change, held, change != 0 and abs(change) >= clause.threshold_permille)


def is_review_day(clause: Clause, day: date) -> bool:
    """Whether the clause has a review on that very day."""
    months = _months_between(clause.first_review_on, day)
    return months >= 0 and _review_on(clause, months // clause.interval_months) == day


def compared_month(clause: Clause, review_on: date) -> date:
    """The first day of the month whose value a review compares."""
    return _month(review_on.year, review_on.month - clause.lag_months)


def open_reviews(clause: Clause, last_review: date | None, today: date) -> list[date]:
    """The newest review until today that nobody has decided, if any, and the next one."""
    months = _months_between(clause.first_review_on, today)
    count = max(0, months // clause.interval_months)
    days = [_review_on(clause, number) for number in (count, count + 1)]
    return [day for day in days if last_review is None or day > last_review]


def _review_on(clause: Clause, number: int) -> date:
    """The review of that number; a day that its month lacks becomes the month's last."""
    first = clause.first_review_on
    start = _month(first.year, first.month + number * clause.interval_months)
    following = _month(start.year, start.month + 1)
    return start.replace(day=min(first.day, (following - start).days))


def _months_between(first: date, day: date) -> int:
    """Whole months from one day to another."""
    months = (day.year - first.year) * MONTHS + day.month - first.month
    return months - (_clipped(first.day, day) > day.day)


def _clipped(day_of_month: int, day: date) -> int:
    following = _month(day.year, day.month + 1)
    return min(day_of_month, (following - day.replace(day=1)).days)


def _month(year: int, month: int) -> date:
    """The first day of a month whose number may lie outside 1 to 12."""
    return date(year + (month - 1) // MONTHS, (month - 1) % MONTHS + 1, 1)
