"""The plan of least cost, proven: by HiGHS on chains, checked anew in whole numbers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, inf, isfinite, lcm
from typing import TYPE_CHECKING

from samkop.core.renewal.checking import Renewal, check, objective_of
from samkop.core.renewal.problem import Problem

if TYPE_CHECKING:
    from samkop.core.renewal.search import Found

DEFAULT_GAP = 0.005


class Status(StrEnum):
    """What is known of a plan."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    TIME_LIMIT = "time-limit"


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan and what is known of it.

    ``objective`` is exact, and None without a plan; no plan costs less than ``bound`` (None:
    nothing is known); ``gap`` is what lies between them as a part of the objective.
    """

    status: Status
    renewals: tuple[Renewal, ...]
    objective: Fraction | None
    bound: Fraction | None
    seconds: float

    @property
    def gap(self) -> float | None:
        """What could be saved at most, as a part of the cost."""
        if self.objective is None or self.bound is None:
            return None
        left = self.objective - self.bound
        return float(left / self.objective) if left else 0.0


def plan_renewal(
    problem: Problem,
    *,
    gap: float = DEFAULT_GAP,
    time_limit: float | None = None,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Plan:
    """The plan of a problem, within ``gap`` (a part of the cost) of the best there is.

    ``time_limit`` is in seconds, None for as long as it takes; ``cancelled`` is asked now and
    then, and true ends the search as the time limit does: with the best plan found.
    ``progress`` is told in words what is being done.
    """
    from samkop.core.renewal.search import Search

    started = time.monotonic()
    search = Search(
        gap=gap, until=None if time_limit is None else started + time_limit,
        cancelled=cancelled, progress=progress,
    )  # fmt: skip
    found = search.best_plan(problem)
    return _judged(problem, found, gap, time.monotonic() - started)


def _judged(problem: Problem, found: Found, gap: float, seconds: float) -> Plan:
    """The plan, checked, with its status."""
    if found.infeasible:
        return Plan(Status.INFEASIBLE, (), None, None, seconds)
    bound = safe_bound(problem, found.bound)
    if found.renewals is None:
        return Plan(Status.TIME_LIMIT, (), None, bound, seconds)
    renewals = tuple(sorted(found.renewals, key=lambda one: (one.month, one.cohort)))
    check(problem, renewals)
    objective = objective_of(problem, renewals)
    bound = None if bound is None else min(bound, objective)
    plan = Plan(Status.OPTIMAL, renewals, objective, bound, seconds)
    if bound == objective:
        return plan
    near = plan.gap is not None and plan.gap <= gap
    status = Status.FEASIBLE if near else Status.TIME_LIMIT
    return Plan(status, renewals, objective, bound, seconds)


def safe_bound(problem: Problem, bound: float) -> Fraction | None:
    """A bound rid of the solver's rounding: down by a part in a million, then up to the next
    cost that a plan can have. Costs are never negative.
    """
    if not isfinite(bound):
        return Fraction(0) if bound < inf else None
    low = Fraction(bound - 1e-6 * max(1.0, abs(bound)))
    grid = grid_of(problem)
    return max(Fraction(ceil(low * grid), grid), Fraction(0))


def grid_of(problem: Problem) -> int:
    """Every plan's cost is a multiple of one over this."""
    weights = problem.weights
    parts = [weights.early, weights.late, weights.level, weights.avoid, weights.age]
    parts += [weights.outlier]
    carbon = {cohort.carbon for cohort in problem.cohorts if cohort.carbon}
    parts += [weights.carbon * one for one in carbon]
    return lcm(*(part.denominator for part in parts))


def by_month(plan: Plan) -> Mapping[int, int]:
    """Devices of each month that has any."""
    found: dict[int, int] = {}
    for one in plan.renewals:
        found[one.month] = found.get(one.month, 0) + one.count
    return found
