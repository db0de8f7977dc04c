"""Deliveries as people see them: the list, one delivery, and the order's own page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from approving import client_of
from browser_ground import queries_of
from factories.despatches import a_despatched_line, an_order, announced
from factories.ordering import a_market
from factories.parties import a_supplier, an_actor

pytestmark = pytest.mark.usefixtures("database", "pages")
TODAY = timezone.localdate()


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
    assert asked == 19


def test_others_see_none_of_it(market):
    order = an_order(market, quantity=1)
    consignment = announced(market, a_despatched_line(order, 1), number="D-hidden")
    place = reverse("consignment", args=[consignment.pk])
    colleague = an_actor(market.buyers[0].party, "employee")
    stranger = an_actor(a_supplier(), "salesperson")
    assert client_of(colleague).get(place).status_code == 403
    assert client_of(stranger).get(place).status_code == 404
    assert client_of(market.category_manager).get(place).status_code in {403, 404}


def test_a_scanner_that_types_receives_without_any_script(market, clients):
    order = an_order(market, quantity=3)
    lines = (a_despatched_line(order, 2, "K-1", "K-2"), a_despatched_line(order, 1, "K-3"))
    consignment = announced(market, *lines, number="D-scanned")
    employee = clients["employee"]
    begun = employee.post(reverse("start-receipt", args=[consignment.pk]))
    assert begun.status_code == 303
    place = begun["location"]
    [field] = html.fromstring(employee.get(place).content).xpath("//input[@data-scan]")
    assert (field.get("name"), field.get("autofocus") is None) == ("serial", False)
    assert employee.post(f"{place}scan/", {"serial": "K-1"}).status_code == 303
    strange = employee.post(f"{place}scan/", {"serial": "X-9"})
    assert strange.status_code == 409
    [offered] = html.fromstring(strange.content).xpath("//select[@id='line-of-it']")
    [first, _second] = [one.get("value") for one in offered.findall("option")]
    assert employee.post(f"{place}scan/", {"serial": "X-9", "line": first}).status_code == 303
    asked, page = queries_of(employee, place)
    assert (asked, page.count("X-9"), page.count("K-1")) == (12, 3, 2)
    finished = employee.post(f"{place}finish/", {"rest": "expected"})
    assert finished["location"] == reverse("consignment", args=[consignment.pk])
    assert "Received in part" in text_of(employee.get(finished["location"]))


def test_differences_are_listed_for_both_sides_and_settled_by_the_buyer(market, clients):
    order = an_order(market, quantity=2)
    consignment = announced(market, a_despatched_line(order, 2), number="D-short")
    begun = clients["manager"].post(reverse("start-receipt", args=[consignment.pk]))
    clients["manager"].post(f"{begun['location']}finish/", {"rest": "missing"})
    for_one, _page = queries_of(clients["manager"], reverse("discrepancies"))
    for name in ("manager", "seller"):
        listed = clients[name].get(reverse("discrepancies"), {"kind": "short"})
        [place] = html.fromstring(listed.content).xpath("//tbody/tr/th/a/@href")
        assert text_of(clients[name].get(place)).count("D-short") > 0
    assert clients["seller"].post(f"{place}settle/", {"settlement": "keep"}).status_code == 404
    assert clients["manager"].post(f"{place}settle/", {"settlement": "keep"}).status_code == 303
    assert "Kept as it is" in text_of(clients["seller"].get(place))
    assert for_one == 9
