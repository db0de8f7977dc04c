"""The part of a programme that can still matter, solved whole by HiGHS."""

from __future__ import annotations

from typing import Any

from samkop.core.award.problem import Allocation, Problem, allowed
from samkop.core.award.relaxed import PARTS, Limits, Relaxation, Relaxed, pass_model
from samkop.core.highs import new_highs, run, set_options

HALF = 0.5  # cents: who is nearer than this to the bound is proven, since costs are whole cents
TOLERANCE = 1e-9


class Core:
    """The columns that cost no more than ``reach`` parts above the bound; all others are 0."""

    def __init__(
        self, problem: Problem, relaxation: Relaxation, relaxed: Relaxed, reach: int | None
    ) -> None:
        import numpy as np

        self.problem = problem
        self.found: Allocation | None = None
        free = relaxed.limits.upper > 0
        near = free if reach is None else free & (relaxed.reduced <= reach)
        self.columns = near.nonzero()[0]
        self.all_columns = len(self.columns) == int(free.sum())
        self.place = np.full(len(near), -1)
        self.place[self.columns] = np.arange(len(self.columns))
        self.highs = new_highs()
        set_options(
            self.highs, mip_rel_gap=0.0, mip_abs_gap=HALF, mip_feasibility_tolerance=TOLERANCE
        )
        self._pass(relaxation, relaxed)

    def _pass(self, relaxation: Relaxation, relaxed: Relaxed) -> None:
        """The rows on these columns, links included; costs above what the lots' prices come to,
        which every allocation has in common.
        """
        import numpy as np

        programme, limits = relaxation.programme, relaxed.limits
        base = relaxation.base
        lots = base[0] < programme.lot_rows
        costs = programme.costs * PARTS
        np.subtract.at(costs, base[1][lots], relaxed.prices[base[0][lots]])
        here = self.place[base[1]] >= 0
        links = self._links(relaxation)
        of_row = np.append(base[0][here], links[0] + len(limits.row_lower))
        of_column = np.append(self.place[base[1][here]], links[1])
        count = int(links[0].max(initial=-1)) + 1
        held = Limits(
            limits.lower[self.columns], limits.upper[self.columns],
            np.append(limits.row_lower, np.full(count, -np.inf)),
            np.append(limits.row_upper, np.zeros(count)),
        )  # fmt: skip
        matrix = of_row, of_column, np.append(base[2][here], links[2])
        pass_model(self.highs, costs[self.columns] / PARTS, matrix, held, whole=True)

    def _links(self, relaxation: Relaxation) -> tuple[Any, Any, Any]:
        """The links of the bids that are here, numbered from 0."""
        import numpy as np

        of_link, linked, values = relaxation.links
        here = self.place[linked] >= 0
        bids = np.bincount(of_link[here & (values > 0)], minlength=len(relaxation.row_of_link))
        here &= bids[of_link] > 0
        _, numbers = np.unique(of_link[here], return_inverse=True)
        return numbers, self.place[linked[here]], values[here]

    def solve(self, until: float | None) -> bool:
        """Solve; ``found`` is the best there is on these columns. False if time ran out."""
        import highspy
        import numpy as np

        self.found = None
        if not run(self.highs, until=until):
            return False
        info, done = self.highs.getInfo(), highspy.HighsModelStatus
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            values = np.zeros(len(self.place))
            values[self.columns] = self.highs.getSolution().col_value
            self.found = chosen(self.problem, values)
            if self.found is None:
                raise AssertionError("a whole solution of the programme breaks a rule")
        return self.highs.getModelStatus() in {done.kOptimal, done.kInfeasible}

    def forbid(self, allocation: Allocation) -> None:
        """From now on, other awards than exactly these."""
        import numpy as np

        bids = self.place[: len(self.problem.bids)]
        values = np.ones(len(bids))
        values[list(allocation.awards)] = -1
        here = bids >= 0
        columns = bids[here].astype(np.int32)
        least = 1.0 - len(allocation.awards)
        self.highs.addRow(least, np.inf, len(columns), columns, values[here])


def chosen(problem: Problem, values: Any) -> Allocation | None:
    """The allocation that values of the columns mean; None if it breaks a rule."""
    bids = values[: len(problem.bids)]
    return allowed(problem, (bids > HALF).nonzero()[0].tolist())
