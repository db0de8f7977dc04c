"""What if: plans of variants of a problem side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from samkop.core.money import amount_text
from samkop.core.renewal.answers import limit_answer, number_of
from samkop.core.renewal.checking import spending_of, totals_of
from samkop.core.renewal.conflicts import Conflict
from samkop.core.renewal.plan import Plan
from samkop.core.renewal.problem import Problem


def side(
    name: str, problem: Problem, plan: Plan, conflict: Conflict | None = None
) -> Mapping[str, Any]:
    """One variant: its cost, devices by month, money by year, device-months early and late;
    where there is no plan, the limits in conflict.
    """
    cohorts = {cohort.id: cohort for cohort in problem.cohorts}
    ahead = [(cohorts[one.cohort].due - one.month) * one.count for one in plan.renewals]
    totals = totals_of(problem, plan.renewals)
    years: dict[str, int] = defaultdict(int)
    for (_, year), cents in sorted(spending_of(problem, plan.renewals).items()):
        years[str(year)] += cents
    return {
        "name": name,
        "status": plan.status.value,
        "objective": number_of(plan.objective),
        "gap": plan.gap,
        "months": [sum(counts[m] for counts in totals.values()) for m in range(problem.months)],
        "largest": {name: max(counts) for name, counts in totals.items()},
        "budget": {year: amount_text(cents) for year, cents in sorted(years.items())},
        "early": sum(one for one in ahead if one > 0),
        "late": -sum(one for one in ahead if one < 0),
        "conflicts": [limit_answer(problem, one) for one in (conflict.limits if conflict else ())],
    }
