"""The start page: each role's figures, equal to the lists behind them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connections
from django.utils import timezone, translation

from browser_ground import a_client, pages, queries_of  # noqa: F401
from factories.despatches import a_despatched_line, announced
from factories.invoices import a_held_invoice, received
from factories.ordering import LAPTOP, NOW, PHONE, a_market, a_requisition, approved
from factories.parties import an_account, an_actor
from samkop.agreements.queries import agreements_of
from samkop.agreements.rules import Tier
from samkop.ordering.models import Order
from samkop.ordering.usecases.order import cancel_order
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading
from samkop.site.start_tiles import TOO_LONG, my_agreements, my_municipality, my_orders, the_region

pytestmark = pytest.mark.usefixtures("database", "pages")
TODAY = date(2026, 3, 2)


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


def shown(actor, figures, *inputs, **named):
    """{label: (value, note)} of a row of tiles."""
    with reading(actor, now=NOW), translation.override("en"):
        return {tile.label: (tile.value, tile.note) for tile in figures(*inputs, **named)}


def municipality(buyer, now=NOW):
    return shown(buyer.manager, my_municipality, buyer.party.pk, now, TODAY)


def test_a_municipalitys_figures_count_its_own_and_nothing_else():
    market = a_market(buyers=2)
    buyer, neighbour = market.buyers
    a_requisition(market, buyer)
    approved(market, buyer, LAPTOP, 2)
    approved(market, neighbour, PHONE, 3)
    figures = municipality(buyer)
    assert figures["Requisitions waiting"] == ("1", "")
    assert figures["Orders without an answer"] == ("1", "")
    assert figures["Substitutes to decide on"] == ("0", "")
    # 50,000.00 given, 2 laptops of 900.00 committed.
    assert figures["Left of the year's budgets"] == ("€48,200", "of €50,000")


def test_after_two_days_what_waits_is_late_and_not_a_second_before():
    market = a_market()
    buyer = market.buyers[0]
    a_requisition(market, buyer)
    assert municipality(buyer, NOW + TOO_LONG)["Requisitions waiting"] == ("1", "")
    late = municipality(buyer, NOW + TOO_LONG + timedelta(seconds=1))
    assert late["Requisitions waiting"] == ("1", "1 for more than two days")


def test_a_model_bought_whose_support_ends_within_a_year_is_counted_once():
    market = a_market()
    buyer = market.buyers[0]
    approved(market, buyer, PHONE)
    approved(market, buyer, PHONE)
    approved(market, buyer, LAPTOP)
    for code, ends in ((PHONE, "2027-03-01"), (LAPTOP, "2027-03-02")):
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "UPDATE catalogue_catalogueitem SET support_state = 'known', support_ends = %s"
                " WHERE id = %s",
                [ends, market.items[code].pk],
            )
    assert municipality(buyer)["Models whose support ends"][0] == "1"


def test_a_buyers_figures_are_of_the_agreements_that_it_runs():
    market = a_market(maximum_cents=1_000_00)
    approved(market, market.buyers[0], PHONE, 2)
    body = market.purchasing_body.pk
    figures = shown(market.category_manager, my_agreements, body, TODAY)
    assert figures["Agreements in force"][0] == "1"
    assert figures["Ceilings over four fifths full"][0] == "0"
    approved(market, market.buyers[0], PHONE, 1)  # 900 of 1,000
    figures = shown(market.category_manager, my_agreements, body, TODAY)
    assert figures["Ceilings over four fifths full"][0] == "1"
    assert figures["Agreements that end within half a year"][0] == "0"
    near = shown(market.category_manager, my_agreements, body, date(2029, 8, 1))
    assert near["Agreements that end within half a year"][0] == "1"


def test_a_suppliers_figures_are_the_orders_it_has_to_answer():
    market = a_market()
    approved(market, market.buyers[0])
    supplier = market.supplier.pk
    assert shown(market.salesperson, my_orders, supplier, NOW, sees_messages=True)[
        "Orders to answer"
    ] == ("1", "")
    late = NOW + TOO_LONG + timedelta(hours=1)
    assert shown(market.salesperson, my_orders, supplier, late, sees_messages=True)[
        "Orders to answer"
    ] == ("1", "1 for more than two days")


def test_the_region_shows_everybodys_volume_and_what_is_missing_to_the_next_tier():
    market = a_market(buyers=2, maximum_cents=10**9, tiers={PHONE: [Tier(5, 50), Tier(10, 100)]})
    approved(market, market.buyers[0], PHONE, 4)
    approved(market, market.buyers[1], PHONE, 2)
    member = an_actor(market.buyers[0].party, RoleName.STEERING_MEMBER)
    with reading(member):
        [volume] = the_region(agreements_of(market.buyers[0].party.pk))
    assert (volume.quantity, volume.discount_permille) == (6, 50)
    assert (volume.missing, volume.next_permille) == (4, 100)


@pytest.mark.parametrize(
    ("who", "queries"), [("manager", 33), ("salesperson", 15), ("category_manager", 13)]
)
def test_the_page_needs_the_same_queries_for_1_and_30_orders(who, queries):
    market = a_market(budget_cents=10**9, maximum_cents=10**9)
    buyer = market.buyers[0]
    client = client_of(getattr(market, who, None) or buyer.manager)
    approved(market, buyer, PHONE)
    a_requisition(market, buyer, PHONE)
    one, _ = queries_of(client, "/")
    for _ in range(29):
        approved(market, buyer, PHONE)
        a_requisition(market, buyer, PHONE)
    thirty, _ = queries_of(client, "/")
    assert (one, thirty) == (queries, queries)


# Of each role the tiles that count things, and how many there are in the market of the test.
EXPECTED = {
    "manager": {
        "Requisitions waiting": (2, 2), "Orders without an answer": (3, 3),
        "Substitutes to decide on": (0, 0), "Models whose support ends": (1, 1),
        "Deliveries expected today": (1, 1), "Late deliveries": (1, 1),
        "Differences to settle": (0, 0), "Discrepancies of invoices": (1, 1),
    },
    "salesperson": {
        "Orders to answer": (3, 3), "Received, not yet confirmed": (0, 0),
        "Substitutes awaiting the buyer": (0, 0), "Confirmed orders": (0, 0),
        "Messages that do not go out": (0, 0), "Late deliveries": (1, 1),
        "Open differences": (0, 0), "Goods sent back to you": (0, 0),
        "Invoices asked about": (1, 1), "Rejected invoices": (0, 0),
    },
    "category_manager": {
        "Agreements in force": (1, 1), "Ceilings over four fifths full": (0, 0),
        "Agreements that end within half a year": (0, 0), "Catalogues with refused lines": (1, 1),
        "Messages that do not go out": (0, 0),
    },
}  # fmt: skip
COUNTED = (
    "/agreements/", "/catalogues/", "/deliveries/", "/differences/", "/invoices/", "/messages/",
    "/orders/", "/requisitions/", "/returns/", "/support-ends/",
)  # fmt: skip


def rows_behind(client, url):
    """How many rows the list has that a tile leads to, by the list's own word."""
    found = re.search(r'<p class="pager-note">(\d+) rows?</p>', client.get(url).content.decode())
    return int(found[1]) if found else 0


