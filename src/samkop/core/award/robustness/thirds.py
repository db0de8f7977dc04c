"""The worst third bid, found by algebra and not by chance; only the relative model has one.

A third bid at the price x, below all others, takes every bid's price points to w * x / p: the
dearer a bid, the less it loses. So two bids change places at one price, which is found
exactly. Where points are rounded, that price is only near: from there the prices are gone
through at which a rounded part changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from samkop.core.award.robustness.setting import Setting, free_name, least_marks
from samkop.core.award.scoring.model import Bid, Kind, Model
from samkop.core.award.scoring.points import Stand, stands_of, totals_of
from samkop.core.award.scoring.rounding import HALF, rounded

MOST_STEPS = 20_000  # of prices gone through where points are rounded

Ends = tuple[int, int]
Need = tuple[Fraction, Fraction]  # of the price x: slope * x + lead has to be more than nothing


@dataclass(frozen=True, slots=True)
class PairRange:
    """``ahead`` is ahead of ``behind`` now; a third bid at a price from ``low`` to ``high``
    (cents, both included) turns them round. Where points are rounded, both ends do, and those
    between as far as rounding lets them.
    """

    ahead: str
    behind: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Support:
    """The cheapest support bid for ``winner``: one that loses, and makes this one win alone.

    Every price from ``low`` (cents) to its own does, where points are rounded as far as that
    lets them; its own is the highest, the least below the others.
    """

    winner: str
    bid: Bid
    low: int
    points: Fraction
    winner_points: Fraction


def can_reverse(model: Model) -> bool:
    """Whether a third bid can turn two others round at all in this model.

    Elsewhere a score rests on the bid itself alone; where only price or only quality counts,
    the lowest price moves all in their order.
    """
    return model.kind is Kind.RELATIVE and model.price_weight > 0 and model.quality > 0


def pair_ranges(setting: Setting) -> tuple[PairRange, ...]:
    """Of each two bids, the prices of a third that turn them round, if any in the ranges do."""
    model = setting.model
    if not can_reverse(model):
        return ()
    stands = stands_of(model, setting.bids)
    totals = totals_of(model, stands)
    found = []
    for ahead, one in stands.items():
        for behind, other in stands.items():
            if totals[ahead] > totals[behind]:
                pair = {ahead: one, behind: other}
                ends = _pair_ends(setting, pair, stands)
                found += [] if ends is None else [PairRange(ahead, behind, *ends)]
    return tuple(found)


def _pair_ends(
    setting: Setting, pair: Mapping[str, Stand], stands: Mapping[str, Stand]
) -> Ends | None:
    model = setting.model
    ahead, behind = pair

    def turned(price: int) -> bool:
        parts = {name: _total(model, stand, price) for name, stand in pair.items()}
        return parts[behind] > parts[ahead]

    ends = _within(_room(setting, stands), [_need(model, pair[behind], pair[ahead])], _slack(model))
    return _checked(model, ends, pair.values(), turned)


def support_bids(setting: Setting) -> tuple[Support, ...]:
    """For each bid that is not first, the cheapest support bid within the ranges, if any."""
    model = setting.model
    if not can_reverse(model):
        return ()
    stands = stands_of(model, setting.bids)
    totals = totals_of(model, stands)
    best = max(totals.values(), default=Fraction(0))
    found = (_support(setting, name, stands) for name in stands if totals[name] < best)
    return tuple(one for one in found if one is not None)


def _support(setting: Setting, winner: str, stands: Mapping[str, Stand]) -> Support | None:
    model = setting.model
    third = Bid(free_name(setting.bids), Fraction(0), least_marks(setting))
    quality = stands_of(model, [third])[third.id].quality
    own = stands[winner]

    def wins(price: int) -> bool:
        beside = {third.id: Stand(Fraction(price), quality)}
        merits = totals_of(model, {**stands, **beside})
        return all(merits[winner] > one for name, one in merits.items() if name != winner)

    needs = [_need(model, own, stand) for name, stand in stands.items() if name != winner]
    # And against the third itself, which has all points of the price.
    needs.append((model.price_weight / own.price, own.quality - model.price_weight - quality))
    ends = _within(_room(setting, stands), needs, _slack(model))
    ends = _checked(model, ends, stands.values(), wins)
    if ends is None:
        return None
    low, high = ends
    totals = totals_of(model, {**stands, third.id: Stand(Fraction(high), quality)})
    bid = replace(third, price=Fraction(high))
    return Support(winner, bid, low, totals[third.id], totals[winner])


def _need(model: Model, one: Stand, other: Stand) -> Need:
    """What the one needs to be ahead of the other."""
    weight = model.price_weight
    return weight / one.price - weight / other.price, one.quality - other.quality


def _slack(model: Model) -> Fraction:
    """By how much rounding two parts for the price can move two bids towards each other."""
    return Fraction(0) if model.decimals is None else Fraction(1, 10**model.decimals)


def _room(setting: Setting, stands: Mapping[str, Stand]) -> Ends:
    """The prices in the ranges that are below all others, in cents."""
    lowest = min(stand.price for stand in stands.values())
    return max(setting.ranges.low, 1), min(setting.ranges.high, ceil(lowest) - 1)


def _within(room: Ends, needs: Iterable[Need], slack: Fraction) -> Ends | None:
    """The prices that meet every need, if ``slack`` comes to its help."""
    low, high = room
    for slope, lead in needs:
        least = lead + slack
        if slope > 0:
            low = max(low, floor(-least / slope) + 1)
        elif slope < 0:
            high = min(high, ceil(least / -slope) - 1)
        elif least <= 0:
            return None
    return (low, high) if low <= high else None


def _checked(
    model: Model, ends: Ends | None, stands: Iterable[Stand], holds: Callable[[int], bool]
) -> Ends | None:
    """The highest and the lowest price between that hold with the announced rounding."""
    if ends is None or model.decimals is None:
        return ends
    (low, high), known = ends, list(stands)

    def below(price: int) -> int:
        return max(_same(model, stand, price)[0] for stand in known) - 1

    def above(price: int) -> int:
        return min(_same(model, stand, price)[1] for stand in known) + 1

    highest = _first(range(high, low - 1, -1), below, holds)
    lowest = _first(range(low, high + 1), above, holds)
    return None if highest is None or lowest is None else (lowest, highest)


def _first(prices: range, after: Callable[[int], int], holds: Callable[[int], bool]) -> int | None:
    """The first of the prices that holds; ``after`` says where the next is that can differ."""
    price = prices.start
    for _ in range(MOST_STEPS):
        if price not in prices:
            return None
        if holds(price):
            return price
        price = after(price)
    return None


def _same(model: Model, stand: Stand, price: int) -> Ends:
    """The lowest and the highest price of a third with which a bid has the same points."""
    step = Fraction(1, 10 ** (model.decimals or 0))
    points = rounded(model.price_weight * price / stand.price, model.decimals)
    low, high = ((points + side * step) * stand.price for side in (-HALF, HALF))
    return ceil(low / model.price_weight), ceil(high / model.price_weight) - 1


def _total(model: Model, stand: Stand, lowest: int) -> Fraction:
    """A bid's points where a third has the lowest price."""
    return rounded(model.price_weight * lowest / stand.price, model.decimals) + stand.quality
