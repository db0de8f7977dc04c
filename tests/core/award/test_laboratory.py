"""What the laboratory finds, against trying everything."""

from __future__ import annotations

import os
from fractions import Fraction

import pytest
from hypothesis import given, settings

from core.award import plain_scores
from core.award.tenders import ABSOLUTE, FIVE, LOWEST, PRICED, RELATIVE, A, B, C, setting, small
from samkop.core.award.robustness import Property, Verdict, examine
from samkop.core.award.robustness.cuts import price_cuts
from samkop.core.award.robustness.thirds import pair_ranges, support_bids
from samkop.core.award.robustness.trials import tender_trials, third_trials
from samkop.core.award.robustness.weights import weight_intervals
from samkop.core.award.scoring import scores_of
from samkop.core.award.scoring.points import merit

MANY = 1_000 if os.environ.get("SAMKOP_TEST_SCALE") == "all" else 20
CENTS = range(1, 61)


def report(problem, draws=40, seed=1):
    return examine(setting(problem), draws=draws, seed=seed)


def a_third(price, **marks):
    return {"id": "third", "price": f"{price / 100:.2f}", "marks": marks}


@settings(max_examples=MANY)
@given(small("relative", dear_is_good=True, rounding=True))
def test_the_prices_of_a_third_that_turn_a_pair_round_are_all_such_prices(problem):
    found = {(one.ahead, one.behind): (one.low, one.high) for one in pair_ranges(setting(problem))}
    now = plain_scores.merits(problem, problem["bids"])
    turned = {}
    for price in CENTS:
        then = plain_scores.merits(problem, [*problem["bids"], a_third(price, help=4, speed=2)])
        for one in now:
            for other in now:
                if now[one] > now[other] and then[one] < then[other]:
                    turned.setdefault((one, other), []).append(price)
    assert found == {pair: ends_of(problem, prices) for pair, prices in turned.items()}


def ends_of(problem, prices):
    """The highest and the lowest; without rounding there is no gap between."""
    if "decimals" not in problem["model"]:
        assert prices == list(range(prices[0], prices[-1] + 1))
    return prices[0], prices[-1]


@settings(max_examples=MANY)
@given(small("relative", dear_is_good=True, rounding=True))
def test_the_cheapest_support_bid_is_the_highest_price_of_all_losing_bids_that_do(problem):
    found = {
        one.winner: ((one.low, one.bid.price), one.bid.marks)
        for one in support_bids(setting(problem))
    }
    least = {"help": problem["criteria"][0].get("minimum", 0), "speed": 0}
    prices, highest = {}, {}
    for price in CENTS:
        for marks in (least, {"help": 1, "speed": 0.5}):
            winner = supported(problem, a_third(price, **marks))
            if winner is None:
                continue
            highest[winner] = price
            if marks is least:
                prices.setdefault(winner, []).append(price)
    assert found == {name: (ends_of(problem, given), least) for name, given in prices.items()}
    assert {name: given[-1] for name, given in prices.items()} == highest


def supported(problem, third):
    """The bid that alone wins by this third, and would not without it."""
    first = plain_scores.firsts(plain_scores.merits(problem, problem["bids"]) or {"": 0})
    then = plain_scores.firsts(plain_scores.merits(problem, [*problem["bids"], third]) or {"": 0})
    return min(then) if len(then) == 1 and not then & (first | {"third", ""}) else None


@settings(max_examples=MANY)
@given(small("relative", "absolute", "priced", rounding=True))
def test_no_smaller_cut_wins(problem):
    given = setting(problem)
    for cut in price_cuts(given.model, given.bids):
        cents = int(cut.bid.price)
        wins = [price for price in range(cents) if wins_at(problem, cut.bid.id, price)]
        assert cut.cents == (cents - max(wins) if wins else None)


def wins_at(problem, name, price):
    if problem["model"]["kind"] == "relative" and not price:
        return False
    bids = [
        one | {"price": f"{price / 100:.2f}"} if one["id"] == name else one
        for one in problem["bids"]
    ]
    return plain_scores.firsts(plain_scores.merits(problem, bids)) == {name}


