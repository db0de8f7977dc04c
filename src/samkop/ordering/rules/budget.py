"""Pure rules of budgets: when what is committed falls due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

MONTHS = 12
# UN/ECE Recommendation 20: what is paid by the month.
MONTH = "MON"


@dataclass(frozen=True)
class Payment:
    """Cents that fall due once on a day, or a part each month of ``months`` from then on."""

    cents: int
    first_day: date
    months: int | None = None


def term_of(unit_code: str, quantity_increment: int, quantity: int) -> int | None:
    """Over how many months it is paid; None: at once.

    What is paid by the month is ordered in months, in steps of its term: 72 months in steps
    of 24 are three terms side by side. Without steps all of it is one term.
    """
    if unit_code != MONTH:
        return None
    return quantity_increment if quantity_increment > 1 else quantity


def payments_by_year(cents: int, first_month: date, months: int) -> dict[int, int]:
    """What a lease of so many cents in all costs in each calendar year of its whole term.

    Paid once a month from ``first_month`` on, ``months`` times, in equal parts; what cannot
    be divided falls in the last year. A lease counts for its whole term (domain.md,
    "Devices"): each year's budget carries the payments that fall in it.
    """
    start = first_month.year * MONTHS + first_month.month - 1
    counted = Counter(month // MONTHS for month in range(start, start + months))
    by_year = {year: cents * number // months for year, number in sorted(counted.items())}
    by_year[max(by_year)] += cents - sum(by_year.values())
    return by_year


def schedule_of(payments: Iterable[Payment]) -> dict[int, int]:
    """The cents of all payments by the year in which they fall due."""
    by_year: Counter[int] = Counter()
    for one in payments:
        by_year.update(payments_by_year(one.cents, one.first_day, one.months or 1))
    return dict(sorted(by_year.items()))


def lowered_schedule(
    before: Mapping[int, int], wanted: Mapping[int, int], cents: int
) -> dict[int, int]:
    """What stands by year when ``cents`` fall away: as near to ``wanted`` as can be.

    No year gets more than it has, so that what falls away never asks for money. ``cents``
    are at most what stands.
    """
    after = {year: min(stands, wanted.get(year, 0)) for year, stands in before.items()}
    change = sum(before.values()) - cents - sum(after.values())
    for year in sorted(before, reverse=True):
        # Upwards to what stood, or downwards to nothing: the last years first.
        step = max(-after[year], min(change, before[year] - after[year]))
        after[year] += step
        change -= step
    return after
