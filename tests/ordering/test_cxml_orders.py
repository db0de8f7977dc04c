"""A purchasing system orders by cXML: taken in as any order that comes, answered in its request."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connections
from django.test import Client

from approving import client_of
from factories.ordering import PHONE, a_market
from factories.parties import a_cost_centre
from factories.punch_out import a_system, returned
from factories.received_orders import Desk
from purchasing_system import cxml_item, cxml_opened, cxml_order
from samkop.exchange.models import Message, Payload
from samkop.ordering.models import Order, OrderChange, ReceivedChange, ReceivedOrder
from samkop.ordering.vocabulary import PunchOutProtocol
from samkop.platform import actors
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture
def system():
    return a_system(protocol=PunchOutProtocol.CXML)


def held(system, quantity=2):
    return returned(system, quantity, now=datetime.now(UTC))


def sent(system, *items, **more):
    """The code and the sentence that an OrderRequest is answered with."""
    known = {"identity": system.connection.identity, "secret": system.secret}
    body = cxml_order(*(more.pop(name, value) for name, value in known.items()), *items, **more)
    answer = Client().post("/punch-out/cxml/", body, content_type="text/xml")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
    status = cxml_opened(answer.content).find("Response/Status")
    return status.get("code"), status.text


def phones(reservation, quantity=2, price="300.00", **more):
    return cxml_item(PHONE, quantity, price, f"{reservation.number}/1", **more)


def goes_on():
    while dispatch_waiting(FACTS):
        pass


def orders_of(system):
    with reading(system.buyer.manager):
        return list(Order.objects.filter(buyer=system.buyer.party).order_by("id"))


def decided(system):
    with reading(system.buyer.manager):
        found = ReceivedOrder.objects.filter(buyer=system.buyer.party).order_by("id")
        return list(found.values_list("number", "refusal_code"))


def messages_of(system):
    """Type, number, way and state of what lies in the shop's mailbox, and its bytes together."""
    shop = system.market.purchasing_body
    with reading(actors.job("exchange-inbound", shop.pk)):
        found = list(Message.objects.filter(owner=shop, direction="in").order_by("id"))
        content = b"".join(bytes(one.content) for one in Payload.objects.filter(message__in=found))
    return [(one.document_type, one.number, one.transport, one.state) for one in found], content


def test_an_order_for_what_was_reserved_is_taken_in_and_kept_without_its_secret(system):
    reservation = held(system, 3)
    centre = a_cost_centre(system.buyer.party, code="4711")
    charged = (
        '<Distribution><Accounting name="a"><AccountingSegment id="4711"><Name xml:lang="en">'
        "Cost Centre</Name></AccountingSegment></Accounting></Distribution>"
    )
    item = phones(reservation, rest=f"<Comments>For Eva</Comments>{charged}")
    code, sentence = sent(system, item)
    assert (code, sentence) == ("200", "PO-1 was passed on to the supplier.")
    [order] = orders_of(system)
    with reading(system.buyer.manager):
        requisition = Order.objects.select_related("requisition").get(id=order.pk).requisition
        [line] = requisition.lines.all()
    assert (requisition.number, requisition.cost_centre_id) == (reservation.number, centre.pk)
    assert (line.quantity, line.unit_price_cents, line.reference) == (2, 300_00, "For Eva")
    assert committed(system.market) == 600_00
    goes_on()
    rows, content = messages_of(system)
    assert rows == [("order", "PO-1", "cxml", "applied")]
    assert system.secret.encode() not in content
    # The worker, which comes to it again, orders nothing more; nobody waits for an address.
    assert decided(system) == [("PO-1", "")]
    with reading(system.market.category_manager):
        assert not Message.objects.filter(direction="out", document_type="order-response").exists()


def committed(market):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT committed_cents FROM agreements_ceiling WHERE agreement_id = %s",
            [market.agreement.pk],
        )
        return int(cursor.fetchone()[0])


def test_the_same_bytes_again_are_answered_as_before_and_others_under_the_number_refused(system):
    reservation = held(system)
    assert sent(system, phones(reservation))[0] == "200"
    assert sent(system, phones(reservation))[0] == "200"
    assert sent(system, phones(reservation, 1))[0] == "409"
    assert len(orders_of(system)) == 1
    assert [row[3] for row in messages_of(system)[0]] == ["accepted", "quarantined"]


@pytest.mark.parametrize(
    ("item", "more", "code"),
    [
        ({"quantity": 3}, {}, "more-than-reserved"),
        ({"price": "299.00"}, {}, "order-price-differs"),
        ({"quantity": "1.5"}, {}, "order-quantity-not-whole"),
        ({}, {"header": '<Shipping><Money currency="EUR">9</Money></Shipping>'},
         "order-with-charges"),
        ({}, {"header": '<ShipTo><Address addressID="X-9"/></ShipTo>'},
         "delivery-location-unknown"),
    ],
)  # fmt: skip
def test_an_order_for_something_else_is_refused_with_its_sentence(system, item, more, code):
    status, sentence = sent(system, phones(held(system), **item), **more)
    assert (status, sentence.rpartition(" ")[2]) == ("409", f"({code})")
    assert decided(system) == [("PO-1", code)]
    assert (orders_of(system), committed(system.market)) == ([], 600_00)


