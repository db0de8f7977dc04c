"""Orders survive the death of whatever carries them, under ``samkop serve``."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connections
from django.urls import resolve

from browser_ground import pages, session_of  # noqa: F401
from factories.agreements import an_agreement
from factories.catalogue import a_shelf
from factories.exchange import an_endpoint
from factories.ordering import Municipality, a_buyer
from factories.parties import a_purchasing_body, a_supplier, an_account
from samkop.ordering.usecases.budget import set_budget
from samkop.parties.models import Person
from samkop.platform.unit_of_work import perform, reading
from serving_ground import Installation, an_installation, children_of
from shoppers import HURRIED, LEISURELY, Shopper

ROUNDS = 20 if os.environ.get("SAMKOP_TEST_SCALE") == "all" else 3
RESUMED_WITHIN = 60  # seconds, by the promise
PLENTY = 10**12  # cents
SEED = 20261122

ORDERS = """
SELECT o.number, o.requisition_id, o.total_cents, m.state, convert_from(p.content, 'UTF8'),
  (SELECT count(*) FROM exchange_message x WHERE x.subject = 'ordering.order:' || o.id),
  (SELECT count(*) FROM ordering_requisition)
FROM ordering_order o JOIN exchange_message m ON m.id = o.message_id
JOIN exchange_payload p ON p.message_id = m.id
"""
BALANCES = """
SELECT (SELECT sum(total_cents) FROM ordering_order),
  (SELECT sum(committed_cents) FROM agreements_ceiling),
  (SELECT sum(cents) FROM agreements_ceilingmovement),
  (SELECT sum(committed_cents) FROM ordering_budget),
  (SELECT sum(cents) FROM ordering_budgetmovement)
