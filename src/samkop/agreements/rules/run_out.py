"""When an agreement runs out, and by when the next tender has to start.

**The rate.** What was committed in the last 3, 6 and 12 whole months, each per month: the
middle one of the three is the forecast, the highest and lowest its range. A single large order
moves one of them and not the middle; a season moves the short ones and not the year. An
agreement that is younger has fewer windows; less than one whole month says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from statistics import median_high

from samkop.core.period import months_after

WINDOWS = (3, 6, 12)
# A term of four years at most; a slower agreement does not run out in any time that matters.
FARTHEST_MONTHS = 1200
# Preparing takes its time too: so many months before the tender starts, the alarm begins.
NOTICE_MONTHS = 3


class Stage(StrEnum):
    """How far the alarm of a next tender has come."""

    NEAR = "near"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class RunOut:
    """When the ceiling is reached at a rate, and what follows from it.

    ``rates_cents`` are the low, expected and high rate in cents a month; ``full_on`` the
    expected day on which the ceiling is reached, ``earliest`` and ``latest`` its range (None:
    not within a century, or no rate). ``ends_on`` is the earlier of the expected day and the
    last day of the term; ``start_by`` the day by which the next tender has to start.
    """

    rates_cents: tuple[Fraction, Fraction, Fraction] | None
    full_on: date | None
    earliest: date | None
    latest: date | None
    ends_on: date
    start_by: date

    def stage(self, today: date) -> Stage | None:
        """The alarm on a day: the start is near, or that day is over. None: neither."""
        if today > self.start_by:
            return Stage.OVERDUE
        if today >= months_after(self.start_by, -NOTICE_MONTHS):
            return Stage.NEAR
        return None


def run_out(
    monthly_cents: Sequence[int],
    left_cents: int,
    today: date,
    last_day: date,
    lead_months: int,
) -> RunOut:
    """The forecast on a day.

    ``monthly_cents`` are the cents committed in each whole month before this one, the newest
    last, what was given back already taken off; ``left_cents`` what the ceiling has left;
    ``lead_months`` how long a new tender takes.
    """
    rates = rates_of(monthly_cents)
    if rates is None:
        expected = soonest = farthest = None
    else:
        low, middle, high = rates
        expected, soonest, farthest = (
            reached_on(left_cents, rate, today) for rate in (middle, high, low)
        )
    ends_on = min(last_day, expected) if expected else last_day
    return RunOut(rates, expected, soonest, farthest, ends_on, months_after(ends_on, -lead_months))


def rates_of(monthly_cents: Sequence[int]) -> tuple[Fraction, Fraction, Fraction] | None:
    """The low, expected and high rate in cents a month; None without a whole month."""
    if not monthly_cents:
        return None
    known = [window for window in WINDOWS if window <= len(monthly_cents)]
    if not known:
        known = [len(monthly_cents)]
    rates = [max(Fraction(sum(monthly_cents[-n:]), n), Fraction(0)) for n in known]
    return min(rates), median_high(rates), max(rates)


def reached_on(left_cents: int, rate_cents: Fraction, today: date) -> date | None:
    """The day on which the rest is used up at a rate a month; None when that is far away.

    A month is a twelfth of 365.25 days; parts of a day are cut off, so that the day is never
    later than the money lasts.
    """
    if left_cents <= 0:
        return today
    if rate_cents <= 0 or left_cents / rate_cents > FARTHEST_MONTHS:
        return None
    return today + timedelta(days=int(left_cents / rate_cents * Fraction(1461, 48)))
