"""A purchasing system opens the shop by cXML, and gets the basket back as a message."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from factories.configurations import agreed
from factories.ordering import LAPTOP, NOW, PHONE, a_market
from factories.punch_out import HOOK, a_system, in_the_shop, returned
from factories.received_orders import Desk
from purchasing_system import cxml_opened, cxml_request, form_to
from samkop.catalogue.rules.subscriptions import SubscriptionChoice
from samkop.ordering.models import BasketConfiguration, BasketLine, PunchOutSession, Reservation
from samkop.ordering.queries.punch_out import reservations_in
from samkop.ordering.usecases.basket_configurations import (
    WantedConfiguration,
    add_configuration_to_basket,
)
from samkop.ordering.usecases.reservation import release_reservation, return_basket
from samkop.ordering.vocabulary import PunchOutProtocol
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def asked(system, client=None, **more):
    """What the door answers to a request of the system's: a cXML message, as a tree."""
    known = {"identity": system.connection.identity, "secret": system.secret, "hook": HOOK}
    answer = (client or Client(headers={"accept-language": "fi"})).post(
        "/punch-out/cxml/", cxml_request(**{**known, **more}), content_type="text/xml"
    )
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
    return cxml_opened(answer.content)


def status_of(answer):
    return answer.find("Response/Status").get("code")


def sessions_of(system):
    with reading(system.administrator):
        found = PunchOutSession.objects.filter(connection=system.connection).order_by("id")
        return [(one.state, one.function, one.buyer_cookie) for one in found]


def opened(system, **more):
    """A browser in which the system has opened the shop, and where it led."""
    answer = asked(system, **more)
    assert status_of(answer) == "200"
    client = Client(headers={"accept-language": "en"})
    page = answer.findtext("Response/PunchOutSetupResponse/StartPage/URL")
    first = client.get("/" + page.split("/", 3)[3])
    assert first.status_code == 303
    return client, first["Location"]


@pytest.fixture
def system():
    return a_system(protocol=PunchOutProtocol.CXML)


def test_the_shop_is_opened_and_the_basket_goes_back_as_a_message_reserved(system):
    client, first = opened(system)
    assert first == "/shop/"
    phone = system.market.items[PHONE]
    client.post("/basket/add/", {"item": phone.pk, "quantity": 2})
    assert client.post("/basket/return/", {})["Location"] == "/basket/returned/"
    page = client.get("/basket/returned/")
    fields = form_to(page.content.decode(), HOOK)
    assert list(fields) == ["cxml-urlencoded"]
    message = cxml_opened(fields["cxml-urlencoded"].encode())
    with reading(system.buyer.manager):
        reservation = Reservation.objects.get(buyer=system.buyer.party)
    parties = [message.findtext(f"Header/{role}/Credential/Identity") for role in ("From", "To")]
    assert parties == ["SHOP-1", "RONDO-7"]
    order = message.find("Message/PunchOutOrderMessage")
    assert order.findtext("BuyerCookie") == "cookie-7"
    assert order.findtext("PunchOutOrderMessageHeader/Total/Money") == "600.00"
    [line] = order.findall("ItemIn")
    assert line.get("quantity") == "2"
    assert line.findtext("ItemID/SupplierPartID") == PHONE
    assert line.findtext("ItemID/SupplierPartAuxiliaryID") == f"{reservation.number}/1"
    assert "https://erp.example.fi" in page["Content-Security-Policy"]
    assert sessions_of(system) == [("returned", "shop", "cookie-7")]


def test_who_leaves_takes_an_empty_basket_along(system):
    client, _ = opened(system)
    client.post("/basket/leave/", {})
    fields = form_to(client.get("/basket/returned/").content.decode(), HOOK)
    order = cxml_opened(fields["cxml-urlencoded"].encode()).find("Message/PunchOutOrderMessage")
    assert order.findall("ItemIn") == []


def test_an_item_that_is_named_is_looked_at_first(system):
    phone = system.market.items[PHONE]
    _, first = opened(system, item=str(phone.pk))
    assert first == reverse("item", args=[phone.pk])
    assert sessions_of(system)[0][1] == "detail"


def brought_back(client):
    """Lines of the basket that a page takes back: place, how many, price of one; its total."""
    fields = form_to(client.get("/basket/returned/").content.decode(), HOOK)
    order = cxml_opened(fields["cxml-urlencoded"].encode()).find("Message/PunchOutOrderMessage")
    lines = [
        (
            item.findtext("ItemID/SupplierPartAuxiliaryID"), int(item.get("quantity")),
            item.findtext("ItemDetail/UnitPrice/Money"),
        )
        for item in order.findall("ItemIn")
    ]  # fmt: skip
    return lines, order.findtext("PunchOutOrderMessageHeader/Total/Money")


