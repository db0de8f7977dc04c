"""People read what the shop calls a thing, in their language; documents say the catalogue's."""

from __future__ import annotations

import html

import pytest
from django.utils import translation

from browser_ground import a_client
from factories.ordering import LAPTOP, NOW, PHONE, TODAY, a_market, a_requisition
from factories.parties import an_account
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.usecases.shop_keeping import describe_in_shop
from samkop.exchange.models import Payload
from samkop.ordering.models import Order, OrderLine
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.requisition import approve_requisition
from samkop.ordering.usecases.saved_basket import save_basket
from samkop.parties.models import Membership
from samkop.platform.models import Notification
from samkop.platform.notifications.kinds import told
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.records import change
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

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


def told_to(actor, kind):
    """The things that a person was told of last, in each language."""
    while dispatch_waiting(FACTS):
        continue
    with reading(actor):
        one = Notification.objects.filter(person_id=actor.person_id, kind=kind).latest("id")
    sentences = {}
    for language in ("sv", "fi", "en"):
        with translation.override(language):
            sentences[language] = told(one.kind, one.facts).sentence
    return one.facts["things"], {
        language: [name for name in (*NAMES.values(), CATALOGUE) if name in sentence]
        for language, sentence in sentences.items()
    }


def test_people_are_told_the_shops_name_in_their_own_language(market):
    buyer = market.buyers[0]
    sent = a_requisition(market, buyer, PHONE, 2)
    spoken = {"sv": [NAMES["sv"]], "fi": [NAMES["fi"]], "en": [CATALOGUE]}
    things, read = told_to(buyer.approver, "requisition-submitted")
    assert things == {
        "sv": f"2 \u00d7 {NAMES['sv']}", "fi": f"2 \u00d7 {NAMES['fi']}",
        "en": f"2 \u00d7 {CATALOGUE}",
    }  # fmt: skip
    assert read == spoken
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=sent.pk)
    assert told_to(buyer.employee, "order-placed") == (things, spoken)


def test_where_the_shop_has_no_names_of_its_own_the_fact_is_one_text(market):
    buyer = market.buyers[0]
    a_requisition(market, buyer, LAPTOP)
    assert told_to(buyer.approver, "requisition-submitted")[0] == f"1 \u00d7 Item {LAPTOP}"


def make_dearer(*, actor, now, agreement_id):
    """A new price list, and the catalogue that follows it."""
    prices = [NewPrice(PHONE, PHONE, 400_00)]
    set_list_prices(
        actor=actor, now=NOW, agreement_id=agreement_id, prices=prices, valid_from=TODAY
    )
    item = CatalogueItem.objects.get(agreement_id=agreement_id, seller_item_id=PHONE)
    change(item, list_price_cents=400_00)


@pytest.mark.parametrize(("language", "name"), [*NAMES.items(), ("en", CATALOGUE)])
def test_a_refusal_names_a_thing_as_the_page_before_it_did(market, language, name):
    buyer = market.buyers[0]
    sent = a_requisition(market, buyer)
    perform(market.category_manager, make_dearer, agreement_id=market.agreement.pk)
    with translation.override(language), pytest.raises(Refused) as refused:
        perform(buyer.approver, approve_requisition, now=NOW, requisition_id=sent.pk)
    assert (refused.value.code, refused.value.facts) == ("price-has-risen", {"name": name})
