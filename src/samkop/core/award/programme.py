"""A problem as a programme of whole numbers: columns of 0 or 1, rows with limits.

Columns: each bid, whether it wins; then each lot that may be left, whether it is; then each
discount, whether it counts; then, where their number is limited, each bidder, whether it wins
anything. All coefficients are whole, and costs are cents, so that bounds can be computed exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

from samkop.core.award.problem import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """``lower`` ≤ the sum of the columns, each times its value, ≤ ``upper``."""

    columns: tuple[int, ...]
    values: tuple[int, ...]
    lower: float
    upper: float


@dataclass(frozen=True)
class Programme:
    """``rows_of`` and ``banned`` say which rows and which columns stand at 0 by which rule.

    ``links``, one for each bidder and lot where suppliers are limited, say that who wins the lot
    wins something. They are thousands of which few matter: they are added where they are broken.
    """

    problem: Problem
    costs: Any  # an array of cents, a column each
    rows: tuple[Row, ...]
    rows_of: Mapping[str, tuple[int, ...]]
    banned: Mapping[str, tuple[int, ...]]
    left: Mapping[int, int]  # the column that says that a lot is left
    links: tuple[Row, ...] = ()

    @property
    def lot_rows(self) -> int:
        """How many of the first rows are the lots', which hold exactly."""
        return len(self.problem.lots)


@dataclass(slots=True)
class _Rows:
    """Rows under way, and what a rule brings."""

    made: list[Row] = field(default_factory=list)
    of_rule: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(
        self, terms: Iterable[tuple[int, int]], lower: float, upper: float, rule: str = ""
    ) -> None:
        columns, values = tuple(zip(*terms, strict=True)) or ((), ())
        if rule:
            self.of_rule[rule].append(len(self.made))
        self.made.append(Row(columns, values, lower, upper))


def programme_of(problem: Problem) -> Programme:
    """The programme whose best solution is the best allocation."""
    import numpy as np

    bids = len(problem.bids)
    left = {
        lot: bids + number
        for number, lot in enumerate(
            place for place, lot in enumerate(problem.lots) if lot.unawarded is not None
        )
    }
    first_discount = bids + len(left)
    first_bidder = first_discount + len(problem.discounts)
    limited = problem.rules.min_suppliers is not None or problem.rules.max_suppliers is not None
    suppliers = {
        bidder: first_bidder + number
        for number, bidder in enumerate(problem.bidders if limited else ())
    }
    by_bidder = defaultdict[str, list[int]](list)
    for place, bid in enumerate(problem.bids):
        by_bidder[bid.bidder].append(place)
    rows = _Rows()
    _add_lots(rows, problem, left)
    _add_discounts(rows, problem, first_discount)
    banned = _add_limits(rows, problem, by_bidder, suppliers)
    banned |= _add_pairs(rows, problem)
    _add_suppliers(rows, problem, suppliers, by_bidder)
    costs = [bid.cost for bid in problem.bids]
    costs += [problem.lots[lot].unawarded or 0 for lot in left]
    costs += [-discount.amount for discount in problem.discounts]
    costs += [0] * len(suppliers)
    return Programme(
        problem, np.array(costs, np.int64), tuple(rows.made),
        {rule: tuple(places) for rule, places in rows.of_rule.items()}, banned, left,
        tuple(_links(problem, suppliers)),
    )  # fmt: skip


def _add_lots(rows: _Rows, problem: Problem, left: Mapping[int, int]) -> None:
    """Each lot goes to one bid, or is left."""
    for lot, places in problem.bids_on.items():
        columns = [*places, left[lot]] if lot in left else places
        rows.add([(column, 1) for column in columns], 1, 1)


def _add_discounts(rows: _Rows, problem: Problem, first: int) -> None:
    """A discount counts only where its bidder wins each of its lots."""
    for number, discount in enumerate(problem.discounts):
        for lot in discount.lots:
            own = [
                place for place in problem.bids_on[lot]
                if problem.bids[place].bidder == discount.bidder
            ]  # fmt: skip
            rows.add([(first + number, 1), *((place, -1) for place in own)], -inf, 0)


def _add_limits(
    rows: _Rows,
    problem: Problem,
    by_bidder: Mapping[str, Sequence[int]],
    suppliers: Mapping[str, int],
) -> dict[str, tuple[int, ...]]:
    """The most lots of a bidder, none where it is no supplier; a bid on more alone is banned."""
    limits = [
        ("max_lots_per_bidder", bidder, problem.rules.max_lots_per_bidder) for bidder in by_bidder
    ]
    limits += [
        (f"max_lots:{bidder}", bidder, most) for bidder, most in problem.rules.max_lots.items()
    ]
    banned = defaultdict[str, list[int]](list)
    for rule, bidder, most in limits:
        if most is None:
            continue
        own = by_bidder.get(bidder, ())
        terms = [(place, len(problem.bids[place].lots)) for place in own]
        if bidder in suppliers:
            rows.add([*terms, (suppliers[bidder], -most)], -inf, 0, rule)
        else:
            rows.add(terms, -inf, most, rule)
        banned[rule] += [place for place in own if len(problem.bids[place].lots) > most]
    return {rule: tuple(places) for rule, places in banned.items()}


def _add_pairs(rows: _Rows, problem: Problem) -> dict[str, tuple[int, ...]]:
    """Of two incompatible lots a bidder wins one at most; a bid on both is banned."""
    banned = {}
    for pair in problem.rules.incompatible:
        rule, of_bidder = problem.pair_name(pair), defaultdict[str, dict[int, int]](dict)
        for lot in pair:
            for place in problem.bids_on[lot]:
                own = of_bidder[problem.bids[place].bidder]
                own[place] = own.get(place, 0) + 1
        banned[rule] = tuple(
            place for own in of_bidder.values() for place, both in own.items() if both > 1
        )
        for own in of_bidder.values():
            rows.add(own.items(), -inf, 1, rule)
    return banned


def _add_suppliers(
    rows: _Rows,
    problem: Problem,
    suppliers: Mapping[str, int],
    by_bidder: Mapping[str, Sequence[int]],
) -> None:
    """A bidder is a supplier only if it wins something; how many there may be."""
    rules, each = problem.rules, [(column, 1) for column in suppliers.values()]
    for bidder, column in suppliers.items():
        rows.add([(column, 1), *((place, -1) for place in by_bidder[bidder])], -inf, 0)
    if rules.min_suppliers is not None:
        rows.add(each, rules.min_suppliers, inf, "min_suppliers")
    if rules.max_suppliers is not None:
        rows.add(each, -inf, rules.max_suppliers, "max_suppliers")


def _links(problem: Problem, suppliers: Mapping[str, int]) -> Iterable[Row]:
    if problem.rules.max_suppliers is None:
        return
    for places in problem.bids_on.values():
        own = defaultdict[str, list[int]](list)
        for place in places:
            own[problem.bids[place].bidder].append(place)
        for bidder, columns in own.items():
            values = (*[1] * len(columns), -1)
            yield Row((*columns, suppliers[bidder]), values, -inf, 0)
