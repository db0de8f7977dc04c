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


@dataclass(frozen=True, slots=True)
class Stand:
    """What of a bid counts in the end: its price in cents, and what all its marks give."""

    price: Fraction
    quality: Fraction


def stands_of(model: Model, bids: Iterable[Bid], *, rounding: bool = True) -> dict[str, Stand]:
    """Of every bid that is in, by its id. ``rounding`` false leaves out what is announced."""
    worth = model.announced if rounding else model.exact
    return {
        bid.id: Stand(
            bid.price, sum((table[bid.marks[name]] for name, table in worth.items()), Fraction(0))
        )
        for bid in bids
        if not missed_by(model, bid)
    }


def totals_of(
    model: Model, stands: Mapping[str, Stand], *, rounding: bool = True
) -> dict[str, Fraction]:
    """The scores of bids that are in, all of them together: in money the least is first."""
    decimals = model.decimals if rounding else None
    lowest = min((stand.price for stand in stands.values()), default=Fraction(0))
    sign = -1 if model.in_money else 1
    return {
        name: _price(model, stand.price, lowest, decimals) + sign * stand.quality
        for name, stand in stands.items()
    }


def _price(model: Model, price: Fraction, lowest: Fraction, decimals: int | None) -> Fraction:
    return rounded(price_part(model, price, lowest), decimals, money=model.in_money)


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
    price = _price(model, bid.price, lowest, decimals)
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


def merit(model: Model, total: Fraction) -> Fraction:
    """A score such that more is better, whatever the model."""
    return -total if model.in_money else total


def quality_of(model: Model, bid: Bid, criterion: Criterion) -> Fraction:
    """What a bid's marks give in a criterion or a group of them, unrounded."""
    return sum((leaf.gives(bid.marks[leaf.id]) for leaf in criterion.leaves()), Fraction(0))
