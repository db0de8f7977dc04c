"""The almanacs of Sweden and Finland, 2018 to 2031, written out; and a reckoning of their own.

Nothing here asks the code under test: Easter Sundays and midsummer eves are copied from almanacs,
and the next working day is looked up in the list of all of them.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta

EASTER_SUNDAYS = [
    "2018-04-01", "2019-04-21", "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09",
    "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01",
    "2030-04-21", "2031-04-13",
]  # fmt: skip
MIDSUMMER_EVES = [
    "2018-06-22", "2019-06-21", "2020-06-19", "2021-06-25", "2022-06-24", "2023-06-23",
    "2024-06-21", "2025-06-20", "2026-06-19", "2027-06-25", "2028-06-23", "2029-06-22",
    "2030-06-21", "2031-06-20",
]  # fmt: skip
SAME_EACH_YEAR = {
    # New Year, Epiphany, 1 May, national day, the eves and days of Christmas, New Year's Eve.
    "SE": ["01-01", "01-06", "05-01", "06-06", "12-24", "12-25", "12-26", "12-31"],
    # New Year, Epiphany, 1 May, independence day, the eve and days of Christmas.
    "FI": ["01-01", "01-06", "05-01", "12-06", "12-24", "12-25", "12-26"],
}
FIRST, LAST = date(2018, 1, 1), date(2030, 12, 31)


def days_off(country):
    off = {date.fromisoformat(eve) for eve in MIDSUMMER_EVES}
    for sunday in map(date.fromisoformat, EASTER_SUNDAYS):
        good_friday, monday, ascension = (sunday + timedelta(n) for n in (-2, 1, 39))
        off |= {good_friday, monday, ascension}
        off |= {date.fromisoformat(f"{sunday.year}-{day}") for day in SAME_EACH_YEAR[country]}
    return off


def working_days(country):
    """The ordinals of all of them, in order."""
    off = {day.toordinal() for day in days_off(country)}
    # Ordinal 1 was a Monday: 0 and 6 modulo 7 are Sundays and Saturdays.
    span = range(date(2018, 1, 1).toordinal(), date(2031, 12, 31).toordinal() + 1)
    return [day for day in span if day not in off and day % 7 not in {0, 6}]


class Almanac:
    """Limits of a country, by looking up."""

    def __init__(self, country):
        self.working = working_days(country)

    def end(self, event, days):
        place = bisect_left(self.working, event.toordinal() + days)
        return date.fromordinal(self.working[place])

    def union_end(self, event, days):
        """Besides, at least the second working day after the event."""
        first = bisect_left(self.working, event.toordinal() + 1)
        return max(self.end(event, days), date.fromordinal(self.working[first + 1]))

    def union_start(self, before, days):
        """At the latest the second working day before."""
        following = bisect_left(self.working, before.toordinal())
        second = date.fromordinal(self.working[max(following - 2, 0)])
        return min(before - timedelta(days), second)


def all_days():
    return (FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1))
