"""A problem's file: what it may leave open, and one sentence for whatever is wrong with it."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from samkop.core.renewal import Cohort, ProblemError, read_problem

COHORT = {
    "id": "a", "municipality": "Alvik", "model": "laptop", "count": 5, "unit_cost": "899.50",
    "earliest_month": 1, "due_month": 3, "latest_month": 6,
}  # fmt: skip
PROBLEM = {
    "months": 12, "start": "2026-07", "cohorts": [COHORT], "capacity": {"Alvik": 3},
    "budget": {"Alvik": {"2026": 1000}}, "weights": {"early": 1, "late": 2.5, "level": 0},
}  # fmt: skip


def changed(**members) -> str:
    return json.dumps(PROBLEM | members)


def with_cohort(**members) -> str:
    return changed(cohorts=[COHORT | members])


def test_a_problem_is_read_to_the_cent_and_the_last_decimal():
    problem = read_problem(changed(locked=[{"cohort": "a", "month": 2, "count": 1}] * 2))
    assert problem.cohorts == (Cohort("a", "Alvik", "laptop", 5, 89_950, 1, 3, 6),)
    assert problem.weights.late == Fraction(5, 2)
    assert problem.capacity == {"Alvik": (3,) * 12}
    assert problem.budget == {"Alvik": {2026: 100_000}}
    assert [(one.month, one.count) for one in problem.locked] == [(2, 2)]
    assert [problem.label_of(month) for month in (0, 5, 6)] == ["2026-07", "2026-12", "2027-01"]
    assert [problem.year_of(month) for month in (5, 6)] == [2026, 2027]


def test_what_is_absent_is_no_limit():
    bare = {name: PROBLEM[name] for name in ("months", "start", "weights")}
    cohort = {name: value for name, value in COHORT.items() if name != "latest_month"}
    problem = read_problem(json.dumps(bare | {"cohorts": [cohort]}))
    assert problem.cohorts[0].latest == 11
    assert problem.limit_of("Alvik", 0) is None
    assert (problem.capacity_total, problem.budget, problem.round_min) == (None, {}, 0)


FAULTS = {
    "no JSON": ("{", "Line 1, column 2"),
    "a list": ("[]", "The problem has to be an object"),
    "not a number": (changed(round_min=float("nan")), "NaN"),
    "five thousand digits": (changed()[:-1] + ', "x": ' + "9" * 5000 + "}", "too many digits"),
    "a huge count": (with_cohort(count=10**30), 'cohort "a": count has to lie between'),
    "a huge exponent": (changed(round_min=0)[:-1] + ', "age_limit": 1e999999}', "age_limit"),
    "a member twice": ('{"months": 1, "months": 2}', '"months" twice'),
    "an unknown member": (changed(capcity={}), '"capcity"'),
    "deep nesting": ("[" * 100_000, "nested too deeply"),
    "no months": (changed(months=0), "months has to lie between 1 and 60"),
    "a month that is none": (changed(start="2026-13"), "start has to be a month"),
    "no start": (changed(start=None), "has no start"),
    "cohorts that are no list": (changed(cohorts={}), "cohorts has to be a list"),
    "the same id twice": (changed(cohorts=[COHORT, COHORT]), 'cohorts[1]: the id "a" is taken'),
    "a negative count": (with_cohort(count=-1), "count has to lie between 0"),
    "half a device": (with_cohort(count=1.5), "count has to be a whole number"),
    "a truth for a count": (with_cohort(count=True), "count has to be a whole number"),
    "an empty id": (with_cohort(id=" "), "id has to be a text"),
    "a negative price": (with_cohort(unit_cost=-1), "unit_cost has to be an amount"),
    "a tenth of a cent": (with_cohort(unit_cost="1.005"), "unit_cost has to be an amount"),
    "a window beyond the end": (with_cohort(latest_month=12), "latest_month has to lie between"),
    "a window before the start": (with_cohort(earliest_month=-1), "earliest_month has to lie"),
    "a window that ends first": (with_cohort(latest_month=0), "lies before earliest_month"),
    "an unknown municipality": (with_cohort(municipality="Berga"), '"Berga" is not known'),
    "a budget of nobody": (changed(budget={"Berga": {}}), '"Berga" is not known'),
    "a year that is none": (changed(budget={"Alvik": {"26": 1}}), '"26" is no year'),
    "a negative capacity": (changed(capacity={"Alvik": -1}), 'capacity of "Alvik"'),
    "too short a list": (changed(capacity={"Alvik": [1] * 11}), "lists 11 months"),
    "a negative weight": (changed(weights={"early": -1}), "early has to lie between"),
    "no weights": (changed(weights=None), "has no weights"),
    "an unknown cohort": (changed(locked=[{"cohort": "b", "month": 2, "count": 1}]), 'cohort "b"'),
    "locked outside": (changed(locked=[{"cohort": "a", "month": 7, "count": 1}]), "month 7 lies"),
    "locked too many": (changed(locked=[{"cohort": "a", "month": 2, "count": 3}] * 2), "6 devices"),
    "an age without a limit": (with_cohort(bought_month=-30), "no age_limit"),
    "a month to avoid that is none": (changed(avoid={"Alvik": [12]}), 'avoid of "Alvik"'),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_sentence_that_says_where(name):
    text, where = FAULTS[name]
    with pytest.raises(ProblemError) as caught:
        read_problem(text)
    sentence = str(caught.value)
    assert where in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 300
