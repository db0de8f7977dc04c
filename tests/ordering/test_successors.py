"""What ends, what follows it, and what still holds it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from browser_ground import a_client
from factories.ordering import LAPTOP, PHONE, a_market
from factories.parties import a_person, an_account
from factories.saved_baskets import a_saved_basket
from samkop.catalogue.queries.successors import successions
from samkop.catalogue.usecases.availability import name_successor
from samkop.catalogue.usecases.configurations import (
    WantedPart,
    add_configuration,
    add_configuration_version,
)
from samkop.ordering.queries.saved_baskets import baskets_holding
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
TODAY = timezone.localdate()


def ended(market, code, days, successor=None):
    perform(
        market.category_manager, name_successor, item_id=market.items[code].pk,
        successor_id=market.items[successor].pk if successor else None,
        sold_until=TODAY + timedelta(days=days),
    )  # fmt: skip


def bundled(market, code):
    made = perform(market.category_manager, add_configuration, code="KIT", names={"en": "The kit"})
    perform(
        market.category_manager, add_configuration_version, configuration_id=made.pk,
        parts=[WantedPart(market.items[code].pk)],
    )  # fmt: skip


def found(market, today=TODAY):
    with reading(market.category_manager):
        return [
            (one.item.pk, one.over, one.settled, [c.code for c in one.configurations], one.baskets)
            for one in successions([market.agreement.pk], today)
        ]


def test_each_ending_names_its_successor_configurations_and_saved_baskets():
    market = a_market()
    phone, laptop = market.items[PHONE].pk, market.items[LAPTOP].pk
    bundled(market, PHONE)
    for buyer in market.buyers[:2]:
        a_saved_basket(market, buyer)
    ended(market, PHONE, 90, LAPTOP)
    ended(market, LAPTOP, -1)
    held = dict(_counted(market, [phone, laptop]))
    assert found(market) == [
        (laptop, True, False, [], held.get(laptop, 0)),
        (phone, False, True, ["KIT"], held[phone]),
    ]
    assert held[phone] == len(market.buyers[:2])


def _counted(market, ids):
    with reading(market.category_manager):
        return baskets_holding(ids)


def test_what_ends_later_is_shown_from_ninety_days_before():
    market = a_market()
    ended(market, PHONE, 91)
    tomorrow = TODAY + timedelta(days=1)
    assert (found(market), len(found(market, tomorrow))) == ([], 1)


def test_the_count_of_baskets_is_for_who_runs_the_agreement_alone():
    market, other = a_market(), a_market()
    a_saved_basket(market, market.buyers[0])
    phone = [market.items[PHONE].pk]
    for stranger in (other.category_manager, market.buyers[0].employee, other.buyers[0].manager):
        with reading(stranger):
            assert baskets_holding(phone) == {}
    assert _counted(market, phone) == {phone[0]: 1}


def test_the_page_says_it_all_at_a_count_of_queries_that_does_not_grow():
    market = a_market()
    ended(market, PHONE, 5)
    client = a_client(an_account(a_person(market.purchasing_body, RoleName.CATEGORY_MANAGER)))

    def counted():
        with CaptureQueriesContext(connection) as asked:
            shown = client.get("/range/endings/")
        assert shown.status_code == 200
        return len(asked), shown.content.decode().count("/shop/items/")

    one = counted()
    bundled(market, PHONE)
    for code in market.items:
        ended(market, code, 5)
    many = counted()
    assert one[0] == many[0]
    assert (one[1], many[1]) == (1, len(market.items))
