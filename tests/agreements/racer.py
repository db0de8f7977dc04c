"""Processes that race for a ceiling: ``python racer.py``, told on its standard input.

A JSON list with what each of them is told: {"database", "agreement", "buyers", "clients",
"orders", "seed"}, the buyers as [participation, buyer] and the orders per client. Each is forked
from this one, which has loaded Django for all of them, and lets them go together. The answer is
what was acknowledged to all: {"committed", "released", "refused"} in cents and number.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from django.db import connections

import ground
from forks import counted, counting
from samkop.agreements.queries import prices_of
from samkop.agreements.rules import tier_marks
from samkop.agreements.usecases import ceiling
from samkop.agreements.usecases.ceiling import TierChanged
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

DAY = date(2026, 11, 2)
CANCELLED_IN_A_HUNDRED = 25


def ordering(*, actor, now, agreement, participation, reference, quantity):
    """An order as a use case places one: priced by the tier of the moment, then committed."""
    origin = prices_of(agreement, ["PHONE-1"], DAY)["PHONE-1"]
    cents = quantity * origin.net_cents
    ceiling.commit(
        agreement_id=agreement, participation_id=participation, buyer_id=actor.party_id,
        cents=cents, quantities={"phones": quantity}, tier_marks=tier_marks([origin]),
        reference=reference, on=DAY, now=now,
    )  # fmt: skip
    return cents


def cancelling(*, actor, now, agreement, participation, reference, quantity, cents):
    ceiling.release(
        agreement_id=agreement, participation_id=participation, buyer_id=actor.party_id,
        cents=cents, quantities={"phones": quantity}, reference=reference, now=now,
    )  # fmt: skip


def client(told: dict[str, Any], number: int) -> dict[str, int]:
    """Order, and now and then cancel one of one's own orders."""
    chance = random.Random(f"{told['seed']}-{number}")
    counts = {"committed": 0, "released": 0, "refused": 0}
    placed: list[dict[str, Any]] = []
    for reference in references(told, number):
        participation, buyer = chance.choice(told["buyers"])
        actor = actors.job("racer", buyer)
        order = {
            "agreement": told["agreement"], "participation": participation,
            "reference": reference, "quantity": chance.randint(1, 3),
        }  # fmt: skip
        cents = outcome(actor, order)
        if cents is None:
            counts["refused"] += 1
            continue
        counts["committed"] += cents
        placed.append({"actor": actor, **order, "cents": cents})
        if chance.randrange(100) < CANCELLED_IN_A_HUNDRED:
            gone = placed.pop(chance.randrange(len(placed)))
            perform(gone.pop("actor"), cancelling, **gone)
            counts["released"] += gone["cents"]
    connections.close_all()
    return counts


def references(told: dict[str, Any], number: int) -> Iterator[str]:
    return (f"{told['seed']}-{number}-{order}" for order in range(told["orders"]))


def outcome(actor: actors.Actor, order: dict[str, Any]) -> int | None:
    """The cents of the order, or None when the ceiling refused it."""
    while True:
        try:
            return perform(actor, ordering, **order)
        except TierChanged:
            continue
        except Refused as refused:
            if refused.code != "maximum-value-reached":
                raise
            return None


def race(told: dict[str, Any], gate: int, closed: int) -> Counter[str]:
    """What came of one process's orders, begun when the gate opens."""
    os.close(closed)
    ground.point_at(told["database"])
    total: Counter[str] = Counter()
    with ThreadPoolExecutor(told["clients"]) as pool:
        os.read(gate, 1)
        for count in pool.map(client, [told] * told["clients"], range(told["clients"])):
            total.update(count)
    return total


def main() -> None:
    gate, closed = os.pipe()
    racers = [counting(partial(race, told, gate, closed)) for told in json.load(sys.stdin)]
    os.close(closed)  # whoever waits at the gate goes through
    json.dump(counted(racers), sys.stdout)


if __name__ == "__main__":
    main()
