"""Ranges, prices and hours of buying together: by hand, and whatever the figures are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.core.benefit import (
    Bought,
    Procedure,
    Span,
    price_benefit,
    together,
    work_benefit,
    work_together,
)

whole = st.integers(-1000, 1000)
spans = st.lists(whole, min_size=3, max_size=3).map(sorted).map(lambda ends: Span.of(*ends))
purchases = st.lists(
    st.builds(
        Bought, st.integers(1, 50), st.integers(0, 100_000), st.none() | spans,
        st.integers(0, 100), st.integers(0, 100),
    )
)  # fmt: skip


def test_a_span_rises_or_is_none():
    with pytest.raises(ValueError, match="do not rise"):
        Span.of(2, 1, 3)


def test_half_a_cent_goes_away_from_zero():
    assert Span(Fraction(-5, 2), Fraction(1, 2), Fraction(3, 2)).rounded() == (-3, 1, 2)


@given(one=spans, other=spans, at=st.fractions(0, 1), also=st.fractions(0, 1))
def test_sum_difference_and_product_hold_whatever_the_parts_turn_out_to_be(one, other, at, also):
    first = one.low + (one.high - one.low) * at
    second = other.low + (other.high - other.low) * also
    for span, value in (
        (one + other, first + second), (one - other, first - second), (one * other, first * second),
    ):  # fmt: skip
        assert span.low <= value <= span.high


@given(parts=st.lists(purchases, max_size=5))
def test_the_sum_of_the_parts_is_the_whole(parts):
    whole = price_benefit([one for part in parts for one in part])
    assert together(price_benefit(part) for part in parts) == whole


@given(bought=purchases)
def test_what_cannot_be_compared_counts_on_neither_side(bought):
    known = [one for one in bought if one.own is not None]
    found, of_known = price_benefit(bought), price_benefit(known)
    assert found.gain == of_known.gain
    assert (found.gain is None) == (not known)
    assert found.compared_units == of_known.units <= found.units


def test_without_a_comparison_there_is_no_gain_and_no_share():
    found = price_benefit([Bought(3, 100, None)])
    assert (found.units, found.compared_units, found.gain, found.share) == (3, 0, None, None)


def a_procedure(**fields):
    given = {
        "own": {"documents": Span.of(10, 20, 30), "decision": Span.of(1, 2, 3)},
        "joint": {"documents": Span.of(40, 60, 80), "decision": Span.of(4, 6, 8)},
        "tenders": Span.of(0, 1, 1), "taking_part": Span.of(2, 3, 4),
        "hour_cents": Span.exactly(50_00), "share": Fraction(1, 4), "year": Fraction(1, 2),
        "paid": False,
    }  # fmt: skip
    return Procedure(**{**given, **fields})


def test_hours_by_hand():
    found = work_benefit(a_procedure())
    # Own: (0, 22, 33) of half a term. Joint: a quarter of (44, 66, 88), and (2, 3, 4); the half.
    assert found.own == Span.of(0, 11, Fraction(33, 2))
    assert found.joint == Span.of(Fraction(13, 2), Fraction(39, 4), 13)
    assert found.saved == Span.of(-13, Fraction(5, 4), 10)
    assert found.saved_cents == Span.of(-65_000, 6_250, 50_000)
    # Where a markup pays, only the member's own hours of the joint procedure cost anything.
    paid = work_benefit(a_procedure(paid=True))
    assert paid.saved == found.saved
    assert paid.joint_cents == Span.of(5_000, 7_500, 10_000)


@pytest.mark.parametrize("name", ["tenders", "taking_part", "share"])
def test_a_part_that_nobody_knows_is_no_data_and_named(name):
    found = work_benefit(a_procedure(**{name: None}))
    assert found.saved is None
    assert len(found.missing) == 1
    assert work_together([found, work_benefit(a_procedure())]).saved is None


def test_a_step_that_nobody_knows_leaves_no_sum_and_nothing_is_no_sum():
    found = work_benefit(a_procedure(own={"documents": Span.of(1, 2, 3), "decision": None}))
    assert (found.own, found.missing) == (None, ("own-decision",))
    assert work_together([]).own is None


def test_hours_are_known_without_the_cost_of_an_hour():
    found = work_benefit(a_procedure(hour_cents=None))
    assert found.saved is not None
    assert found.saved_cents is None
