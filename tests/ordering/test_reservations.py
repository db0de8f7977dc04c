"""What a basket holds that went to a municipality's own purchasing system."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from factories.ordering import LAPTOP, NOW, PHONE, a_market
from factories.punch_out import a_system, in_the_shop, reserved_by, returned
from samkop.agreements.rules import Tier
from samkop.ordering import clock
from samkop.ordering.clock import end_what_has_run_out
from samkop.ordering.models import BasketLine, Reservation
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.requisition import submit_requisition
from samkop.ordering.usecases.reservation import release_reservation, return_basket
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def books(market):
    """Committed, the ledger's sum, the share and the phones' volume, as the owner sees."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT c.committed_cents,"
            " (SELECT coalesce(sum(cents), 0) FROM agreements_ceilingmovement WHERE"
            " agreement_id = %(a)s), coalesce((SELECT sum(committed_cents) FROM"
            " agreements_committedshare WHERE agreement_id = %(a)s), 0), coalesce((SELECT quantity"
            " FROM agreements_tiervolume WHERE agreement_id = %(a)s AND price_group = %(p)s), 0)"
            " FROM agreements_ceiling c WHERE c.agreement_id = %(a)s",
            {"a": market.agreement.pk, "p": PHONE},
        )
        return [int(value) for value in cursor.fetchone()]


def state_of(system, reservation):
    with reading(system.buyer.manager):
        return Reservation.objects.get(id=reservation.pk).state


def refusal(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, **inputs)
    return refused.value.code


def test_a_returned_basket_holds_ceiling_share_and_volume_at_its_price():
    system = a_system()
    reservation = returned(system, 3)
    assert (reservation.state, reservation.total_cents) == ("held", 3 * 300_00)
    assert [(line.seller_item_id, line.quantity, line.unit_price_cents, line.origin["net_cents"])
            for line in reservation.lines.all()] == [(PHONE, 3, 300_00, 300_00)]  # fmt: skip
    assert reservation.expires_at == NOW + timedelta(hours=24)
    assert books(system.market) == [900_00, 900_00, 900_00, 3]


def test_what_nobody_orders_in_time_is_given_back_by_the_clock_and_not_a_minute_before():
    system = a_system(reservation_hours=2)
    reservation = returned(system, 2)
    end_what_has_run_out(now=NOW + timedelta(hours=2) - timedelta(minutes=1))
    assert state_of(system, reservation) == "held"
    end_what_has_run_out(now=NOW + timedelta(hours=2))
    assert state_of(system, reservation) == "expired"
    assert books(system.market) == [0, 0, 0, 0]
    end_what_has_run_out(now=NOW + timedelta(hours=3))
    assert books(system.market) == [0, 0, 0, 0]


def test_one_that_is_refused_ends_no_round_of_the_clock(monkeypatch):
    system = a_system(reservation_hours=2)
    reservation = returned(system, 2)
    # Gone between the reading and the ending: nothing is there under its id any more.
    found = [(system.buyer.party.pk, 0), (system.buyer.party.pk, reservation.pk)]
    monkeypatch.setattr(clock, "reservations_run_out", lambda _now: found)
    assert end_what_has_run_out(now=NOW + timedelta(hours=2)) == 1
    assert state_of(system, reservation) == "expired"


def test_the_ict_manager_gives_it_back_once_and_nobody_else_does():
    system = a_system()
    reservation = returned(system)
    for other in (system.buyer.employee, system.administrator, system.market.category_manager):
        code = refusal(other, release_reservation, now=NOW, reservation_id=reservation.pk)
        stranger = other is system.market.category_manager
        assert code == ("not-found" if stranger else "not-allowed")
    perform(system.buyer.manager, release_reservation, now=NOW, reservation_id=reservation.pk)
    assert (state_of(system, reservation), books(system.market)) == ("released", [0, 0, 0, 0])
    again = refusal(
        system.buyer.manager, release_reservation, now=NOW, reservation_id=reservation.pk
    )
    assert again == "reservation-over"


def test_a_basket_beyond_the_ceiling_holds_nothing_and_stays_in_the_shop():
    system = a_system(a_market(maximum_cents=899_99))
    shopper = in_the_shop(system)
    phone = system.market.items[PHONE].pk
    perform(shopper, add_to_basket, now=NOW, item_id=phone, quantity=3)
    assert refusal(shopper, return_basket, now=NOW) == "maximum-value-reached"
    assert books(system.market) == [0, 0, 0, 0]
    perform(shopper, return_basket, now=NOW, quantities=[(phone, 2)])
    assert reserved_by(shopper).total_cents == 600_00
    assert refusal(shopper, return_basket, now=NOW) == "punch-out-over"


def test_the_price_held_is_that_of_the_tier_before_the_basket():
    system = a_system(a_market(tiers={PHONE: [Tier(3, 100)]}))
    assert returned(system, 3).total_cents == 900_00
    assert returned(system, 1).total_cents == 270_00


def test_a_session_sees_neither_the_persons_own_basket_nor_another_sessions():
    system = a_system()
    phone, laptop = system.market.items[PHONE].pk, system.market.items[LAPTOP].pk
    first, second = in_the_shop(system), in_the_shop(system)
    perform(system.buyer.employee, add_to_basket, now=NOW, item_id=phone, quantity=9)
    perform(first, add_to_basket, now=NOW, item_id=phone, quantity=1)
    perform(second, add_to_basket, now=NOW, item_id=laptop, quantity=2)
    seen = {}
    for name, actor in (("own", system.buyer.employee), ("first", first), ("second", second)):
        with reading(actor):
            seen[name] = list(BasketLine.objects.values_list("item_id", "quantity"))
    assert seen == {"own": [(phone, 9)], "first": [(phone, 1)], "second": [(laptop, 2)]}
    perform(first, return_basket, now=NOW)
    assert [line.item_id for line in reserved_by(first).lines.all()] == [phone]


def test_a_session_orders_nothing_by_itself():
    system = a_system()
    shopper = in_the_shop(system)
    perform(shopper, add_to_basket, now=NOW, item_id=system.market.items[PHONE].pk)
    code = refusal(
        shopper, submit_requisition, now=NOW, cost_centre_id=system.buyer.cost_centre.pk,
        delivery_location_id=system.buyer.site.pk,
    )  # fmt: skip
    assert code == "not-allowed"
    assert refusal(system.buyer.employee, return_basket, now=NOW) == "not-allowed"


def test_a_visit_left_open_ends_by_the_clock_and_its_basket_is_dropped():
    system = a_system()
    shopper = in_the_shop(system)
    perform(shopper, add_to_basket, now=NOW, item_id=system.market.items[PHONE].pk)
    late = NOW + timedelta(hours=4)
    assert refusal(shopper, return_basket, now=late) == "punch-out-over"
    end_what_has_run_out(now=late)
    with reading(shopper):
        assert list(BasketLine.objects.all()) == []
