"""Until when bidders are bound, and by when more time has to be asked for."""

from __future__ import annotations

from datetime import date

import pytest

from samkop.core.procurement import (
    Case,
    Watch,
    after_judgment,
    end_of_validity,
    extended_by_review,
    standstill,
    watch_validity,
)


def watched(today, needed_until, ends=date(2026, 6, 30)):
    return watch_validity(
        ends=ends, today=date.fromisoformat(today), country="FI", needed_until=needed_until
    )


def test_validity_is_a_term_that_ends_on_its_day_even_a_sunday():
    assert end_of_validity(date(2026, 3, 31), months=6) == date(2026, 9, 30)
    assert end_of_validity(date(2026, 3, 2), days=90) == date(2026, 5, 31)  # a Sunday


@pytest.mark.parametrize(
    ("today", "needed_until", "state"),
    [
        ("2026-05-04", date(2026, 6, 30), Watch.ENOUGH),
        ("2026-05-04", date(2026, 7, 1), Watch.ASK),
        ("2026-05-04", None, Watch.ASK),
        ("2026-06-15", None, Watch.ASK),
        ("2026-06-16", None, Watch.LATE),
        ("2026-06-30", date(2026, 7, 1), Watch.LATE),
        ("2026-07-01", None, Watch.ENDED),
        ("2026-07-01", date(2026, 6, 20), Watch.ENDED),
    ],
)
def test_more_time_is_asked_for_while_there_are_ten_working_days_for_the_answer(
    today, needed_until, state
):
    """30 June 2026 is a Tuesday; midsummer eve, the 19th, is off: ten working days before is
    the 15th."""
    found = watched(today, needed_until)
    assert (found.ask_by, found.state) == (date(2026, 6, 15), state)


def test_a_review_makes_a_validity_too_short_until_the_judgment_says_what_is_needed():
    standing = standstill(country="SE", case=Case.AWARD, sent=date(2025, 3, 3))
    ends = end_of_validity(date(2025, 1, 31), months=6)
    before = watch_validity(
        ends=ends, today=date(2025, 3, 10), country="SE",
        needed_until=standing.first_day_to_sign,
    )  # fmt: skip
    hold = extended_by_review(standing, filed_on=date(2025, 3, 12))
    during = watch_validity(
        ends=ends, today=date(2025, 3, 13), country="SE",
        needed_until=None if hold.held else standing.first_day_to_sign,
    )  # fmt: skip
    after = after_judgment(standing, hold=hold, decided_on=date(2025, 7, 28))
    needed = watch_validity(
        ends=ends, today=date(2025, 7, 28), country="SE", needed_until=after.first_day_to_sign
    )
    assert (before.state, during.state, needed.state) == (Watch.ENOUGH, Watch.ASK, Watch.LATE)
    assert needed.needed_until == date(2025, 8, 8)
