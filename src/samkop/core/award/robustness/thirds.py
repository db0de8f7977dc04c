"""The worst third bid, found by algebra and not by chance; only the relative model has one.

A third bid at the price x, below all others, takes every bid's price points to w * x / p: the
dearer a bid, the less it loses. So two bids change places at one price, which is found
exactly. Reckoned without rounding, even where the model announces some.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from samkop.core.award.robustness.setting import Setting, free_name, least_marks
from samkop.core.award.scoring.model import Bid, Kind, Model
from samkop.core.award.scoring.points import Stand, stands_of, totals_of
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
    stands = stands_of(setting.model, setting.bids, rounding=False)
    lowest = min((stand.price for stand in stands.values()), default=Fraction(0))
    found = (
        _pair_range(setting, (name, cheap), (other, dear), lowest)
        for name, cheap in stands.items()
        for other, dear in stands.items()
        if cheap.price < dear.price and cheap.quality < dear.quality
    )
    return tuple(one for one in found if one is not None)


def _pair_range(
    setting: Setting, cheap: tuple[str, Stand], dear: tuple[str, Stand], lowest: Fraction
) -> PairRange | None:
    (ahead, one), (behind, other) = cheap, dear
    slope = setting.model.price_weight * (1 / one.price - 1 / other.price)
    tie_at = (other.quality - one.quality) / slope
    low = max(setting.ranges.low, 1)
    high = min(ceil(tie_at) - 1, setting.ranges.high)
    if tie_at >= lowest or high < low:
        return None
    return PairRange(ahead, behind, low, high, tie_at)


def support_bids(setting: Setting) -> tuple[Support, ...]:
    """For each bid that is not first, the cheapest support bid within the ranges, if any."""
    if not can_reverse(setting.model):
        return ()
    first = firsts(setting.model, setting.bids, rounding=False)
    stands = stands_of(setting.model, setting.bids, rounding=False)
    found = (_support(setting, name, stands) for name in stands if name not in first)
    return tuple(one for one in found if one is not None)


def _support(setting: Setting, winner: str, stands: Mapping[str, Stand]) -> Support | None:
    model, marks = setting.model, least_marks(setting)
    third = Bid(free_name(setting.bids), Fraction(0), marks)
    quality = stands_of(model, [third], rounding=False)[third.id].quality
    low, high = max(setting.ranges.low, 1), setting.ranges.high
    high = min(high, ceil(min(stand.price for stand in stands.values())) - 1)
    weight, own = model.price_weight, stands[winner]
    # What the winner needs of the price x: slope * x + lead > 0, against each and the third.
    needs = [
        (weight / own.price - weight / stand.price, own.quality - stand.quality)
        for name, stand in stands.items()
        if name != winner
    ]
    needs.append((weight / own.price, own.quality - weight - quality))
    for slope, lead in needs:
        if slope > 0:
            low = max(low, floor(-lead / slope) + 1)
        elif slope < 0:
            high = min(high, ceil(lead / -slope) - 1)
        elif lead <= 0:
            return None
    if low > high:
        return None
    return _checked(setting, winner, replace(third, price=Fraction(high)), low)


def _checked(setting: Setting, winner: str, third: Bid, low: int) -> Support:
    model, bids = setting.model, (*setting.bids, third)
    totals = totals_of(model, stands_of(model, bids, rounding=False), rounding=False)
    return Support(
        winner, third, low, totals[third.id], totals[winner],
        holds=firsts(model, bids) == {winner},
    )  # fmt: skip
