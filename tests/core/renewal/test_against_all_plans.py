"""The planner agrees with trying every plan: the cost to the last digit, and whether one is."""

from __future__ import annotations

import json
import os

from hypothesis import given, settings

from core.renewal import small, twin
from samkop.core.renewal import Status, plan_renewal, read_problem
from samkop.core.renewal.checking import faults_of, objective_of

MANY = 5_000 if os.environ.get("SAMKOP_TEST_SCALE") == "all" else 60


def agrees(given_problem) -> None:
    problem = read_problem(json.dumps(given_problem))
    least = twin.best(given_problem)
    plan = plan_renewal(problem, gap=0)
    assert plan.objective == least
    assert plan.status == (Status.OPTIMAL if least is not None else Status.INFEASIBLE)
    if least is not None:
        assert list(faults_of(problem, list(plan.renewals))) == []
        assert objective_of(problem, plan.renewals) == plan.bound == least


@settings(max_examples=MANY)
@given(small.problems())
def test_no_plan_costs_less(given_problem):
    agrees(given_problem)


@settings(max_examples=MANY)
@given(small.problems(extras=True))
def test_no_plan_costs_less_with_terms_avoided_age_outliers_and_carbon(given_problem):
    agrees(given_problem)
