"""Plans as the JSON values that programs read; schemas ``renewal-plan`` and others."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from samkop.core.renewal.plan import Plan


def plan_answer(plan: Plan) -> Mapping[str, Any]:
    """What ``samkop renewal plan --json`` prints."""
    return {
        "status": plan.status.value,
        "objective": number_of(plan.objective),
        "bound": number_of(plan.bound),
        "gap": plan.gap,
        "plan": [
            {"cohort": one.cohort, "month": one.month, "count": one.count} for one in plan.renewals
        ],
        "conflicts": [],
        "seconds": round(plan.seconds, 3),
    }


def number_of(value: Fraction | None) -> int | float | None:
    """An exact number as JSON has it: whole where it is whole."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)
