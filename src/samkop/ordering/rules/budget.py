"""Pure rules of budgets: when what is committed falls due."""

from __future__ import annotations

from collections import Counter
from datetime import date

MONTHS = 12


def payments_by_year(monthly_cents: int, first_month: date, months: int) -> dict[int, int]:
    """What a lease costs in each calendar year of its whole term, in cents.

    Paid once a month from ``first_month`` on, ``months`` times. A lease counts for its whole
    term (domain.md, "Devices"): each year's budget carries the payments that fall in it.
    """
    start = first_month.year * MONTHS + first_month.month - 1
    by_year: Counter[int] = Counter()
    for month in range(start, start + months):
        by_year[month // MONTHS] += monthly_cents
    return dict(by_year)
