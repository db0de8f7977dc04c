"""Which of several suppliers gets a call-off: the arithmetic alone."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.agreements.rules import Candidate, choose, needs_competition
from samkop.agreements.vocabulary import Hindrance
from samkop.tendering.vocabulary import CallOffMethod, TurnBy

RANKING, ROTATION = CallOffMethod.RANKING, CallOffMethod.ROTATION
HINDRANCES = st.one_of(st.none(), st.sampled_from(list(Hindrance)))


@st.composite
def candidates(draw):
    ranks = draw(st.lists(st.integers(1, 99), min_size=1, max_size=8, unique=True))
    return [
        Candidate(
            number, rank, draw(st.integers(0, 500)), draw(st.integers(0, 10**9)), draw(HINDRANCES)
        )
        for number, rank in enumerate(ranks, 1)
    ]


def test_rotation_by_value_is_as_computed_by_hand():
    # 5,000 and 4,200 and 4,200: the second and third have had least; the second ranks before.
    three = [
        Candidate(1, 1, turns=2, cents=5_000_00),
        Candidate(2, 2, turns=9, cents=4_200_00),
        Candidate(3, 3, turns=1, cents=4_200_00),
    ]
    chosen, considered = choose(ROTATION, TurnBy.VALUE, three)
    assert chosen == three[1]
    assert [one.agreement_id for one in considered] == [2, 3, 1]
    assert choose(ROTATION, TurnBy.NUMBER, three)[0] == three[2]
    assert choose(RANKING, TurnBy.VALUE, three)[0] == three[0]


@given(candidates(), st.sampled_from(TurnBy))
def test_by_ranking_nobody_able_stands_before_the_chosen_one(listed, turn_by):
    chosen, considered = choose(RANKING, turn_by, listed)
    able = [one.rank for one in listed if one.hindrance is None]
    assert (chosen.rank if chosen else None) == min(able, default=None)
    assert sorted(considered, key=lambda one: one.agreement_id) == listed


@given(candidates(), st.sampled_from(TurnBy))
def test_by_rotation_nobody_able_has_had_less_than_the_chosen_one(listed, turn_by):
    chosen, considered = choose(ROTATION, turn_by, listed)
    able = [one for one in listed if one.hindrance is None]
    assert (chosen is None) == (not able)
    assert Counter(considered) == Counter(listed)
    for other in able:
        had = (
            (other.turns, chosen.turns) if turn_by == TurnBy.NUMBER else (other.cents, chosen.cents)
        )
        assert had[0] > had[1] or (had[0] == had[1] and other.rank >= chosen.rank)


@given(st.lists(st.integers(1, 10**6), max_size=60), st.integers(2, 5), st.sampled_from(TurnBy))
def test_rotation_keeps_all_within_one_call_off_of_each_other(values, suppliers, turn_by):
    turns, cents = Counter(), Counter()
    for value in values:
        now = [Candidate(n, n, turns[n], cents[n]) for n in range(1, suppliers + 1)]
        chosen, _ = choose(ROTATION, turn_by, now)
        turns[chosen.agreement_id] += 1
        cents[chosen.agreement_id] += value
    had, most = (turns, 1) if turn_by == TurnBy.NUMBER else (cents, max(values, default=0))
    shares = [had[n] for n in range(1, suppliers + 1)]
    assert max(shares) - min(shares) <= most


@pytest.mark.parametrize(
    ("method", "from_cents", "cents", "answer"),
    [
        (CallOffMethod.MINI_COMPETITION, None, 1, True),
        (RANKING, None, 10**9, False),
        (RANKING, 100_00, 99_99, False),
        (ROTATION, 100_00, 100_00, True),
    ],
)
def test_a_call_off_is_competed_for_always_or_from_a_value_on(method, from_cents, cents, answer):
    assert needs_competition(method, from_cents, cents) == answer
