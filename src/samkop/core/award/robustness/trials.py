"""Chance: third bids and whole tenders drawn from the ranges, and what they turn round.

Scored as announced, with its rounding. The same seed, the same draws.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from samkop.core.award.robustness.setting import (
    Setting,
    drawn_bid,
    drawn_tender,
    free_name,
    near_of,
)
from samkop.core.award.scoring.model import Bid, Model
from samkop.core.award.scoring.points import Stand, merit, stands_of, totals_of

Totals = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Reversal:
    """A third bid that turns two others round: ``ahead`` is ahead of ``behind`` without it.

    ``before``, ``after``: the scores without it and with it.
    """

    bids: tuple[Bid, ...]
    third: Bid
    ahead: str
    behind: str
    before: Totals
    after: Totals
    new_winner: bool


@dataclass(frozen=True, slots=True)
class Trials:
    """How many draws turn two bids round; how many change the winner by a third that does not
    win; how many have a tie for the first place, and how many a near-tie, without the third.
    """

    draws: int
    reversed: int
    winner_changed: int
    tied: int
    near: int
    example: Reversal | None


def third_trials(setting: Setting, draws: int, seed: int) -> Trials:
    """The bids that are known, each time with another third."""
    chance = random.Random(f"{seed}/third")  # noqa: S311 - a laboratory keeps no secret
    name = free_name(setting.bids)
    pairs = ((setting.bids, drawn_bid(setting.ranges, name, chance)) for _ in range(draws))
    return _counted(setting, list(pairs))


def tender_trials(setting: Setting, draws: int, seed: int) -> Trials:
    """Each time another tender and another third."""
    chance = random.Random(f"{seed}/tender")  # noqa: S311 - a laboratory keeps no secret
    pairs = []
    for _ in range(draws):
        bids = drawn_tender(setting, chance)
        pairs.append((bids, drawn_bid(setting.ranges, free_name(bids), chance)))
    return _counted(setting, pairs)


def removals(setting: Setting) -> tuple[Reversal, ...]:
    """Each of the bids that, by being there, turns two others round."""
    bids = setting.bids
    found = (
        reversal(setting.model, tuple(one for one in bids if one is not bid), bid) for bid in bids
    )
    return tuple(one for one in found if one is not None)


def _counted(setting: Setting, pairs: Sequence[tuple[tuple[Bid, ...], Bid]]) -> Trials:
    model, near = setting.model, near_of(setting)
    found: list[Reversal] = []
    tied = close = 0
    known: tuple[Bid, ...] = ()
    stands: dict[str, Stand] = {}
    for bids, third in pairs:
        if bids is not known:
            known, stands = bids, stands_of(model, bids)
        totals = totals_of(model, stands).values()
        merits = sorted((merit(model, one) for one in totals), reverse=True)
        gap = merits[0] - merits[1] if len(merits) > 1 else None
        tied += gap == 0
        close += gap is not None and 0 < gap <= near
        turned = reversal(model, bids, third, stands)
        if turned:
            found.append(turned)
    changed = [one for one in found if one.new_winner]
    example = next(iter(changed or found), None)
    return Trials(len(pairs), len(found), len(changed), tied, close, example)


def reversal(
    model: Model, bids: tuple[Bid, ...], third: Bid, stands: Mapping[str, Stand] | None = None
) -> Reversal | None:
    """What a third bid turns round among the others: the winner where it can, else any two.

    ``stands`` are those of the bids, if they are known already.
    """
    stands = stands_of(model, bids) if stands is None else stands
    before = totals_of(model, stands)
    after = totals_of(model, {**stands, **stands_of(model, [third])})
    old = {name: merit(model, total) for name, total in before.items()}
    new = {name: merit(model, after[name]) for name in before}
    won = _new_winner(old, new, merit(model, after[third.id]) if third.id in after else None)
    pair = won or _turned(old, new)
    return pair and Reversal(bids, third, *pair, before, after, new_winner=won is not None)


Merits = Mapping[str, Fraction]


def _new_winner(old: Merits, new: Merits, third: Fraction | None) -> tuple[str, str] | None:
    """The winner before and the one after, if there is another and it is ahead of the third."""
    if not old or third is None:
        return None
    most = max(new.values())
    best = max(old.values())
    losers = [name for name, value in old.items() if value < best and new[name] == most]
    winners = [name for name, value in old.items() if value == best]
    if not losers or third >= most or any(new[name] == most for name in winners):
        return None
    return winners[0], losers[0]


def _turned(old: Merits, new: Merits) -> tuple[str, str] | None:
    """Two bids whose order is the other way round, strictly before and strictly after."""
    least: str | None = None
    order = sorted(old, key=lambda name: -old[name])
    for _, alike in groupby(order, key=lambda name: old[name]):
        names = list(alike)
        for name in names:
            if least is not None and new[name] > new[least]:
                return least, name
        worst = min(names, key=lambda name: new[name])
        if least is None or new[worst] < new[least]:
            least = worst
    return None
