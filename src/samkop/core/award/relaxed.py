"""The programme without wholeness, by HiGHS: a bound below every allocation, exact in cents.

HiGHS computes with floating point; its prices of the rows are only a proposal here. Any prices
give a bound (weak duality), and with whole prices and whole coefficients it is computed exactly:
costs and prices are counted in parts of a cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samkop.core.award.programme import Programme, Row
from samkop.core.highs import new_highs, run, set_options

WHOLE = 1e-6  # so near to a whole number is one
BROKEN = 1e-6  # a link broken by more is added
LARGEST = 1e6  # costs are given to the solver no larger than this
PARTS = 1 << 10  # of a cent: sums of 64 bits have room for them (``MOST_CENTS``)
MOST_PRICE = 1 << 50  # parts


class TimeIsUpError(Exception):
    """No time is left."""


@dataclass(frozen=True, slots=True)
class View:
    """What differs from the programme: columns that stand at 0, others at 1, a rule left out."""

    at_0: tuple[int, ...] = ()
    at_1: tuple[int, ...] = ()
    without: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most of each column and of each of the programme's rows."""

    lower: Any
    upper: Any
    row_lower: Any
    row_upper: Any

    @property
    def possible(self) -> bool:
        """False where there is no column, or one would have to be 1 and 0."""
        return bool(len(self.lower) and (self.lower <= self.upper).all())


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What a view's programme is without wholeness.

    ``bound`` is below every solution's cost, ``reduced`` what more a solution costs at least
    where a column is 1, both in parts of a cent; ``prices`` are the lots', in the same parts.
    """

    values: Any
    bound: int
    reduced: Any
    prices: Any
    limits: Limits

    @property
    def whole(self) -> bool:
        """Whether each column is 0 or 1 nevertheless."""
        return bool((abs(self.values - self.values.round()) < WHOLE).all())


class Relaxation:
    """One programme in HiGHS, solved again and again from where it stood."""

    def __init__(self, programme: Programme) -> None:
        import numpy as np

        self.programme = programme
        largest = int(np.abs(programme.costs).max(initial=0))
        self.scale = max(1.0, largest / LARGEST)
        self.rows = len(programme.rows)  # and the links that were added
        self.row_lower = np.array([row.lower for row in programme.rows], np.float64)
        self.row_upper = np.array([row.upper for row in programme.rows], np.float64)
        self.base, self.links = coordinates(programme.rows), coordinates(programme.links)
        self.row_of_link = np.full(len(programme.links), -1)
        self.highs = new_highs()
        self.limits = self._limits(View())  # what the solver was told last
        self._pass()
        self._gather()

    def of(self, view: View, until: float | None = None) -> Relaxed | None:
        """The view without wholeness; None where even so it has no solution.

        Raises TimeIsUpError.
        """
        limits = self._limits(view)
        while True:
            solution = self._solved(limits, until) if limits.possible else None
            if solution is None:
                return None
            values, prices = solution
            broken = self._broken(values)
            if not len(broken):
                return self._bounded(values, prices, limits)
            self._add(broken)

    def _limits(self, view: View) -> Limits:
        import numpy as np

        programme = self.programme
        lower, upper = np.zeros(len(programme.costs)), np.ones(len(programme.costs))
        for rule, columns in programme.banned.items():
            if rule != view.without:
                upper[list(columns)] = 0
        upper[list(view.at_0)] = 0
        lower[list(view.at_1)] = 1
        row_lower, row_upper = self.row_lower.copy(), self.row_upper.copy()
        free = list(programme.rows_of.get(view.without, ()))
        row_lower[free], row_upper[free] = -np.inf, np.inf
        return Limits(lower, upper, row_lower, row_upper)

    def _solved(self, limits: Limits, until: float | None) -> tuple[Any, Any] | None:
        """The columns' values and the rows' prices in cents."""
        import highspy
        import numpy as np

        last, self.limits = self.limits, limits
        other = (limits.lower != last.lower) | (limits.upper != last.upper)
        columns = np.flatnonzero(other).astype(np.int32)
        self.highs.changeColsBounds(
            len(columns), columns, limits.lower[columns], limits.upper[columns]
        )
        other = (limits.row_lower != last.row_lower) | (limits.row_upper != last.row_upper)
        rows = np.flatnonzero(other).astype(np.int32)
        self.highs.changeRowsBounds(len(rows), rows, limits.row_lower[rows], limits.row_upper[rows])
        if not run(self.highs, until=until):
            raise TimeIsUpError
        status, done = self.highs.getModelStatus(), highspy.HighsModelStatus
        if status in {done.kInfeasible, done.kUnboundedOrInfeasible}:
            return None
        if status != done.kOptimal:
            raise TimeIsUpError
        solution = self.highs.getSolution()
        return np.array(solution.col_value), np.array(solution.row_dual) * self.scale

    def _bounded(self, values: Any, prices: Any, limits: Limits) -> Relaxed:
        """The bound that these prices give, and what each column costs beyond them."""
        import numpy as np

        more = self.rows - len(limits.row_lower)
        row_lower = np.append(limits.row_lower, np.full(more, -np.inf))
        row_upper = np.append(limits.row_upper, np.zeros(more))
        # A price may only stand on a side that is limited.
        prices = np.where(np.isfinite(row_lower), prices, np.minimum(prices, 0))
        prices = np.where(np.isfinite(row_upper), prices, np.maximum(prices, 0))
        parts = np.rint(np.clip(prices * PARTS, -MOST_PRICE, MOST_PRICE)).astype(np.int64)
        reduced = self.programme.costs * PARTS
        terms = parts[self.of_row] * self.coefficients
        reduced[self.used] -= np.add.reduceat(terms, self.starts)
        sides = np.where(parts > 0, row_lower, row_upper)
        priced = np.flatnonzero(parts)
        bound = sum(
            int(price) * int(side) for price, side in zip(parts[priced], sides[priced], strict=True)
        )
        at_1 = np.where(reduced > 0, limits.lower, limits.upper) > 0
        bound += sum(int(one) for one in reduced[at_1])
        return Relaxed(values, bound, reduced, parts[: self.programme.lot_rows], limits)

    def _broken(self, values: Any) -> Any:
        """The numbers of the links that these values break."""
        import numpy as np

        of_link, linked, coefficients = self.links
        count = len(self.row_of_link)
        over = np.bincount(of_link, coefficients * values[linked], minlength=count)
        return np.flatnonzero((over > BROKEN) & (self.row_of_link < 0))

    def _add(self, numbers: Any) -> None:
        import numpy as np

        for number in numbers:
            link = self.programme.links[number]
            self.row_of_link[number] = self.rows
            self.rows += 1
            self.highs.addRow(
                link.lower, link.upper, len(link.columns), np.array(link.columns, np.int32),
                np.array(link.values, np.float64),
            )  # fmt: skip
        self._gather()

    def _gather(self) -> None:
        """The coefficients by column; where each column that has any begins."""
        import numpy as np

        of_link, linked, coefficients = self.links
        of_row = self.row_of_link[of_link]
        here = of_row >= 0
        of_column = np.append(self.base[1], linked[here])
        order = np.argsort(of_column, kind="stable")
        self.of_row = np.append(self.base[0], of_row[here])[order]
        self.coefficients = np.append(self.base[2], coefficients[here])[order]
        self.used, self.starts = np.unique(of_column[order], return_index=True)

    def _pass(self) -> None:
        set_options(
            self.highs, solver="simplex", primal_feasibility_tolerance=1e-9,
            dual_feasibility_tolerance=1e-9,
        )  # fmt: skip
        pass_model(self.highs, self.programme.costs / self.scale, self.base, self.limits)


def coordinates(rows: Sequence[Row]) -> tuple[Any, Any, Any]:
    """Row, column and value of each coefficient, row by row."""
    import numpy as np

    lengths = np.array([len(row.columns) for row in rows], np.int64)
    columns = np.fromiter((column for row in rows for column in row.columns), np.int64)
    values = np.fromiter((value for row in rows for value in row.values), np.int64)
    return np.repeat(np.arange(len(rows)), lengths), columns, values


def pass_model(
    highs: Any, costs: Any, matrix: tuple[Any, Any, Any], limits: Limits, *, whole: bool = False
) -> None:
    """Give the solver a programme; ``matrix`` as ``coordinates`` gives it."""
    import highspy
    import numpy as np

    of_row, of_column, values = matrix
    model: Any = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(costs), len(limits.row_lower)
    model.col_cost_ = np.asarray(costs, np.float64)
    model.col_lower_, model.col_upper_ = limits.lower, limits.upper
    model.row_lower_, model.row_upper_ = limits.row_lower, limits.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    starts = np.searchsorted(of_row, np.arange(len(limits.row_lower) + 1))
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = of_column.astype(np.int32)
    model.a_matrix_.value_ = values.astype(np.float64)
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(costs)
    highs.passModel(model)
