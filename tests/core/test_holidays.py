"""Working days of Finland and Sweden."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.core.holidays import (
    easter,
    holidays_of,
    is_working_day,
    working_day_from,
    working_days_after,
)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)),
     (2027, date(2027, 3, 28)), (2038, date(2038, 4, 25))],
)  # fmt: skip
def test_easter_is_where_the_almanac_has_it(year, sunday):
    assert easter(year) == sunday


def test_the_days_off_of_2026_are_those_of_the_almanacs():
    both = {(1, 1), (1, 6), (4, 3), (4, 6), (5, 1), (5, 14), (6, 19), (12, 24), (12, 25), (12, 26)}
    assert {(d.month, d.day) for d in holidays_of("FI", 2026)} == both | {(12, 6)}
    assert {(d.month, d.day) for d in holidays_of("SE", 2026)} == both | {(6, 6), (12, 31)}


def test_another_country_has_weekends_only():
    assert is_working_day(date(2026, 12, 25), "NO")
    assert not is_working_day(date(2026, 12, 26), "NO")


def test_five_working_days_over_christmas_by_hand():
    """From Wednesday 23 December 2026: 28, 29, 30, 31 and, in Finland, 4 January 2027 (1 is a
    holiday, 2 and 3 a weekend); in Sweden New Year's Eve is off too, so that it is the 5th."""
    ordered = date(2026, 12, 23)
    assert working_days_after(ordered, 5, "FI") == date(2027, 1, 4)
    assert working_days_after(ordered, 5, "SE") == date(2027, 1, 5)


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 30), st.sampled_from(["FI", "SE"])
)
def test_so_many_working_days_lie_between(day, count, country):
    last = working_days_after(day, count, country)
    first = working_day_from(day, country)
    between = [first + timedelta(n) for n in range(1, (last - first).days + 1)]
    assert is_working_day(last, country)
    assert sum(is_working_day(one, country) for one in between) == count
