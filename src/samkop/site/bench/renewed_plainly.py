"""The rival: the problem written down as it stands, a whole column a cohort and month."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from math import inf

from samkop.core.renewal import Problem
from samkop.core.renewal.formulation import Programme, Terms
from samkop.core.renewal.highs import Ending, Solver


@dataclass(frozen=True, slots=True)
class Plainly:
    """What the plain model came to; ``proven`` within the gap in the time it was given."""

    seconds: float
    objective: float
    bound: float
    proven: bool


def solved_plainly(problem: Problem, *, gap: float, time_limit: float) -> Plainly:
    """Write the plain model, let HiGHS solve it with the options that ours has."""
    started = time.monotonic()
    solver = Solver(plain(problem))
    found = solver.solve(gap=gap, until=started + time_limit)
    return Plainly(
        time.monotonic() - started, found.objective, found.bound, found.ending is Ending.SOLVED
    )


def plain(problem: Problem) -> Programme:
    """Windows, capacity, the shared limit, rounds and peaks; no budgets, no decisions."""
    programme = Programme()
    weights, months = problem.weights, range(problem.months)
    totals: dict[str, list[Terms]] = defaultdict(lambda: [[] for _ in months])
    for cohort in problem.cohorts:
        columns = []
        for month in range(cohort.earliest, cohort.latest + 1):
            ahead = cohort.due - month
            cost = weights.early * ahead if ahead > 0 else weights.late * -ahead
            columns.append((programme.column(0, cohort.count, cost, whole=True), 1.0))
            totals[cohort.municipality][month].append(columns[-1])
        programme.row(cohort.count, cohort.count, columns)
    for name, by_month in totals.items():
        peak = programme.column(0, inf, weights.level)
        for month, terms in enumerate(by_month):
            limit = problem.limit_of(name, month)
            most = problem.devices if limit is None else limit
            used = programme.column(0, 1, whole=True)
            programme.row(0, inf, [*terms, (used, -float(problem.round_min))])
            programme.row(-inf, 0, [*terms, (used, -float(most))])
            programme.row(-inf, 0, [*terms, (peak, -1.0)])
    for month in months:
        most_of_all = problem.total_limit(month)
        if most_of_all is not None:
            terms = [term for by_month in totals.values() for term in by_month[month]]
            programme.row(-inf, most_of_all, terms)
    return programme
