"""From devices to cohorts: what is due when, and what ends before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from samkop.core.renewal.cohorts import Device, Window, cohorts_of

DEVICE = Device("Alvik", "laptop", date(2023, 4, 10), 90_000)
START = (2026, 1)


def windows(*devices, months=48):
    found = cohorts_of(devices, START, months, Window())
    return [(one.earliest, one.due, one.latest, one.count) for one in found]


def test_devices_that_are_alike_are_one_cohort():
    """Bought in April 2023, due four years later: month 15 of a plan from January 2026."""
    assert windows(DEVICE, DEVICE, replace(DEVICE, count=3)) == [(9, 15, 21, 5)]


def test_a_lease_and_the_makers_support_end_the_window():
    assert windows(replace(DEVICE, lease_ends=date(2027, 6, 30))) == [(9, 15, 17, 1)]
    assert windows(replace(DEVICE, support_ends=date(2026, 10, 1))) == [(3, 9, 9, 1)]


def test_what_is_overdue_is_renewed_in_the_first_month_and_knows_how_late_it_is():
    assert windows(replace(DEVICE, bought=date(2020, 1, 1))) == [(0, -24, 0, 1)]


def test_what_is_due_after_the_plan_waits_for_the_next():
    assert windows(DEVICE, months=15) == []
    assert windows(DEVICE, months=16) == [(9, 15, 15, 1)]
