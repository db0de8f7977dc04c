"""A programme of renewal solved by HiGHS, whole or relaxed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import isfinite
from typing import TYPE_CHECKING, Any

from samkop.core.highs import new_highs, run, set_options

if TYPE_CHECKING:
    from samkop.core.renewal.formulation import Programme


class Ending(Enum):
    """How solving ended."""

    SOLVED = auto()
    INFEASIBLE = auto()
    STOPPED = auto()


@dataclass(frozen=True, slots=True)
class Solution:
    """``values`` is empty where nothing was found; ``bound`` is below every solution's cost."""

    ending: Ending
    values: Sequence[float]
    objective: float
    bound: float
    row_duals: Sequence[float] = ()


class Solver:
    """One programme in HiGHS, to be solved again with other bounds."""

    def __init__(self, programme: Programme, *, relaxed: bool = False) -> None:
        import highspy
        import numpy as np

        self.highs = new_highs()
        self.relaxed = relaxed or not any(programme.whole)
        self.columns = np.arange(len(programme.cost), dtype=np.int32)
        model: Any = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(programme.cost), len(programme.row_lower)
        model.col_cost_ = np.array(programme.cost, np.float64)
        model.col_lower_ = np.array(programme.lower, np.float64)
        model.col_upper_ = np.array(programme.upper, np.float64)
        model.row_lower_ = np.array(programme.row_lower, np.float64)
        model.row_upper_ = np.array(programme.row_upper, np.float64)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(programme.starts, np.int32)
        model.a_matrix_.index_ = np.array(programme.indices, np.int32)
        model.a_matrix_.value_ = np.array(programme.values, np.float64)
        if not self.relaxed:
            kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
            model.integrality_ = [kinds[whole] for whole in programme.whole]
        self.highs.passModel(model)

    def bounded(
        self, columns: Sequence[int], lower: Sequence[float], upper: Sequence[float]
    ) -> None:
        """Give some columns other bounds."""
        import numpy as np

        if len(columns):
            self.highs.changeColsBounds(
                len(columns), np.array(columns, np.int32),
                np.array(lower, np.float64), np.array(upper, np.float64),
            )  # fmt: skip

    def begin_with(self, values: Sequence[float]) -> None:
        """A solution that is known already."""
        import highspy
        import numpy as np

        solution: Any = highspy.HighsSolution()
        solution.col_value = np.array(values, np.float64)
        self.highs.setSolution(solution)

    def solve(
        self,
        *,
        gap: float = 0.0,
        until: float | None = None,
        stopped: Callable[[], bool] | None = None,
        **options: Any,
    ) -> Solution:
        """Solve within a gap, until a moment of ``time.monotonic`` or until stopped."""
        import highspy

        self.set(mip_rel_gap=gap, **options)
        if not run(self.highs, until=until, stopped=stopped):
            return Solution(Ending.STOPPED, (), float("inf"), float("-inf"))
        status, info = self.highs.getModelStatus(), self.highs.getInfo()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        values = self.highs.getSolution().col_value if found else ()
        done = highspy.HighsModelStatus
        if status in {done.kInfeasible, done.kUnboundedOrInfeasible}:
            return Solution(Ending.INFEASIBLE, (), float("inf"), float("inf"))
        solved = status == done.kOptimal
        if self.relaxed:
            bound = info.objective_function_value if solved else float("-inf")
        else:
            bound = info.mip_dual_bound if isfinite(info.mip_dual_bound) else float("-inf")
        duals = self.highs.getSolution().row_dual if solved and self.relaxed else ()
        return Solution(
            Ending.SOLVED if solved else Ending.STOPPED,
            values, info.objective_function_value if found else float("inf"), bound, duals,
        )  # fmt: skip

    def set(self, **options: Any) -> None:
        """Set options of HiGHS by their names."""
        set_options(self.highs, **options)
