"""Each lot where the best bid does not win is named, with the reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from core.award.small import problems
from core.award.twin import allocations
from samkop.core.award.explain import EXPLAINED, Why, explanation_of
from samkop.core.award.optimise import solve_award
from samkop.core.award.problem import Bid, Discount, Lot, Problem, Rules


def explained(bids, *, lots=2, discounts=(), rules=None, left=None):
    problem = Problem(
        tuple(Lot(f"L{place}", (left or {}).get(place)) for place in range(lots)),
        tuple(Bid(f"B{place}", *bid) for place, bid in enumerate(bids)),
        tuple(Discount(*one) for one in discounts), rules or Rules(),
    )  # fmt: skip
    return explanation_of(problem, solve_award(problem, asked=EXPLAINED))


def whys(explanation):
    return [(one.why, one.best, one.with_best, one.rules) for one in explanation.lots]


ALONE = [("S1", (0,), 100), ("S1", (1,), 200), ("S2", (0,), 110), ("S2", (1,), 230)]


def test_where_the_best_bids_win_nothing_else_is_said():
    found = explained(ALONE)
    assert (found.cost, found.suppliers, found.to_runner_up, found.ties) == (300, ("S1",), 10, 0)
    assert whys(found) == [(Why.BEST, 0, 300, ()), (Why.BEST, 1, 300, ())]


def test_a_rule_is_named_without_which_the_best_bid_would_win():
    found = explained(ALONE, rules=Rules(max_lots={"S1": 1}, max_suppliers=2))
    assert whys(found) == [
        (Why.RULE, 0, 330, ("max_lots:S1",)), (Why.BEST, 1, 310, ())
    ]  # fmt: skip


def test_where_two_rules_say_the_same_neither_alone_is_the_reason():
    found = explained(ALONE, rules=Rules(max_lots_per_bidder=1, max_lots={"S1": 1}))
    assert whys(found) == [(Why.RULES, 0, 330, ()), (Why.BEST, 1, 310, ())]


def test_lots_that_are_cheaper_together_or_with_a_discount_say_so():
    together = explained([*ALONE, ("S3", (0, 1), 290)])
    assert [one.why for one in together.lots] == [Why.TOGETHER, Why.TOGETHER]
    assert [one.with_best for one in together.lots] == [300, 300]
    discounted = explained(ALONE, discounts=[("S2", (0, 1), 45)])
    assert [one.why for one in discounted.lots] == [Why.TOGETHER, Why.TOGETHER]


def test_one_supplier_for_both_lots_is_a_rule_too():
    bids = [("S1", (0,), 100), ("S2", (0,), 105), ("S2", (1,), 200), ("S1", (1,), 230)]
    found = explained(bids, rules=Rules(max_suppliers=1, max_lots_per_bidder=2))
    assert whys(found) == [(Why.RULE, 0, 330, ("max_suppliers",)), (Why.BEST, 2, 305, ())]


def test_a_lot_without_a_bid_of_its_own_and_one_that_is_left():
    found = explained([("S1", (0, 1), 300), ("S2", (2,), 50)], lots=3, left={2: 40})
    assert [(one.why, one.winner, one.best) for one in found.lots] == [
        (Why.ONLY_TOGETHER, 0, None), (Why.ONLY_TOGETHER, 0, None), (Why.LEFT, None, 1),
    ]  # fmt: skip
    assert found.lots[2].with_best == 350


def test_an_equally_good_bid_is_no_worse_than_the_winner():
    found = explained([("S1", (0,), 100), ("S2", (0, 1), 300), ("S1", (1,), 200)])
    assert {one.why for one in found.lots} <= {Why.BEST, Why.AS_GOOD}
    assert found.ties == 1


def test_what_is_not_proven_is_not_explained():
    problem = Problem((Lot("L0"),), (Bid("B0", "S1", (0,), 1),))
    with pytest.raises(ValueError, match="proven"):
        explanation_of(problem, solve_award(problem, asked=()))


@settings(max_examples=40)
@given(problem=problems())
def test_what_the_whole_would_cost_with_the_best_bid_is_that_of_all_allocations(problem):
    award, found = solve_award(problem, asked=EXPLAINED), allocations(problem)
    if award.allocation is None:
        return
    for one in explanation_of(problem, award).lots:
        if one.best is not None:
            costs = [other.cost for other in found if one.best in other.awards]
            assert one.with_best == min(costs, default=None)
