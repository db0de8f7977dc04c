"""Awards as the JSON values that programs read; schema ``award-solve``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samkop.core.award.conflicts import Conflict
from samkop.core.award.optimise import Award
from samkop.core.award.problem import Allocation, Problem, suppliers_of, winner_of
from samkop.core.money import amount_text


def award_answer(
    problem: Problem, award: Award, conflict: Conflict | None = None, *, brief: bool = False
) -> Mapping[str, Any]:
    """What ``samkop award solve`` prints."""
    best = award.allocation
    answer: dict[str, Any] = {
        "status": award.status.value,
        "cost": _money(best),
        "bound": None if award.bound is None else amount_text(award.bound),
        "awards": _awards(problem, best),
    }
    if not brief:
        answer |= _surroundings(problem, award)
    if not brief or conflict is not None:
        answer["conflict"] = list(conflict.names) if conflict else []
        answer["conflict_smallest"] = conflict.smallest if conflict else None
    return answer | {"seconds": round(award.seconds, 3)}


def _surroundings(problem: Problem, award: Award) -> Mapping[str, Any]:
    best, runner_up = award.allocation, award.runner_up
    return {
        "unawarded": [problem.lots[lot].id for lot in best.unawarded] if best else [],
        "discounts": list(best.discounts) if best else [],
        "suppliers": len(suppliers_of(problem, best.awards)) if best else 0,
        "runner_up": None
        if runner_up is None
        else {"cost": _money(runner_up), "awards": _awards(problem, runner_up)},
        "without": [{"bidder": bidder, "cost": _money(one)} for bidder, one in award.without],
        "second_best": [
            {
                "lot": problem.lots[one.lot].id,
                "bid": _bid_on(problem, one.allocation, one.lot),
                "cost": _money(one.allocation),
            }
            for one in award.second_best
        ],
        "rule_prices": [
            {"rule": one.rule, "cost": amount_text(one.cents)} for one in award.rule_prices
        ],
        "ties": award.ties,
        "ties_capped": award.ties_capped,
    }


def _awards(problem: Problem, allocation: Allocation | None) -> list[Mapping[str, Any]]:
    return [
        {"bid": bid.id, "lots": [problem.lots[lot].id for lot in bid.lots]}
        for bid in (problem.bids[place] for place in (allocation.awards if allocation else ()))
    ]


def _bid_on(problem: Problem, allocation: Allocation | None, lot: int) -> str | None:
    place = winner_of(problem, allocation.awards if allocation else (), lot)
    return None if place is None else problem.bids[place].id


def _money(allocation: Allocation | None) -> str | None:
    return None if allocation is None else amount_text(allocation.cost)
