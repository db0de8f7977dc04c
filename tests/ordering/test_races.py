"""Many clients race whole orders for what suffices for half of them.

Small form: 300 orders of 8 clients, which meet at the last of the room as often as those of
10,000 do, and find it full the rest of the time; with --all 10,000 of 64.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.db import connections

from factories.ordering import PHONE, a_market
from factories.parties import a_person

RACERS = Path(__file__).with_name("racers.py")
FULL = os.environ.get("SAMKOP_TEST_SCALE") == "all"
PROCESSES, THREADS, ORDERS = (4, 16, 10_000) if FULL else (2, 4, 300)
PRICE = 300_00


def race(database, market, *, orders, cancel_share, twin=False):
    """All processes at once; returns what came of the orders, counted."""
    buyer = market.buyers[0]
    # One person's orders take turns anyhow, for the entitlement's sake: each client is another.
    people = [a_person(buyer.party).pk for _ in range(PROCESSES * THREADS)]
    work = {
        "database": database, "twin": twin, "threads": THREADS, "cancel_share": cancel_share,
        "orders": orders // PROCESSES, "item": market.items[PHONE].pk,
        "party": buyer.party.pk,
        "cost_centre": buyer.cost_centre.code, "site": buyer.site.code,
    }  # fmt: skip
    each = [{**work, "seed": n, "people": people[n::PROCESSES]} for n in range(PROCESSES)]
    done = subprocess.run(
        [sys.executable, RACERS], input=json.dumps(each), capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(RACERS.parent.parent)}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Counter(json.loads(done.stdout))


def books(market):
    """(ceiling, its ledger, budget, its ledger, live orders), in cents, as the owner sees."""
    statement = (
        "SELECT (SELECT committed_cents FROM agreements_ceiling WHERE agreement_id = %(a)s),"
        " (SELECT coalesce(sum(cents), 0) FROM agreements_ceilingmovement"
        "   WHERE agreement_id = %(a)s),"
        " (SELECT committed_cents FROM ordering_budget WHERE id = %(b)s),"
        " (SELECT coalesce(sum(cents), 0) FROM ordering_budgetmovement"
        "   WHERE budget_id = %(b)s),"
        " (SELECT coalesce(sum(total_cents), 0) FROM ordering_order"
        "   WHERE agreement_id = %(a)s AND state <> 'cancelled')"
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, {"a": market.agreement.pk, "b": market.buyers[0].budget.pk})
        return [int(value) for value in cursor.fetchone()]


@pytest.mark.parametrize("scarce", ["ceiling", "budget"])
def test_orders_race_for_room_for_half_and_never_overrun(own_database, scarce):
    half, plenty = PRICE * ORDERS // 2, PRICE * ORDERS * 2
    market = a_market(
        maximum_cents=half if scarce == "ceiling" else plenty,
        budget_cents=half if scarce == "budget" else plenty,
        free_below_cents=PRICE * 2,
    )
    outcome = race(own_database, market, orders=ORDERS, cancel_share=0.1)
    ceiling, ceiling_ledger, budget, budget_ledger, live = books(market)
    refused = {"ceiling": "maximum-value-reached", "budget": "budget-exceeded"}[scarce]
    assert outcome["placed"] + outcome[refused] == ORDERS
    assert outcome[refused] > 0
    assert outcome["cancelled"] > 0
    assert ceiling == ceiling_ledger == budget == budget_ledger == live
    assert live == PRICE * (outcome["placed"] - outcome["cancelled"])
    assert live <= half
    # After the last refusal cancellations gave room for at most what they gave back.
    assert half - live <= PRICE * outcome["cancelled"]


def test_the_twin_without_the_lock_overruns_its_budget(own_database):
    orders = min(ORDERS, 200)
    market = a_market(
        maximum_cents=PRICE * orders * 2, budget_cents=PRICE * orders // 2,
        free_below_cents=PRICE * 2,
    )  # fmt: skip
    outcome = race(own_database, market, orders=orders, cancel_share=0, twin=True)
    assert outcome["placed"] * PRICE > PRICE * orders // 2