def test_an_order_without_its_reservation_is_refused_and_kept_where_a_basket_was_ever_fetched():
    never = a_system(protocol=PunchOutProtocol.CXML)
    item = cxml_item(PHONE, 1, "300.00")
    assert sent(never, item)[0] == "409"
    assert decided(never) == []
    once = a_system(protocol=PunchOutProtocol.CXML)
    held(once, 2)
    assert sent(once, item)[0] == "409"
    assert decided(once) == [("PO-1", "reservation-missing")]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"secret": "wrong"}, "401"),
        ({"identity": "samkop-unknown"}, "401"),
        ({"date": "soon"}, "406"),
        ({"doctype": '<!DOCTYPE cXML SYSTEM "http://127.0.0.1:9/cXML.dtd">'}, "406"),
        ({"doctype": '<!DOCTYPE cXML [<!ENTITY a SYSTEM "file:///etc/passwd">]>'}, "406"),
    ],
)
def test_whoever_is_turned_away_leaves_nothing(system, more, status):
    reservation = held(system)
    assert sent(system, phones(reservation), **more)[0] == status
    assert (decided(system), messages_of(system)[0]) == ([], [])


def test_one_buyer_orders_nothing_of_anothers_reservation():
    market = a_market(buyers=2)
    system = a_system(market, protocol=PunchOutProtocol.CXML)
    other = a_system(market, market.buyers[1], protocol=PunchOutProtocol.CXML)
    reservation = held(system)
    held(other, 1)
    assert sent(other, phones(reservation))[0] == "409"
    assert (orders_of(system), orders_of(other)) == ([], [])
    assert committed(market) == 900_00


def test_a_change_and_a_withdrawal_are_asked_of_the_supplier(system, tmp_path):
    desk, reservation = Desk(system, tmp_path), held(system, 3)
    assert sent(system, phones(reservation, 3))[0] == "200"
    desk.goes_on()
    again = {"type": "update", "comments": "Fewer pupils."}
    early = sent(system, phones(reservation, 1), **again, payload="1@rondo")
    assert (early[0], early[1].rpartition(" ")[2]) == ("409", "(order-unanswered)")
    desk.supplier_answers(orders_of(system)[0].number)
    dearer = sent(system, phones(reservation, 1, "310.00"), **again, payload="2@rondo")
    assert dearer[1].rpartition(" ")[2] == "(change-of-another-kind)"
    same = sent(system, phones(reservation, 3), **again, payload="3@rondo")
    assert same[1].rpartition(" ")[2] == "(nothing-changed)"
    new = [phones(reservation, 3), cxml_item(PHONE, 1, "300.00", number=20)]
    more = sent(system, *new, **again, payload="4@rondo")
    assert more[1].rpartition(" ")[2] == "(change-of-another-kind)"
    assert sent(system, phones(reservation, 1), **again, version='orderVersion="2"')[0] == "200"
    assert asked_of_supplier(system) == [("change", "Fewer pupils.", [(3, 1)])]
    unknown = sent(system, type="delete", number="PO-9", payload="5@rondo")
    assert unknown[1].rpartition(" ")[2] == "(changed-order-unknown)"
    waits = sent(system, type="delete", payload="6@rondo", comments="Not needed")
    assert waits[1].rpartition(" ")[2] == "(change-waits)"
    with reading(system.buyer.manager):
        codes = list(ReceivedChange.objects.order_by("id").values_list("kind", "refusal_code"))
    assert [kind for kind, code in codes if not code] == ["change"]


def asked_of_supplier(system):
    with reading(system.buyer.manager):
        return [
            (one.kind, one.reason, [(line.standing, line.quantity) for line in one.lines.all()])
            for one in OrderChange.objects.filter(party=system.buyer.party).order_by("id")
        ]


def test_a_line_that_a_change_does_not_name_is_taken_out(system, tmp_path):
    desk, first = Desk(system, tmp_path), held(system, 3)
    place = f"{first.number}/1"
    lines = [cxml_item(PHONE, count, "300.00", place, number=count) for count in (1, 2)]
    assert sent(system, *lines)[0] == "200"
    desk.goes_on()
    desk.supplier_answers(orders_of(system)[0].number)
    assert sent(system, lines[1], type="update")[0] == "200"
    assert asked_of_supplier(system) == [("change", "7@rondo", [(1, 0), (2, 2)])]


def test_before_it_has_left_an_order_is_taken_back_at_once(system):
    reservation = held(system)
    assert sent(system, phones(reservation))[0] == "200"
    assert sent(system, type="delete", payload="2@rondo")[0] == "200"
    assert [one.state for one in orders_of(system)] == ["cancelled"]
    assert committed(system.market) == 0


def test_a_buyer_with_an_electronic_address_hears_later_answers_as_documents(system, tmp_path):
    desk = Desk(system, tmp_path)
    reservation = held(system)
    assert sent(system, phones(reservation))[0] == "200"
    desk.goes_on()
    desk.supplier_answers(orders_of(system)[0].number)
    assert [one.response_code for one in desk.answers()] == ["AB", "AP"]


def test_the_order_is_readable_in_the_mailbox(system):
    assert sent(system, phones(held(system)), comments="Ring first")[0] == "200"
    shop = system.market.purchasing_body
    with reading(actors.job("exchange-inbound", shop.pk)):
        message = Message.objects.get(owner=shop, direction="in")
    page = client_of(system.market.category_manager).get(f"/messages/{message.pk}/")
    assert "Ring first" in page.content.decode()
    assert "cXML" in page.content.decode()
