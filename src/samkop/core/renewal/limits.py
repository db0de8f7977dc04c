"""The limits of a problem as things that can be named, left out and moved."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from samkop.core.money import amount_text
from samkop.core.renewal.problem import Monthly, Problem, Weights

NO_COST = Weights(Fraction(0), Fraction(0), Fraction(0))


class LimitKind(StrEnum):
    """What a limit is about."""

    CAPACITY = "capacity"
    CAPACITY_TOTAL = "capacity-total"
    BUDGET = "budget"
    ROUND = "round"
    LOCKED = "locked"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit; the fields that do not belong to its kind are None. ``at`` is where it stands:
    devices, cents; the first and the last month of a window.
    """

    kind: LimitKind
    municipality: str | None = None
    month: int | None = None
    year: int | None = None
    cohort: str | None = None
    at: int | tuple[int, int] = 0

    def text(self, problem: Problem) -> str:
        """The limit in words."""
        month = "" if self.month is None else problem.label_of(self.month)
        match self.kind:
            case LimitKind.CAPACITY:
                return f"{self.municipality}: {self.at} devices in {month}"
            case LimitKind.CAPACITY_TOTAL:
                return f"all municipalities together: {self.at} devices in {month}"
            case LimitKind.BUDGET:
                return f"{self.municipality}: budget of {amount_text(_one(self.at))} in {self.year}"
            case LimitKind.ROUND:
                return f"rounds of at least {self.at} devices"
            case LimitKind.LOCKED:
                return f"decided: {self.at} devices of cohort {self.cohort} in {month}"
            case LimitKind.WINDOW:
                return f"cohort {self.cohort}: {window_text(problem, self.at)}"


def window_text(problem: Problem, window: int | tuple[int, int]) -> str:
    """A window in words."""
    first, last = window if isinstance(window, tuple) else (window, window)
    return f"renewed from {problem.label_of(first)} to {problem.label_of(last)}"


def _one(at: int | tuple[int, int]) -> int:
    return at if isinstance(at, int) else at[0]


def limits_of(problem: Problem) -> Iterator[Limit]:
    """Every limit but the windows."""
    for name in problem.municipalities:
        for month in range(problem.months):
            limit = problem.limit_of(name, month)
            if limit is not None:
                yield Limit(LimitKind.CAPACITY, name, month, at=limit)
        for year, cents in sorted(problem.budget.get(name, {}).items()):
            yield Limit(LimitKind.BUDGET, name, year=year, at=cents)
    for month in range(problem.months):
        limit = problem.total_limit(month)
        if limit is not None:
            yield Limit(LimitKind.CAPACITY_TOTAL, month=month, at=limit)
    if problem.round_min > 1:
        yield Limit(LimitKind.ROUND, at=problem.round_min)
    homes = {cohort.id: cohort.municipality for cohort in problem.cohorts}
    for one in problem.locked:
        yield Limit(LimitKind.LOCKED, homes[one.cohort], one.month, cohort=one.cohort, at=one.count)


def windows_of(problem: Problem) -> Iterator[Limit]:
    """The windows that are not the whole plan."""
    for cohort in problem.cohorts:
        window = cohort.earliest, cohort.latest
        if cohort.count and window != (0, problem.months - 1):
            yield Limit(LimitKind.WINDOW, cohort.municipality, cohort=cohort.id, at=window)


def keeping(problem: Problem, kept: Collection[Limit]) -> Problem:
    """The problem with these limits only, and without costs."""
    capacity: dict[str, list[int | None]] = {}
    total: list[int | None] = [None] * problem.months
    budget: dict[str, dict[int, int]] = {}
    windows, locked, least = set(), set(), 0
    for one in kept:
        at, name = _one(one.at), one.municipality or ""
        match one.kind:
            case LimitKind.CAPACITY if one.month is not None:
                months = capacity.setdefault(name, [None] * problem.months)
                months[one.month] = at
            case LimitKind.CAPACITY_TOTAL if one.month is not None:
                total[one.month] = at
            case LimitKind.BUDGET if one.year is not None:
                budget.setdefault(name, {})[one.year] = at
            case LimitKind.ROUND:
                least = at
            case LimitKind.LOCKED:
                locked.add((one.cohort, one.month))
            case _:
                windows.add(one.cohort)
    limits: Monthly | None = tuple(total) if any(one is not None for one in total) else None
    cohorts = [
        cohort if cohort.id in windows else replace(cohort, earliest=0, latest=problem.months - 1)
        for cohort in problem.cohorts
    ]
    return Problem(
        months=problem.months, start=problem.start, weights=NO_COST,
        cohorts=tuple(replace(cohort, due=cohort.earliest) for cohort in cohorts),
        capacity={name: tuple(months) for name, months in capacity.items()},
        capacity_total=limits, budget=budget, round_min=least,
        locked=tuple(one for one in problem.locked if (one.cohort, one.month) in locked),
    )  # fmt: skip


def only(problem: Problem, municipality: str) -> Problem:
    """One municipality's part, without what it shares."""
    cohorts = tuple(one for one in problem.cohorts if one.municipality == municipality)
    ids = {one.id for one in cohorts}
    return replace(
        problem, cohorts=cohorts, capacity_total=None,
        locked=tuple(one for one in problem.locked if one.cohort in ids),
    )  # fmt: skip