def held_by(system):
    """State and cents of every reservation, and what the ceiling has committed."""
    with reading(system.buyer.manager):
        found = Reservation.objects.filter(buyer=system.buyer.party).order_by("id")
        rows = [(one.state, one.total_cents) for one in found]
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT committed_cents FROM agreements_ceiling WHERE agreement_id = %s",
            [system.market.agreement.pk],
        )
        return rows, int(cursor.fetchone()[0])


def test_a_basket_is_changed_and_what_it_held_is_given_back_as_the_new_one_is_reserved():
    system = a_system(a_market(maximum_cents=1_500_00), protocol=PunchOutProtocol.CXML)
    first = returned(system, 2)
    phone, laptop = system.market.items[PHONE], system.market.items[LAPTOP]
    client, page = opened(system, operation="edit", brought=[(f"{first.number}/1", "2.0")])
    assert page == "/basket/"
    assert f'name="quantity-{phone.pk}"' in client.get("/basket/").content.decode()
    client.post("/basket/add/", {"item": laptop.pk})
    assert held_by(system) == ([("held", 600_00)], 600_00)
    # The ceiling has room for the new basket only because the old one gives its own back first.
    assert client.post("/basket/return/", {})["Location"] == "/basket/returned/"
    assert held_by(system) == ([("released", 600_00), ("held", 1_500_00)], 1_500_00)
    with reading(system.buyer.manager):
        number = Reservation.objects.latest("id").number
    assert brought_back(client) == (
        [(f"{number}/1", 2, "300.00"), (f"{number}/2", 1, "900.00")], "1500.00",
    )  # fmt: skip
    assert client.get("/shop/").status_code == 410


def test_a_change_that_is_left_or_does_not_fit_leaves_the_basket_as_it_was():
    system = a_system(a_market(maximum_cents=900_00), protocol=PunchOutProtocol.CXML)
    first = returned(system, 3)
    client, _ = opened(system, operation="edit", brought=[(f"{first.number}/1", 2)])
    phone = system.market.items[PHONE]
    assert client.post("/basket/return/", {f"quantity-{phone.pk}": 4}).status_code == 409
    assert held_by(system) == ([("held", 900_00)], 900_00)
    client.post("/basket/leave/", {})
    assert brought_back(client) == ([(f"{first.number}/1", 2, "300.00")], "600.00")
    assert held_by(system) == ([("held", 900_00)], 900_00)


def test_a_basket_is_looked_at_and_nothing_of_it_is_changed(system):
    first = returned(system, 2)
    client, page = opened(system, operation="inspect", brought=[(f"{first.number}/1", 2)])
    assert page == "/basket/returned/"
    assert brought_back(client) == ([(f"{first.number}/1", 2, "300.00")], "600.00")
    phone = system.market.items[PHONE].pk
    shut = [client.get("/shop/"), client.post("/basket/add/", {"item": phone}),
            client.post("/basket/return/", {}), client.post("/basket/leave/", {})]  # fmt: skip
    assert [answer.status_code for answer in shut] == [403] * 4
    assert held_by(system) == ([("held", 600_00)], 600_00)


def test_what_was_given_back_is_fetched_again_by_a_change_and_what_was_ordered_is_not(
    system, tmp_path
):
    now, desk = datetime.now(UTC), Desk(system, tmp_path)
    given_back, ordered, meanwhile = (returned(system, count, now=now) for count in (1, 2, 3))
    perform(system.buyer.manager, release_reservation, now=now, reservation_id=given_back.pk)
    client, _ = opened(system, operation="edit", brought=[(f"{given_back.number}/1", 1)])
    assert client.post("/basket/return/", {})["Location"] == "/basket/returned/"
    late, _ = opened(system, operation="edit", brought=[(f"{meanwhile.number}/1", 3)])
    for one, count in ((ordered, 2), (meanwhile, 3)):
        order = desk.order(f"PO-{count}", (PHONE, count, "300.00"), quotation_reference=one.number)
        desk.sends(order, f"{count}.xml")
    again = asked(system, operation="edit", brought=[(f"{ordered.number}/1", 2)])
    assert status_of(again) == "412"
    looked_at = asked(system, operation="inspect", brought=[(f"{ordered.number}/1", 2)])
    assert status_of(looked_at) == "200"
    assert late.post("/basket/return/", {}).status_code == 409
    states = ["released", "consumed", "consumed", "held"]
    assert [state for state, _cents in held_by(system)[0]] == states


