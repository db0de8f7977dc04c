"""Reporting times, by hand: hours that pass, months by the calendar, and the clocks of summer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.core.incidents.reporting import (
    OF_PERSONAL_DATA,
    OF_SIGNIFICANT,
    Report,
    Start,
    month_later,
    rules_of,
)

HELSINKI, STOCKHOLM = "Europe/Helsinki", "Europe/Stockholm"
EAST = {2: timezone(timedelta(hours=2)), 3: timezone(timedelta(hours=3))}
TODAY = date(2026, 11, 29)
BOUNDS = datetime(2000, 1, 1), datetime(2099, 1, 1)  # noqa: DTZ001 - in whatever zone is drawn


def at(text, offset):
    """A moment as the clock in Finland shows it, so many hours east of Greenwich."""
    return datetime.fromisoformat(text).replace(tzinfo=EAST[offset])


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        # 24 and 72 hours are counted in hours that pass: the night of 29 March has 23 of them.
        (at("2026-03-28T12:00", 2), (at("2026-03-29T13:00", 3), at("2026-03-31T13:00", 3))),
        # That of 25 October has 25.
        (at("2026-10-24T12:00", 3), (at("2026-10-25T11:00", 2), at("2026-10-27T11:00", 2))),
        (at("2026-11-02T12:00", 2), (at("2026-11-03T12:00", 2), at("2026-11-05T12:00", 2))),
    ],
)
def test_a_warning_is_due_in_24_hours_and_a_notification_in_72_whatever_the_clocks_do(begun, due):
    rules = rules_of("FI", "municipality", TODAY)
    found = [rules[one].due(begun, HELSINKI) for one in (Report.EARLY_WARNING, Report.NOTIFICATION)]
    assert found == [moment.astimezone(UTC) for moment in due]
    assert rules[Report.PERSONAL_DATA].due(begun, HELSINKI) == due[1].astimezone(UTC)


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        (at("2026-01-31T12:00", 2), at("2026-02-28T12:00", 2)),
        (at("2028-01-31T12:00", 2), at("2028-02-29T12:00", 2)),
        (at("2026-02-28T12:00", 2), at("2026-03-28T12:00", 2)),
        (at("2026-12-31T23:59", 2), at("2027-01-31T23:59", 2)),
        # The same time of day in summer: one hour less has passed, in autumn one more.
        (at("2026-03-02T12:00", 2), at("2026-04-02T12:00", 3)),
        (at("2026-10-02T12:00", 3), at("2026-11-02T12:00", 2)),
        # 03:30 on 29 March does not exist, it is 04:30; 03:30 on 25 October comes twice.
        (at("2026-02-28T03:30", 2), at("2026-03-28T03:30", 2)),
        (at("2027-02-28T03:30", 2), at("2027-03-28T04:30", 3)),
        (at("2026-09-25T03:30", 3), at("2026-10-25T03:30", 3)),
        # Where it is the first of a month already, it is still the last of the one before here.
        (datetime(2026, 1, 31, 22, 30, tzinfo=UTC), at("2026-03-01T00:30", 2)),
    ],
)
def test_a_final_report_is_due_at_the_same_time_of_the_same_day_of_the_next_month(begun, due):
    assert month_later(begun, 1, HELSINKI) == due.astimezone(UTC)
    rule = rules_of("FI", "municipality", TODAY)[Report.FINAL_REPORT]
    assert (rule.start, rule.due(begun, HELSINKI)) == (Start.NOTIFIED, due.astimezone(UTC))


@given(
    begun=st.datetimes(*BOUNDS, timezones=st.just(UTC)),
    zone=st.sampled_from([HELSINKI, STOCKHOLM]),
)
def test_a_month_is_never_longer_than_31_days_and_an_hour_nor_shorter_than_28_but_one(begun, zone):
    passed = month_later(begun, 1, zone) - begun
    hour = timedelta(hours=1)
    assert timedelta(days=28) - hour <= passed <= timedelta(days=31) + hour


def test_a_moment_without_a_zone_is_nobodys():
    rules = rules_of("SE", "municipality", TODAY)
    for report in (Report.EARLY_WARNING, Report.FINAL_REPORT):
        with pytest.raises(ValueError, match="time zone"):
            rules[report].due(datetime(2026, 1, 1), STOCKHOLM)  # noqa: DTZ001 - the very thing


def test_what_nobody_has_read_says_so_and_before_an_act_is_in_force_it_asks_nothing():
    finnish, swedish = (rules_of(one, "municipality", TODAY) for one in ("FI", "SE"))
    for rules in (finnish, swedish):
        assert {one: rules[one].checked for one in (*OF_SIGNIFICANT, *OF_PERSONAL_DATA)} == {
            Report.EARLY_WARNING: False, Report.NOTIFICATION: False, Report.FINAL_REPORT: False,
            Report.PERSONAL_DATA: True,
        }  # fmt: skip
    applies = Report.NOTIFICATION
    assert (finnish[applies].applies, swedish[applies].applies) == (False, True)
    assert set(rules_of("SE", "municipality", date(2026, 1, 14))) == {Report.PERSONAL_DATA}
    assert set(rules_of("FI", "municipality", date(2025, 4, 7))) == {Report.PERSONAL_DATA}
    assert rules_of("NO", "municipality", TODAY) == {}


def test_somebody_is_told_before_it_is_due():
    rule = rules_of("FI", "municipality", TODAY)[Report.EARLY_WARNING]
    due = rule.due(at("2026-11-02T12:00", 2), HELSINKI)
    assert rule.warned(due) == at("2026-11-03T06:00", 2)
