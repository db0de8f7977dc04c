"""Processes of racing clients: started by test_races with the orders of each as JSON on stdin.

Each is forked from this one, which has loaded Django for all of them.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections import Counter
from functools import partial

from django.db import connection, connections

import ground
from forks import counted, counting
from samkop.ordering.models import BudgetMovement, Order
from samkop.ordering.usecases import order as order_usecases
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.requisition import Wanted, order_directly
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading


def without_the_lock(*, parts, reference, now):
    """The twin: reads, thinks, and writes what it thought."""
    [part] = parts
    budget_id, cents = part.budget_id, part.cents
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT committed_cents, amount_cents, party_id FROM ordering_budget WHERE id = %s",
            [budget_id],
        )
        committed, amount, party_id = cursor.fetchone()
        if committed + cents > amount:
            raise Refused("budget-exceeded", "No.")
        time.sleep(0.002)
        cursor.execute(
            "UPDATE ordering_budget SET committed_cents = %s WHERE id = %s",
            [committed + cents, budget_id],
        )
    BudgetMovement.objects.bulk_create(
        [BudgetMovement(budget_id=budget_id, party_id=party_id, reference=reference,
                        cents=cents, at=now)]
    )  # fmt: skip


def client(work, person_id, seed, orders, outcome):
    chance = random.Random(seed)
    employee = actors.person(
        person_id, "A racer", work["party"], frozenset({"employee", "ict-manager"})
    )
    placed = []
    for _ in range(orders):
        try:
            made = perform(
                employee, order_directly, cost_centre=work["cost_centre"],
                delivery_location=work["site"], wanted=[Wanted(work["item"], 1)],
            )  # fmt: skip
        except Refused as refusal:
            outcome[refusal.code] += 1
            continue
        outcome["placed"] += 1
        with reading(employee):
            placed.append(Order.objects.get(requisition=made).pk)
        if chance.random() < work["cancel_share"]:
            perform(employee, cancel_order, order_id=placed.pop(chance.randrange(len(placed))))
            outcome["cancelled"] += 1
    connections.close_all()


def race(work):
    """What came of one process's orders, counted."""
    ground.point_at(work["database"])
    if work["twin"]:
        order_usecases.commit_budget = without_the_lock
    outcomes = [Counter() for _ in range(work["threads"])]
    each, over = divmod(work["orders"], work["threads"])
    threads = [
        threading.Thread(
            target=client,
            args=(work, person_id, f"{work['seed']}-{n}", each + (n < over), outcomes[n]),
        )
        for n, person_id in enumerate(work["people"])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(outcomes, Counter())


def main():
    json.dump(counted([counting(partial(race, work)) for work in json.load(sys.stdin)]), sys.stdout)


if __name__ == "__main__":
    main()
