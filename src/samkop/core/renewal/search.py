"""Looking for the plan: the whole programme, with a good plan to begin with."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf

from samkop.core.renewal.checking import Renewal
from samkop.core.renewal.formulation import Formulation, formulate, months_of
from samkop.core.renewal.highs import Ending, Solution, Solver
from samkop.core.renewal.problem import Problem

WHOLE = 1e-4


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: renewals or None, and a bound of the cost."""

    renewals: list[Renewal] | None
    bound: float
    infeasible: bool = False


NO_PLAN = Found(None, inf, infeasible=True)


@dataclass
class Search:
    """How near, until when, and who may stop it."""

    gap: float
    until: float | None = None
    cancelled: Callable[[], bool] | None = None
    progress: Callable[[str], None] | None = None
    began: float = field(default_factory=time.monotonic)

    def best_plan(self, problem: Problem) -> Found:
        """The best plan that is found in time."""
        made = formulate(problem)
        if not made.programme.feasible:
            return NO_PLAN
        if not made.programme.cost:
            return Found(read_off(made, ()), float(made.constant))
        solver = Solver(made.programme)
        found = solver.solve(gap=self.gap, until=self.until, stopped=self.cancelled)
        if found.ending is Ending.INFEASIBLE:
            return NO_PLAN
        bound = found.bound + float(made.constant)
        if not len(found.values):
            return Found(None, bound)
        return Found(self.renewals_of(made, found.values), bound)

    def renewals_of(self, made: Formulation, values: Sequence[float]) -> list[Renewal] | None:
        """The plan of a solution, made whole where columns that flow by themselves are not."""
        values = values if is_whole(made, values) else settled(made, values).values
        if not len(values) or not is_whole(made, values):
            return None
        return read_off(made, values)


def settled(made: Formulation, values: Sequence[float]) -> Solution:
    """The corner of least cost with the same rounds and peaks: a flow, and so whole."""
    for relaxed in (True, False):
        solver = Solver(made.programme, relaxed=relaxed)
        columns, bounds = decisions_of(made, values)
        solver.bounded(columns, bounds, bounds)
        solution = solver.solve()
        if not len(solution.values) or is_whole(made, solution.values):
            break
    return solution


def decisions_of(made: Formulation, values: Sequence[float]) -> tuple[list[int], list[float]]:
    """The columns for rounds and peaks and their whole values."""
    columns = [column for part in made.parts for column in part.used.values()]
    columns += [part.peak for part in made.parts if part.peak is not None]
    return columns, [float(round(values[column])) for column in columns]


def is_whole(made: Formulation, values: Sequence[float]) -> bool:
    """Whether every month of every chain has whole devices."""
    return all(
        abs(values[column] - round(values[column])) < WHOLE
        for part in made.parts
        for _, columns in part.chains
        for column in columns.values()
    )


def read_off(made: Formulation, values: Sequence[float]) -> list[Renewal]:
    """The plan that a whole solution means."""
    counts: dict[tuple[str, int], int] = {}
    for one in made.problem.locked:
        counts[one.cohort, one.month] = one.count
    for part in made.parts:
        for chain, columns in part.chains:
            for cohort, month, count in chain.shared_out(months_of(values, columns)):
                counts[cohort, month] = counts.get((cohort, month), 0) + count
    return [Renewal(cohort, month, count) for (cohort, month), count in counts.items() if count]
