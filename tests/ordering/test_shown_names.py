"""People read what the shop calls a thing, in their language; documents say the catalogue's."""

from __future__ import annotations

import html

import pytest

from browser_ground import a_client
from factories.ordering import NOW, PHONE, a_market, a_requisition
from factories.parties import an_account
from samkop.catalogue.usecases.shop_keeping import describe_in_shop
from samkop.exchange.models import Payload
from samkop.ordering.models import Order, OrderLine
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.requisition import approve_requisition
from samkop.ordering.usecases.saved_basket import save_basket
from samkop.parties.models import Membership
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")

NAMES = {"sv": "Lärarens telefon", "fi": "Opettajan puhelin"}
CATALOGUE = f"Item {PHONE}"


def client_of(actor, language):
    with reading(actor):
        person = Membership.objects.get(person_id=actor.person_id, party_id=actor.party_id).person
    account = an_account(person)
    account.language = language
    account.save()
    return a_client(account)


@pytest.fixture
def market():
    made = a_market()
    perform(
        made.category_manager, describe_in_shop, item_id=made.items[PHONE].pk, names=NAMES,
        texts={},
    )  # fmt: skip
    return made


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return html.unescape(answer.content.decode())


def named(client, address):
    """Whether the page says the keeper's Swedish, the keeper's Finnish, the catalogue's name."""
    page = words(client, address)
    return tuple(name in page for name in (NAMES["sv"], NAMES["fi"], CATALOGUE))


@pytest.mark.parametrize(
    ("language", "kept"), [("sv", (True, False)), ("fi", (False, True)), ("en", (False, False))]
)
def test_basket_and_saved_baskets_speak_the_readers_language(market, language, kept):
    buyer = market.buyers[0]
    perform(buyer.employee, add_to_basket, now=NOW, item_id=market.items[PHONE].pk)
    perform(buyer.employee, save_basket, now=NOW, name="New teacher")
    client = client_of(buyer.employee, language)
    for address in ("/basket/", "/saved-baskets/"):
        assert named(client, address) == (*kept, language == "en"), address


def test_what_waits_and_what_was_ordered_too_with_the_catalogues_name_where_it_matters(market):
    buyer = market.buyers[0]
    sent = a_requisition(market, buyer)
    employee, approver = client_of(buyer.employee, "fi"), client_of(buyer.approver, "sv")
    requisition = f"/requisitions/{sent.pk}/"
    assert named(approver, "/to-approve/") == (True, False, False)
    assert named(approver, requisition) == (True, False, True)
    assert named(employee, "/mine/") == (False, True, False)
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=sent.pk)
    assert named(employee, "/mine/") == (False, True, False)
    assert named(employee, requisition) == (False, True, True)
    with reading(buyer.manager):
        order = Order.objects.get(requisition=sent)
    manager = client_of(buyer.manager, "sv")
    assert named(manager, f"/orders/{order.pk}/") == (True, False, True)
    assert named(manager, "/requisitions/") == (True, False, False)


def test_the_order_and_its_document_say_the_catalogues_name_and_number(market):
    buyer = market.buyers[0]
    sent = a_requisition(market, buyer)
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=sent.pk)
    with reading(buyer.manager):
        line = OrderLine.objects.get(order__requisition=sent)
        document = bytes(Payload.objects.get(message_id=line.order.message_id).content).decode()
    assert (line.name, line.seller_item_id) == (CATALOGUE, PHONE)
    assert (CATALOGUE in document, PHONE in document, NAMES["sv"] in document) == (
        True, True, False,
    )  # fmt: skip
