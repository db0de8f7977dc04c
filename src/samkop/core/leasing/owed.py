"""What a rented device owes, and when: interim rent, then each month of its term until it stops.

Whoever asks (the ledger, the budgets, the year-end report, the financier's schedule) asks here,
so that they agree to the cent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from samkop.core.leasing.terms import interim_rent
from samkop.core.period import months_after


@dataclass(frozen=True, slots=True)
class Lent:
    """One device of a schedule.

    ``interim_from`` is the day from which it costs interim rent, None: none. Where another lessee
    owes the days before it, they began ``interim_since``: both parts add up to the whole. Rents
    run from ``first_month`` (a first of a month) to ``last_month``, and end with the month of
    ``stopped_on``.
    """

    monthly_cents: int
    first_month: date
    last_month: date
    interim_from: date | None = None
    interim_days: int = 30
    stopped_on: date | None = None
    in_advance: bool = True
    interim_since: date | None = None


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


def going_on(device: Lent, on: date) -> Lent:
    """What another lessee has of a device from a day on, where this one stops the day before.

    The month in which that day before lies is this one's in whole, as the financier has invoiced
    it; interim rent is owed by days. Both together owe what the device would have owed.
    """
    last = on - timedelta(days=1)
    begun, interim = last >= device.first_month, device.interim_from
    if interim is None or on >= device.first_month:
        since, interim = None, None
    else:
        since, interim = device.interim_since or interim, max(on, interim)
    first = months_after(last.replace(day=1), 1) if begun else device.first_month
    return replace(device, first_month=first, interim_from=interim, interim_since=since)


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
    since = device.interim_since or device.interim_from
    until_end, before = (
        interim_rent(device.monthly_cents, (day - since).days, device.interim_days)
        for day in (max(end, device.interim_from), device.interim_from)
    )
    cents = until_end - before
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
