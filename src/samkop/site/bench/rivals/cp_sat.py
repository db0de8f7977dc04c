"""OR-tools' CP-SAT as the rival of awards: reads a problem, prints cents, seconds, proven.

A program of its own, in a throw-away environment: python cp_sat.py SECONDS < problem.json
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from decimal import Decimal
from typing import Any

from ortools.sat.python import cp_model

WORKERS = 2


def main() -> None:
    """Solve what stands on stdin."""
    problem = json.load(sys.stdin)
    started = time.perf_counter()
    model = model_of(problem)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = float(sys.argv[1])
    solver.parameters.num_workers = WORKERS
    status = solver.solve(model)
    seconds = time.perf_counter() - started
    found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    answer = {
        "cost": round(solver.objective_value) if found else None, "seconds": seconds,
        "proven": status == cp_model.OPTIMAL,
    }  # fmt: skip
    sys.stdout.write(json.dumps(answer))


def cents(text: str) -> int:
    """An amount in cents."""
    return int(Decimal(text) * 100)


def model_of(problem: Any) -> cp_model.CpModel:
    """The model as one writes it down for this solver."""
    model = cp_model.CpModel()
    wins = [model.new_bool_var(bid["id"]) for bid in problem["bids"]]
    on_lot, of_bidder = defaultdict[Any, list[Any]](list), defaultdict[str, list[Any]](list)
    for bid, win in zip(problem["bids"], wins, strict=True):
        of_bidder[bid["bidder"]].append((win, len(bid["lots"])))
        for lot in bid["lots"]:
            on_lot[lot].append(win)
            on_lot[bid["bidder"], lot].append(win)
    for lot in problem["lots"]:
        model.add_exactly_one(on_lot[lot["id"]])
    saved = []
    for discount in problem["discounts"]:
        counts = model.new_bool_var("")
        for lot in discount["lots"]:
            model.add(sum(on_lot[discount["bidder"], lot]) >= counts)
        saved.append((counts, cents(discount["amount"])))
    add_rules(model, problem["rules"], on_lot, of_bidder)
    costs = [cents(bid["cost"]) for bid in problem["bids"]]
    model.minimize(
        sum(cost * win for cost, win in zip(costs, wins, strict=True))
        - sum(amount * counts for counts, amount in saved)
    )
    return model


def add_rules(
    model: cp_model.CpModel,
    rules: Any,
    on_lot: dict[Any, list[Any]],
    of_bidder: dict[str, list[Any]],
) -> None:
    """The most lots, the suppliers, the pairs."""
    suppliers = []
    for bidder, own in of_bidder.items():
        supplier = model.new_bool_var(bidder)
        model.add_max_equality(supplier, [win for win, _lots in own])
        suppliers.append(supplier)
        model.add(sum(lots * win for win, lots in own) <= rules["max_lots_per_bidder"])
        for first, second in rules["incompatible_lots"]:
            model.add(sum(on_lot[bidder, first]) + sum(on_lot[bidder, second]) <= 1)
    model.add(sum(suppliers) >= rules["min_suppliers"])
    model.add(sum(suppliers) <= rules["max_suppliers"])


if __name__ == "__main__":
    main()
