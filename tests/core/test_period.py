"""Days in a party's own time zone."""

from datetime import UTC, date, datetime

import pytest

from samkop.core.period import day_of


def test_late_in_the_evening_utc_it_is_tomorrow_in_helsinki():
    moment = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    assert day_of(moment, "Europe/Helsinki") == date(2027, 1, 1)
    assert day_of(moment, "Europe/London") == date(2026, 12, 31)


def test_a_moment_without_a_zone_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2026, 1, 1), "Europe/Helsinki")  # noqa: DTZ001 - the point of the test
