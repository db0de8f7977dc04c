"""The order keeps the promise with which it was placed; what is no longer sold is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from factories.ordering import LAPTOP, NOW, PHONE, a_market, a_requisition, approved
from factories.saved_baskets import a_saved_basket
from samkop.catalogue.rules.stock_lists import Statement
from samkop.catalogue.usecases.availability import name_successor, state_availability
from samkop.ordering.models import OrderLine
from samkop.ordering.usecases.repeating import fill_from_requisition
from samkop.ordering.usecases.requisition import approve_requisition
from samkop.ordering.usecases.saved_basket import fill_from_saved_basket
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def say(market, **said):
    perform(
        market.salesperson, state_availability, now=NOW, agreement_id=market.agreement.pk,
        statements=[Statement(PHONE, **said)],
    )  # fmt: skip


def kept(market, requisition):
    with reading(market.buyers[0].manager):
        [line] = OrderLine.objects.filter(order__requisition=requisition)
    return line.expected_on, line.promise_basis


def test_the_promise_is_that_of_the_moment_whatever_is_said_later():
    market = a_market()
    say(market, in_stock=2, lead_time_days=3)
    requisition = approved(market, market.buyers[0], PHONE, 2)
    say(market, in_stock=0)
    # Three working days after Monday 2 March 2026.
    assert kept(market, requisition) == (date(2026, 3, 5), "stock")


def test_more_than_there_is_waits_for_the_next_delivery():
    market = a_market()
    say(market, in_stock=1, reserved=1, lead_time_days=1, next_delivery=date(2026, 3, 20))
    requisition = approved(market, market.buyers[0], PHONE, 3)
    # Friday the 20th and one working day.
    assert kept(market, requisition) == (date(2026, 3, 23), "next-delivery")


def test_where_nothing_was_said_nothing_is_promised():
    market = a_market()
    assert kept(market, approved(market, market.buyers[0])) == (None, "unknown")


def sold_until_today(market):
    """Today is the phone's last day of sale; the laptop follows it."""
    perform(
        market.category_manager, name_successor, now=NOW, item_id=market.items[PHONE].pk,
        successor_id=market.items[LAPTOP].pk, sold_until=NOW.date(),
    )  # fmt: skip


def test_after_its_last_day_an_item_is_refused_by_the_clock():
    market = a_market()
    sold_until_today(market)
    a_requisition(market, market.buyers[0])
    with pytest.raises(Refused) as refusal:
        a_requisition(market, market.buyers[0], now=NOW + timedelta(1))
    assert refusal.value.code == "sale-ended"


def test_what_waits_for_approval_is_not_ordered_after_the_last_day_of_its_sale():
    market = a_market()
    buyer = market.buyers[0]
    in_time, late = (a_requisition(market, buyer) for _ in range(2))
    sold_until_today(market)
    inputs = {"requisition_id": in_time.pk}
    assert perform(buyer.approver, approve_requisition, now=NOW, **inputs).state == "ordered"
    with pytest.raises(Refused) as refusal:
        perform(buyer.approver, approve_requisition, now=NOW + timedelta(1), requisition_id=late.pk)
    assert refusal.value.code == "sale-ended"


def test_after_its_last_day_an_item_comes_neither_from_a_saved_basket_nor_by_asking_again():
    market = a_market()
    buyer = market.buyers[0]
    before = approved(market, buyer)
    kept = a_saved_basket(market, buyer, PHONE, LAPTOP)
    sold_until_today(market)
    filling = {"saved_basket_id": kept.pk}
    full = perform(buyer.employee, fill_from_saved_basket, now=NOW, **filling)
    assert full == {"added": 2, "left_out": 0}
    after = NOW + timedelta(1)
    less = perform(buyer.employee, fill_from_saved_basket, now=after, **filling)
    assert less == {"added": 1, "left_out": 1}
    again = {"requisition_id": before.pk}
    repeated = perform(buyer.employee, fill_from_requisition, now=NOW, **again)
    assert repeated == {"added": 1, "left_out": 0}
    with pytest.raises(Refused) as refusal:
        perform(buyer.employee, fill_from_requisition, now=after, **again)
    assert refusal.value.code == "nothing-to-repeat"
