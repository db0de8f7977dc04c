"""Life-cycle cost: figures by hand, and a twin that pays every cent in its own year."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samkop.core.life_cycle_cost import (
    Alternative,
    Cost,
    CostKind,
    OwnStaffMissingError,
    Span,
    Terms,
    compared,
    life_cycle_cost,
    otherwise,
    staff_cost,
)

OWN = Alternative(
    "own",
    (
        Cost("servers", CostKind.ONE_OFF, Span(90_000_00, 100_000_00, 140_000_00)),
        staff_cost("two people", Span(3_000, 3_200, 3_600), 50_00),
        Cost("scrapping", CostKind.EXIT, Span(0, 10_000_00, 20_000_00)),
    ),
)
CLOUD = Alternative(
    "cloud",
    (
        Cost("subscription", CostKind.YEARLY, Span(118_000_00, 130_000_00, 150_000_00)),
        staff_cost("half a person", Span(600, 800, 1_000), 50_00),
        Cost("moving out", CostKind.EXIT, Span(20_000_00, 40_000_00, 120_000_00)),
    ),
)


def test_the_figures_come_out_by_hand():
    """5 per cent over 2 years: 1/1.05 + 1/1.1025 = 1.859410…; 1/1.1025 = 0.907029…"""
    found = life_cycle_cost(OWN, Terms(2, 500))
    assert found.present == (
        Span(90_000_00, 100_000_00, 140_000_00),
        Span(278_911_56, 297_505_67, 334_693_88),
        Span(0, 9_070_29, 18_140_59),
    )
    assert found.total == Span(368_911_56, 406_575_96, 492_834_47)
    assert found.expected == 422_774_00
    assert found.part(CostKind.STAFF) == 303_703_70
    # Variances of the triangles in thousands squared: 116.67 + 134.46 + 13.71; their root 16.274.
    low, high = found.probable
    assert (found.expected - low, high - found.expected) == (20_856_36, 20_856_36)


def test_what_sways_most_comes_first():
    swings = life_cycle_cost(OWN, Terms(2, 500)).swings()
    assert [(one.cost.name, one.high - one.low) for one in swings] == [
        ("two people", 55_782_32), ("servers", 50_000_00), ("scrapping", 18_140_59),
    ]  # fmt: skip


def test_another_rate_or_other_years_change_which_is_cheapest():
    short, long, free = otherwise([OWN, CLOUD], [Terms(1, 500), Terms(8, 500), Terms(8, 0)])
    names = [one.cheapest.alternative.name for one in (short, long, free)]
    assert names == ["cloud", "cloud", "own"]
    cheap = Alternative("cheap", (staff_cost("nobody", Span(0, 0, 0), 1),))
    assert compared([OWN, cheap], Terms(1, 0)).certain
    assert not compared([OWN, OWN], Terms(1, 0)).certain


def test_an_alternative_that_says_nothing_of_own_staff_is_compared_with_none():
    silent = Alternative("silent", (Cost("fee", CostKind.YEARLY, Span(1, 1, 1)),))
    with pytest.raises(OwnStaffMissingError) as missing:
        compared([OWN, silent], Terms(5, 300))
    assert missing.value.names == ("silent",)


@pytest.mark.parametrize("wrong", [(2, 1, 3), (1, 3, 2), (-1, 0, 0)])
def test_figures_that_do_not_rise_are_no_span(wrong):
    with pytest.raises(ValueError, match="rise"):
        Span(*wrong)


spans = st.lists(st.integers(0, 10**9), min_size=3, max_size=3).map(lambda s: Span(*sorted(s)))
costs = st.builds(Cost, st.just("cost"), st.sampled_from(CostKind), spans)


def paid(cost: Cost, end: str, terms: Terms) -> int:
    """The twin: each payment in its own year, discounted year by year."""
    worth, total = Fraction(1), Fraction(0)
    for year in range(terms.years + 1):
        due = {
            CostKind.ONE_OFF: year == 0,
            CostKind.EXIT: year == terms.years,
        }.get(cost.kind, year > 0)
        total += getattr(cost.cents, end) * worth * due
        worth /= 1 + Fraction(terms.rate, 10_000)
    return round(total)


@settings(max_examples=60)
@given(st.lists(costs, min_size=1, max_size=5), st.integers(1, 12), st.integers(0, 2_000))
def test_the_twin_that_pays_every_year_comes_to_the_same(lines, years, rate):
    terms = Terms(years, rate)
    found = life_cycle_cost(Alternative("one", tuple(lines)), terms)
    for end in ("low", "likely", "high"):
        assert [getattr(one, end) for one in found.present] == [
            paid(cost, end, terms) for cost in lines
        ]
        assert getattr(found.total, end) == sum(paid(cost, end, terms) for cost in lines)
    low, high = found.probable
    assert found.total.low <= low <= found.expected <= high <= found.total.high
    widths = [one.high - one.low for one in found.swings()]
    assert widths == sorted(widths, reverse=True)
    more = otherwise([Alternative("one", (*lines, staff_cost("own", Span(0, 0, 0), 1)))],
                     [terms, Terms(years + 1, rate)])  # fmt: skip
    exits = any(cost.kind is CostKind.EXIT for cost in lines)
    assert exits or more[0].costs[0].expected <= more[1].costs[0].expected
