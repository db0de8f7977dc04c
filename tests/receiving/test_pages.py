"""Deliveries as people see them: the list, one delivery, and the order's own page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from lxml import html

from approving import client_of
from browser_ground import queries_of
from factories.despatches import a_despatched_line, an_order, announced
from factories.ordering import a_market
from factories.parties import a_supplier, an_actor

pytestmark = pytest.mark.usefixtures("database", "pages")
TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def market(database):
    return a_market(
        maximum_cents=10_000_000_00, budget_cents=5_000_000_00, approval_limit_cents=10**9
    )


@pytest.fixture(scope="module")
def clients(market):
    """Who looks, by name."""
    buyer = market.buyers[0]
    people = {"manager": buyer.manager, "employee": buyer.employee, "seller": market.salesperson}
    return {name: client_of(actor) for name, actor in people.items()}


def text_of(response):
    assert response.status_code == 200
    return " ".join(html.fromstring(response.content).text_content().split())


def numbers_on(response):
    return [
        one.text_content() for one in html.fromstring(response.content).findall(".//tbody/tr/th/a")
    ]


def test_the_list_tells_late_from_expected_and_asks_as_much_for_thirty_as_for_one(market, clients):
    order = an_order(market, quantity=100)
    late = TODAY - timedelta(days=3)
    announced(market, a_despatched_line(order, 1), number="D-late", expected=late)
    clerk = clients["manager"]
    place = reverse("consignments")
    for_one, _page = queries_of(clerk, place)
    for number in range(30):
        announced(market, a_despatched_line(order, 1), number=f"D-{number}", expected=TODAY)
    assert (for_one, queries_of(clerk, place)[0]) == (14, 14)
    assert numbers_on(clerk.get(place, {"when": "late"})) == ["D-late"]
    assert len(numbers_on(clerk.get(place, {"when": "today"}))) == 30
    assert numbers_on(clerk.get(place, {"number": "D-7"})) == ["D-7"]
    assert len(clerk.get(place, {"file": "csv"}).getvalue().splitlines()) == 32


def test_one_delivery_shows_to_both_sides_and_the_order_shows_it(market, clients):
    order = an_order(market, quantity=4)
    consignment = announced(
        market, a_despatched_line(order, 2, "SER-1", "SER-2"), number="D-shown", expected=TODAY
    )
    place = reverse("consignment", args=[consignment.pk])
    for client in clients.values():
        shown = text_of(client.get(place))
        assert (shown.count("SER-1"), shown.count("SER-2")) == (1, 1)
        ordered = client.get(reverse("order", args=[order.pk])).content.decode()
        assert ordered.count(place) == 1
    asked, _page = queries_of(clients["manager"], place)
    assert asked == 17


def test_others_see_none_of_it(market):
    order = an_order(market, quantity=1)
    consignment = announced(market, a_despatched_line(order, 1), number="D-hidden")
    place = reverse("consignment", args=[consignment.pk])
    colleague = an_actor(market.buyers[0].party, "employee")
    stranger = an_actor(a_supplier(), "salesperson")
    assert client_of(colleague).get(place).status_code == 403
    assert client_of(stranger).get(place).status_code == 404
    assert client_of(market.category_manager).get(place).status_code in {403, 404}
