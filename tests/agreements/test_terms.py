"""Terms, standings and the room for modifications, as plain values."""

from __future__ import annotations

from datetime import date

import pytest

from samkop.agreements.rules import (
    modification_room,
    standing,
    term_needs_justification,
    threshold_cents,
)
from samkop.agreements.vocabulary import TRANSITIONS, Ground, State


@pytest.mark.parametrize(
    ("first", "last", "needed"),
    [
        (date(2026, 1, 1), date(2029, 12, 31), False),
        (date(2026, 1, 1), date(2030, 1, 1), True),
        (date(2024, 2, 29), date(2028, 2, 28), False),
        (date(2024, 2, 29), date(2028, 2, 29), True),
        (date(2096, 2, 29), date(2100, 2, 27), False),
        (date(2096, 2, 29), date(2100, 2, 28), True),
    ],
)
def test_more_than_four_years_need_a_justification(first, last, needed):
    assert term_needs_justification(first, last) is needed


@pytest.mark.parametrize(
    ("state", "room", "today", "stands"),
    [
        (State.IN_FORCE, 1, date(2029, 12, 31), State.IN_FORCE),
        (State.IN_FORCE, 1, date(2030, 1, 1), State.ENDED),
        (State.SUSPENDED, 1, date(2030, 1, 1), State.ENDED),
        (State.IN_FORCE, 0, date(2027, 1, 1), State.EXHAUSTED),
        (State.INTERIM, 0, date(2027, 1, 1), State.EXHAUSTED),
        (State.SUSPENDED, 0, date(2027, 1, 1), State.SUSPENDED),
        (State.ANNULLED, 0, date(2030, 1, 1), State.ANNULLED),
        (State.IN_PREPARATION, 0, date(2030, 1, 1), State.IN_PREPARATION),
    ],
)
def test_a_term_runs_out_and_a_ceiling_fills_without_any_job(state, room, today, stands):
    assert standing(state, date(2026, 1, 1), date(2029, 12, 31), room, today) == stands


def test_every_state_can_come_to_an_end_and_none_comes_back_from_it():
    assert set(TRANSITIONS) == set(State)
    assert {state for state, following in TRANSITIONS.items() if not following} == {
        State.ANNULLED,
        State.ENDED,
    }
    reached = {state for following in TRANSITIONS.values() for state in following}
    assert reached == set(State) - {State.IN_PREPARATION}


@pytest.mark.parametrize(
    ("ground", "raised", "threshold", "room"),
    [
        (Ground.REVIEW_CLAUSE, {}, None, None),
        (Ground.ADDITIONAL, {Ground.ADDITIONAL: 500_00}, None, 500_00),
        (Ground.UNFORESEEN, {}, None, 500_00),
        (Ground.DE_MINIMIS, {}, 300_00, 99_99),
        (Ground.DE_MINIMIS, {}, 50_00, 49_99),
        (Ground.DE_MINIMIS, {Ground.DE_MINIMIS: 60_00}, 300_00, 39_99),
        (Ground.DE_MINIMIS, {Ground.DE_MINIMIS: 99_99, Ground.ADDITIONAL: 1}, 300_00, 0),
        (Ground.DE_MINIMIS, {}, None, 0),
    ],
)
def test_each_ground_leaves_its_own_room(ground, raised, threshold, room):
    assert modification_room(ground, 1_000_00, raised, threshold) == room


def test_below_ten_per_cent_is_below_also_where_it_is_no_whole_cent():
    assert modification_room(Ground.DE_MINIMIS, 1_005, {}, 10**9) == 100


@pytest.mark.parametrize(
    ("day", "currency", "cents"),
    [
        (date(2026, 1, 1), "EUR", 216_000_00),
        (date(2025, 12, 31), "EUR", 221_000_00),
        (date(2028, 1, 1), "EUR", None),
        (date(2026, 1, 1), "SEK", None),
    ],
)
def test_the_threshold_is_that_of_the_day_and_the_currency(day, currency, cents):
    assert threshold_cents(day, currency) == cents
