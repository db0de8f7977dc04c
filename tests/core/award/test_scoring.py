"""The five models by hand, to the decimal."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings

from core.award import plain_scores
from core.award.tenders import (
    ABSOLUTE,
    LIFE_CYCLE,
    LOWEST,
    PRICED,
    QUALITY,
    RELATIVE,
    A,
    B,
    C,
    setting,
    small,
)
from samkop.core.award.scoring import ranking_of, scores_of
from samkop.core.award.scoring.points import merit
from samkop.core.award.scoring.ranking import first_by_evaluator
from samkop.core.award.scoring.showing import score


def ranked(problem):
    given = setting(problem)
    return ranking_of(given.model, given.bids)


def shown(problem):
    """Who stands where with what, as it is shown."""
    model = setting(problem).model
    return [
        (row.rank, row.bid.id, str(score(model, row.points.total))) for row in ranked(problem).rows
    ]


def test_the_third_bid_turns_the_others_round_to_the_decimal():
    assert shown(RELATIVE) == [(1, "A", "85.0"), (2, "B", "81.0")]
    with_third = RELATIVE | {"bids": [A, B, C]}
    assert shown(with_third) == [(1, "B", "65.6"), (2, "A", "65.0"), (3, "C", "55.0")]
    rounded = with_third | {"model": RELATIVE["model"] | {"decimals": 1}}
    assert shown(rounded) == shown(with_third)


def test_nothing_is_rounded_that_is_not_announced():
    points = {row.bid.id: row.points for row in ranked(RELATIVE).rows}
    assert points["B"].price == Fraction(500, 13)
    assert points["B"].total == Fraction(500, 13) + Fraction(85, 2)
    whole = RELATIVE | {"model": RELATIVE["model"] | {"decimals": 0}}
    assert {row.bid.id: row.points.total for row in ranked(whole).rows} == {"A": 85, "B": 81}


def test_an_absolute_scale_runs_straight_between_two_announced_prices():
    bids = [A, B, A | {"id": "cheap", "price": "49.00"}, A | {"id": "dear", "price": "150.01"}]
    points = {row.bid.id: row.points.price for row in ranked(ABSOLUTE | {"bids": bids}).rows}
    assert points == {"A": 25, "B": 10, "cheap": 50, "dear": 0}


def test_quality_is_priced_by_criterion_by_step_or_by_point():
    assert shown(PRICED) == [(1, "A", "-40.00 EUR"), (1, "B", "-40.00 EUR")]
    steps = [{"mark": mark, "amount": amount} for mark, amount in ((0, "0"), (70, 9), (85, "9.5"))]
    stepped = PRICED | {"criteria": [{"id": "quality", "deductions": steps}]}
    assert shown(stepped) == [(1, "A", "91.00 EUR"), (2, "B", "120.50 EUR")]
    by_point = PRICED | {
        "model": {"kind": "priced-quality", "per_point": "2.00"},
        "criteria": [QUALITY | {"weight": 100}],
    }
    assert shown(by_point) == shown(PRICED)


def test_a_life_cycle_is_a_present_value_of_which_own_staff_is_a_part():
    """A: 100 + 110/1.1 + 11/1.1 = 210; B: 150 + 55/1.1 + 22/1.1 = 220."""
    assert shown(LIFE_CYCLE) == [(1, "A", "210.00 EUR"), (2, "B", "220.00 EUR")]
    cycle = LIFE_CYCLE["model"]["life_cycle"]
    priced = LIFE_CYCLE | {
        "model": {"kind": "relative", "price_weight": 100, "life_cycle": cycle},
    }
    assert shown(priced) == [(1, "A", "100.00"), (2, "B", "95.45")]


def test_what_is_gained_at_the_end_is_taken_off_the_costs():
    """100 - 11/1.1 = 90."""
    costs = {"licences": ["100.00", "0"], "own staff": ["0", "-11.00"]}
    assert shown(LIFE_CYCLE | {"bids": [{"id": "A", "costs": costs}]}) == [(1, "A", "90.00 EUR")]


def test_a_bid_below_a_mandatory_minimum_is_out_and_moves_no_other():
    ranking = ranked(LOWEST)
    assert [row.bid.id for row in ranking.rows] == ["A", "B"]
    assert [(bid.id, missed[0].mark, missed[0].minimum) for bid, missed in ranking.out] == [
        ("C", 10, 60)
    ]
    least = RELATIVE | {"bids": [A, B, C], "criteria": [QUALITY | {"minimum": 20}]}
    assert shown(least) == shown(RELATIVE)


def test_a_tie_is_a_tie_and_the_next_place_stays_empty():
    bids = [A, B, A | {"id": "C"}, A | {"id": "D", "price": "101.00"}]
    rows = ranked(RELATIVE | {"bids": bids}).rows
    assert [(row.rank, row.bid.id, row.tied) for row in rows] == [
        (1, "A", ("C",)), (1, "C", ("A",)), (3, "D", ()), (4, "B", ()),
    ]  # fmt: skip


def test_each_place_has_its_reason_in_parts():
    first, second = ranked(RELATIVE).rows
    assert (first.beside, second.beside) == ("B", "A")
    assert second.ahead == {"price": Fraction(500, 13) - 50, "quality": Fraction(15, 2)}
    assert second.lead == second.points.total - first.points.total
    cheap, dear = ranked(LOWEST).rows
    assert (cheap.lead, dear.ahead) == (3000, {"price": -3000, "quality": 0})


LEVELS = [
    {"id": "service", "weight": 30, "criteria": [
        {"id": "hours", "weight": 10, "max": 5},
        {"id": "people", "weight": 20, "criteria": [{"id": "skill", "weight": 20, "max": 4}]},
    ]},
    {"id": "green", "weight": 20, "max": 10},
]  # fmt: skip


def test_criteria_of_several_levels_are_marked_at_the_lowest():
    marks = {"hours": 4, "skill": 3, "green": 5}
    bid = {"id": "A", "price": "1.00", "marks": marks}
    (row,) = ranked(RELATIVE | {"criteria": LEVELS, "bids": [bid]}).rows
    assert row.points.criteria == {"hours": 8, "skill": 15, "green": 10}
    assert (row.points.total, row.beside) == (83, None)


def by(consensus, **own):
    return {"quality": {"by": own, "consensus": consensus}}


def test_the_consensus_counts_and_each_evaluators_mark_is_kept():
    bids = [A | {"marks": by(70, one=80, two=60)}, B | {"marks": by(85, one=80, two=99)}]
    given = setting(RELATIVE | {"bids": bids})
    assert [row.points.criteria["quality"] for row in ranked(RELATIVE | {"bids": bids}).rows] == [
        35, Fraction(85, 2),
    ]  # fmt: skip
    assert given.bids[0].by == {"one": {"quality": 80}, "two": {"quality": 60}}
    assert first_by_evaluator(given.model, given.bids) == {"one": {"A"}, "two": {"B"}}
    gap = [bids[0], B | {"marks": by(85, two=99)}]
    given = setting(RELATIVE | {"bids": gap})
    assert list(first_by_evaluator(given.model, given.bids)) == ["two"]


@settings(max_examples=60)
@given(small("relative", "absolute", "priced", rounding=True))
def test_scores_agree_with_a_plain_reckoning(problem):
    given = setting(problem)
    per_unit = 100 if given.model.in_money else 1
    ours = scores_of(given.model, given.bids)
    assert {
        name: merit(given.model, points.total) / per_unit for name, points in ours.items()
    } == plain_scores.merits(problem, problem["bids"])


@settings(max_examples=60)
@given(small("absolute", "priced", rounding=True))
def test_outside_the_relative_model_no_bid_changes_the_score_of_another(problem):
    given = setting(problem)
    alone = [scores_of(given.model, [bid]) for bid in given.bids]
    together = scores_of(given.model, given.bids)
    assert {name: points for one in alone for name, points in one.items()} == together


@settings(max_examples=60)
@given(small("relative", rounding=True))
def test_in_the_relative_model_only_a_lower_price_changes_the_scores_of_others(problem):
    given = setting(problem)
    by_price = sorted(given.bids, key=lambda bid: bid.price)
    scores = scores_of(given.model, by_price[:-1])
    with_dearest = scores_of(given.model, by_price)
    assert {name: with_dearest[name] for name in scores} == scores