@pytest.mark.parametrize("who", ["manager", "salesperson", "category_manager"])
def test_the_number_on_a_tile_is_that_of_the_rows_of_the_list_that_it_leads_to(who):
    market = a_market(budget_cents=10**9, maximum_cents=2_000_00)
    buyer = market.buyers[0]
    for _ in range(2):
        a_requisition(market, buyer)
    for code in (PHONE, LAPTOP, PHONE):
        approved(market, buyer, code)  # 1,500 of 2,000
    approved(market, buyer, PHONE)  # and 1,800
    with reading(buyer.manager):
        first = Order.objects.filter(buyer=buyer.party).earliest("id")
    perform(buyer.manager, cancel_order, order_id=first.pk)
    today = timezone.localdate()
    near, far = today + timedelta(days=300), today + timedelta(days=400)
    phone, laptop = market.items[PHONE], market.items[LAPTOP]
    with reading(buyer.manager):
        *_others, before_last, last = Order.objects.filter(buyer=buyer.party).order_by("id")
    announced(market, a_despatched_line(before_last, 1), expected=today - timedelta(days=1))
    announced(market, a_despatched_line(last, 1), expected=today)
    received(market, last, {1: 1})
    a_held_invoice(market, last)
    with connections["owner"].cursor() as cursor:
        support = "UPDATE catalogue_catalogueitem SET support_state = 'known', support_ends = %s"
        cursor.execute(f"{support} WHERE id = %s", [near, phone.pk])
        cursor.execute(f"{support} WHERE id = %s", [far, laptop.pk])
        cursor.execute(
            "UPDATE catalogue_catalogue SET refused = 1 WHERE id = "
            "(SELECT max(id) FROM catalogue_catalogue WHERE agreement_id = %s)",
            [market.agreement.pk],
        )
    actor = getattr(market, who, None) or buyer.manager
    client = client_of(actor)
    tiles = re.findall(
        r'<p class="tile-label"><a href="([^"]+)">([^<]*)</a></p>\s*<p class="tile-value">([^<]*)',
        client.get("/").content.decode(),
    )  # fmt: skip
    listed = {
        label.strip(): (value.strip(), rows_behind(client, unescape(url)))
        for url, label, value in tiles
        if url.startswith(COUNTED)
    }
    assert {label: (int(value), rows) for label, (value, rows) in listed.items()} == EXPECTED[who]
