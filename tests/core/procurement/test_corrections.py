"""By when questions are answered, and what late answers and corrections extend."""

from __future__ import annotations

from datetime import date

import pytest

from samkop.core.procurement import NoRuleError, extension_after_correction, last_day_to_answer

DUE = date(2025, 9, 30)  # a Tuesday


def answered(country, **more):
    return last_day_to_answer(country=country, bids_due=more.pop("due", DUE), **more).day


def extended(told, country="SE", due=DUE, **more):
    return extension_after_correction(
        country=country, bids_due=due, told_on=date.fromisoformat(told),
        **{"substantial": False, **more},
    )  # fmt: skip


@pytest.mark.parametrize("country", ["SE", "FI"])
def test_answers_come_six_days_before_and_four_in_urgency(country):
    assert answered(country) == date(2025, 9, 24)
    assert answered(country, urgent=True) == date(2025, 9, 26)


def test_below_the_thresholds_sweden_keeps_six_days_and_finland_sets_none():
    assert answered("SE", national=True, urgent=True) == date(2025, 9, 24)
    assert answered("FI", national=True) is None


def test_over_easter_an_answer_comes_before_two_working_days():
    """Due on Tuesday 7 April 2026: Friday to Monday are off, so that Wednesday is the last day."""
    assert answered("SE", due=date(2026, 4, 7), urgent=True) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("told", "not_before"),
    [("2025-09-24", None), ("2025-09-25", "2025-10-01"), ("2025-09-26", "2025-10-02"),
     ("2025-09-28", "2025-10-06"), ("2025-09-30", "2025-10-06")],
)  # fmt: skip
def test_a_late_answer_extends_so_that_its_days_lie_before_the_new_deadline(told, not_before):
    """From Sunday the 28th six days are Saturday 4 October: Monday is the first working day."""
    found = extended(told)
    assert found.needed == (not_before is not None)
    assert found.not_before == (not_before and date.fromisoformat(not_before))


def test_a_substantial_correction_extends_however_early_it_comes():
    found = extended("2025-09-02", substantial=True)
    assert (found.needed, found.in_proportion) == (True, True)
    assert found.not_before == date(2025, 10, 1)


def test_nothing_is_extended_for_a_question_that_came_late_or_does_not_matter():
    assert not extended("2025-09-29", asked_in_time=False).needed
    assert not extended("2025-09-29", matters=False).needed
    assert extended("2025-09-29", asked_in_time=False, substantial=True).needed


def test_where_no_day_is_set_a_correction_still_extends():
    found = extended("2025-09-30", country="FI", national=True, substantial=True)
    assert found.not_before == date(2025, 10, 1)
    assert not extended("2025-09-29", country="FI", national=True).needed


def test_a_country_outside_the_table_is_no_guess():
    with pytest.raises(NoRuleError):
        answered("NO")
