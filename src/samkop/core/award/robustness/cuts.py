"""How much lower each loser's price has to be for it to win."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from samkop.core.award.scoring.model import Bid, Kind, Model
from samkop.core.award.scoring.points import missed_by
from samkop.core.award.scoring.ranking import firsts


@dataclass(frozen=True, slots=True)
class Cut:
    """The fewest cents off its price that make a bid the only winner; None: no price does."""

    bid: Bid
    cents: int | None

    @property
    def price(self) -> Fraction | None:
        """The price after the cut."""
        return None if self.cents is None else self.bid.price - self.cents


def price_cuts(model: Model, bids: tuple[Bid, ...]) -> tuple[Cut, ...]:
    """Of each bid that is in and does not win alone, the smallest cut first; as announced, with
    its rounding.
    """
    first = firsts(model, bids)
    cuts = [
        Cut(bid, _least_cut(model, bids, bid))
        for bid in bids
        if first != {bid.id} and not missed_by(model, bid)
    ]
    return tuple(sorted(cuts, key=lambda cut: (cut.cents is None, cut.cents or 0)))


def _least_cut(model: Model, bids: tuple[Bid, ...], bid: Bid) -> int | None:
    """By halving: a lower price never costs a bid its place, in any of the models."""

    def wins(cents: int) -> bool:
        cheaper = replace(bid, price=bid.price - cents)
        tried = [cheaper if one.id == bid.id else one for one in bids]
        return firsts(model, tried) == {bid.id}

    # A price of nothing has no ratio to the others.
    most = ceil(bid.price) - 1 if model.kind is Kind.RELATIVE else floor(bid.price)
    if most < 1 or not wins(most):
        return None
    fails, does = 0, most
    while does - fails > 1:
        middle = (fails + does) // 2
        if wins(middle):
            does = middle
        else:
            fails = middle
    return does
