"""The whole forecast: three courses at the ends, and what is likely between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samkop.core.forecast.chance import Likely, likely
from samkop.core.forecast.problem import Problem
from samkop.core.forecast.scenarios import End, Year, at_end, years_of

DRAWS, SEED = 500, 1


@dataclass(frozen=True, slots=True)
class Forecast:
    """The answer, with the assumptions that it rests on."""

    problem: Problem
    courses: Mapping[End, tuple[Year, ...]]
    likely: Likely


def forecast(problem: Problem, *, draws: int = DRAWS, seed: int = SEED) -> Forecast:
    """Years ahead by low, mid and high, and by chance."""
    courses = {end: tuple(years_of(problem, at_end(end))) for end in End}
    return Forecast(problem, courses, likely(problem, draws=draws, seed=seed))
