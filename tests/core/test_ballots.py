"""Counting votes, quorum, and the text that amendments leave."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samkop.core.ballots import (
    Abstentions,
    Amendment,
    AmendmentKind,
    Basis,
    Choice,
    Count,
    Majority,
    MajorityKind,
    Outcome,
    Quorum,
    Tie,
    carry_over,
    decide,
    voted_in_order,
)

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN
CARRIED, REJECTED = Outcome.CARRIED, Outcome.REJECTED
TWO_THIRDS = Majority(MajorityKind.QUALIFIED, numerator=2, denominator=3)

counts = st.integers(0, 20).flatmap(
    lambda members: st.lists(st.sampled_from(Choice), max_size=members).map(
        lambda said: (said, members)
    )
)
majorities = st.sampled_from(
    [
        Majority(kind, basis, abstentions, tie, numerator, denominator)
        for basis in Basis for abstentions in Abstentions for tie in Tie
        for kind, numerator, denominator in (
            (MajorityKind.SIMPLE, 0, 1), (MajorityKind.UNANIMITY, 0, 1),
            (MajorityKind.QUALIFIED, 2, 3), (MajorityKind.QUALIFIED, 3, 4),
            (MajorityKind.QUALIFIED, 3, 5), (MajorityKind.QUALIFIED, 1, 1),
        )
    ]
)  # fmt: skip


def test_nine_members_by_hand():
    """Nine members, eight there: five in favour, two against, one abstains. Of seven votes cast
    four carry; with abstentions eight, of which five carry; two thirds of seven are 4.67: five;
    of nine members five carry simply, and two thirds of nine are six."""
    count = Count(5, 2, 1, 9)
    for majority, base, needed, outcome in (
        (Majority(), 7, 4, CARRIED),
        (Majority(abstentions=Abstentions.COUNTED), 8, 5, CARRIED),
        (TWO_THIRDS, 7, 5, CARRIED),
        (Majority(basis=Basis.MEMBERS), 9, 5, CARRIED),
        (Majority(MajorityKind.QUALIFIED, Basis.MEMBERS, numerator=2, denominator=3), 9, 6,
         REJECTED),
        (Majority(MajorityKind.UNANIMITY), 7, 7, REJECTED),
    ):  # fmt: skip
        result = decide(majority, count)
        assert (result.base, result.needed, result.outcome) == (base, needed, outcome)


@pytest.mark.parametrize(
    ("chair", "rule", "outcome", "by_chair"),
    [
        (YES, Tie.CHAIR, CARRIED, True), (NO, Tie.CHAIR, REJECTED, True),
        (ABSTAIN, Tie.CHAIR, REJECTED, False), (None, Tie.CHAIR, REJECTED, False),
        (YES, Tie.REJECTED, REJECTED, False),
    ],
)  # fmt: skip
def test_an_even_vote_is_decided_by_the_chair_or_rejected(chair, rule, outcome, by_chair):
    result = decide(Majority(tie=rule), Count(4, 4, 1, 9), chair)
    assert (result.outcome, result.tie, result.by_chair) == (outcome, True, by_chair)


def test_a_chair_decides_no_vote_that_is_not_even_and_no_qualified_one():
    assert decide(Majority(tie=Tie.CHAIR), Count(3, 4, 0, 9), YES).outcome is REJECTED
    half = Majority(MajorityKind.QUALIFIED, tie=Tie.CHAIR, numerator=2, denominator=3)
    assert decide(half, Count(4, 4, 0, 9), YES) == decide(half, Count(4, 4, 0, 9))


def test_where_nobody_votes_nothing_is_carried():
    for majority in (Majority(), TWO_THIRDS, Majority(MajorityKind.UNANIMITY)):
        assert decide(majority, Count(0, 0, 3, 9)).outcome is REJECTED


@given(counts, majorities)
def test_what_is_carried_has_at_least_the_share_that_its_rule_says(said, majority):
    votes, members = said
    count = Count.of(votes, members)
    result = decide(majority, count, NO)
    share = {
        MajorityKind.SIMPLE: Fraction(1, 2), MajorityKind.UNANIMITY: Fraction(1),
        MajorityKind.QUALIFIED: Fraction(majority.numerator, majority.denominator),
    }[majority.kind]  # fmt: skip
    reached = count.yes > share * result.base if majority.kind is MajorityKind.SIMPLE else (
        count.yes >= share * result.base and count.yes > 0
    )  # fmt: skip
    assert (result.outcome is CARRIED) == reached
    assert (count.yes >= result.needed) == reached


@given(counts, majorities, st.sampled_from(Choice))
def test_one_more_vote_in_favour_never_turns_carried_into_rejected(said, majority, chair):
    votes, members = said
    assume(NO in votes)
    before = decide(majority, Count.of(votes, members), chair)
    turned = list(votes)
    turned[turned.index(NO)] = YES
    after = decide(majority, Count.of(turned, members), chair)
    assert not (before.outcome is CARRIED and after.outcome is REJECTED)


def test_more_votes_than_members_are_no_count():
    with pytest.raises(ValueError, match="more votes"):
        Count(5, 5, 0, 9)


@pytest.mark.parametrize(("numerator", "denominator"), [(1, 2), (4, 3), (0, 1)])
def test_a_share_of_half_or_more_than_all_is_no_majority(numerator, denominator):
    with pytest.raises(ValueError, match="more than a half"):
        Majority(MajorityKind.QUALIFIED, numerator=numerator, denominator=denominator)


def test_a_quorum_by_hand():
    """More than half of nine are five, of eight five; two thirds of nine are six."""
    more = Quorum()
    assert [more.needed(members) for members in (9, 8, 1)] == [5, 5, 1]
    assert Quorum(2, 3, more_than=False).needed(9) == 6
    assert Quorum(1, 1, more_than=True).needed(9) == 9
    assert (more.is_met(4, 9), more.is_met(5, 9), more.is_met(0, 0)) == (False, True, False)


def test_parts_are_voted_on_before_another_whole_text_each_in_the_chairs_order():
    whole = Amendment(1, AmendmentKind.REWRITE, "Allt annat.")
    late = Amendment(2, AmendmentKind.ADD, "Till 2028.", place=2)
    early = Amendment(3, AmendmentKind.REPLACE, "sex", "nio", place=1)
    assert voted_in_order([whole, late, early]) == [early, late, whole]


def test_the_text_is_carried_over_and_what_changes_a_gone_passage_falls():
    text = "Nio kommuner går med från mars."
    first = Amendment(1, AmendmentKind.REPLACE, "april", "mars")
    second = Amendment(2, AmendmentKind.REPLACE, "maj", "mars")
    third = Amendment(3, AmendmentKind.ADD, "Avtalet följs upp varje år.")
    carried = carry_over(text, [first, second, third])
    assert carried.text == "Nio kommuner går med från april.\n\nAvtalet följs upp varje år."
    assert carried.fallen == (2,)
    assert carry_over(text, [Amendment(4, AmendmentKind.REWRITE, "Nej.")]).text == "Nej."
