"""Search: by number straight to the thing, by text to what one may see and nothing else."""

from __future__ import annotations

import re
from datetime import date

import pytest

from browser_ground import a_client, pages, queries_of  # noqa: F401
from factories.despatches import a_despatched_line, a_receipt, announced
from factories.fleet import received_devices
from factories.invoices import a_held_invoice
from factories.ordering import NOW, PHONE, a_market, a_requisition, approved
from factories.parties import a_person, acting, an_account
from samkop.ordering.models import Order
from samkop.ordering.queries.search import numbers_meant
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.models import Account
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.usecases.counting import receive_serial
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.site.searching import search, straight_to

pytestmark = pytest.mark.usefixtures("database", "pages")
TODAY = NOW.date()


def found_by(actor, text):
    """The labels found, by kind."""
    with reading(actor):
        return {
            group.kind: [hit.label for hit in group.hits] for group in search(actor, text, TODAY)
        }


def client_of(actor):
    known = Account.objects.filter(person_id=actor.person_id).first()
    if known is None:
        with reading(actor):
            person = Person.objects.get(id=actor.person_id)
        known = an_account(person)
    return a_client(known)


def order_of(market, buyer, requisition):
    with reading(buyer.manager):
        return Order.objects.get(requisition=requisition)


@pytest.fixture(scope="module")
def market(database):
    """A buyer with an order and a waiting requisition, and a neighbour with the same."""
    return a_market(buyers=2)


@pytest.fixture(scope="module")
def order(market):
    return order_of(market, market.buyers[0], approved(market, market.buyers[0], PHONE, 2))


@pytest.fixture(scope="module")
def neighbours_order(market):
    return order_of(market, market.buyers[1], approved(market, market.buyers[1], PHONE, 2))


def test_a_number_may_be_typed_whole_or_as_people_say_it():
    assert numbers_meant("2026-0000017", 2026) == ["2026-0000017"]
    assert numbers_meant(" 2026-17 ", 2026) == ["2026-0000017"]
    assert numbers_meant("17", 2026) == [f"{2026 - back}-0000017" for back in range(11)]
    assert numbers_meant("phone 17", 2026) == []
    assert numbers_meant("١٧", 2026) == []


@pytest.mark.parametrize("typed", ["{0}", "{1}"])
def test_a_number_leads_straight_to_the_order(market, order, typed):
    short = order.number.partition("-")[2].lstrip("0")
    answer = client_of(market.buyers[0].manager).get(
        "/search/", {"q": typed.format(order.number, short)}
    )
    assert (answer.status_code, answer["location"]) == (302, f"/orders/{order.pk}/")


def test_a_requisition_an_item_and_an_agreement_are_reached_by_their_numbers(market):
    buyer = market.buyers[0]
    waiting = a_requisition(market, buyer)
    client = client_of(buyer.manager)
    for typed, address in (
        (waiting.number, f"/requisitions/{waiting.pk}/"),
        (PHONE, f"/shop/items/{market.items[PHONE].pk}/"),
        (market.agreement.number, f"/agreements/{market.agreement.pk}/"),
    ):
        assert client.get("/search/", {"q": typed})["location"] == address


def test_a_text_finds_orders_by_what_was_ordered(market, order):
    found = found_by(market.buyers[0].manager, "item phone")
    assert order.number in found["orders"]
    assert "Item PHONE-1" in found["items"]


def test_a_neighbours_order_is_found_neither_by_number_nor_by_text(market, order, neighbours_order):
    manager = market.buyers[0].manager
    assert found_by(manager, neighbours_order.number) == {}
    assert neighbours_order.number not in found_by(manager, "item phone")["orders"]
    assert neighbours_order.number in found_by(market.buyers[1].manager, "item phone")["orders"]


def test_supplier_and_purchasing_body_find_what_they_are_a_side_of(market, order, neighbours_order):
    for actor in (market.salesperson, market.category_manager):
        assert found_by(actor, order.number)["orders"] == [order.number]
        numbers = {order.number, neighbours_order.number}
        assert numbers <= set(found_by(actor, "item phone")["orders"])
        assert "requisitions" not in found_by(actor, "item phone")


def test_an_employee_finds_ones_own_orders_only(market, order):
    buyer = market.buyers[0]
    colleague = acting(a_person(buyer.party, RoleName.EMPLOYEE), buyer.party)
    assert found_by(buyer.employee, order.number)["orders"] == [order.number]
    assert "orders" not in found_by(colleague, order.number)
    assert set(found_by(colleague, "item phone")) == {"items"}


