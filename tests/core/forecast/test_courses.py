"""From people to devices and money, and what lies between low and high."""

from __future__ import annotations

import json
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.forecast.assumptions import EXAMPLE, SMALL, changed
from samkop.core.forecast import End, Span, forecast, read_problem
from samkop.core.forecast.chance import percentiles, quantile
from samkop.core.forecast.scenarios import at_end, years_of


def courses(problem, end=End.MID):
    return years_of(read_problem(json.dumps(problem)), at_end(end))


def with_population(points):
    return changed("population", to={"points": points})


def test_people_devices_and_money_of_a_small_place_by_hand():
    first, second, third = courses(SMALL)
    assert [one.inhabitants for one in (first, second, third)] == [1000, 1120, 1240]
    assert first.people == {"pupils": 150}
    # 150 there; 50 past their life are renewed at once; by December 1,110 people need 167.
    flow = first.devices["computer"].flow
    assert (flow.opening, flow.added, flow.renewed, flow.needed) == (150, 17, 50, 167)
    assert first.devices["computer"].cost == Decimal(67 * 400)
    assert [one.devices["computer"].unit_price for one in (first, second, third)] == [
        Decimal("400.00"), Decimal("440.00"), Decimal("484.00"),
    ]  # fmt: skip
    # From the last point on the population stays.
    assert (third.in_use, third.licence_count) == (186, 186)
    assert third.licences["platform"].cost == Decimal("2232.00")


def test_a_growth_is_compounded_year_by_year():
    population = {"points": {"2026": 1000}, "growth_per_cent": 10}
    found = [one.inhabitants for one in courses(changed("population", to=population))]
    assert found == [1000, 1100, 1210]


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**5), st.sampled_from(End))
@settings(max_examples=40)
def test_more_people_never_need_fewer_devices_or_licences(first, last, more, end):
    few = courses(with_population({"2026": first, "2028": last}), end)
    many = courses(with_population({"2026": first + more, "2028": last + more}), end)
    pairs = list(zip(few, many, strict=True))
    assert all(less.in_use <= greater.in_use for less, greater in pairs)
    assert all(less.licence_count <= greater.licence_count for less, greater in pairs)


@given(st.integers(1, 10**6))
@settings(max_examples=40)
def test_twice_the_people_need_twice_the_devices_up_to_the_one_that_is_rounded_up(inhabitants):
    once = courses(with_population({"2026": inhabitants}))[-1].in_use
    twice = courses(with_population({"2026": 2 * inhabitants}))[-1].in_use
    assert 2 * once - 1 <= twice <= 2 * once


def test_a_city_that_doubles_doubles_its_devices_and_renews_them_ever_after():
    long = EXAMPLE | {"years": 40}
    years = courses(long)
    # In January of the year after the last point twice as many people live there.
    assert years[15].inhabitants == 2 * years[0].inhabitants
    per_kind = {name: one.flow for name, one in years[-1].devices.items()}
    at_start = courses(changed_example_without_growth())
    for name, flow in per_kind.items():
        assert flow.needed == pytest.approx(2 * at_start[0].devices[name].flow.needed, abs=1)
        assert flow.added == 0
    # Over a whole number of lives, as many are bought as there are, time after time.
    laptops = [one.devices["laptop"].flow for one in years[-8:]]
    assert sum(one.renewed for one in laptops) == 2 * laptops[-1].needed


def changed_example_without_growth():
    return EXAMPLE | {"population": {"points": {"2016": 100_000}}}


def test_a_doubling_that_is_a_growth_says_the_same_as_its_two_points():
    """(2)^(1/15) - 1 = 4.729412… per cent a year."""
    grown = {"points": {"2016": 100_000}, "growth_per_cent": "4.729412"}
    years = courses(EXAMPLE | {"years": 16, "population": grown})
    assert years[15].inhabitants == pytest.approx(200_000, abs=1)


def test_low_asks_for_no_more_than_the_middle_and_high_for_no_less_over_the_whole_time():
    made = forecast(read_problem(json.dumps(EXAMPLE)), draws=20)
    whole = [sum(year.budget for year in made.courses[end]) for end in End]
    assert whole == sorted(whole)
    assert whole[0] < made.likely.budget.p10 < made.likely.budget.p90 < whole[2]
    for least, middle, most in zip(*made.courses.values(), strict=True):
        assert least.in_use <= middle.in_use <= most.in_use


def test_assumptions_without_a_range_leave_chance_nothing_to_do():
    sure = changed("groups", "pupils", to=150)
    sure["kinds"]["computer"]["life_months"] = 36
    made = forecast(read_problem(json.dumps(sure)), draws=5)
    for middle, likely in zip(made.courses[End.MID], made.likely.years, strict=True):
        assert {likely.budget.p10, likely.budget.p50, likely.budget.p90} == {middle.budget}
    assert made.courses[End.LOW] == made.courses[End.MID] == made.courses[End.HIGH]


def test_the_same_seed_gives_the_same_answer_and_another_another():
    problem = read_problem(json.dumps(SMALL))
    assert forecast(problem, draws=20, seed=7).likely == forecast(problem, draws=20, seed=7).likely
    assert forecast(problem, draws=20, seed=7).likely != forecast(problem, draws=20, seed=8).likely


@given(st.floats(0, 1), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
@settings(max_examples=60)
def test_a_draw_lies_in_its_span(share, low, up, further):
    span = Span(Decimal(low), Decimal(low + up), Decimal(low + up + further))
    assert span.low <= quantile(span, share) <= span.high


def test_draws_have_the_mean_of_their_triangle():
    span, chance = Span(Decimal(10), Decimal(20), Decimal(60)), random.Random(3)
    values = [quantile(span, chance.random()) for _ in range(4000)]
    assert float(sum(values) / len(values)) == pytest.approx(30, abs=0.6)


def test_percentiles_are_values_that_were_drawn():
    found = percentiles(list(range(1, 101)))
    assert (found.p10, found.p50, found.p90) == (10, 50, 90)
    alone = percentiles([7])
    assert (alone.p10, alone.p50, alone.p90) == (7, 7, 7)
