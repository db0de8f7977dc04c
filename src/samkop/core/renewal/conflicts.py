"""Why there is no plan: limits that exclude each other, none of them superfluous.

First among capacities, budgets, rounds and decisions, with all windows kept; then among the
windows, with those limits kept. Both sets are made irreducible by halving (QuickXplain,
Junker 2004), and so is what they are together.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from samkop.core.renewal.formulation import formulate
from samkop.core.renewal.highs import Ending, Solver
from samkop.core.renewal.limits import Limit, keeping, limits_of, only, windows_of
from samkop.core.renewal.problem import Problem

SECONDS = 20.0


class TimeIsUpError(Exception):
    """The search for a smaller conflict took too long."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Limits that cannot hold together. ``irreducible``: without any of them, the others can."""

    limits: tuple[Limit, ...]
    irreducible: bool


def possible(problem: Problem, until: float) -> bool:
    """Whether a problem has a plan. Raises TimeIsUpError at a moment of ``time.monotonic``."""
    if time.monotonic() > until:
        raise TimeIsUpError
    made = formulate(problem)
    if not made.programme.feasible:
        return False
    if not made.programme.cost:
        return True
    found = Solver(made.programme).solve(until=until)
    if found.ending is Ending.STOPPED:
        raise TimeIsUpError
    return found.ending is Ending.SOLVED


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a problem has a plan when only some of its limits are kept."""

    problem: Problem
    until: float

    def possible(self, kept: Sequence[Limit]) -> bool:
        """Whether these limits can hold together."""
        return possible(keeping(self.problem, kept), self.until)

    def needed(self, kept: list[Limit], among: list[Limit]) -> list[Limit]:
        """Those of some limits that exclude each other with those that are kept, and no more."""
        return self._halved(kept, among, asked=True)

    def _halved(self, kept: list[Limit], among: list[Limit], *, asked: bool) -> list[Limit]:
        if asked and not self.possible(kept):
            return []
        if len(among) <= 1:
            return among
        half = len(among) // 2
        first, second = among[:half], among[half:]
        of_second = self._halved(kept + first, second, asked=bool(first))
        of_first = self._halved(kept + of_second, first, asked=bool(of_second))
        return of_first + of_second


def conflict_of(problem: Problem, *, seconds: float = SECONDS) -> Conflict:
    """The limits in conflict of a problem that has no plan; not irreducible if time runs out."""
    until = time.monotonic() + seconds
    found: list[Limit] = []
    try:
        problem = _narrowed(problem, until)
        question = Question(problem, until)
        limits, windows = list(limits_of(problem)), list(windows_of(problem))
        found = limits + windows
        limits = question.needed(windows, limits)
        found = limits + windows
        found = limits + question.needed(limits, windows)
    except TimeIsUpError:
        return Conflict(tuple(found), irreducible=False)
    return Conflict(tuple(found), irreducible=True)


def _narrowed(problem: Problem, until: float) -> Problem:
    """The part of one municipality, if it has no plan even alone."""
    for name in problem.municipalities:
        part = only(problem, name)
        every = [*limits_of(part), *windows_of(part)]
        if not Question(part, until).possible(every):
            return part
    return problem