@settings(max_examples=MANY)
@given(small("relative", "absolute", "priced"))
def test_inside_the_interval_of_a_weight_the_first_stay_first_and_outside_not(problem):
    given = setting(problem)
    first = plain_scores.firsts(plain_scores.merits(problem, problem["bids"]) or {"": 0})
    for one in weight_intervals(given.model, given.bids):
        low, high = (per_weight(problem, end) for end in (one.low, one.high))
        tiny = Fraction(1, 10**6)
        for weight in (0, 1, 7, 20, 45, 70, 100, low, low - tiny, high, high + tiny):
            if 0 <= weight <= 100:
                at = plain_scores.merits(
                    problem, problem["bids"], moved(problem, one.criterion, weight)
                )
                assert (first <= plain_scores.firsts(at)) == (low <= weight <= high)


def per_weight(problem, end):
    """An end as a weight: cents for the highest mark are so many points at a cent each."""
    if end is None:
        return Fraction(10**9)
    if problem["model"]["kind"] == "priced-quality":
        return end / 100 / Fraction(problem["model"]["per_point"])
    return end


def moved(problem, name, weight):
    weights = plain_scores.weights_of(problem)
    if problem["model"]["kind"] == "priced-quality":
        return weights | {name: weight}
    rest = 100 - weights[name]
    return {
        other: weight if other == name else old * (100 - weight) / rest
        for other, old in weights.items()
    }


def test_the_interval_of_a_weight_is_exact():
    """A leads by 3/13 of the price's points and B by 15/100 of the quality's."""
    price, quality = weight_intervals(setting(RELATIVE).model, setting(RELATIVE).bids)
    end = Fraction(15) / (Fraction(3, 13) + Fraction(15, 100))
    assert (price.low, price.high) == (end, 100)
    assert (quality.low, quality.high) == (0, 100 - end)


def test_the_worst_third_bid_of_the_example_is_found_by_algebra():
    found = report(RELATIVE)
    (pair,) = found.pairs
    assert (pair.ahead, pair.behind, pair.low, pair.high) == ("A", "B", 5000, 6499)
    (support,) = found.supports
    assert (support.winner, support.bid.price, support.low) == ("B", 6499, 5000)
    assert (found.cuts[0].cents, found.cuts[0].price) == (1236, 11764)


@pytest.mark.parametrize(("minimum", "lows"), [(0, [5000]), (30, [5851]), (40, [])])
def test_a_support_bid_has_to_reach_the_minimums_and_lose_all_the_same(minimum, lows):
    """At 30 marks it has 65 points, which B passes from 58.51 on; at 40 it would win itself."""
    criteria = [RELATIVE["criteria"][0] | {"minimum": minimum}]
    found = report(RELATIVE | {"criteria": criteria}, draws=1).supports
    assert [one.low for one in found] == lows
    assert {one.bid.marks["quality"] for one in found} <= {minimum}


def test_a_bid_that_turns_others_round_by_being_there_is_named():
    (found,) = report(RELATIVE | {"bids": [A, B, C]}).removals
    assert (found.third.id, found.ahead, found.behind, found.new_winner) == ("C", "A", "B", True)


@pytest.mark.parametrize("decimals", [None, 1])
@pytest.mark.parametrize("seed", range(3))
def test_seeded_tenders_turn_round_in_the_relative_model_and_in_no_other(seed, decimals):
    for name, problem in FIVE.items():
        given = setting(problem | {"model": problem["model"] | {"decimals": decimals}})
        drawn = tender_trials(given, 60, seed)
        assert (drawn.reversed > 0) == (name == "relative")
        if name != "relative":
            assert third_trials(given, 60, seed).reversed == 0


def test_an_example_is_one():
    example = report(RELATIVE, draws=200).thirds.example
    model = setting(RELATIVE).model
    after = scores_of(model, (*example.bids, example.third))
    order = sorted(after, key=lambda name: -merit(model, after[name].total))
    assert (example.ahead, example.behind, order[0]) == ("A", "B", "B")
    assert example.third.id in order[1:]


