"""Ordering's pages: who sees what, and the same number of queries for 1 and 30 rows."""

from __future__ import annotations

import re

import pytest

from browser_ground import a_client, queries_of
from factories.ordering import LAPTOP, PHONE, a_market, a_requisition, approved
from factories.parties import an_account
from samkop.ordering.models import BasketLine, RequisitionLine
from samkop.parties.models import Person
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


@pytest.mark.parametrize(
    ("path", "who", "queries"),
    [("/orders/", "manager", 9), ("/mine/", "employee", 11), ("/to-approve/", "approver", 15)],
)
def test_a_list_needs_the_same_queries_for_1_and_30_rows(path, who, queries):
    market = a_market(budget_cents=10**9, maximum_cents=10**9)
    buyer = market.buyers[0]
    make = a_requisition if path == "/to-approve/" else approved
    client = client_of(getattr(buyer, who))
    make(market, buyer, PHONE)
    one, _ = queries_of(client, path)
    for _ in range(29):
        make(market, buyer, PHONE)
    thirty, shown = queries_of(client, path)
    assert (one, thirty) == (queries, queries)
    assert shown.count("<tr>") == 31 or shown.count("<section") == 30


def test_an_employee_may_not_see_all_orders_of_the_municipality():
    buyer = a_market().buyers[0]
    assert client_of(buyer.employee).get("/orders/").status_code == 403


def test_a_form_sent_twice_orders_once():
    market = a_market()
    buyer = market.buyers[0]
    client = client_of(buyer.employee)
    client.post("/basket/order-now/", {"item": market.items[PHONE].pk})
    form = {
        "cost_centre": buyer.cost_centre.pk, "delivery_location": buyer.site.pk,
        "idempotency_key": "the same",
    }  # fmt: skip
    first = client.post("/basket/submit/", form)
    again = client.post("/basket/submit/", form)
    assert (first.status_code, first["Location"]) == (303, again["Location"])


def test_what_was_typed_stays_when_it_is_refused():
    market = a_market(approval_limit_cents=1)
    buyer = market.buyers[0]
    client = client_of(buyer.employee)
    client.post("/basket/order-now/", {"item": market.items[PHONE].pk})
    form = {
        "cost_centre": buyer.cost_centre.pk, "delivery_location": buyer.site.pk,
        "note": "For the new teacher", "idempotency_key": "k",
    }  # fmt: skip
    answer = client.post("/basket/submit/", form)
    assert answer.status_code == 409
    assert "For the new teacher" in answer.content.decode()


def test_the_button_leads_back_to_a_page_of_ours_only():
    market = a_market()
    client = client_of(market.buyers[0].employee)
    sent = {"item": market.items[PHONE].pk, "next": "https://elsewhere.example/"}
    assert client.post("/basket/add/", sent)["Location"] == "/shop/"
    assert client.post("/basket/add/", {**sent, "next": "/shop/?q=x"})["Location"] == "/shop/?q=x"


def test_the_same_things_are_ordered_again_in_three_clicks():
    market = a_market()
    buyer = market.buyers[0]
    requisition = approved(market, buyer, PHONE, 2)
    client = client_of(buyer.employee)
    answer = client.post(f"/requisitions/{requisition.pk}/repeat/")
    assert answer["Location"] == "/basket/"
    assert "600.00" in client.get("/basket/").content.decode()


def test_a_quantity_that_was_typed_counts_when_the_basket_is_sent_in():
    market = a_market()
    buyer = market.buyers[0]
    client, item = client_of(buyer.employee), market.items[PHONE].pk
    client.post("/basket/order-now/", {"item": item})
    shown = client.get("/basket/").content.decode()
    assert f'form="checkout" name="quantity-{item}"' in shown
    answer = client.post(
        "/basket/submit/",
        {
            f"quantity-{item}": "3", "cost_centre": buyer.cost_centre.pk,
            "delivery_location": buyer.site.pk,
        },
    )  # fmt: skip
    assert answer.status_code == 303
    with reading(buyer.manager):
        [line] = RequisitionLine.objects.filter(party_id=buyer.party.pk)
        assert line.quantity == 3


def test_the_quantities_of_the_basket_are_changed_together_and_0_takes_out():
    market = a_market()
    buyer = market.buyers[0]
    client = client_of(buyer.employee)
    phone, laptop = market.items[PHONE].pk, market.items[LAPTOP].pk
    for item in (phone, laptop):
        client.post("/basket/order-now/", {"item": item})
    sent = {f"quantity-{phone}": "4", f"quantity-{laptop}": "0"}
    assert client.post("/basket/quantity/", sent)["Location"] == "/basket/"
    with reading(buyer.employee):
        held = BasketLine.objects.values_list("item_id", "quantity")
        assert list(held) == [(phone, 4)]
    refused = client.post("/basket/quantity/", {f"quantity-{phone}": "10001"})
    assert (refused.status_code, 'value="10001"' in refused.content.decode()) == (422, True)


@pytest.mark.parametrize(("path", "who"), [("/orders/", "manager"), ("/mine/", "employee")])
def test_what_does_not_fit_on_the_first_fifty_is_on_the_next_page(path, who):
    market = a_market(budget_cents=10**9, maximum_cents=10**9)
    buyer = market.buyers[0]
    for _ in range(52):
        approved(market, buyer, PHONE)
    client = client_of(getattr(buyer, who))
    _, first = queries_of(client, path)
    address = re.search(r'rel="next" href="([^"]+)"', first)[1]
    _, second = queries_of(client, path + address)
    assert (first.count("<tr>"), second.count("<tr>")) == (51, 3)
