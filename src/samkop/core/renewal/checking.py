"""A plan judged by itself, in whole numbers: every limit, and what it costs.

Knows nothing of how plans are made, so that a fault there cannot hide here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from samkop.core.renewal.chains import cost_of
from samkop.core.renewal.problem import Cohort, Problem


@dataclass(frozen=True, slots=True)
class Renewal:
    """So many devices of a cohort are renewed in a month."""

    cohort: str
    month: int
    count: int


class PlanFaultError(AssertionError):
    """A plan breaks the problem that it was made for: a fault of the planner, never shown as
    a plan.
    """


def check(problem: Problem, plan: Iterable[Renewal]) -> None:
    """Raise PlanFaultError at the first limit that a plan breaks."""
    for fault in faults_of(problem, list(plan)):
        raise PlanFaultError(fault)


def faults_of(problem: Problem, plan: list[Renewal]) -> Iterator[str]:
    """Every limit that a plan breaks."""
    cohorts = {cohort.id: cohort for cohort in problem.cohorts}
    yield from _whole(cohorts, plan)
    yield from _decided(problem, plan)
    totals = totals_of(problem, plan)
    for name, months in totals.items():
        for month, count in enumerate(months):
            limit = problem.limit_of(name, month)
            if limit is not None and count > limit:
                yield f"{name} has {count} in month {month}, over {limit}"
            if 0 < count < problem.round_min:
                yield f"{name} has {count} in month {month}, under {problem.round_min}"
    for month in range(problem.months):
        together = sum(months[month] for months in totals.values())
        most = problem.total_limit(month)
        if most is not None and together > most:
            yield f"month {month} has {together}, over {most}"
    for (name, year), cents in spending_of(problem, plan).items():
        budget = problem.budget.get(name, {}).get(year)
        if budget is not None and cents > budget:
            yield f"{name} spends {cents} in {year}, over {budget}"


def _whole(cohorts: dict[str, Cohort], plan: list[Renewal]) -> Iterator[str]:
    counts: Counter[str] = Counter()
    seen = set()
    for one in plan:
        cohort = cohorts[one.cohort]
        counts[one.cohort] += one.count
        if one.count < 1 or (one.cohort, one.month) in seen:
            yield f"{one} counts none, or stands twice"
        seen.add((one.cohort, one.month))
        if not cohort.earliest <= one.month <= cohort.latest:
            yield f"{one} lies outside its window"
    for cohort in cohorts.values():
        if counts[cohort.id] != cohort.count:
            yield f"cohort {cohort.id} renews {counts[cohort.id]} of {cohort.count}"


def _decided(problem: Problem, plan: list[Renewal]) -> Iterator[str]:
    counts = {(one.cohort, one.month): one.count for one in plan}
    for locked in problem.locked:
        if counts.get((locked.cohort, locked.month), 0) != locked.count:
            yield f"{locked} is not kept"


def totals_of(problem: Problem, plan: Iterable[Renewal]) -> dict[str, list[int]]:
    """Devices by municipality and month."""
    home = {cohort.id: cohort.municipality for cohort in problem.cohorts}
    found = {name: [0] * problem.months for name in problem.municipalities}
    for one in plan:
        found[home[one.cohort]][one.month] += one.count
    return found


def spending_of(problem: Problem, plan: Iterable[Renewal]) -> dict[tuple[str, int], int]:
    """Cents by municipality and calendar year."""
    cohorts = {cohort.id: cohort for cohort in problem.cohorts}
    found: dict[tuple[str, int], int] = defaultdict(int)
    for one in plan:
        cohort = cohorts[one.cohort]
        found[cohort.municipality, problem.year_of(one.month)] += one.count * cohort.unit_cents
    return dict(found)


def objective_of(problem: Problem, plan: Iterable[Renewal]) -> Fraction:
    """What a plan costs, exactly."""
    plan = list(plan)
    cohorts = {cohort.id: cohort for cohort in problem.cohorts}
    cost = sum(
        (one.count * cost_of(cohorts[one.cohort], one.month, problem) for one in plan), Fraction(0)
    )
    peaks = sum(max(months) for months in totals_of(problem, plan).values())
    return cost + problem.weights.level * peaks
