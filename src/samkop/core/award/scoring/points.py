"""What a bid scores: its part for the price and for each criterion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from samkop.core.award.scoring.model import Bid, Criterion, Kind, Model, Table
from samkop.core.award.scoring.rounding import rounded


@dataclass(frozen=True, slots=True)
class Points:
    """The parts of a score: points, or in a money model cents, quality then as a deduction."""

    price: Fraction
    criteria: Mapping[str, Fraction]
    total: Fraction


@dataclass(frozen=True, slots=True)
class Missed:
    """Why a bid is out: a mark below the minimum that was announced."""

    criterion: str
    mark: Fraction
    minimum: Fraction


def missed_by(model: Model, bid: Bid) -> tuple[Missed, ...]:
    """The mandatory minimums that a bid does not reach."""
    return tuple(
        Missed(leaf.id, bid.marks[leaf.id], leaf.minimum)
        for leaf in model.leaves
        if leaf.minimum is not None and bid.marks[leaf.id] < leaf.minimum
    )


def scores_of(model: Model, bids: Iterable[Bid], *, rounding: bool = True) -> dict[str, Points]:
    """The points of every bid that is in, by its id. A bid that is out moves no other's.

    ``rounding`` false leaves out even the rounding that the model announces.
    """
    within = [bid for bid in bids if not missed_by(model, bid)]
    decimals = model.decimals if rounding else None
    lowest = min((bid.price for bid in within), default=Fraction(0))
    worth = model.announced if rounding else model.exact
    return {bid.id: _points(model, bid, lowest, decimals, worth) for bid in within}


def _points(
    model: Model, bid: Bid, lowest: Fraction, decimals: int | None, worth: Mapping[str, Table]
) -> Points:
    price = rounded(price_part(model, bid.price, lowest), decimals, money=model.in_money)
    parts = {name: table[bid.marks[name]] for name, table in worth.items()}
    quality = sum(parts.values(), Fraction(0))
    return Points(price, parts, price - quality if model.in_money else price + quality)


def price_part(model: Model, price: Fraction, lowest: Fraction) -> Fraction:
    """The points of a price where ``lowest`` is the lowest; in a money model the price itself."""
    if model.kind is Kind.RELATIVE:
        return model.price_weight * lowest / price
    if model.kind is Kind.ABSOLUTE_SCALE:
        share = (model.none_at - price) / (model.none_at - model.full_at)
        return model.price_weight * min(max(share, Fraction(0)), Fraction(1))
    return price


def merit(model: Model, points: Points) -> Fraction:
    """A score such that more is better, whatever the model."""
    return -points.total if model.in_money else points.total


def quality_of(model: Model, bid: Bid, criterion: Criterion) -> Fraction:
    """What a bid's marks give in a criterion or a group of them, unrounded."""
    return sum((leaf.gives(bid.marks[leaf.id]) for leaf in criterion.leaves()), Fraction(0))
