"""Every plan of a small problem, tried one by one: what the planner has to agree with.

Reads the JSON problem itself and shares nothing with the planner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any


def best(problem: dict[str, Any]) -> Fraction | None:
    """The least cost, or None where no plan keeps every limit."""
    cohorts = problem["cohorts"]
    ways = [list(spread(cohort, problem)) for cohort in cohorts]
    costs = (cost(problem, dict(zip(map(id, cohorts), way, strict=True))) for way in product(*ways))
    return min((found for found in costs if found is not None), default=None)


def spread(cohort: dict[str, Any], problem: dict[str, Any]) -> Iterator[dict[int, int]]:
    """Every way to share a cohort out over its window."""
    last = cohort.get("latest_month", problem["months"] - 1)
    window = range(cohort["earliest_month"], last + 1)
    decided = {
        one["month"]: one["count"]
        for one in problem.get("locked", [])
        if one["cohort"] == cohort["id"]
    }

    def from_month(place: int, left: int) -> Iterator[dict[int, int]]:
        if place == len(window):
            if not left:
                yield {}
            return
        month = window[place]
        counts = [decided[month]] if month in decided else range(left + 1)
        for count in counts:
            if count <= left:
                for rest in from_month(place + 1, left - count):
                    yield {month: count, **rest}

    return from_month(0, cohort["count"])


def cost(problem: dict[str, Any], ways: dict[int, dict[int, int]]) -> Fraction | None:
    """What a plan costs; None where it breaks a limit."""
    weights = {name: Fraction(str(value)) for name, value in problem["weights"].items()}
    total = Fraction(0)
    months: dict[str, list[int]] = defaultdict(lambda: [0] * problem["months"])
    spent: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    start_year, start_month = map(int, problem["start"].split("-"))
    for cohort in problem["cohorts"]:
        name = cohort["municipality"]
        for month, count in ways[id(cohort)].items():
            months[name][month] += count
            year = str(start_year + (start_month - 1 + month) // 12)
            spent[name, year] += count * Decimal(str(cohort["unit_cost"]))
            total += count * one_device(problem, cohort, month, weights)
    if breaks(problem, months, spent):
        return None
    return total + sum(weights.get("level", 0) * max(counts) for counts in months.values())


def one_device(
    problem: dict[str, Any], cohort: dict[str, Any], month: int, weights: dict[str, Fraction]
) -> Fraction:
    """What renewing one device in a month costs."""
    ahead = cohort["due_month"] - month
    carbon = weights.get("carbon", Fraction(0)) * Fraction(str(cohort.get("carbon", 0)))
    early = weights.get("early", Fraction(0)) + carbon
    found = early * ahead if ahead > 0 else weights.get("late", 0) * -ahead
    if month in problem.get("avoid", {}).get(cohort["municipality"], []):
        found += weights.get("avoid", 0)
    if "bought_month" in cohort:
        too_old = month - cohort["bought_month"] - problem["age_limit"]
        found += weights.get("age", 0) * max(too_old, 0)
    if cohort.get("outlier"):
        found += weights.get("outlier", 0) * month
    return Fraction(found)


def breaks(
    problem: dict[str, Any],
    months: dict[str, list[int]],
    spent: dict[tuple[str, str], Decimal],
) -> bool:
    """Whether totals or spending are over a limit, or a round is too small."""
    for name, counts in months.items():
        limit = problem.get("capacity", {}).get(name)
        limits = limit if isinstance(limit, list) else [limit] * problem["months"]
        for count, most in zip(counts, limits, strict=True):
            if most is not None and count > most:
                return True
            if 0 < count < problem.get("round_min", 0):
                return True
    together = problem.get("capacity_total")
    if together is not None and any(
        sum(column) > together for column in zip(*months.values(), strict=True)
    ):
        return True
    return any(
        cents > Decimal(problem.get("budget", {}).get(name, {}).get(year, "Infinity"))
        for (name, year), cents in spent.items()
    )
