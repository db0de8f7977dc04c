"""The worst third bid, found by algebra and not by chance; only the relative model has one.

A third bid at the price x, below all others, takes every bid's price points to w * x / p: the
dearer a bid, the less it loses. So two bids change places at one price, which is found
exactly. Reckoned without rounding, even where the model announces some.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from samkop.core.award.robustness.setting import Setting, free_name, least_marks
from samkop.core.award.scoring.model import Bid, Kind, Model
from samkop.core.award.scoring.points import missed_by, scores_of
from samkop.core.award.scoring.ranking import firsts


@dataclass(frozen=True, slots=True)
class PairRange:
    """``ahead`` is ahead of ``behind`` now; a third bid at a price from ``low`` to ``high``
    (cents, both included) turns them round; at ``tie_at`` they are equal.
    """

    ahead: str
    behind: str
    low: int
    high: int
    tie_at: Fraction


@dataclass(frozen=True, slots=True)
class Support:
    """The cheapest support bid for ``winner``: one that loses, and makes this one win.

    Every price from ``low`` to its own (cents) does; its own is the highest, the least below
    the others. ``holds``: it does as well with the rounding that the model announces.
    """

    winner: str
    bid: Bid
    low: int
    points: Fraction
    winner_points: Fraction
    holds: bool


@dataclass(frozen=True, slots=True)
class _Stand:
    """A bid that is in: its price and all its quality points."""

    bid: Bid
    price: Fraction
    quality: Fraction


def can_reverse(model: Model) -> bool:
    """Whether a third bid can turn two others round at all in this model.

    Elsewhere a score rests on the bid itself alone; where only price or only quality counts,
    the lowest price moves all in their order.
    """
    return model.kind is Kind.RELATIVE and model.price_weight > 0 and model.quality > 0


def pair_ranges(setting: Setting) -> tuple[PairRange, ...]:
    """Of each two bids, the prices of a third that turn them round, if any in the ranges do."""
    if not can_reverse(setting.model):
        return ()
    stands = _stands(setting.model, setting.bids)
    found = (
        _pair_range(setting, cheap, dear, stands)
        for cheap in stands
        for dear in stands
        if cheap.price < dear.price and cheap.quality < dear.quality
    )
    return tuple(one for one in found if one is not None)


def _stands(model: Model, bids: Iterable[Bid]) -> list[_Stand]:
    scores = scores_of(model, bids, rounding=False)
    return [
        _Stand(bid, bid.price, sum(scores[bid.id].criteria.values(), Fraction(0)))
        for bid in bids
        if not missed_by(model, bid)
    ]


def _pair_range(
    setting: Setting, cheap: _Stand, dear: _Stand, stands: list[_Stand]
) -> PairRange | None:
    slope = setting.model.price_weight * (1 / cheap.price - 1 / dear.price)
    tie_at = (dear.quality - cheap.quality) / slope
    low = max(setting.ranges.low, 1)
    high = min(ceil(tie_at) - 1, setting.ranges.high)
    if tie_at >= min(one.price for one in stands) or high < low:
        return None
    return PairRange(cheap.bid.id, dear.bid.id, low, high, tie_at)


def support_bids(setting: Setting) -> tuple[Support, ...]:
    """For each bid that is not first, the cheapest support bid within the ranges, if any."""
    if not can_reverse(setting.model):
        return ()
    first = firsts(setting.model, setting.bids, rounding=False)
    stands = _stands(setting.model, setting.bids)
    found = (_support(setting, one, stands) for one in stands if one.bid.id not in first)
    return tuple(one for one in found if one is not None)


def _support(setting: Setting, winner: _Stand, stands: list[_Stand]) -> Support | None:
    model, marks = setting.model, least_marks(setting)
    quality = sum((leaf.gives(marks[leaf.id]) for leaf in model.leaves), Fraction(0))
    low, high = max(setting.ranges.low, 1), setting.ranges.high
    high = min(high, ceil(min(one.price for one in stands)) - 1)
    weight = model.price_weight
    # What the winner needs of the price x: slope * x + lead > 0, against each and the third.
    needs = [
        (weight / winner.price - weight / one.price, winner.quality - one.quality)
        for one in stands
        if one is not winner
    ]
    needs.append((weight / winner.price, winner.quality - weight - quality))
    for slope, lead in needs:
        if slope > 0:
            low = max(low, floor(-lead / slope) + 1)
        elif slope < 0:
            high = min(high, ceil(lead / -slope) - 1)
        elif lead <= 0:
            return None
    if low > high:
        return None
    third = Bid(free_name(setting.bids), Fraction(high), marks)
    return _checked(setting, winner, third, low)


def _checked(setting: Setting, winner: _Stand, third: Bid, low: int) -> Support:
    bids = (*setting.bids, third)
    scores = scores_of(setting.model, bids, rounding=False)
    return Support(
        winner.bid.id, third, low, scores[third.id].total, scores[winner.bid.id].total,
        holds=firsts(setting.model, bids) == {winner.bid.id},
    )  # fmt: skip
