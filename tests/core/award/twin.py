"""The exhaustive twin: every allocation of a small problem, by trying all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import combinations

from samkop.core.award.problem import (
    Allocation,
    BrokenRuleError,
    Lot,
    Problem,
    allocation_of,
)


def allocations(problem: Problem) -> list[Allocation]:
    """All that are allowed, the cheapest first."""
    found = []

    def go(place: int, taken: frozenset[int], awards: tuple[int, ...]) -> None:
        if place == len(problem.bids):
            try:
                found.append(allocation_of(problem, awards))
            except BrokenRuleError:
                return
            return
        go(place + 1, taken, awards)
        lots = problem.bids[place].lots
        if not taken.intersection(lots):
            go(place + 1, taken.union(lots), (*awards, place))

    go(0, frozenset(), ())
    return sorted(found, key=lambda one: one.cost)


def smallest_conflict(problem: Problem) -> int:
    """How many lots and rules cannot hold together at least, by trying all sets of them."""
    lots = [f"lot:{lot.id}" for lot in problem.lots if lot.unawarded is None]
    names = [*lots, *problem.rule_names]
    return next(
        size
        for size in range(len(names) + 1)
        for kept in combinations(names, size)
        if not can_hold(problem, kept)
    )


def can_hold(problem: Problem, kept: Collection[str]) -> bool:
    """Whether there is an allocation when only these lots and rules are kept."""
    for rule in problem.rule_names:
        if rule not in kept:
            problem = problem.without_rule(rule)
    free = tuple(lot if f"lot:{lot.id}" in kept else Lot(lot.id, 0) for lot in problem.lots)
    return bool(allocations(replace(problem, lots=free)))
