"""A forecast worked out from its assumptions, as it is kept and shown: pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from samkop.core.forecast import End, Forecast, Percentiles, Problem, forecast, read_problem

# Figures of a year that have a range: in eight of ten draws they lie within it.
RANGED = ("inhabitants", "in_use", "bought", "licences", "budget")
MEASURES = ("in_use", "bought", "licence_count", "budget")


@dataclass(frozen=True)
class Worked:
    """Assumptions that can be used, and the figures that follow from them."""

    text: str
    problem: Problem
    figures: Mapping[str, Any]


@lru_cache(maxsize=16)
def worked_out(text: str) -> Worked:
    """What follows from assumptions; about a second of work. Raises ForecastError."""
    problem = read_problem(text)
    return Worked(text, problem, figures_of(forecast(problem)))


def figures_of(made: Forecast) -> dict[str, Any]:
    """By year the middle course, both ends of the budget, and p10, p50 and p90 of each figure.

    ``whole`` is the budget of all years: its percentiles and both ends. Money is text.
    """
    low, middle, high = (made.courses[end] for end in (End.LOW, End.MID, End.HIGH))
    budgets = [sum((year.budget for year in course), Decimal(0)) for course in (low, middle, high)]
    return {
        "years": [
            {
                "year": mid.year,
                **{name: _plain(getattr(mid, name)) for name in MEASURES},
                "inhabitants_mid": mid.inhabitants,
                "lowest": _plain(least.budget), "highest": _plain(most.budget),
                **{f"likely_{name}": _three(getattr(likely, name)) for name in RANGED},
                "kinds": {name: one.flow.closing for name, one in mid.devices.items()},
            }
            for least, mid, most, likely in zip(low, middle, high, made.likely.years, strict=True)
        ],
        "whole": {
            "likely": _three(made.likely.budget), "lowest": _plain(budgets[0]),
            "mid": _plain(budgets[1]), "highest": _plain(budgets[2]),
        },
        "draws": made.likely.draws,
    }  # fmt: skip


def _three(found: Percentiles) -> list[int | str]:
    return [_plain(found.p10), _plain(found.p50), _plain(found.p90)]


def _plain(value: int | Decimal) -> int | str:
    return value if isinstance(value, int) else f"{value:.2f}"
