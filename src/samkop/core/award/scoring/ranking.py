"""The order of bids, ties as ties, and why each stands where it stands.

A tie is not broken here: lots are drawn elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from samkop.core.award.scoring.model import Bid, Model
from samkop.core.award.scoring.points import (
    Missed,
    Points,
    merit,
    missed_by,
    scores_of,
    stands_of,
    totals_of,
)

PRICE = "price"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A bid's place. Bids in a tie share the first of their places (1, 2, 2, 4).

    ``beside``: the bid with which it is compared, the next above (of the first: the next
    below); ``ahead``: by how much of each part it is better than that (worse: negative).
    """

    bid: Bid
    rank: int
    points: Points
    tied: tuple[str, ...]
    beside: str | None
    ahead: Mapping[str, Fraction]

    @property
    def lead(self) -> Fraction:
        """By how much it is better than ``beside`` in all."""
        return sum(self.ahead.values(), Fraction(0))


@dataclass(frozen=True, slots=True)
class Ranking:
    """Who stands where, and who is out, why."""

    rows: tuple[Ranked, ...]
    out: tuple[tuple[Bid, tuple[Missed, ...]], ...]

    @property
    def first(self) -> frozenset[str]:
        """Who is first: several in a tie, nobody where no bid is in."""
        return frozenset(row.bid.id for row in self.rows if row.rank == 1)


def ranking_of(model: Model, bids: Iterable[Bid]) -> Ranking:
    """All bids in their order; those in a tie in the order in which they are given."""
    given = list(bids)
    found = scores_of(model, given)
    by_id = {bid.id: bid for bid in given}
    order = sorted(found, key=lambda name: -merit(model, found[name].total))
    rows = tuple(_row(model, found, order, place, by_id) for place in range(len(order)))
    out = tuple((bid, missed_by(model, bid)) for bid in given if bid.id not in found)
    return Ranking(rows, out)


def _row(
    model: Model,
    found: Mapping[str, Points],
    order: Sequence[str],
    place: int,
    by_id: Mapping[str, Bid],
) -> Ranked:
    name = order[place]
    total = found[name].total
    tied = tuple(other for other in order if found[other].total == total and other != name)
    rank = 1 + next(n for n, other in enumerate(order) if found[other].total == total)
    beside = order[place - 1] if place else order[1] if len(order) > 1 else None
    ahead = _ahead(model, found[name], found[beside]) if beside else {}
    return Ranked(by_id[name], rank, found[name], tied, beside, ahead)


def _ahead(model: Model, one: Points, other: Points) -> dict[str, Fraction]:
    """By how much the one is better, part by part; quality counts for it in every model."""
    price = one.price - other.price
    parts = {name: one.criteria[name] - other.criteria[name] for name in one.criteria}
    return {PRICE: -price if model.in_money else price, **parts}


def firsts(model: Model, bids: Iterable[Bid], *, rounding: bool = True) -> frozenset[str]:
    """Who is first."""
    totals = totals_of(model, stands_of(model, bids, rounding=rounding), rounding=rounding)
    best = max((merit(model, total) for total in totals.values()), default=Fraction(0))
    return frozenset(name for name, total in totals.items() if merit(model, total) == best)


def first_by_evaluator(model: Model, bids: Sequence[Bid]) -> dict[str, frozenset[str]]:
    """Who would be first by each evaluator's marks alone.

    Of those who marked every criterion of every bid; the others cannot be compared so.
    """
    names = {leaf.id for leaf in model.leaves}
    evaluators = list(dict.fromkeys(name for bid in bids for name in bid.by))
    return {
        name: firsts(model, [replace(bid, marks=bid.by[name]) for bid in bids])
        for name in evaluators
        if all(names <= set(bid.by.get(name, {})) for bid in bids)
    }