def test_a_third_that_shares_the_first_place_changes_no_winner():
    """65.6 each, where A had won before B; the order of the two is turned round all the same."""
    problem = RELATIVE | {
        "model": RELATIVE["model"] | {"decimals": 1},
        "criteria": [RELATIVE["criteria"][0] | {"step": 0.2}],
        "bids": [A, B, C | {"marks": {"quality": 31.2}}],
    }
    (found,) = report(problem).removals
    assert found.after["B"] == found.after["C"]
    assert (found.ahead, found.behind, found.new_winner) == ("A", "B", False)


PROVEN, REFUTED, NONE = Verdict.PROVEN, Verdict.COUNTER_EXAMPLE, Verdict.NONE_FOUND
VERDICTS = {
    "relative": (RELATIVE, [REFUTED, REFUTED, PROVEN, REFUTED]),
    "absolute": (ABSOLUTE, [PROVEN] * 4),
    "priced": (PRICED, [PROVEN] * 4),
    "lowest": (LOWEST, [PROVEN] * 3),
    "a price beyond the scale": (
        ABSOLUTE | {"ranges": {"price": {"low": "10.00", "high": "150.00"}}},
        [PROVEN, PROVEN, REFUTED, REFUTED],
    ),
    "price alone": (
        {"model": {"kind": "relative", "price_weight": 100}, "bids": [
            {"id": "A", "price": 1}, {"id": "B", "price": 2},
        ]},
        [PROVEN] * 3,
    ),
    "rounded to whole points": (
        RELATIVE | {"model": RELATIVE["model"] | {"decimals": 0}},
        [REFUTED, REFUTED, REFUTED, REFUTED],
    ),
    "nothing dear and good": (
        RELATIVE | {
            "bids": [A, A | {"id": "B", "price": 101}], "bidders": 2,
            "ranges": {"marks": {"quality": {"low": 70, "high": 70}}},
        },
        [NONE, NONE, PROVEN, REFUTED],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", VERDICTS)
def test_each_property_has_its_verdict(name):
    problem, expected = VERDICTS[name]
    found = dict(report(problem).verdicts)
    ties = found.pop(Property.NO_TIES)
    assert list(found.values()) == expected
    assert ties is (REFUTED if name in {"priced", "rounded to whole points"} else NONE)


def test_what_a_point_is_worth_is_constant_or_depends_on_others():
    """Relative: half a point of score; for B 50 x 100 / 130 ^ 2 a unit of money."""
    by_model = {name: report(problem).worths for name, problem in FIVE.items()}
    a, b = by_model["relative"]
    assert b.cent == Fraction(50 * 10_000, 13_000**2)
    assert (b.marks[0].cents, b.marks[0].low, b.marks[0].high) == (169, 130, 338)
    assert (a.depends_on_others, a.marks[0].cents) == (True, 130)
    for name in ("absolute", "priced"):
        marks = [one.marks[0] for one in by_model[name]]
        assert {(one.cents, one.low, one.high) for one in marks} == {
            (100 if name == "absolute" else 200,) * 3
        }
    assert {one.marks for one in by_model["lowest"]} == {()}


def test_ties_and_near_ties_are_told_apart():
    found = report(RELATIVE | {"bids": [A, B, A | {"id": "D"}], "near": 5})
    assert found.tied == (frozenset({"A", "D"}),)
    assert [(one.bid.id, other.bid.id) for one, other in found.near_ties] == [("D", "B")]
    assert report(RELATIVE).near == Fraction(1, 2)
    assert report(LOWEST).near == 30


def test_bids_that_are_not_known_are_invented_by_the_seed():
    bare = RELATIVE | {"bids": [], "ranges": {"price": {"low": 50, "high": 150}}, "bidders": 3}
    found = report(bare)
    assert (found.invented, len(found.setting.bids)) == (True, 3)
    assert found == report(bare)
    assert found.setting.bids != report(bare, seed=2).setting.bids
    one = report(bare | {"bids": [A]})
    assert [bid.id for bid in one.setting.bids] == ["A", "drawn 1", "drawn 2"]


def test_nobody_is_first_where_no_bid_reaches_the_minimum():
    found = report(LOWEST | {"bids": [C, C | {"id": "D"}]})
    assert (found.ranking.rows, found.ranking.first, found.cuts) == ((), frozenset(), ())
    assert [bid.id for bid, _ in found.ranking.out] == ["C", "D"]
