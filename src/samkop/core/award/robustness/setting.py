"""What the laboratory is given: a model, bids that are known or assumed, and how bids may fall."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from samkop.core.award.scoring.model import Bid, Model

THIRD = "third"


@dataclass(frozen=True, slots=True)
class Ranges:
    """Where bids may fall: the price in cents, both ends included; marks by criterion, rising."""

    low: int
    high: int
    marks: Mapping[str, tuple[Fraction, ...]]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is examined.

    ``bidders``: bids of an invented tender. ``near``: how far the first two may lie apart for a
    near-tie, in points or cents; None: what one step of a mark is worth.
    """

    name: str
    model: Model
    bids: tuple[Bid, ...]
    ranges: Ranges
    bidders: int
    near: Fraction | None = None


def drawn_bid(ranges: Ranges, name: str, chance: random.Random) -> Bid:
    """A bid anywhere in the ranges, each price and each mark as likely as another."""
    price = chance.randint(ranges.low, ranges.high)
    marks = {criterion: chance.choice(marks) for criterion, marks in ranges.marks.items()}
    return Bid(name, Fraction(price), marks)


def drawn_tender(setting: Setting, chance: random.Random) -> tuple[Bid, ...]:
    """An invented tender."""
    return tuple(
        drawn_bid(setting.ranges, f"drawn {place + 1}", chance) for place in range(setting.bidders)
    )


def least_marks(setting: Setting) -> dict[str, Fraction]:
    """The lowest marks in the ranges with which a bid is in."""
    lowest = {leaf.id: leaf.minimum or Fraction(0) for leaf in setting.model.leaves}
    return {
        criterion: next(mark for mark in marks if mark >= lowest[criterion])
        for criterion, marks in setting.ranges.marks.items()
    }


def free_name(bids: tuple[Bid, ...]) -> str:
    """A name for a third bid that no other has."""
    taken, name = {bid.id for bid in bids}, THIRD
    while name in taken:
        name += "'"
    return name


def near_of(setting: Setting) -> Fraction:
    """How near is near: as given, else the largest step of a mark, else a hundredth of the
    lowest price of the ranges.
    """
    if setting.near is not None:
        return setting.near
    steps = [
        leaf.gives(after) - leaf.gives(before)
        for leaf in setting.model.leaves
        for before, after in zip(leaf.marks, leaf.marks[1:], strict=False)
    ]
    return max(steps, default=Fraction(0)) or Fraction(setting.ranges.low, 100)
