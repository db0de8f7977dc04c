"""Why the best award is what it is, lot by lot: findings, to be told in whatever language.

The decision has to name each lot where the best bid does not win, and why (domain.md, Tendering
8). The best bid of a lot is the cheapest on that lot alone.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum

from samkop.core.award.optimise import Asked, Award
from samkop.core.award.problem import Problem, suppliers_of, winner_of
from samkop.core.award.relaxed import View
from samkop.core.award.search import Search

EXPLAINED = frozenset({Asked.RUNNER_UP, Asked.RULE_PRICES})


class Why(StrEnum):
    """Why a lot goes where it goes."""

    BEST = "best"  # its best bid wins
    AS_GOOD = "as-good"  # another bid wins; with the best, the whole would cost the same
    RULE = "rule"  # without a rule the best bid would win
    TOGETHER = "together"  # the winner wins it together with other lots, or with a discount
    RULES = "rules"  # only without several rules at once the best bid would win
    ONLY_TOGETHER = "only-together"  # there is no bid on the lot alone
    LEFT = "left"  # nobody: leaving it costs less


@dataclass(frozen=True, slots=True)
class Finding:
    """One lot. Bids are places in the problem; money is in cents.

    ``with_best``: what the whole would cost if the best bid won, None if that is not allowed.
    ``rules``: without one of these, the best bid would win.
    """

    lot: int
    winner: int | None
    best: int | None
    why: Why
    with_best: int | None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole award: its cost, how far the next is, and each lot."""

    cost: int
    suppliers: tuple[str, ...]
    to_runner_up: int | None
    ties: int
    lots: tuple[Finding, ...]


def explanation_of(
    problem: Problem, award: Award, *, time_limit: float | None = None
) -> Explanation:
    """Explain a proven award that was asked for ``EXPLAINED``.

    Raises ValueError if it is not proven or was not asked for so much, and TimeIsUpError after
    ``time_limit`` seconds.
    """
    best = award.allocation
    if best is None or award.ties is None or len(award.rule_prices) < len(problem.rule_names):
        raise ValueError("only a proven award with runner-up and rule prices can be explained")
    until = None if time_limit is None else time.monotonic() + time_limit
    asking = _Asking(problem, award, Search(problem, until))
    runner_up = None if award.runner_up is None else award.runner_up.cost - best.cost
    return Explanation(
        best.cost, suppliers_of(problem, best.awards), runner_up, award.ties,
        tuple(asking.finding(lot) for lot in range(len(problem.lots))),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asking:
    problem: Problem
    award: Award
    search: Search

    def finding(self, lot: int) -> Finding:
        """What becomes of a lot, and why."""
        winner, best = winner_of(self.problem, self._awards(), lot), best_on(self.problem, lot)
        if winner is not None and (best is None or winner == best):
            why = Why.BEST if winner == best else Why.ONLY_TOGETHER
            return Finding(lot, winner, best, why, self._cost() if winner == best else None)
        forced = None if best is None else self.search.best(View(at_1=(best,)))
        with_best = None if forced is None else forced.cost
        rules = () if best is None else self._rules(best)
        return Finding(lot, winner, best, self._why(winner, with_best, rules), with_best, rules)

    def _why(self, winner: int | None, with_best: int | None, rules: tuple[str, ...]) -> Why:
        if winner is None:
            return Why.LEFT
        if with_best == self._cost():
            return Why.AS_GOOD
        if rules:
            return Why.RULE
        return Why.TOGETHER if self._is_together(winner) else Why.RULES

    def _is_together(self, winner: int) -> bool:
        """Whether a bid wins several lots, or one that a discount counts on."""
        bid, best = self.problem.bids[winner], self.award.allocation
        counting = [self.problem.discounts[place] for place in (best.discounts if best else ())]
        return len(bid.lots) > 1 or any(
            one.bidder == bid.bidder and set(bid.lots) <= set(one.lots) for one in counting
        )

    def _rules(self, best: int) -> tuple[str, ...]:
        return tuple(one.rule for one in self.award.rule_prices if best in one.allocation.awards)

    def _awards(self) -> tuple[int, ...]:
        return self.award.allocation.awards if self.award.allocation else ()

    def _cost(self) -> int | None:
        return self.award.allocation.cost if self.award.allocation else None


def best_on(problem: Problem, lot: int) -> int | None:
    """The cheapest bid on a lot alone, the first of several; None if there is none."""
    alone = [place for place in problem.bids_on[lot] if problem.bids[place].lots == (lot,)]
    return min(alone, key=lambda place: problem.bids[place].cost, default=None)