def test_a_configuration_comes_back_as_one_thing_with_its_choice_or_as_its_parts():
    made = agreed()
    system = a_system(made.market, protocol=PunchOutProtocol.CXML)
    choice = SubscriptionChoice("kept", "esim", "+358401234567")
    shopper = in_the_shop(system)
    wanted = WantedConfiguration(made.configuration.pk, 1, choice)
    perform(shopper, add_configuration_to_basket, now=NOW, wanted=wanted)
    perform(shopper, return_basket, now=NOW)
    with reading(shopper):
        lines = [
            (f"{one.number}/{line.line_number}", line.quantity, line.item_id)
            for one in reservations_in(shopper.punch_out_id)
            for line in one.lines.all()
        ]
    assert len(lines) == 3
    places = [line[:2] for line in lines]
    whole, _ = opened(system, operation="edit", brought=places)
    assert basket_in(whole) == [("configuration", made.configuration.pk, "+358401234567")]
    parts, _ = opened(system, operation="edit", brought=places[:2])
    assert basket_in(parts) == [("item", item, count) for _place, count, item in lines[:2]]


def basket_in(client):
    """What lies in the basket of a browser's visit."""
    session_id, party_id, person_id = client.session["punch_out"]
    shopper = actors.punch_out(session_id, "", party_id, person_id, frozenset())
    with reading(shopper):
        return [
            *(("configuration", one.configuration_id, one.number)
              for one in BasketConfiguration.objects.order_by("id")),
            *(("item", one.item_id, one.quantity) for one in BasketLine.objects.order_by("id")),
        ]  # fmt: skip


@pytest.mark.parametrize(
    "brought",
    [
        [("{number}/9", 1)], [("{number}", 1)], [("{number}/1", 0)], [("{number}/1", "1.5")],
        [("{number}/1", 10_001)], [("{number}/1", 1), ("{number}/1", 1)],
    ],
)  # fmt: skip
def test_what_was_never_fetched_is_not_brought_along(system, brought):
    number = returned(system).number
    before = sessions_of(system)
    lines = [(place.format(number=number), quantity) for place, quantity in brought]
    for operation in ("edit", "inspect"):
        assert status_of(asked(system, operation=operation, brought=lines)) in {"400", "412"}
    assert sessions_of(system) == before


def test_a_basket_of_another_system_is_not_brought_along(system):
    number = returned(system).number
    second = a_system(system.market, system.buyer, name="Other", protocol=PunchOutProtocol.CXML)
    lines = [(f"{number}/1", 1)]
    assert status_of(asked(second, operation="inspect", brought=lines)) == "412"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"secret": "wrong"}, "401"),
        ({"identity": "samkop-unknown"}, "401"),
        ({"hook": "https://evil.example/return"}, "403"),
        ({"hook": "javascript:alert(1)"}, "403"),
        ({"hook": ""}, "403"),
        ({"operation": "edit"}, "412"),
        ({"operation": "inspect"}, "412"),
        ({"operation": "edit", "brought": [("2026-9999999/1", 1)]}, "412"),
        ({"operation": "rob"}, "450"),
        ({"doctype": '<!DOCTYPE cXML SYSTEM "http://127.0.0.1:9/cXML.dtd">'}, "406"),
        ({"doctype": '<!DOCTYPE cXML [<!ENTITY a SYSTEM "file:///etc/passwd">]>'}, "406"),
    ],
)
def test_whoever_is_turned_away_is_told_by_a_status_and_has_no_session(system, more, status):
    assert (status_of(asked(system, **more)), sessions_of(system)) == (status, [])


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", "406"), (b"no XML", "406"), (b"<cXML/>", "450"), (b"<a>" * 500_000, "406")],
)
def test_what_is_no_request_is_answered_by_a_status(body, status):
    answer = Client().post("/punch-out/cxml/", body, content_type="text/xml")
    assert status_of(cxml_opened(answer.content)) == status


def test_each_connection_is_let_in_by_its_own_standard_alone(system):
    by_form = {"HOOK_URL": HOOK, "USERNAME": system.connection.identity, "PASSWORD": system.secret}
    assert Client().post("/punch-out/oci/", by_form).status_code == 403
    other = a_system(protocol=PunchOutProtocol.OCI)
    assert status_of(asked(other)) == "401"
    assert Client().get("/punch-out/cxml/").status_code == 405
