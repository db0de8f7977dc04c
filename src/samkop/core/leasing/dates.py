"""Days of a lease: when its schedule starts and its term ends, by when notice has to be given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from samkop.core.period import months_after

QUARTER = 3


def first_month_after(accepted_on: date, every_months: int = QUARTER) -> date:
    """The first day of the schedule that follows an acceptance.

    Schedules start every so many months, counted from January: 1, 3 (quarters), 6 or 12. What is
    accepted on such a day starts on it, without interim rent.
    """
    first = accepted_on.replace(day=1)
    if accepted_on.day > 1:
        first = months_after(first, 1)
    return months_after(first, -(first.month - 1) % every_months)


def term_end(starts_on: date, months: int) -> date:
    """The last day of a term that starts on a first of a month."""
    return months_after(starts_on, months) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Notice:
    """By when notice has to be given, and from when on somebody is told."""

    given_by: date
    told_from: date

    def is_near(self, today: date) -> bool:
        """Whether somebody is told of it today."""
        return self.told_from <= today <= self.given_by

    def is_past(self, today: date) -> bool:
        """Whether it is too late today: the lease goes on."""
        return today > self.given_by


def notice_of(ends_on: date, notice_months: int, alarm_days: int) -> Notice:
    """Notice has to be given so many whole months before the day after the last one."""
    given_by = months_after(ends_on + timedelta(days=1), -notice_months) - timedelta(days=1)
    return Notice(given_by, given_by - timedelta(days=alarm_days))
