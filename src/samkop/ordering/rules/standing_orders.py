"""Pure rules of what is ordered every so many months."""

from __future__ import annotations

from datetime import date

from samkop.core.period import months_after

MONTHS_A_YEAR = 12


def next_day(
    first_on: date, every_months: int, until: date | None, not_before: date
) -> date | None:
    """The first of its days that is not before that one; None where none follows.

    Its days are counted from the first, so that the 31st stays the last of its month.
    """
    return _within(until, _day(first_on, every_months, _turns(first_on, every_months, not_before)))


def due_day(first_on: date, every_months: int, next_on: date, today: date) -> date:
    """The newest of its days that has come, where ``next_on`` has: of what was missed, one."""
    turn = _turns(first_on, every_months, today)
    found = _day(first_on, every_months, turn)
    if found > today:
        found = _day(first_on, every_months, turn - 1)
    return max(found, next_on)


def _turns(first_on: date, every_months: int, on: date) -> int:
    """The number of the first of its days that is not before ``on``; the first day is 0."""
    months = (on.year - first_on.year) * MONTHS_A_YEAR + on.month - first_on.month
    turn = max(months // every_months - 1, 0)
    while _day(first_on, every_months, turn) < on:
        turn += 1
    return turn


def _day(first_on: date, every_months: int, turn: int) -> date:
    return months_after(first_on, every_months * turn)


def _within(until: date | None, day: date) -> date | None:
    return None if until is not None and day > until else day
