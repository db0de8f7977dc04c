"""What will soon not be sold any more: told once, listed to its owners, then refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from browser_ground import a_client
from factories.ordering import LAPTOP, PHONE, a_market, a_requisition
from factories.parties import a_person, acting, an_account
from factories.saved_baskets import a_saved_basket
from factories.standing_orders import a_standing_order
from samkop.catalogue.rules.stock_lists import Statement
from samkop.catalogue.usecases.availability import name_successor, state_availability
from samkop.ordering.clock import tell_of_all_endings
from samkop.ordering.queries.endings import own_endings, people_naming
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.endings import tell_of_endings
from samkop.ordering.usecases.requisition import Wanted, order_directly
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
DAY = timedelta(days=1)


def ends(market, days, successor=LAPTOP):
    """The phone is sold for so many days more."""
    perform(
        market.category_manager, name_successor, item_id=market.items[PHONE].pk,
        successor_id=market.items[successor].pk if successor else None,
        sold_until=timezone.localdate() + days * DAY,
    )  # fmt: skip


def told(market):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT person_id, facts->>'things' FROM platform_notification"
            " WHERE kind = 'sale-ends' AND party_id = %s ORDER BY person_id",
            [market.buyers[0].party.pk],
        )
        return cursor.fetchall()


def test_whoever_names_it_is_told_once_before_the_last_day_and_again_when_that_moves():
    market = a_market()
    buyer = market.buyers[0]
    a_saved_basket(market, buyer, PHONE, shared=False)
    a_saved_basket(market, buyer, PHONE, LAPTOP, name="Another")
    a_standing_order(market, quantity=1, every_months=6, first_on=date(2099, 1, 1))
    a_requisition(market, buyer, PHONE, 1)
    ends(market, 31)
    tell_of_all_endings()
    assert told(market) == []
    ends(market, 30)
    tell_of_all_endings()
    once = [(buyer.employee.person_id, "4")]
    assert told(market) == once
    tell_of_all_endings(timezone.now() + 5 * DAY)
    assert told(market) == once
    ends(market, 20)
    tell_of_all_endings()
    assert told(market) == once * 2


def test_who_has_left_is_told_nothing_and_no_person_starts_it():
    market = a_market()
    buyer = market.buyers[0]
    a_saved_basket(market, buyer, PHONE)
    ends(market, 3)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE parties_membership SET valid_until = current_date - 1 WHERE person_id = %s",
            [buyer.employee.person_id],
        )
    tell_of_all_endings()
    assert told(market) == []
    with pytest.raises(Refused) as refused:
        perform(buyer.manager, tell_of_endings)
    assert refused.value.code == "not-allowed"


def test_what_a_person_keeps_is_learnt_by_the_job_alone():
    market = a_market()
    a_saved_basket(market, market.buyers[0], PHONE, shared=False)
    for actor in (market.buyers[0].manager, market.category_manager):
        with reading(actor):
            found = people_naming(market.buyers[0].party.pk, [market.items[PHONE].pk])
        assert found == []


def test_the_page_lists_what_names_it_with_what_is_left_and_what_follows():
    market = a_market()
    buyer = market.buyers[0]
    person = a_person(buyer.party, RoleName.EMPLOYEE)
    employee = acting(person, buyer.party)
    client = a_client(an_account(person))
    assert "/items/" not in client.get("/mine/endings/").content.decode()
    a_saved_basket(market, buyer, PHONE, name="Of a colleague")
    ends(market, 10)
    statement = Statement(market.items[PHONE].seller_item_id, in_stock=7)
    perform(
        market.salesperson, state_availability, agreement_id=market.agreement.pk,
        statements=[statement],
    )  # fmt: skip
    with reading(buyer.employee):
        today = timezone.localdate()
        [one] = own_endings(buyer.party, buyer.employee.person_id, today)
        assert own_endings(buyer.party, employee.person_id, today) == []
    assert (one.last_day, one.left.in_stock) == (today + 10 * DAY, 7)
    assert [naming.name for naming in one.named] == ["Of a colleague"]
    perform(employee, add_to_basket, item_id=market.items[PHONE].pk)
    basket = client.get("/basket/").content.decode()
    assert market.items[LAPTOP].shown_name in basket


def test_after_its_last_day_it_is_refused_with_its_successor_named():
    market = a_market()
    buyer = market.buyers[0]
    ends(market, -1)
    with pytest.raises(Refused) as refused:
        perform(
            buyer.employee, order_directly, cost_centre=buyer.cost_centre.code,
            delivery_location=buyer.site.code, wanted=[Wanted(market.items[PHONE].pk, 1)],
        )  # fmt: skip
    assert refused.value.code == "sale-ended"
    assert refused.value.facts["successor"] == market.items[LAPTOP].shown_name
