"""Looking for the plan: relaxed, rounded, municipality by municipality, and as a whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf

from samkop.core.renewal.checking import Renewal
from samkop.core.renewal.formulation import Formulation, Part, formulate, months_of, rounded_up
from samkop.core.renewal.highs import Ending, Solution, Solver
from samkop.core.renewal.prices import Prices, least_alone, prices_of
from samkop.core.renewal.problem import Problem
from samkop.core.renewal.rounding import (
    READINESS,
    fixed,
    is_whole,
    made_whole,
    opened,
    released,
    rounds_of,
    settled,
)

SMALL = 30_000  # columns; the whole programme is proven faster than its municipalities
LITTLE = 0.02  # of the solver's own looking for plans: it keeps no time limit
AFTERWARDS = 2.0  # seconds past a time limit in which what was found is made whole
TRIES = 4  # plans between two, while municipalities are solved one by one


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: renewals or None, and a bound of the cost."""

    renewals: list[Renewal] | None
    bound: float
    infeasible: bool = False


NO_PLAN = Found(None, inf, infeasible=True)


@dataclass
class Best:
    """The best whole solution and the best bound so far, without the constant cost."""

    constant: float
    values: Sequence[float] = ()
    cost: float = inf
    bound: float = -inf

    def near(self, gap: float) -> bool:
        """Whether they are near enough. With no gap asked for, only when they meet."""
        left = self.cost - self.bound
        return self.cost < inf and left <= max(gap * abs(self.cost + self.constant), 1e-7)


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
        constant = float(made.constant)
        if not made.programme.cost:
            return Found(read_off(made, ()), constant)
        best = Best(constant)
        if not self._sought(made, best):
            return NO_PLAN
        if not len(best.values):
            return Found(None, best.bound + constant)
        return Found(read_off(made, best.values), best.bound + constant)

    def _sought(self, made: Formulation, best: Best) -> bool:
        """Whether there can be a plan; ``best`` is what was found."""
        solver = Solver(made.programme, relaxed=True)
        self._tell("relaxed")
        relaxed = self._solve(solver)
        if relaxed.ending is Ending.INFEASIBLE:
            return False
        if relaxed.ending is Ending.STOPPED:
            return True
        best.bound = relaxed.objective
        self._tell("first plans")
        self._first_plans(made, solver, relaxed, best)
        alone = not made.total_rows and len(made.parts) > 1
        if alone or (self.gap and len(made.programme.cost) > SMALL):
            feasible = self._one_by_one(made, solver, relaxed, best)
            if not feasible:
                return False
        if best.near(self.gap) or self._late():
            return True
        self._tell("as a whole")
        return self._as_a_whole(made, best)

    def _first_plans(
        self, made: Formulation, solver: Solver, relaxed: Solution, best: Best
    ) -> None:
        """A plan by opening the rounds that the relaxed programme nearly opens: for each
        municipality as readily as is cheapest for it.
        """
        prices = prices_of(made, relaxed)
        chosen: dict[str, tuple[float, dict[int, float]]] = {}
        tried: list[dict[int, float]] = []
        for readiness in READINESS:
            rounds: dict[int, float] = {}
            for part in made.parts:
                rounds |= opened(part, relaxed.values, made.problem.round_min, readiness)
            if rounds in tried:
                continue
            tried.append(rounds)
            fixed(solver, rounds)
            found = self._solve(solver)
            for part in made.parts if len(found.values) else ():
                paid = prices.paid(part, found.values)
                if part.municipality not in chosen or paid < chosen[part.municipality][0]:
                    chosen[part.municipality] = paid, {c: rounds[c] for c in part.used.values()}
        released(solver, tried[0])
        if chosen:
            self._try(
                made, solver, {c: opens for _, its in chosen.values() for c, opens in its.items()},
                best,
            )  # fmt: skip

    def _try(self, made: Formulation, solver: Solver, rounds: dict[int, float], best: Best) -> None:
        """The best plan with these rounds, if it is better."""
        fixed(solver, rounds)
        found = self._solve(solver)
        if len(found.values) and not is_whole(made, found.values):
            found = self._with_whole_peaks(made, solver, found)
        released(solver, rounds)
        if found.ending is not Ending.SOLVED or found.objective >= best.cost:
            return
        values: Sequence[float] = found.values
        if not is_whole(made, values):
            values = made_whole(made, values, max(self.gap / 5, 1e-4), self.until)
        self._keep(made, values, best)

    def _with_whole_peaks(self, made: Formulation, solver: Solver, found: Solution) -> Solution:
        """The solution with its peaks rounded up, which leaves a flow where there is no budget."""
        peaks = [part.peak for part in made.parts if part.peak is not None]
        up = [float(rounded_up(found.values[peak])) for peak in peaks]
        solver.bounded(peaks, up, up)
        again = self._solve(solver)
        solver.bounded(peaks, [made.programme.lower[peak] for peak in peaks], [inf] * len(peaks))
        return again if again.ending is Ending.SOLVED else found

    def _keep(self, made: Formulation, values: Sequence[float], best: Best) -> None:
        if len(values):
            cost = cost_at(made, values)
            if cost < best.cost:
                best.values, best.cost = values, cost
                self._tell(f"cost {cost + best.constant:g}")

    def _one_by_one(self, made: Formulation, solver: Solver, relaxed: Solution, best: Best) -> bool:
        """Solve municipalities alone, those first where most is unknown; keep what fits.

        False where one of them has no plan even alone.
        """
        prices = prices_of(made, relaxed)
        low = {part.municipality: prices.paid(part, relaxed.values) for part in made.parts}
        unknown = self._unknown(made, prices, low, best)
        rounds = rounds_of(made, best.values) if len(best.values) else {}
        started = best.bound
        gained = 0.0
        order = sorted(made.parts, key=lambda part: -unknown[part.municipality])
        for number, part in enumerate(order, 1):
            if best.near(self.gap) or self._late():
                break
            within = self.gap * abs(best.cost + best.constant) / len(order) / 4
            found = least_alone(prices, part, best.values, 0.0 if within == inf else within, self)
            if found.ending is Ending.INFEASIBLE:
                return False
            gained += max(found.bound - low[part.municipality], 0.0)
            best.bound = max(best.bound, started + gained)
            if len(found.values):
                first, _ = part.columns
                for column in part.used.values():
                    rounds[column] = float(round(found.values[column - first]))
            if number % max(len(order) // TRIES, 1) == 0 or number == len(order):
                self._try(made, solver, rounds, best)
        return True

    def _unknown(
        self, made: Formulation, prices: Prices, low: dict[str, float], best: Best
    ) -> dict[str, float]:
        """How far each municipality's cost in the best plan is above its bound."""
        if not len(best.values):
            return {part.municipality: part.columns[1] - part.columns[0] for part in made.parts}
        return {
            part.municipality: prices.paid(part, best.values) - low[part.municipality]
            for part in made.parts
        }

    def _as_a_whole(self, made: Formulation, best: Best) -> bool:
        """The whole programme, beginning with the best plan."""
        solver = Solver(made.programme)
        if len(best.values):
            solver.begin_with(best.values)
            solver.set(mip_heuristic_effort=LITTLE)
        gap = self.gap
        if best.constant and best.cost < inf:
            gap = gap * abs(best.cost + best.constant) / max(abs(best.cost), 1e-9)
        found = self._solve(solver, gap=gap)
        if found.ending is Ending.INFEASIBLE:
            return False
        best.bound = max(best.bound, found.bound)
        if len(found.values):
            until = self._afterwards()
            values = settled(made, found.values, until)
            if not len(values):
                values = made_whole(made, found.values, self.gap / 5, until)
            self._keep(made, values, best)
        return True

    def _solve(self, solver: Solver, gap: float = 0.0) -> Solution:
        return solver.solve(gap=gap, until=self.until, stopped=self.cancelled)

    def _afterwards(self) -> float | None:
        """The limit, or a little later where it is over: a plan that was found is worth that."""
        return None if self.until is None else max(self.until, time.monotonic() + AFTERWARDS)

    def _late(self) -> bool:
        late = self.until is not None and time.monotonic() > self.until
        return late or (self.cancelled is not None and self.cancelled())

    def _tell(self, words: str) -> None:
        if self.progress is not None:
            self.progress(f"{time.monotonic() - self.began:.1f} s: {words}")


def cost_at(made: Formulation, values: Sequence[float]) -> float:
    """What a solution costs, peaks brought down to the largest month."""
    programme = made.programme
    cost = sum(one * value for one, value in zip(programme.cost, values, strict=True) if one)
    for part in made.parts:
        if part.peak is not None:
            cost += programme.cost[part.peak] * (largest(part, values) - values[part.peak])
    return cost


def largest(part: Part, values: Sequence[float]) -> float:
    """The devices of a municipality's largest month."""
    return max(values[column] + part.fixed[month] for month, column in part.total.items())


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
