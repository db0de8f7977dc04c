"""Municipalities one by one, at prices for the months that they share.

Whatever the prices are, the least that each municipality costs when it pays them, added up,
less what the shared limits are worth at them, is below every plan's cost (Lagrangian duality).
The relaxed programme's prices are good ones; each municipality alone is small, and is solved
with whole rounds, which the relaxed programme does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samkop.core.renewal.formulation import Formulation, Part, Programme
from samkop.core.renewal.highs import Solution, Solver

if TYPE_CHECKING:
    from samkop.core.renewal.search import Search


@dataclass(frozen=True, slots=True)
class Prices:
    """What a device more in a shared month costs; months without one are free."""

    made: Formulation
    by_month: Mapping[int, float]

    def paid(self, part: Part, values: Sequence[float]) -> float:
        """What a municipality costs in a solution when it pays the prices."""
        first, last = part.columns
        cost = self.made.programme.cost
        own = sum(cost[column] * values[column] for column in range(first, last))
        return own + sum(
            price * values[part.total[month]] for month, price in self.by_month.items()
        )

    def alone(self, part: Part) -> Programme:
        """A municipality's own programme, prices in its costs."""
        (first, last), (row, end) = part.columns, part.rows
        whole = self.made.programme
        start, stop = whole.starts[row], whole.starts[end]
        found = Programme(
            cost=whole.cost[first:last], lower=whole.lower[first:last],
            upper=whole.upper[first:last], whole=whole.whole[first:last],
            row_lower=whole.row_lower[row:end], row_upper=whole.row_upper[row:end],
            starts=[one - start for one in whole.starts[row : end + 1]],
            indices=[one - first for one in whole.indices[start:stop]],
            values=whole.values[start:stop],
        )  # fmt: skip
        for month, price in self.by_month.items():
            column = part.total[month] - first
            found.cost[column] += price
            left = self.made.programme.row_upper[self.made.total_rows[month]]
            found.upper[column] = min(found.upper[column], left)
        return found


def prices_of(made: Formulation, relaxed: Solution) -> Prices:
    """The prices that the relaxed programme ends with."""
    found = {month: -min(relaxed.row_duals[row], 0.0) for month, row in made.total_rows.items()}
    return Prices(made, found)


def least_alone(
    prices: Prices, part: Part, known: Sequence[float], within: float, search: Search
) -> Solution:
    """A municipality's least cost at the prices, within so much; ``known`` is a solution."""
    solver = Solver(prices.alone(part))
    if len(known):
        first, last = part.columns
        solver.begin_with(known[first:last])
    return solver.solve(
        gap=0.0, until=search.until, stopped=search.cancelled, mip_abs_gap=max(within, 1e-6)
    )
