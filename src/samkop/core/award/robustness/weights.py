"""How far each weight can move before another bid is first, exactly.

One weight moves, and all the others keep their proportions and the sum (in the point models);
where quality is priced, the amount of one criterion moves and the others stay. Scores are then
straight lines of it. Reckoned without rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from samkop.core.award.scoring.model import Bid, Kind, Model
from samkop.core.award.scoring.points import Points, missed_by, quality_of, scores_of
from samkop.core.award.scoring.ranking import PRICE, firsts

Line = tuple[Fraction, Fraction]  # a merit as constant and slope


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where all that are first now stay first (both ends: then in a tie).

    In points; in a money model cents at the highest mark, where ``high`` None is no end.
    """

    criterion: str
    weight: Fraction
    low: Fraction
    high: Fraction | None


def weight_intervals(model: Model, bids: tuple[Bid, ...]) -> tuple[Interval, ...]:
    """Of the price, where it has a weight, and of each criterion and group of them."""
    within = [bid for bid in bids if not missed_by(model, bid)]
    first = firsts(model, bids, rounding=False)
    scores = scores_of(model, within, rounding=False)
    if model.kind in {Kind.LOWEST_PRICE, Kind.LIFE_CYCLE_COST} or not first:
        return ()
    found = []
    for name, weight, parts in _movable(model, within, scores):
        lines = {bid.id: _line(model, scores[bid.id], parts[bid.id], weight) for bid in within}
        top = None if model.in_money else model.price_weight + model.quality
        low, high = _kept(lines, first, top)
        found.append(Interval(name, weight, low, high))
    return tuple(found)


def _movable(
    model: Model, bids: list[Bid], scores: Mapping[str, Points]
) -> Iterable[tuple[str, Fraction, dict[str, Fraction]]]:
    """Each weight by its name, and what every bid has of it; one that is the whole cannot move."""
    whole = model.price_weight + model.quality
    if 0 < model.price_weight < whole:
        yield PRICE, model.price_weight, {bid.id: scores[bid.id].price for bid in bids}
    for criterion in model.groups:
        if criterion.full and (model.in_money or criterion.full < whole):
            parts = {bid.id: quality_of(model, bid, criterion) for bid in bids}
            yield criterion.id, criterion.full, parts


def _line(model: Model, points: Points, part: Fraction, weight: Fraction) -> Line:
    """A bid's merit by the moved weight."""
    if model.in_money:
        return -(points.total + part), part / weight
    whole = model.price_weight + model.quality
    rest = (points.total - part) / (whole - weight)
    return whole * rest, part / weight - rest


def _kept(
    lines: Mapping[str, Line], first: frozenset[str], top: Fraction | None
) -> tuple[Fraction, Fraction | None]:
    low, high = Fraction(0), top
    for name in first:
        for constant, slope in lines.values():
            lead, grows = lines[name][0] - constant, lines[name][1] - slope
            if grows > 0:
                low = max(low, -lead / grows)
            elif grows < 0:
                end = lead / -grows
                high = end if high is None else min(high, end)
    return low, high
