"""Saved baskets: kept under a name, shared or not, filled at today's prices."""

from __future__ import annotations

import html

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from browser_ground import a_client
from factories.ordering import LAPTOP, NOW, PHONE, a_market
from factories.parties import an_account
from factories.saved_baskets import a_saved_basket
from samkop.ordering.models import BasketLine, SavedBasket, SavedBasketLine
from samkop.ordering.usecases.basket import add_to_basket, set_quantity
from samkop.ordering.usecases.saved_basket import (
    fill_from_saved_basket,
    remove_saved_basket,
    save_basket,
    share_saved_basket,
)
from samkop.parties.models import Membership
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refusal:
        perform(actor, use_case, now=NOW, **inputs)
    return refusal.value.code


def client_of(actor):
    with reading(actor):
        person = Membership.objects.get(person_id=actor.person_id).person
    return a_client(an_account(person))


def in_basket(actor):
    with reading(actor):
        return dict(BasketLine.objects.values_list("item__seller_item_id", "quantity"))


def leaves_the_shop(item, successor=None):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE catalogue_catalogueitem SET active = false, replaced_by_id = %s WHERE id = %s",
            [successor.pk if successor else None, item.pk],
        )


def test_a_basket_is_kept_under_a_name_and_stays_as_it_is():
    market = a_market()
    buyer = market.buyers[0]
    kept = a_saved_basket(market, buyer, PHONE, LAPTOP)
    with reading(buyer.employee):
        lines = dict(
            SavedBasketLine.objects.filter(saved_basket=kept).values_list(
                "item__seller_item_id", "quantity"
            )
        )
    assert lines == in_basket(buyer.employee) == {PHONE: 1, LAPTOP: 1}


@pytest.mark.parametrize(
    ("name", "code"), [("  ", "name-missing"), ("New teacher", "saved-basket-known")]
)
def test_a_name_is_given_and_given_once(name, code):
    market = a_market()
    a_saved_basket(market, market.buyers[0])
    assert code_of(market.buyers[0].employee, save_basket, name=name) == code


def test_an_empty_basket_is_not_kept():
    buyer = a_market().buyers[0]
    assert code_of(buyer.employee, save_basket, name="Nothing") == "basket-empty"


def test_a_shared_one_is_the_colleagues_to_use_and_the_owners_to_change():
    market = a_market(buyers=2)
    buyer, stranger = market.buyers
    kept = a_saved_basket(market, buyer, shared=False)
    named = {"saved_basket_id": kept.pk}
    assert code_of(buyer.approver, fill_from_saved_basket, **named) == "not-found"
    perform(buyer.employee, share_saved_basket, **named, shared=True)
    assert perform(buyer.approver, fill_from_saved_basket, now=NOW, **named) == {
        "added": 1, "left_out": 0,
    }  # fmt: skip
    assert in_basket(buyer.approver) == {PHONE: 1}
    assert code_of(buyer.approver, remove_saved_basket, **named) == "not-found"
    assert code_of(buyer.approver, share_saved_basket, **named, shared=False) == "not-found"
    assert code_of(stranger.employee, fill_from_saved_basket, **named) == "not-found"


def test_row_security_shows_a_private_one_to_nobody_else():
    market = a_market()
    buyer = market.buyers[0]
    a_saved_basket(market, buyer, shared=False)
    with reading(buyer.approver):
        assert (SavedBasket.objects.count(), SavedBasketLine.objects.count()) == (0, 0)
    with reading(buyer.employee):
        assert (SavedBasket.objects.count(), SavedBasketLine.objects.count()) == (1, 1)


def test_what_is_no_longer_sold_is_left_out_and_its_successor_offered():
    market = a_market()
    buyer = market.buyers[0]
    kept = a_saved_basket(market, buyer, PHONE, LAPTOP)
    for code in (PHONE, LAPTOP):
        perform(buyer.employee, set_quantity, item_id=market.items[code].pk, quantity=0)
    leaves_the_shop(market.items[PHONE], successor=market.items[LAPTOP])
    client = client_of(buyer.employee)
    page = html.unescape(client.get("/saved-baskets/").content.decode())
    assert ("No longer sold" in page, f"Take its successor: Item {LAPTOP}" in page) == (True, True)
    assert "€900.00" in page
    answer = client.post(f"/saved-baskets/{kept.pk}/fill/")
    assert answer["Location"] == "/basket/"
    assert in_basket(buyer.employee) == {LAPTOP: 1}


def test_a_basket_of_which_nothing_is_sold_any_more_fills_nothing():
    market = a_market()
    kept = a_saved_basket(market, market.buyers[0])
    leaves_the_shop(market.items[PHONE])
    code = code_of(market.buyers[0].employee, fill_from_saved_basket, saved_basket_id=kept.pk)
    assert code == "nothing-to-repeat"


def test_filling_from_one_that_is_not_there_is_answered_with_a_page():
    client = client_of(a_market().buyers[0].employee)
    assert client.post("/saved-baskets/999999999/fill/").status_code == 404


def test_a_removed_one_is_gone_with_its_lines():
    market = a_market()
    buyer = market.buyers[0]
    kept = a_saved_basket(market, buyer)
    perform(buyer.employee, remove_saved_basket, saved_basket_id=kept.pk)
    with reading(buyer.employee):
        assert (SavedBasket.objects.count(), SavedBasketLine.objects.count()) == (0, 0)


def test_a_name_that_is_refused_stays_in_the_form():
    market = a_market()
    buyer = market.buyers[0]
    a_saved_basket(market, buyer)
    answer = client_of(buyer.employee).post("/saved-baskets/save/", {"name": "New teacher"})
    assert answer.status_code == 422
    assert 'value="New teacher"' in answer.content.decode()


def test_the_list_needs_the_same_queries_for_1_and_30_baskets():
    market = a_market()
    buyer = market.buyers[0]
    client = client_of(buyer.employee)
    counts = []
    for total in (1, 30):
        perform(buyer.employee, add_to_basket, item_id=market.items[PHONE].pk)
        with reading(buyer.employee):
            known = SavedBasket.objects.count()
        for number in range(known, total):
            perform(buyer.employee, save_basket, now=NOW, name=f"Basket {number}")
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/saved-baskets/").content.decode()
        counts.append((len(captured), page.count("<section")))
    assert counts == [(19, 2), (19, 31)]
