"""What is likely: every assumption drawn for itself, many times, and the percentiles of it.

Drawn from a triangle between low, mid and high, with a seed: the same seed, the same answer.
The points of the population are drawn together, so that its line does not zigzag.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from samkop.core.forecast.problem import Problem, Span
from samkop.core.forecast.scenarios import MILLIONTH, Choice, Year, years_of

SHARES = (10, 50, 90)
TOGETHER = "population.points."

Number = TypeVar("Number", int, Decimal)


@dataclass(frozen=True, slots=True)
class Percentiles:
    """At most this much in ten, fifty and ninety of a hundred draws."""

    p10: int | Decimal
    p50: int | Decimal
    p90: int | Decimal


@dataclass(frozen=True, slots=True)
class LikelyYear:
    """One year over all draws; each figure's percentiles are its own."""

    year: int
    inhabitants: Percentiles
    in_use: Percentiles
    bought: Percentiles
    licences: Percentiles
    budget: Percentiles


@dataclass(frozen=True, slots=True)
class Likely:
    """All years, and the whole time's budget, over all draws."""

    draws: int
    seed: int
    years: tuple[LikelyYear, ...]
    budget: Percentiles


def likely(problem: Problem, *, draws: int, seed: int) -> Likely:
    """The percentiles over ``draws`` courses (at least one)."""
    chance = random.Random(seed)  # noqa: S311 - a forecast keeps no secret
    courses = [years_of(problem, drawn(problem, chance)) for _ in range(draws)]
    years = tuple(_year([course[n] for course in courses]) for n in range(problem.years))
    whole = [sum((year.budget for year in course), Decimal(0)) for course in courses]
    return Likely(draws, seed, years, percentiles(whole))


def drawn(problem: Problem, chance: random.Random) -> Choice:
    """One draw of every assumption, in the order of the file."""
    population, others = chance.random(), {}
    for place, _ in problem.assumptions():
        if not place.startswith(TOGETHER):
            others[place] = chance.random()

    def chosen(place: str, span: Span) -> Decimal:
        return quantile(span, others.get(place, population))

    return chosen


def quantile(span: Span, share: float) -> Decimal:
    """Where the triangle between low, mid and high has ``share`` (0 to 1) of itself below."""
    low, mid, high = float(span.low), float(span.mid), float(span.high)
    if low == high:
        return span.mid
    top = (mid - low) / (high - low)
    if share <= top:
        value = low + math.sqrt(share * (high - low) * (mid - low))
    else:
        value = high - math.sqrt((1 - share) * (high - low) * (high - mid))
    return min(max(Decimal(value).quantize(MILLIONTH), span.low), span.high)


def percentiles(values: Sequence[Number]) -> Percentiles:
    """By nearest rank: each is one of the values."""
    ordered = sorted(values)
    p10, p50, p90 = (ordered[-(-len(ordered) * share // 100) - 1] for share in SHARES)
    return Percentiles(p10, p50, p90)


def _year(courses: Sequence[Year]) -> LikelyYear:
    return LikelyYear(
        courses[0].year,
        percentiles([one.inhabitants for one in courses]),
        percentiles([one.in_use for one in courses]),
        percentiles([one.bought for one in courses]),
        percentiles([one.licence_count for one in courses]),
        percentiles([one.budget for one in courses]),
    )
