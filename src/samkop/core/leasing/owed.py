"""What a rented device owes, and when: interim rent, then each month of its term until it stops.

Whoever asks (the ledger, the budgets, the year-end report, the financier's schedule) asks here,
so that they agree to the cent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from samkop.core.leasing.terms import interim_rent
from samkop.core.period import months_after


@dataclass(frozen=True, slots=True)
class Lent:
    """One device of a schedule.

    ``interim_from`` is the day from which it costs interim rent, None: none. Rents run from
    ``first_month`` (a first of a month) to ``last_month``, and end with the month of
    ``stopped_on``.
    """

    monthly_cents: int
    first_month: date
    last_month: date
    interim_from: date | None = None
    interim_days: int = 30
    stopped_on: date | None = None
    in_advance: bool = True


@dataclass(frozen=True, slots=True)
class Due:
    """Cents that fall due on a day for a month; ``interim``: for the days before the first."""

    month: date
    due_on: date
    cents: int
    interim: bool = False


def owed_by(device: Lent) -> list[Due]:
    """All that a device owes by its lease, in the order of its months."""
    return [*_interim(device), *_rents(device)]


def owed_from(dues: Iterable[Due], month: date) -> int:
    """Cents of the rents of this month and those after it, interim rent left out."""
    return sum(due.cents for due in dues if not due.interim and due.month >= month)


def total_by_year(dues: Iterable[Due]) -> dict[int, int]:
    """Cents by the calendar year in which they fall due."""
    years: Counter[int] = Counter()
    for due in dues:
        years[due.due_on.year] += due.cents
    return {year: cents for year, cents in sorted(years.items()) if cents}


def _interim(device: Lent) -> list[Due]:
    if device.interim_from is None:
        return []
    end = device.first_month
    if device.stopped_on is not None:
        end = min(end, device.stopped_on + timedelta(days=1))
    days = (end - device.interim_from).days
    cents = interim_rent(device.monthly_cents, days, device.interim_days)
    return [Due(device.first_month, device.first_month, cents, interim=True)] if cents else []


def _rents(device: Lent) -> list[Due]:
    last = device.last_month
    if device.stopped_on is not None:
        last = min(last, device.stopped_on.replace(day=1))
    dues, month = [], device.first_month
    while month <= last:
        following = months_after(month, 1)
        due_on = month if device.in_advance else following - timedelta(days=1)
        dues.append(Due(month, due_on, device.monthly_cents))
        month = following
    return dues
