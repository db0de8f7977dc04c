"""Why nothing can be awarded: a smallest set of lots and rules that cannot hold together.

A correction is a set of lots and rules such that all others can hold together. Every set that
cannot hold together has something in common with each correction. So the smallest set that has
something in common with all corrections known so far is asked for; if it can hold together, that
shows another correction; if it cannot, none is smaller (Ignatiev et al. 2015, smallest minimal
unsatisfiable subsets by implicit hitting sets).
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from samkop.core.award.problem import Lot, Problem
from samkop.core.award.programme import Programme, Row, programme_of
from samkop.core.award.relaxed import Limits, TimeIsUpError, coordinates, pass_model
from samkop.core.highs import new_highs, run, set_options

SECONDS = 20.0
HALF = 0.5
NEARLY = 0.3  # any correction will do; of the least so much takes long
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Conflict:
    """Names of rules, and ``lot:`` with the ids of lots that have to be awarded.

    ``smallest``: none with fewer exists; else time ran out.
    """

    names: tuple[str, ...]
    smallest: bool


def conflict_of(problem: Problem, *, seconds: float = SECONDS) -> Conflict:
    """The conflict of a problem that has no allocation.

    Where many lots are alike, that none is smaller takes longer to prove than anybody waits;
    after ``seconds`` a conflict is told of which nothing can be left out, within as long again.
    """
    started = time.monotonic()
    elastic = _Elastic(problem, started + seconds)
    known = elastic.names
    try:
        corrections = list(_apart(elastic))
        known = elastic.in_order({name for one in corrections for name in one})
        while True:
            asked = _least_hitting(corrections, elastic.names, elastic.until)
            correction = elastic.correction(asked)
            if correction is None:
                return Conflict(elastic.in_order(asked), smallest=True)
            corrections.append(correction)
    except TimeIsUpError:
        again = _Elastic(problem, started + 2 * seconds)  # one that was stopped does not go on
        return Conflict(again.in_order(_needed(again, known)), smallest=False)


def _needed(elastic: _Elastic, known: Collection[str]) -> Collection[str]:
    """A conflict without what it can do without, as far as time allows."""
    needed = set(known)
    try:
        for name in known:
            if elastic.correction(needed - {name}) is None:
                needed.remove(name)
    except TimeIsUpError:
        return needed
    return needed


def _apart(elastic: _Elastic) -> Iterable[frozenset[str]]:
    """Corrections that have nothing in common, until there are no more."""
    held: set[str] = set()
    while (correction := elastic.correction(held)) is not None:
        yield correction
        held |= correction


class _Elastic:
    """The programme in which each lot may be left and each rule be broken; as few as possible."""

    def __init__(self, problem: Problem, until: float) -> None:
        import numpy as np

        self.until = until
        lots = tuple(Lot(lot.id, 0) for lot in problem.lots)
        programme = programme_of(replace(problem, lots=lots, discounts=()))
        self.column = {
            f"lot:{lot.id}": programme.left[place]
            for place, lot in enumerate(problem.lots)
            if lot.unawarded is None
        }
        first = len(programme.costs)
        self.column |= {rule: first + place for place, rule in enumerate(problem.rule_names)}
        self.names = tuple(self.column)
        count = first + len(problem.rule_names)
        rows = [*_broken_at_will(programme, self.column), *programme.links]
        costs = np.zeros(count)
        costs[list(self.column.values())] = 1
        self.highs = new_highs()
        set_options(
            self.highs, mip_abs_gap=HALF, mip_rel_gap=NEARLY, mip_feasibility_tolerance=TOLERANCE
        )
        limits = Limits(
            np.zeros(count), np.ones(count), np.array([row.lower for row in rows], np.float64),
            np.array([row.upper for row in rows], np.float64),
        )  # fmt: skip
        pass_model(self.highs, costs, coordinates(rows), limits, whole=True)

    def correction(self, held: Collection[str]) -> frozenset[str] | None:
        """A small set without which all others can hold together, those that are held among
        them; None if those cannot.
        """
        for name, column in self.column.items():
            self.highs.changeColBounds(column, 0, 0 if name in held else 1)
        values = _solved(self.highs, self.until)
        if values is None:
            return None
        return frozenset(name for name, column in self.column.items() if values[column] > HALF)

    def in_order(self, names: Collection[str]) -> tuple[str, ...]:
        """Lots first, then rules, as the problem has them."""
        return tuple(name for name in self.names if name in names)


def _broken_at_will(programme: Programme, column: dict[str, int]) -> Iterable[Row]:
    """The rows; those of a rule hold unless its column is 1."""
    rule_of = {row: rule for rule, rows in programme.rows_of.items() for row in rows}
    for number, row in enumerate(programme.rows):
        if number not in rule_of:
            yield row
            continue
        most, least = _reach(programme, row)
        columns = (*row.columns, column[rule_of[number]])
        if row.upper < inf:
            yield Row(columns, (*row.values, -max(0, most - int(row.upper))), -inf, row.upper)
        else:
            yield Row(columns, (*row.values, max(0, int(row.lower) - least)), row.lower, inf)


def _reach(programme: Programme, row: Row) -> tuple[int, int]:
    """The most and the least that the sum of a row can be."""
    lots = len(programme.problem.lots)
    most = sum(value for value in row.values if value > 0)
    # Bids share the lots among them: together they have no more than all of them, twice in a pair.
    bids = all(
        column < len(programme.problem.bids)
        for column, value in zip(row.columns, row.values, strict=True)
        if value > 0
    )
    least = sum(value for value in row.values if value < 0)
    return min(most, lots) if bids else most, least


def _least_hitting(
    corrections: Collection[frozenset[str]], names: tuple[str, ...], until: float
) -> frozenset[str]:
    """A smallest set that has something in common with each."""
    import numpy as np

    place = {name: number for number, name in enumerate(names)}
    rows = [
        Row(tuple(place[name] for name in sorted(one)), (1,) * len(one), 1, inf)
        for one in corrections
    ]
    highs, count = new_highs(), len(names)
    limits = Limits(np.zeros(count), np.ones(count), np.ones(len(rows)), np.full(len(rows), np.inf))
    pass_model(highs, np.ones(count), coordinates(rows), limits, whole=True)
    set_options(highs, mip_abs_gap=HALF)
    values = _solved(highs, until)
    if values is None:
        raise AssertionError("no correction is empty")
    return frozenset(name for name in names if values[place[name]] > HALF)


def _solved(highs: Any, until: float) -> Any:
    """The columns' values; None if there are none. Raises TimeIsUpError."""
    import highspy

    if not run(highs, until=until):
        raise TimeIsUpError
    status, done = highs.getModelStatus(), highspy.HighsModelStatus
    if status == done.kInfeasible:
        return None
    if status != done.kOptimal:
        raise TimeIsUpError
    return highs.getSolution().col_value
