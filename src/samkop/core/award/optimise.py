"""The best award and what surrounds it: the runner-up, the best without each winner, the next best
on each lot, what each rule costs, how many awards are as good.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from samkop.core.award.core import Core
from samkop.core.award.drawing import picked
from samkop.core.award.problem import Allocation, Problem, allowed, suppliers_of, winner_of
from samkop.core.award.relaxed import PARTS, TimeIsUpError, View
from samkop.core.award.search import Search, cents_above

MOST_TIES = 100


class Status(StrEnum):
    """``time-limit``: something that was asked for is not proven."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    TIME_LIMIT = "time-limit"


class Asked(StrEnum):
    """What may be asked beyond the optimum, in the order in which it is found."""

    RUNNER_UP = "runner_up"
    RULE_PRICES = "rule_prices"
    WITHOUT = "without"
    SECOND_BEST = "second_best"


EVERYTHING = frozenset(Asked)


@dataclass(frozen=True, slots=True)
class NextBest:
    """The cheapest allocation with another bid on a lot; None if there is none."""

    lot: int
    allocation: Allocation | None


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What a rule costs in cents: the cost with all rules minus that without it.

    ``allocation`` is the cheapest without it.
    """

    rule: str
    cents: int
    allocation: Allocation


@dataclass(slots=True)
class Award:
    """The answer. Where time ran out, what is not known is None or absent.

    ``without``: for each winner the optimum when it is left out, None if there is none.
    ``ties``: other awards of exactly this cost, counted to ``MOST_TIES``.
    """

    status: Status
    allocation: Allocation | None = None
    bound: int | None = None
    runner_up: Allocation | None = None
    without: list[tuple[str, Allocation | None]] = field(default_factory=list)
    second_best: list[NextBest] = field(default_factory=list)
    rule_prices: list[RulePrice] = field(default_factory=list)
    ties: int | None = None
    seconds: float = 0.0

    @property
    def ties_capped(self) -> bool:
        """Whether there may be more ties than were counted."""
        return self.ties == MOST_TIES


def solve_award(
    problem: Problem,
    *,
    time_limit: float | None = None,
    asked: Collection[Asked] = EVERYTHING,
    order: Sequence[int] = (),
) -> Award:
    """The cheapest allocation, proven, and what is asked beyond it; ``time_limit`` in seconds.

    ``order``: the places of the bids as they were drawn by lot; among allocations that cost the
    same it decides (``drawing.picked``). Without it, any of them is the answer.
    """
    started = time.monotonic()
    until = None if time_limit is None else started + time_limit
    award = Award(Status.TIME_LIMIT)
    search = Search(problem, until)
    try:
        award.allocation = search.best()
        award.bound = search.bound
        if award.allocation is None:
            award.status = Status.INFEASIBLE
        else:
            award.allocation = picked(search, award.allocation, order)
            if asked:
                _Surroundings(search, award.allocation, award).fill(asked)
            award.status = Status.OPTIMAL
    except TimeIsUpError:
        if award.allocation is None:
            award.allocation, award.bound = search.found, search.bound
    award.seconds = time.monotonic() - started
    return award


class _Surroundings:
    """Fills in an award, from the relaxed programme of which the optimum is known."""

    def __init__(self, search: Search, best: Allocation, award: Award) -> None:
        relaxed = search.relaxation.of(View(), search.until)
        if relaxed is None:
            raise AssertionError("what has an allocation has one without wholeness too")
        self.search, self.problem, self.relaxed = search, search.problem, relaxed
        self.best, self.award = best, award

    def fill(self, asked: Collection[Asked]) -> None:
        """Find what is asked, what is quickest first."""
        award, lots = self.award, range(len(self.problem.lots))
        if Asked.RUNNER_UP in asked:
            award.runner_up, award.ties = self._others(cheapest(map(self._changed, lots)))
        if Asked.RULE_PRICES in asked:
            award.rule_prices = [self._price_of(rule) for rule in self.problem.rule_names]
        if Asked.WITHOUT in asked:
            award.without = [
                (bidder, self._without(bidder))
                for bidder in suppliers_of(self.problem, self.best.awards)
            ]
        if Asked.SECOND_BEST in asked:
            award.second_best = [NextBest(lot, self._next_on(lot)) for lot in lots]

    def _without(self, bidder: str) -> Allocation | None:
        theirs = tuple(place for place, bid in enumerate(self.problem.bids) if bid.bidder == bidder)
        return self.search.best(View(at_0=theirs))

    def _price_of(self, rule: str) -> RulePrice:
        freer = self.search.best(View(without=rule), self.best) or self.best
        return RulePrice(rule, self.best.cost - freer.cost, freer)

    def _next_on(self, lot: int) -> Allocation | None:
        """The cheapest allocation with another bid on a lot than now."""
        now = winner_of(self.problem, self.best.awards, lot)
        others = [place for place in self.problem.bids_on[lot] if place != now]
        if not others:
            return None
        changed = self._changed(lot)
        least = self.relaxed.bound + max(0, min(int(self.relaxed.reduced[one]) for one in others))
        if changed is not None and changed.cost <= cents_above(least):
            return changed
        at_0 = [] if now is None else [now]
        if lot in self.search.programme.left:
            at_0.append(self.search.programme.left[lot])
        return self.search.best(View(at_0=tuple(at_0)), changed)

    def _changed(self, lot: int) -> Allocation | None:
        """The best award with one bid changed for the cheapest other on the same lots that may
        win there; as a rule the next best on a lot, or near to it.
        """
        now = winner_of(self.problem, self.best.awards, lot)
        alone = [one for one in self.problem.bids_on[lot] if self.problem.bids[one].lots == (lot,)]
        others = alone if now is None else self._alike(now)
        kept = [one for one in self.best.awards if one != now]
        others.sort(key=lambda one: self.problem.bids[one].cost)
        found = (allowed(self.problem, [*kept, one]) for one in others)
        return next((one for one in found if one is not None), None)

    def _others(self, nearest: Allocation | None) -> tuple[Allocation | None, int]:
        """The cheapest other allocation, and how many cost no more than the best; ``nearest`` is
        a cheap one.
        """
        reach = None if nearest is None else nearest.cost * PARTS - self.relaxed.bound
        core = Core(self.problem, self.search.relaxation, self.relaxed, reach)
        ties = self._ties_nearby()
        for tie in (self.best, *ties):
            core.forbid(tie)
        runner_up = ties[0] if ties else None
        while len(ties) < MOST_TIES:
            other = self._solved(core)
            runner_up = runner_up or other
            if other is None or other.cost > self.best.cost:
                break
            core.forbid(other)
            ties.append(other)
        return runner_up, len(ties)

    def _ties_nearby(self) -> list[Allocation]:
        """As good awards that are reached by changing one bid after another; as a rule all."""
        found, asked = {self.best.awards: self.best}, [self.best]
        near = self.relaxed.reduced <= self.best.cost * PARTS - self.relaxed.bound
        while asked and len(found) <= MOST_TIES:
            now = asked.pop()
            for place in now.awards:
                for other in filter(near.__getitem__, self._alike(place)):
                    changed = allowed(self.problem, {*now.awards, other} - {place})
                    as_good = changed is not None and changed.cost == self.best.cost
                    if changed and as_good and changed.awards not in found:
                        found[changed.awards] = changed
                        asked.append(changed)
        return [one for one in found.values() if one is not self.best][:MOST_TIES]

    def _alike(self, place: int) -> list[int]:
        """The other bids on exactly the same lots."""
        lots = self.problem.bids[place].lots
        return [
            one for one in self.problem.bids_on[lots[0]]
            if one != place and self.problem.bids[one].lots == lots
        ]  # fmt: skip

    def _solved(self, core: Core) -> Allocation | None:
        if not core.solve(self.search.until):
            raise TimeIsUpError
        return core.found


def cheapest(allocations: Iterable[Allocation | None]) -> Allocation | None:
    """The first of the cheapest; None if there is none."""
    known = [one for one in allocations if one is not None]
    return min(known, key=lambda one: one.cost, default=None)
