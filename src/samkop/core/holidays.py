"""Public holidays and working days of Finland and Sweden, computed from their rules.

Besides the public holidays (Sweden: act 1989:253) the eves of midsummer and Christmas count,
in Sweden that of the new year too: section 5 of the Finnish act 150/1930 and section 2 of the
Swedish act 1930:173, both on the reckoning of time limits.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

SATURDAY = 5
_FIXED = {
    "FI": ((1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)),
    "SE": ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)),
}
# Days from Easter Sunday: Good Friday, Easter Monday, Ascension Day.
_MOVING = (-2, 1, 39)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's algorithm)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    lunar = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * lunar) // 451
    month, day = divmod(h + lunar - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays_of(country: str, year: int) -> frozenset[date]:
    """The days besides Saturdays and Sundays on which nobody works; none for other countries."""
    fixed = _FIXED.get(country)
    if fixed is None:
        return frozenset()
    sunday = easter(year)
    # Midsummer Eve: the Friday between 19 and 25 June.
    eve = date(year, 6, 19)
    eve += timedelta((4 - eve.weekday()) % 7)
    moving = {sunday + timedelta(days) for days in _MOVING}
    return frozenset({date(year, *day) for day in fixed} | moving | {eve})


def is_working_day(day: date, country: str) -> bool:
    """Whether people work on a day in a country (ISO 3166, FI and SE known)."""
    return day.weekday() < SATURDAY and day not in holidays_of(country, day.year)


def working_day_from(day: date, country: str) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day, country):
        day += timedelta(1)
    return day


def working_days_after(day: date, count: int, country: str) -> date:
    """The working day that is so many of them after a day; 0 is the first from it on."""
    day = working_day_from(day, country)
    for _ in range(count):
        day = working_day_from(day + timedelta(1), country)
    return day


def working_days_before(day: date, count: int, country: str) -> date:
    """The working day that is so many of them before a day; 0 is the last up to it."""
    while not is_working_day(day, country):
        day -= timedelta(1)
    for _ in range(count):
        day -= timedelta(1)
        while not is_working_day(day, country):
            day -= timedelta(1)
    return day
