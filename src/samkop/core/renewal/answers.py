"""Plans as the JSON values that programs read; schemas ``renewal-plan`` and others."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from samkop.core.money import amount_text
from samkop.core.renewal.conflicts import Conflict
from samkop.core.renewal.limits import Limit, LimitKind, window_text
from samkop.core.renewal.plan import Plan
from samkop.core.renewal.problem import Problem
from samkop.core.renewal.relaxing import Move, Relaxation


def plan_answer(
    problem: Problem,
    plan: Plan,
    conflict: Conflict | None = None,
    relaxation: Relaxation | None = None,
) -> Mapping[str, Any]:
    """What ``samkop renewal plan --json`` prints."""
    moves = relaxation.moves if relaxation else ()
    return {
        "status": plan.status.value,
        "objective": number_of(plan.objective),
        "bound": number_of(plan.bound),
        "gap": plan.gap,
        "plan": [
            {"cohort": one.cohort, "month": one.month, "count": one.count} for one in plan.renewals
        ],
        "conflicts": [limit_answer(problem, one) for one in (conflict.limits if conflict else ())],
        "irreducible": conflict.irreducible if conflict else None,
        "relaxation": [move_answer(problem, move) for move in moves],
        "seconds": round(plan.seconds, 3),
    }


def limit_answer(problem: Problem, limit: Limit) -> Mapping[str, Any]:
    """A limit by its parts and in words."""
    return {
        "kind": limit.kind.value,
        "municipality": limit.municipality,
        "month": limit.month,
        "year": limit.year,
        "cohort": limit.cohort,
        "limit": at_answer(limit, limit.at),
        "text": limit.text(problem),
    }


def move_answer(problem: Problem, move: Move) -> Mapping[str, Any]:
    """A limit and where it has to stand."""
    answer = dict(limit_answer(problem, move.limit))
    return answer | {"to": at_answer(move.limit, move.to), "text": move_text(problem, move)}


def at_answer(limit: Limit, at: int | tuple[int, int]) -> int | str | list[int]:
    """Devices, money as a text, or a window's two months."""
    if isinstance(at, tuple):
        return list(at)
    return amount_text(at) if limit.kind is LimitKind.BUDGET else at


def move_text(problem: Problem, move: Move) -> str:
    """A move in words."""
    to = at_answer(move.limit, move.to)
    if isinstance(to, list):
        return f"{move.limit.text(problem)}; has to be {window_text(problem, move.to)}"
    return f"{move.limit.text(problem)}; has to be {to}"


def number_of(value: Fraction | None) -> int | float | None:
    """An exact number as JSON has it: whole where it is whole."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)
