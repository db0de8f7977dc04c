"""What one unit of the currency and one point of a mark are worth, at the margin.

Two bids are compared by their scores, so a unit's worth is what a slightly lower price adds to
a bid's lead. In the relative model that depends on the lowest price of the others, and of the
lowest bid on the price of its nearest rival: then the range over all prices in the ranges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from samkop.core.award.robustness.setting import Ranges
from samkop.core.award.scoring.model import Bid, Criterion, Kind, Model
from samkop.core.award.scoring.points import merit, missed_by, stands_of, totals_of


@dataclass(frozen=True, slots=True)
class MarkWorth:
    """One point of a mark: in points or cents of score; in cents of price, now and from least
    to most. None: no price makes up for it, since a lower one gains nothing there.
    """

    criterion: str
    score: Fraction
    cents: Fraction | None
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What counts for one bid. ``cent``: what one cent off its price adds to its lead."""

    bid: str
    cent: Fraction
    marks: tuple[MarkWorth, ...]
    depends_on_others: bool


def worths(model: Model, bids: tuple[Bid, ...], ranges: Ranges) -> tuple[Worth, ...]:
    """Of each bid that is in."""
    within = [bid for bid in bids if not missed_by(model, bid)]
    rivals = _rivals(model, within)
    return tuple(_worth(model, bid, rivals.get(bid.id), within, ranges) for bid in within)


def _rivals(model: Model, bids: list[Bid]) -> dict[str, Bid]:
    """Of each bid the best of the others."""
    totals = totals_of(model, stands_of(model, bids, rounding=False), rounding=False)
    order = sorted(bids, key=lambda bid: -merit(model, totals[bid.id]))
    return {bid.id: order[1] if bid is order[0] else order[0] for bid in order if order[1:]}


def _worth(model: Model, bid: Bid, rival: Bid | None, bids: list[Bid], ranges: Ranges) -> Worth:
    others = [one.price for one in bids if one is not bid]
    cent = _cent(model, bid, min(others, default=bid.price), rival.price if rival else None)
    least, most = _cents_between(model, bid, ranges, cent)
    marks = tuple(_marks(model, bid, cent, least, most))
    return Worth(bid.id, cent, marks, depends_on_others=model.kind is Kind.RELATIVE)


def _cent(model: Model, bid: Bid, lowest: Fraction, rival: Fraction | None) -> Fraction:
    """What a cent less adds to the lead over the nearest rival."""
    if model.in_money:
        return Fraction(1)
    if model.kind is Kind.ABSOLUTE_SCALE:
        within = model.full_at < bid.price <= model.none_at
        slope = model.price_weight / (model.none_at - model.full_at)
        return slope if within else Fraction(0)
    if bid.price > lowest:
        return model.price_weight * lowest / bid.price**2
    # The lowest bid gains nothing itself: it takes from the others.
    return model.price_weight / (bid.price if rival is None else rival)


def _cents_between(
    model: Model, bid: Bid, ranges: Ranges, cent: Fraction
) -> tuple[Fraction, Fraction]:
    """The least and the most that a cent is worth, whatever others bid within the ranges."""
    if model.kind is not Kind.RELATIVE:
        return cent, cent
    weight = model.price_weight
    found = [cent, weight / bid.price]
    if ranges.low < bid.price:
        found.append(weight * ranges.low / bid.price**2)
    if ranges.high > bid.price:
        found.append(Fraction(weight, ranges.high))
    return min(found), max(found)


def _marks(
    model: Model, bid: Bid, cent: Fraction, least: Fraction, most: Fraction
) -> Iterator[MarkWorth]:
    for leaf in model.leaves:
        if not leaf.full:
            continue
        steps = step_worths(leaf)
        now = steps[bid.marks[leaf.id]]
        yield MarkWorth(
            leaf.id, now, now / cent if cent else None,
            min(steps.values()) / most if least else None,
            max(steps.values()) / least if least else None,
        )  # fmt: skip


def step_worths(leaf: Criterion) -> Mapping[Fraction, Fraction]:
    """What one more point is worth from each mark on; from the highest, the last one."""
    pairs = list(zip(leaf.marks, leaf.marks[1:], strict=False))
    found = {mark: (leaf.gives(after) - leaf.gives(mark)) / (after - mark) for mark, after in pairs}
    return found | {leaf.top: found[pairs[-1][0]]}
