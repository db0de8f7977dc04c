"""Many clients race for one ceiling: never over; and without the lock they are.

Small form: 300 orders of 8 clients, which go through every tier; with --all 10,000 of 64.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from django.db import connections

from factories.agreements import a_runner, an_agreement, participation_of
from factories.parties import a_municipality, a_purchasing_body, a_supplier, an_actor
from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.usecases import ceiling
from samkop.agreements.usecases.agreement import suspend
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform

RACER = Path(__file__).with_name("racer.py")
FULL = os.environ.get("SAMKOP_TEST_SCALE") == "all"
PROCESSES, CLIENTS, ORDERS = (4, 64, 10_000) if FULL else (2, 8, 300)
# Two phones an order on average, at the price of the second tier from the hundredth on.
ROOM_FOR_HALF = ORDERS // 2 * 2 * 35_200


@dataclass
class Outcome:
    """What the racers were told, in cents; refused orders as their number."""

    committed: int
    released: int
    refused: int

    @property
    def standing(self) -> int:
        return self.committed - self.released


def a_raced_agreement() -> tuple[FrameworkAgreement, list[Party]]:
    body = a_purchasing_body()
    buyers = [a_municipality() for _ in range(3)]
    return an_agreement(body, a_supplier(), buyers, maximum_cents=ROOM_FOR_HALF), buyers


def race(database: str, agreement: FrameworkAgreement, buyers: list[Party]) -> Outcome:
    told = {
        "database": database,
        "agreement": agreement.pk,
        "buyers": [[participation_of(agreement, buyer).pk, buyer.pk] for buyer in buyers],
        "clients": CLIENTS // PROCESSES,
        "orders": -(-ORDERS // CLIENTS),  # no fewer than ORDERS in all
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", str(RACER)],
        input=json.dumps([{**told, "seed": seed} for seed in range(PROCESSES)]),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Outcome(**json.loads(done.stdout))


def owner(sql: str, *values: object) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def test_no_race_goes_over_the_ceiling_and_the_ledger_adds_up(own_database):
    agreement, buyers = a_raced_agreement()
    outcome = race(own_database, agreement, buyers)

    ((maximum, balance),) = owner("SELECT maximum_cents, committed_cents FROM agreements_ceiling")
    ledger = owner(
        "SELECT cents, (quantities ->> 'phones')::bigint, balance_cents"
        " FROM agreements_ceilingmovement ORDER BY id"
    )
    assert maximum == ROOM_FOR_HALF
    assert outcome.refused > 0
    assert max(after for _, _, after in ledger) <= maximum
    assert sum(cents for cents, _, _ in ledger) == balance == outcome.standing
    assert owner("SELECT sum(committed_cents) FROM agreements_committedshare") == [(balance,)]
    assert running_balances(ledger) == [after for _, _, after in ledger]
    assert prices_paid(ledger) == prices_by_volume_before(ledger)
    volume = sum(units for _, units, _ in ledger)
    assert owner("SELECT quantity FROM agreements_tiervolume") == [(volume,)]


def running_balances(ledger):
    balances, balance = [], 0
    for cents, _, _ in ledger:
        balance += cents
        balances.append(balance)
    return balances


def prices_paid(ledger):
    return [cents // units for cents, units, _ in ledger if cents > 0]


def prices_by_volume_before(ledger):
    """The price of each order by what had been ordered before it, in the ledger's order."""
    prices, volume = [], 0
    for cents, units, _ in ledger:
        if cents > 0:
            prices.append(40_000 if volume < 10 else 38_000 if volume < 100 else 35_200)
        volume += units
    return prices


def test_the_same_race_without_the_lock_goes_over(own_database):
    agreement, buyers = a_raced_agreement()
    take_the_locks_off()
    race(own_database, agreement, buyers)

    # At some moment, not necessarily at the end: releases may bring it down again.
    assert owner(
        "SELECT max(balance_cents) > %s FROM agreements_ceilingmovement", ROOM_FOR_HALF
    ) == [(True,)]


def pausing(use_case, reached, go):
    """The use case, with a pause between its work and its commit."""

    def paused(**inputs):
        use_case(**inputs)
        reached.set()
        assert go.wait(60)

    return paused


def one_cent(*, actor, now, agreement_id, participation_id):
    ceiling.commit(
        agreement_id=agreement_id, participation_id=participation_id, buyer_id=actor.party_id,
        cents=1, quantities={}, tier_marks={}, reference="O-1", on=now.date(), now=now,
    )  # fmt: skip


def wait_until_locked_out(rival: Future) -> None:
    """Until a connection of this database waits for a lock that another holds."""
    waiting = (
        "SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
        " WHERE NOT l.granted AND a.datname = current_database()"
    )
    while not owner(waiting):
        assert not rival.done()
        time.sleep(0.01)


def performed(actor, use_case, **inputs):
    """Performs in a thread of its own, and leaves no connection behind."""
    try:
        return perform(actor, use_case, **inputs)
    finally:
        connections.close_all()


@pytest.fixture
def rivals(own_database):
    """A suspension and an order of one agreement: (actor, use case, inputs) each."""
    body, municipality = a_purchasing_body(), a_municipality()
    runner, buyer = a_runner(body), an_actor(municipality, RoleName.EMPLOYEE)
    agreement = an_agreement(body, a_supplier(), [municipality], runner=runner)
    participation = participation_of(agreement, municipality).pk
    stop = {"agreement_id": agreement.pk, "reason": "Hearing."}
    order = {"agreement_id": agreement.pk, "participation_id": participation}
    return (runner, suspend, stop), (buyer, one_cent, order)


def in_this_order(first, second):
    """Starts the second while the first is not yet committed; gives both futures' outcome."""
    reached, go = Event(), Event()
    (actor, use_case, inputs), (other, rival, others) = first, second
    with ThreadPoolExecutor(2) as pool:
        before = pool.submit(performed, actor, pausing(use_case, reached, go), **inputs)
        assert reached.wait(60)
        after = pool.submit(performed, other, rival, **others)
        try:
            wait_until_locked_out(after)
        finally:
            go.set()
        return before.exception(), after.exception()


def test_an_order_that_waited_for_a_suspension_is_refused(rivals):
    suspension, order = rivals
    before, after = in_this_order(suspension, order)
    assert before is None
    assert after.code == "agreement-suspended"


def test_a_suspension_waits_for_the_order_that_came_first(rivals):
    suspension, order = rivals
    assert in_this_order(order, suspension) == (None, None)
    assert owner("SELECT committed_cents FROM agreements_ceiling") == [(1,)]
    assert owner("SELECT state FROM agreements_frameworkagreement") == [("suspended",)]


def take_the_locks_off() -> None:
    """The twin: the same function reads without locking, and no constraint stands behind it."""
    ((source,),) = owner("SELECT pg_get_functiondef('samkop_ceiling_move'::regproc)")
    assert source.count(" FOR NO KEY UPDATE") == 5
    unlocked = source.replace(" FOR NO KEY UPDATE", "")
    # Between reading and writing others read as well, however few the cores are.
    reading = "FROM agreements_ceiling\n        WHERE agreement_id = p_agreement;"
    assert unlocked.count(reading) == 1
    owner(unlocked.replace(reading, f"{reading} PERFORM pg_sleep(0.005);"))
    owner("ALTER TABLE agreements_ceiling DROP CONSTRAINT ceiling_never_over")
    owner(
        "INSERT INTO agreements_tiervolume (agreement_id, price_group, quantity)"
        " SELECT id, 'phones', 0 FROM agreements_frameworkagreement"
    )
