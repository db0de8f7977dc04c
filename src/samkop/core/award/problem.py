"""What is to be awarded: lots, bids on them, discounts, and the rules quoted from the notice.

Lots and bids are named by their places from 0; money is in cents. docs/reference/award.md says
what each field means and what its absence means.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Lot:
    """Has to be awarded, unless ``unawarded`` cents say what leaving it costs."""

    id: str
    unawarded: int | None = None


@dataclass(frozen=True, slots=True)
class Bid:
    """All its lots or none, at one evaluated cost: its price with quality priced in money."""

    id: str
    bidder: str
    lots: tuple[int, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Discount:
    """``amount`` cents off where its bidder wins all these lots, by whichever bids."""

    bidder: str
    lots: tuple[int, ...]
    amount: int


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules as announced; what is None or empty does not hold. ``max_lots*`` count lots.

    ``max_lots_per_bidder`` and a bidder's own ``max_lots`` hold both. The lots of a pair in
    ``incompatible`` may not go to the same bidder.
    """

    max_lots_per_bidder: int | None = None
    max_lots: Mapping[str, int] = field(default_factory=dict)
    min_suppliers: int | None = None
    max_suppliers: int | None = None
    incompatible: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Problem:
    """A tender in lots whose bids have been evaluated."""

    lots: tuple[Lot, ...]
    bids: tuple[Bid, ...]
    discounts: tuple[Discount, ...] = ()
    rules: Rules = Rules()

    @cached_property
    def bidders(self) -> tuple[str, ...]:
        """In the order in which they first bid."""
        return tuple(dict.fromkeys(bid.bidder for bid in self.bids))

    @cached_property
    def bids_on(self) -> Mapping[int, Sequence[int]]:
        """The places of the bids on each lot."""
        found: dict[int, list[int]] = {place: [] for place in range(len(self.lots))}
        for place, bid in enumerate(self.bids):
            for lot in bid.lots:
                found[lot].append(place)
        return found

    @cached_property
    def rule_names(self) -> tuple[str, ...]:
        """Each rule by its name: ``max_lots:S3``, ``incompatible_lots:L1,L2``."""
        rules = self.rules
        names = [
            name
            for name in ("max_lots_per_bidder", "min_suppliers", "max_suppliers")
            if getattr(rules, name) is not None
        ]
        names += [f"max_lots:{bidder}" for bidder in rules.max_lots]
        return (*names, *(self.pair_name(pair) for pair in rules.incompatible))

    def pair_name(self, pair: tuple[int, int]) -> str:
        """The name of a rule on two lots."""
        return f"incompatible_lots:{self.lots[pair[0]].id},{self.lots[pair[1]].id}"

    def without_rule(self, name: str) -> Problem:
        """The same but for one rule."""
        rules, (kind, _, which) = self.rules, name.partition(":")
        if kind == "max_lots":
            kept = {bidder: most for bidder, most in rules.max_lots.items() if bidder != which}
            return replace(self, rules=replace(rules, max_lots=kept))
        if kind == "incompatible_lots":
            pairs = tuple(pair for pair in rules.incompatible if self.pair_name(pair) != name)
            return replace(self, rules=replace(rules, incompatible=pairs))
        nothing: dict[str, Any] = {kind: None}
        return replace(self, rules=replace(rules, **nothing))


@dataclass(frozen=True, slots=True)
class Allocation:
    """The bids that win, by their places in order, and what follows from them, in cents."""

    awards: tuple[int, ...]
    cost: int
    discounts: tuple[int, ...]
    unawarded: tuple[int, ...]


class BrokenRuleError(ValueError):
    """Awards that may not stand together; the name of the rule, or ``lot:`` and a lot's id."""


def allocation_of(problem: Problem, awards: Iterable[int]) -> Allocation:
    """What awarding exactly these bids means, recomputed from the problem alone.

    Raises BrokenRuleError where a lot would be awarded twice, or not though it has to be, or a
    rule would be broken.
    """
    chosen = tuple(sorted(awards))
    winner: dict[int, str] = {}
    for place in chosen:
        bid = problem.bids[place]
        for lot in bid.lots:
            if lot in winner:
                raise BrokenRuleError(f"lot:{problem.lots[lot].id}")
            winner[lot] = bid.bidder
    unawarded = tuple(place for place in range(len(problem.lots)) if place not in winner)
    cost = sum(problem.bids[place].cost for place in chosen)
    for place in unawarded:
        left = problem.lots[place].unawarded
        if left is None:
            raise BrokenRuleError(f"lot:{problem.lots[place].id}")
        cost += left
    _check_rules(problem, winner)
    discounts = tuple(
        place
        for place, discount in enumerate(problem.discounts)
        if all(winner.get(lot) == discount.bidder for lot in discount.lots)
    )
    cost -= sum(problem.discounts[place].amount for place in discounts)
    return Allocation(chosen, cost, discounts, unawarded)


def allowed(problem: Problem, awards: Iterable[int]) -> Allocation | None:
    """What awarding exactly these bids means; None where they may not stand together."""
    try:
        return allocation_of(problem, awards)
    except BrokenRuleError:
        return None


def winner_of(problem: Problem, awards: Iterable[int], lot: int) -> int | None:
    """The bid that wins a lot."""
    return next((place for place in awards if lot in problem.bids[place].lots), None)


def suppliers_of(problem: Problem, awards: Iterable[int]) -> tuple[str, ...]:
    """The bidders with at least one lot, in the order of their first award."""
    return tuple(dict.fromkeys(problem.bids[place].bidder for place in awards))


def _check_rules(problem: Problem, winner: Mapping[int, str]) -> None:
    rules, won = problem.rules, defaultdict[str, int](int)
    for bidder in winner.values():
        won[bidder] += 1
    for bidder, count in won.items():
        if rules.max_lots_per_bidder is not None and count > rules.max_lots_per_bidder:
            raise BrokenRuleError("max_lots_per_bidder")
        if count > rules.max_lots.get(bidder, count):
            raise BrokenRuleError(f"max_lots:{bidder}")
    if rules.min_suppliers is not None and len(won) < rules.min_suppliers:
        raise BrokenRuleError("min_suppliers")
    if rules.max_suppliers is not None and len(won) > rules.max_suppliers:
        raise BrokenRuleError("max_suppliers")
    for pair in rules.incompatible:
        first, second = (winner.get(lot) for lot in pair)
        if first is not None and first == second:
            raise BrokenRuleError(problem.pair_name(pair))
