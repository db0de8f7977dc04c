"""Why there is no plan: what excludes each other, and the least that has to move."""

from __future__ import annotations

import json
import os
from dataclasses import replace

from hypothesis import example, given, settings

from core.renewal import small
from core.renewal.test_reading import COHORT, PROBLEM
from samkop.core.renewal import (
    LimitKind,
    Status,
    conflict_of,
    plan_renewal,
    problem_of,
    read_problem,
    relaxation_of,
)
from samkop.core.renewal.limits import keeping
from samkop.core.renewal.relaxing import moved

MANY = 2_000 if os.environ.get("SAMKOP_TEST_SCALE") == "all" else 40


def possible(problem) -> bool:
    return plan_renewal(problem, gap=0).status is Status.OPTIMAL


@settings(max_examples=MANY)
@given(small.problems())
def test_without_any_of_the_conflicting_limits_the_others_hold(given_problem):
    problem = read_problem(json.dumps(given_problem))
    if possible(problem):
        return
    conflict = conflict_of(problem)
    assert conflict.irreducible
    assert not possible(keeping(problem, conflict.limits))
    for one in conflict.limits:
        others = [other for other in conflict.limits if other != one]
        assert possible(keeping(problem, others))


# The budget had to move beside the moved decision, and no longer once that was left out.
DECISION_BACK = {
    "months": 4, "start": "2026-11",
    "cohorts": [
        {"id": "c0", "municipality": "Alvik", "model": "laptop", "count": 4, "unit_cost": "10.50",
         "earliest_month": 3, "due_month": 0},
    ],
    "weights": {"early": 0, "late": 0, "level": 0}, "round_min": 0,
    "budget": {"Alvik": {"2026": "21", "2027": "28.00"}},
    "locked": [{"cohort": "c0", "month": 3, "count": 2}],
}  # fmt: skip


@settings(max_examples=MANY)
@example(DECISION_BACK)
@given(small.problems())
def test_moving_what_is_named_makes_a_plan_and_no_move_is_superfluous(given_problem):
    problem = read_problem(json.dumps(given_problem))
    if possible(problem):
        return
    relaxation = relaxation_of(problem)
    assert relaxation is not None
    assert relaxation.proven
    assert possible(moved(problem, relaxation.moves))
    for place in range(len(relaxation.moves)):
        others = relaxation.moves[:place] + relaxation.moves[place + 1 :]
        assert not possible(moved(problem, others))


def one_limit(**members):
    cohort = COHORT | {"latest_month": 2, "earliest_month": 2, "due_month": 2, "count": 9}
    return problem_of(PROBLEM | {"cohorts": [cohort], "budget": {}, "capacity": {}} | members)


def test_a_single_limit_moves_just_as_far_as_it_has_to():
    """Nine devices have to be renewed in one month, in which installers can do seven."""
    problem = one_limit(capacity={"Alvik": [0, 0, 7, *[0] * 9]})
    (move,) = relaxation_of(problem).moves
    assert (move.limit.kind, move.limit.month, move.to) == (LimitKind.CAPACITY, 2, 9)
    assert possible(moved(problem, [move]))
    assert not possible(moved(problem, [replace(move, to=8)]))


def test_a_round_and_a_budget_move_likewise():
    problem = one_limit(round_min=10)
    assert [move.to for move in relaxation_of(problem).moves] == [9]
    problem = one_limit(budget={"Alvik": {"2026": 7_000}})
    (move,) = relaxation_of(problem).moves
    assert move.to == 9 * 89_950
    assert not possible(moved(problem, [replace(move, to=move.to - 1)]))


def test_a_conflict_names_the_limits_of_one_municipality_alone():
    other = COHORT | {"id": "b", "municipality": "Berga"}
    problem = problem_of(
        PROBLEM | {"cohorts": [COHORT, other], "capacity": {"Alvik": 9, "Berga": 0}, "budget": {}}
    )
    conflict = conflict_of(problem)
    assert {limit.municipality for limit in conflict.limits} == {"Berga"}
    kinds = sorted(limit.kind.value for limit in conflict.limits)
    assert kinds == ["capacity"] * 6 + ["window"]


def test_a_round_that_is_half_open_is_no_plan():
    """Two municipalities: the second's rounds are free while the first's are tried."""
    cohorts = [
        {**COHORT, "id": name, "municipality": name, "count": count, "earliest_month": 0,
         "due_month": 0, "latest_month": 1}
        for name, count in (("Alvik", 2), ("Berga", 3))
    ]  # fmt: skip
    problem = {
        **PROBLEM, "months": 2, "cohorts": cohorts, "capacity": {"Alvik": 2, "Berga": 2},
        "budget": {}, "round_min": 2, "weights": {"early": 0, "late": 0, "level": 0},
    }  # fmt: skip
    problem.pop("locked", None)
    assert plan_renewal(problem_of(problem), gap=0).status is Status.INFEASIBLE
