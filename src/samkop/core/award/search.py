"""The cheapest allocation, proven to the cent.

The relaxed programme gives an exact bound, and what a solution costs more at least where a column
is 1. Columns that cost more than there is to gain are left out; what remains is small, and HiGHS
solves it whole, with the reduced costs in place of the costs, so that its rounding errors are
parts of what a solution costs above the bound and not of millions. What HiGHS finds is counted
again from the problem alone (``allocation_of``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from samkop.core.award.core import Core, chosen
from samkop.core.award.problem import Allocation, Problem
from samkop.core.award.programme import programme_of
from samkop.core.award.relaxed import PARTS, Relaxation, Relaxed, TimeIsUpError, View

WHOLE = View()
LIKELY = 0.8  # bids of which so much is awarded are awarded
ALMOST = 1e-6
MOST_DIVES = 100
COLUMNS_A_LOT = 3  # begun with; mostly no others matter


class Search:
    """Finds the best allocations of a problem and of what differs a little from it."""

    def __init__(self, problem: Problem, until: float | None = None) -> None:
        self.problem = problem
        self.programme = programme_of(problem)
        self.relaxation = Relaxation(self.programme)
        self.until = until
        self.found: Allocation | None = None
        self.bound: int | None = None
        self.pool: list[Allocation] = []

    def best(self, view: View = WHOLE, known: Allocation | None = None) -> Allocation | None:
        """The cheapest allocation of a view; None if there is none.

        ``known`` is an allocation of this view. Raises TimeIsUpError; ``found`` and ``bound`` are
        what is known of the view then.
        """
        fitting = [one for one in self.pool if self._fits(view, one)]
        self.found = min([*fitting, *([known] if known else [])], key=cost_of, default=None)
        self.bound = None
        relaxed = self.relaxation.of(view, self.until)
        if relaxed is None:
            return None
        self.bound = cents_above(relaxed.bound)
        problem = self.problem.without_rule(view.without) if view.without else self.problem
        self._dive(view, problem, relaxed)
        if self.found is None or self.found.cost > self.bound:
            self._search(problem, relaxed)
        if self.found is not None and not view.without:
            self.pool.append(self.found)
        return self.found

    def _fits(self, view: View, allocation: Allocation) -> bool:
        """Whether an allocation of the problem is one of a view."""
        left = self.programme.left
        columns = {*allocation.awards, *(left[lot] for lot in allocation.unawarded)}
        return columns.isdisjoint(view.at_0) and columns.issuperset(view.at_1)

    def _search(self, problem: Problem, relaxed: Relaxed) -> None:
        """Solve what is left of the programme, wider until nothing beyond can be better."""
        reach = self._reach(relaxed)
        while True:
            core = Core(problem, self.relaxation, relaxed, reach)
            solved = core.solve(self.until)
            self._take(core.found)
            if not solved:
                raise TimeIsUpError
            if self.found is None:
                if core.all_columns:
                    return
                reach = None
                continue
            needed = (self.found.cost - 1) * PARTS - relaxed.bound
            if reach is None or needed <= reach:
                self.bound = self.found.cost
                return
            reach = needed

    def _dive(self, view: View, problem: Problem, relaxed: Relaxed) -> None:
        """Award what is nearly awarded, and solve again, until all is whole: an allocation that
        is good as a rule, and shows how little of the programme still matters.
        """
        dived: Relaxed | None = relaxed
        for _step in range(MOST_DIVES):
            if dived is None or dived.whole:
                break
            if self.found is not None and cents_above(dived.bound) >= self.found.cost:
                return
            view, dived = self._deeper(view, dived.values[: len(problem.bids)])
        if dived is not None:
            self._take(chosen(problem, dived.values))

    def _deeper(self, view: View, values: Any) -> tuple[View, Relaxed | None]:
        """Award the bids that are likely, else the likeliest, else not that one."""
        part = (values > ALMOST) & (values < 1 - ALMOST)
        if not part.any():
            return view, None
        likeliest = int((values * part).argmax())
        likely = (part & (values >= LIKELY)).nonzero()[0].tolist()
        for more in ([likely] if len(likely) > 1 else []) + [[likeliest]]:
            tried = replace(view, at_1=(*view.at_1, *more))
            dived = self.relaxation.of(tried, self.until)
            if dived is not None:
                return tried, dived
        other = replace(view, at_0=(*view.at_0, likeliest))
        return other, self.relaxation.of(other, self.until)

    def _reach(self, relaxed: Relaxed) -> int | None:
        """How much more than the bound a column may cost that is looked at first, in parts."""
        import numpy as np

        needed = None if self.found is None else (self.found.cost - 1) * PARTS - relaxed.bound
        number = COLUMNS_A_LOT * len(self.problem.lots)
        open_ones = relaxed.reduced[relaxed.limits.upper > 0]
        if len(open_ones) <= number:
            return needed
        few = max(PARTS, int(np.partition(open_ones, number)[number]))
        return few if needed is None else min(few, needed)

    def _take(self, allocation: Allocation | None) -> None:
        if allocation and (self.found is None or allocation.cost < self.found.cost):
            self.found = allocation


def cost_of(allocation: Allocation) -> int:
    """Its cost, in cents."""
    return allocation.cost


def cents_above(parts: int) -> int:
    """The least whole cents that are not below."""
    return -(-parts // PARTS)