"""


@pytest.mark.usefixtures("pages")
def test_no_order_is_lost_or_doubled_when_processes_are_killed():
    with an_installation(used_before=True) as installation:
        installation.start()
        installation.wait(installation.is_ready, 120)
        shoppers = a_town(installation)
        with shopping(shoppers):
            for victim in victims():
                one_round(installation, shoppers, victim)
        # What the killed worker had taken to send is taken again half a minute later.
        installation.wait(lambda: unsent(installation) == 0, RESUMED_WITHIN, look_every=1)
        assert everything_adds_up(installation, shoppers)
        assert installation.run("audit", "verify").returncode == 0
        assert installation.stop() == 0


def victims() -> Iterator[tuple[str, float]]:
    """Whom to kill, after how many seconds: each of the three once, then any."""
    chance = random.Random(SEED)
    first = ["web", "worker", "postgres"]
    chance.shuffle(first)
    others = [*first, "one web worker", "one database session"]
    for number in range(ROUNDS):
        victim = first[number] if number < len(first) else chance.choice(others)
        yield victim, chance.uniform(0.2, 1.5)


def one_round(
    installation: Installation, shoppers: list[Shopper], victim: tuple[str, float]
) -> None:
    """Kill, and wait until everybody orders and everything is sent again."""
    name, moment = victim
    installation.wait(more_orders(shoppers, 1), RESUMED_WITHIN)
    threading.Event().wait(moment)
    kill(installation, name)
    # The second order from now on has certainly begun after the kill.
    installation.wait(more_orders(shoppers, 2), RESUMED_WITHIN)
    ordered = sum(len(shopper.acknowledged) for shopper in shoppers)
    with taking_their_time(shoppers):
        installation.wait(lambda: len(files_of(installation)) >= ordered, RESUMED_WITHIN)


def kill(installation: Installation, name: str) -> None:
    served = installation.served
    assert served is not None
    if name == "postgres":
        victim = installation.postmaster
    elif name == "one database session":
        victim = random.Random(SEED).choice(children_of(installation.postmaster))
    elif name == "one web worker":
        victim = next(iter(children_of(served.programs["web"])), served.programs["web"])
    else:
        victim = served.programs[name]
    victim.send(signal.SIGKILL)


@contextmanager
def shopping(shoppers: list[Shopper]) -> Iterator[None]:
    stopping = threading.Event()
    threads = [threading.Thread(target=shopper.shop, args=(stopping,)) for shopper in shoppers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopping.set()
        for thread in threads:
            thread.join()


def more_orders(shoppers: list[Shopper], count: int) -> Callable[[], bool]:
    """Whether each has ordered so often from now on."""
    wanted = {id(shopper): len(shopper.acknowledged) + count for shopper in shoppers}

    def everybody_orders() -> bool:
        assert [shopper.refusals for shopper in shoppers] == [[] for _ in shoppers]
        return all(len(shopper.acknowledged) >= wanted[id(shopper)] for shopper in shoppers)

    return everybody_orders


@contextmanager
def taking_their_time(shoppers: list[Shopper]) -> Iterator[None]:
    """They order on, but not a hundred things while a program starts."""
    for shopper in shoppers:
        shopper.longest_pause = LEISURELY
    try:
        yield
    finally:
        for shopper in shoppers:
            shopper.longest_pause = HURRIED


def a_town(installation: Installation) -> list[Shopper]:
    """Two municipalities in one agreement, and two employees who may order at once."""
    installation.point_here()
    body, supplier = a_purchasing_body(), a_supplier()
    buyers = [a_buyer(budget_cents=PLENTY, free_below_cents=PLENTY) for _ in range(2)]
    for party in (supplier, *(buyer.party for buyer in buyers)):
        an_endpoint(party)
    agreement = an_agreement(
        body, supplier, [buyer.party for buyer in buyers], maximum_cents=PLENTY
    )
    items = [item.pk for item in a_shelf(agreement).values()]
    served = installation.served
    assert served is not None
    shoppers = [a_shopper(served.address, buyer, items) for buyer in buyers]
    connections.close_all()
    return shoppers


def a_shopper(address: str, buyer: Municipality, items: list[int]) -> Shopper:
    perform(
        buyer.finance, set_budget, cost_centre_id=buyer.cost_centre.pk,
        year=datetime.now(UTC).year, amount_cents=PLENTY, currency="EUR",
    )  # fmt: skip
    with reading(buyer.employee):
        person = Person.objects.get(id=buyer.employee.person_id)
    session = session_of(an_account(person, password=None))
    seed = f"{SEED}-{buyer.party.pk}"
    return Shopper(address, session, items, buyer.cost_centre.pk, buyer.site.pk, seed)


def rows(query: str) -> list[tuple]:
    """Read as the owner, whom no row security binds."""
    connections.close_all()
    with connections["owner"].cursor() as cursor:
        cursor.execute(query)
        found = cursor.fetchall()
    connections.close_all()
    return found


def unsent(installation: Installation) -> int:
    return rows("SELECT count(*) FROM exchange_message WHERE state <> 'sent'")[0][0]


def files_of(installation: Installation) -> list[Path]:
    return list((installation.data / "exchange").glob("*/outbox/order-*.xml"))


def everything_adds_up(installation: Installation, shoppers: list[Shopper]) -> bool:
    """Acknowledged = placed = sent, once each; orders = balances = ledgers, to the cent."""
    acknowledged = Counter(
        resolve(address.partition("?")[0]).kwargs["requisition_id"]
        for shopper in shoppers
        for address in shopper.acknowledged.values()
    )
    orders = rows(ORDERS)
    assert [shopper.refusals for shopper in shoppers] == [[] for _ in shoppers]
    assert Counter(order[1] for order in orders) == acknowledged
    assert max(acknowledged.values()) == 1
    assert {order[3] for order in orders} == {"sent"}
    assert {order[5] for order in orders} == {1}
    assert {order[6] for order in orders} == {len(orders)}
    written = {path.name: path.read_text("utf-8") for path in files_of(installation)}
    assert written == {f"order-{order[0]}.xml": order[4] for order in orders}
    assert len(files_of(installation)) == len(orders)
    assert len(set(rows(BALANCES)[0][:3])) == 1
    assert len(set(rows(BALANCES)[0])) == 1
    return True
