"""Two baskets are returned at once for the last of a ceiling: one is held, and the other is not."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from factories.ordering import NOW, PHONE, a_market
from factories.punch_out import a_system, in_the_shop, returned
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.reservation import release_reservation, return_basket
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform


def owner(sql):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def returned_at_once():
    """What came of two baskets of one phone each, where the ceiling has room for one."""
    system = a_system(a_market(maximum_cents=300_00))
    # The buyer's share and the volume have their rows: nobody waits for who makes them.
    perform(system.buyer.manager, release_reservation, now=NOW, reservation_id=returned(system).pk)
    shoppers = [in_the_shop(system) for _ in range(2)]
    for shopper in shoppers:
        perform(shopper, add_to_basket, now=NOW, item_id=system.market.items[PHONE].pk)
    together = threading.Barrier(2)

    def bring_back(shopper):
        together.wait(10)
        try:
            return perform(shopper, return_basket, now=NOW).state
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(bring_back, shoppers))


def test_of_two_baskets_for_the_last_euro_exactly_one_is_held(own_database):
    assert returned_at_once() == ["maximum-value-reached", "returned"]
    assert owner("SELECT committed_cents FROM agreements_ceiling") == [(300_00,)]
    assert owner("SELECT total_cents FROM ordering_reservation WHERE state = 'held'") == [(300_00,)]


def test_the_twin_without_the_locks_holds_both(own_database):
    ((source,),) = owner("SELECT pg_get_functiondef('samkop_ceiling_move'::regproc)")
    reading = "FROM agreements_ceiling\n        WHERE agreement_id = p_agreement;"
    unlocked = source.replace(" FOR NO KEY UPDATE", "")
    assert unlocked.count(reading) == 1
    # Between reading and writing the other reads as well, however busy the machine is.
    owner(unlocked.replace(reading, f"{reading} PERFORM pg_sleep(1);"))
    owner("ALTER TABLE agreements_ceiling DROP CONSTRAINT ceiling_never_over")
    assert returned_at_once() == ["returned", "returned"]
    assert owner("SELECT committed_cents > 300 * 100 FROM agreements_ceiling") == [(True,)]
