"""When something will be delivered, and what ends: the pure functions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.catalogue.rules.endings import ending_of
from samkop.catalogue.rules.promises import Stated, delivery_promise
from samkop.catalogue.vocabulary import EndingReason, PromiseBasis
from samkop.core.holidays import is_working_day

# A Friday.
TODAY = date(2026, 11, 27)


def promise(stated=None, quantity=1, days=None, today=TODAY):
    found = delivery_promise(quantity, today, "FI", stated=stated, catalogue_days=days)
    return found.day, found.basis


@pytest.mark.parametrize(
    ("stated", "quantity", "days", "day", "basis"),
    [
        # From Friday 27 November three working days are Wednesday 2 December.
        (Stated(TODAY, 5, 0, 3), 5, None, date(2026, 12, 2), "stock"),
        # The reserve of this agreement counts.
        (Stated(TODAY, 5, 10, 3), 15, None, date(2026, 12, 2), "stock"),
        (Stated(TODAY, 5, 10, 3), 16, None, None, "out-of-stock"),
        # Two working days after the supplier's own delivery; Independence Day is a Sunday.
        (Stated(TODAY, 0, 0, 2, date(2026, 12, 4)), 1, None, date(2026, 12, 8), "next-delivery"),
        # A next delivery that lies in the past counts from today.
        (Stated(TODAY, 0, 0, 1, date(2026, 11, 1)), 1, None, date(2026, 11, 30), "next-delivery"),
        # No number said: the lead time holds; none said: the catalogue's calendar days.
        (Stated(TODAY, None, 0, 3), 99, None, date(2026, 12, 2), "lead-time"),
        (Stated(TODAY, 9), 1, 5, date(2026, 12, 2), "stock"),
        # Five calendar days from a Friday; eight end on a Saturday and move on.
        (None, 1, 5, date(2026, 12, 2), "catalogue"),
        (None, 1, 8, date(2026, 12, 7), "catalogue"),
        (None, 1, None, None, "unknown"),
    ],
)
def test_the_day_and_what_it_rests_on(stated, quantity, days, day, basis):
    assert promise(stated, quantity, days) == (day, basis)


def test_what_was_said_more_than_two_weeks_ago_promises_nothing():
    said = Stated(TODAY, 100, 0, 1)
    assert promise(said, today=TODAY + timedelta(14))[1] == PromiseBasis.STOCK
    assert promise(said, today=TODAY + timedelta(15)) == (None, PromiseBasis.STALE)
    assert promise(said, days=5, today=TODAY + timedelta(15))[1] == PromiseBasis.STALE


numbers = st.none() | st.integers(0, 50)
days = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
statements = st.builds(
    Stated, days.map(lambda day: day or TODAY), numbers, st.integers(0, 9), numbers, days
)


@given(statements, st.integers(1, 60), numbers)
def test_a_promised_day_is_a_working_day_and_never_before_the_order(stated, quantity, catalogue):
    day, _basis = promise(stated, quantity, catalogue)
    assert day is None or (day >= TODAY and is_working_day(day, "FI"))


@given(statements, st.integers(1, 30), st.integers(1, 30))
def test_more_never_comes_sooner(stated, few, more):
    small, large = promise(stated, few)[0], promise(stated, few + more)[0]
    assert large is None or (small is not None and small <= large)


@pytest.mark.parametrize(
    ("sold_until", "support", "successor", "reason"),
    [
        (TODAY + timedelta(90), None, False, EndingReason.SALE),
        (TODAY + timedelta(91), None, False, None),
        (TODAY + timedelta(10), None, True, None),
        (TODAY + timedelta(10), TODAY + timedelta(5), False, EndingReason.SUPPORT),
        (None, TODAY + timedelta(90), True, EndingReason.SUPPORT),
        (None, None, False, None),
    ],
)
def test_what_needs_a_decision(sold_until, support, successor, reason):
    within = timedelta(90)
    found = ending_of("x", sold_until, support, TODAY, within, has_successor=successor)
    assert (found and found.reason) == reason


def test_what_is_over_says_so():
    yesterday, within = TODAY - timedelta(1), timedelta(90)
    assert ending_of("x", yesterday, None, TODAY, within, has_successor=False).over
    assert not ending_of("x", TODAY, None, TODAY, within, has_successor=False).over