def test_a_device_is_found_by_its_serial_number_and_sent_back_from_there(market, order):
    buyer, neighbour = market.buyers
    consignment = announced(market, a_despatched_line(order, 2, "SN-771", "SN-772"))
    receipt = a_receipt(buyer, consignment)
    perform(buyer.manager, receive_serial, now=NOW, receipt_id=receipt.pk, serial="SN-771")
    perform(buyer.manager, finish_receipt, now=NOW, receipt_id=receipt.pk, rest_expected=True)
    client = client_of(buyer.manager)
    found = client.get("/search/", {"q": "SN-771"})
    delivery = f"/deliveries/{consignment.pk}/?serial=SN-771"
    assert f'href="{delivery}"' in client.get(found["location"]).content.decode()
    back = f"/orders/{order.pk}/return/?serial=SN-771"
    assert f'href="{back}"' in client.get(delivery).content.decode()
    form = client.get(back).content.decode()
    assert re.search(r"<textarea[^>]*>\s*SN-771</textarea>", form)
    # Announced and not received: it is found, and nothing of it can go back.
    assert list(found_by(buyer.manager, "SN-772")) == ["devices"]
    assert found_by(buyer.manager, consignment.number) == {"deliveries": [consignment.number]}
    assert found_by(market.salesperson, consignment.number) == {"deliveries": [consignment.number]}
    assert found_by(neighbour.manager, "SN-771") == found_by(buyer.employee, "SN-771") == {}
    invoice, _held = a_held_invoice(market, order, number="F-771")
    assert client.get("/search/?q=F-771")["location"] == f"/invoices/{invoice.pk}/"
    assert found_by(neighbour.finance, "F-771") == {}


def test_people_are_found_by_who_may_see_the_list(market):
    buyer = market.buyers[0]
    person = a_person(buyer.party, name="Zakarias Sökbar", email="zakarias@example.org")
    assert found_by(buyer.manager, "zakarias sök")["people"] == ["Zakarias Sökbar"]
    assert found_by(buyer.employee, "zakarias") == {}
    assert found_by(market.buyers[1].manager, "zakarias") == {}
    answer = client_of(buyer.manager).get("/search/", {"q": "ZAKARIAS@example.org"})
    assert answer["location"] == f"/administration/people/{person.pk}/"


@pytest.mark.parametrize("typed", ["%", "_", "%%", "\\", "a", ""])
def test_wildcards_are_letters_and_a_single_letter_finds_nothing(market, order, typed):
    assert found_by(market.buyers[0].manager, typed) == {}


def test_the_page_needs_the_same_queries_however_much_is_found():
    market = a_market(budget_cents=10**9, maximum_cents=10**9)
    buyer = market.buyers[0]
    client = client_of(buyer.manager)
    approved(market, buyer, PHONE)
    one, _ = queries_of(client, "/search/?q=item+phone")
    for _ in range(12):
        approved(market, buyer, PHONE)
    many, shown = queries_of(client, "/search/?q=item+phone")
    assert (one, many) == (26, 26)
    assert shown.count("/orders/") >= 10


def test_on_a_day_of_another_year_a_short_number_still_means_the_order(market, order):
    short = order.number.partition("-")[2].lstrip("0")
    with reading(market.buyers[0].manager):
        groups = search(market.buyers[0].manager, short, date(2030, 1, 1))
    assert [hit.label for hit in groups[0].hits] == [order.number]
    assert straight_to(groups, short) == f"/orders/{order.pk}/"


def test_the_search_field_stands_on_every_page_and_keeps_what_was_typed(market):
    shown = client_of(market.buyers[0].manager).get("/search/?q=nothing+so+called").content.decode()
    assert 'id="search" type="search" name="q" value="nothing so called"' in shown
    assert "Nothing found" in shown


def test_a_device_is_one_enter_away_by_its_serial_or_its_own_number(market):
    buyer, neighbour = market.buyers
    [device] = received_devices(market, "SN-LATITUDE-1", buyer=buyer)
    client = client_of(buyer.manager)
    for typed in ("SN-LATITUDE-1", " sn-latitude-1", device.asset_number):
        assert client.get("/search/", {"q": typed})["location"] == f"/devices/{device.pk}/"
    assert found_by(buyer.manager, "latitude-1")["devices"] == [device.asset_number]
    assert found_by(buyer.manager, "SN-LATITUDE-1") == {"devices": [device.asset_number]}
    for other in (neighbour.manager, buyer.employee):
        assert "devices" not in found_by(other, "SN-LATITUDE-1")
