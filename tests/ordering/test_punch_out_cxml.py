"""A purchasing system opens the shop by cXML, and gets the basket back as a message."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from factories.ordering import PHONE
from factories.punch_out import HOOK, a_system
from purchasing_system import cxml_opened, cxml_request, form_to
from samkop.ordering.models import PunchOutSession, Reservation
from samkop.ordering.vocabulary import PunchOutProtocol
from samkop.platform.unit_of_work import reading

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


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"secret": "wrong"}, "401"),
        ({"identity": "samkop-unknown"}, "401"),
        ({"hook": "https://evil.example/return"}, "403"),
        ({"hook": "javascript:alert(1)"}, "403"),
        ({"hook": ""}, "403"),
        ({"operation": "edit"}, "450"),
        ({"operation": "inspect"}, "450"),
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
