"""How limits are reckoned, on every day from 2018 to 2030, against almanacs written out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core.procurement.calendars import Almanac, all_days
from samkop.core.holidays import working_days_before
from samkop.core.period import (
    end_of_limit,
    end_of_union_limit,
    months_after,
    start_of_day,
    start_of_union_limit,
)

COUNTRIES = ["SE", "FI"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_limits_of_national_law_end_where_the_almanac_says(country):
    almanac = Almanac(country)
    for day in all_days():
        for days in (1, 10, 14, 15):
            assert end_of_limit(day, days, country) == almanac.end(day, days), (day, days)


@pytest.mark.parametrize("country", COUNTRIES)
def test_limits_of_union_law_end_where_the_almanac_says(country):
    almanac = Almanac(country)
    for day in all_days():
        for days in (2, 4, 10, 30, 35):
            found = end_of_union_limit(day, days, country)
            assert found == almanac.union_end(day, days), (day, days)


@pytest.mark.parametrize("country", COUNTRIES)
def test_limits_counted_backwards_begin_where_the_almanac_says(country):
    almanac = Almanac(country)
    for day in all_days():
        if day > date(2018, 1, 15):
            for days in (4, 6):
                found = start_of_union_limit(day, days, country)
                assert found == almanac.union_start(day, days), (day, days)


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_working_day_so_many_before_has_so_many_after_it(country):
    working = Almanac(country).working
    for place in range(20, len(working), 17):
        day = date.fromordinal(working[place])
        assert working_days_before(day, 10, country) == date.fromordinal(working[place - 10])
    assert working_days_before(date(2026, 4, 6), 0, country) == date(2026, 4, 2)


@pytest.mark.parametrize(
    ("least_end", "moved_to"),
    [("2019-12-24", "2019-12-27"), ("2019-12-25", "2019-12-27"), ("2019-12-26", "2019-12-27"),
     ("2019-12-31", "2020-01-02"), ("2020-01-01", "2020-01-02")],
)  # fmt: skip
def test_bids_due_at_christmas_2019_come_in_when_the_swedish_agency_says(least_end, moved_to):
    """Upphandlingsmyndigheten, frågeportalen, on limits at Christmas 2019."""
    sent = date.fromisoformat(least_end) - timedelta(30)
    assert end_of_union_limit(sent, 30, "SE") == date.fromisoformat(moved_to)


def test_two_days_over_easter_hold_two_working_days():
    """From Maundy Thursday 2026: Friday to Monday are off, so Tuesday and Wednesday count."""
    assert end_of_union_limit(date(2026, 4, 2), 2, "SE") == date(2026, 4, 8)
    assert end_of_limit(date(2026, 4, 2), 2, "SE") == date(2026, 4, 7)
    assert end_of_union_limit(date(2026, 4, 2), 1, "SE") == date(2026, 4, 7)


def test_counted_backwards_a_day_off_moves_nothing_but_two_working_days_are_kept():
    assert start_of_union_limit(date(2026, 11, 16), 8, "FI") == date(2026, 11, 8)  # a Sunday
    assert start_of_union_limit(date(2026, 4, 7), 4, "FI") == date(2026, 4, 1)
    assert start_of_union_limit(date(2026, 4, 7), 1, "FI") == date(2026, 4, 6)


def test_months_end_on_the_day_of_the_same_number_or_the_last():
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 3, 31), -1) == date(2026, 2, 28)


def test_a_day_begins_by_the_time_zone_summer_time_included():
    assert start_of_day(date(2026, 3, 29), "Europe/Helsinki") == datetime(
        2026, 3, 28, 22, tzinfo=UTC
    )
    assert start_of_day(date(2026, 3, 30), "Europe/Helsinki") == datetime(
        2026, 3, 29, 21, tzinfo=UTC
    )
    assert start_of_day(date(2026, 3, 30), "Europe/Stockholm") == datetime(
        2026, 3, 29, 22, tzinfo=UTC
    )
