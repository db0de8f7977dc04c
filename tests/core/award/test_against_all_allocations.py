"""Every figure of the answer agrees with trying all allocations."""

from __future__ import annotations

import os

from hypothesis import given, settings

from core.award.small import problems
from core.award.twin import allocations, can_hold, smallest_conflict
from samkop.core.award.conflicts import conflict_of
from samkop.core.award.optimise import MOST_TIES, Status, solve_award
from samkop.core.award.problem import suppliers_of

MANY = settings(max_examples=5_000 if os.environ.get("SAMKOP_TEST_SCALE") == "all" else 60)


def costs(allocation):
    return None if allocation is None else allocation.cost


def cheapest(found, allowed=lambda _one: True):
    return next((one.cost for one in found if allowed(one)), None)


def winner(problem, allocation, lot):
    return next((bid for bid in allocation.awards if lot in problem.bids[bid].lots), None)


@MANY
@given(problem=problems())
def test_each_figure_is_that_of_all_allocations(problem):
    found, award = allocations(problem), solve_award(problem)
    if not found:
        assert (award.status, award.allocation) == (Status.INFEASIBLE, None)
        return
    best = award.allocation
    assert (award.status, best.cost, award.bound) == (Status.OPTIMAL, found[0].cost, found[0].cost)
    others = [one for one in found if one.awards != best.awards]
    assert best in found
    assert costs(award.runner_up) == cheapest(others)
    assert award.runner_up is None or award.runner_up in others
    assert award.ties == min(MOST_TIES, sum(one.cost == best.cost for one in others))
    assert {bidder: costs(one) for bidder, one in award.without} == {
        bidder: cheapest(
            found, lambda one, out=bidder: out not in suppliers_of(problem, one.awards)
        )
        for bidder in suppliers_of(problem, best.awards)
    }
    assert [costs(one.allocation) for one in award.second_best] == [
        cheapest(
            found,
            lambda one, lot=lot: (
                winner(problem, one, lot) not in {None, winner(problem, best, lot)}
            ),
        )
        for lot in range(len(problem.lots))
    ]
    assert {one.rule: one.cents for one in award.rule_prices} == {
        rule: best.cost - allocations(problem.without_rule(rule))[0].cost
        for rule in problem.rule_names
    }


@MANY
@given(problem=problems(most_bids=5, demanded=True))
def test_a_conflict_cannot_hold_together_and_none_is_smaller(problem):
    if allocations(problem):
        return
    conflict = conflict_of(problem)
    assert conflict.smallest
    assert not can_hold(problem, conflict.names)
    assert len(conflict.names) == smallest_conflict(problem)
