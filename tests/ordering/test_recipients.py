"""Ordering for a colleague: who gets it, who sees it, who may not approve it."""

from __future__ import annotations

import html
from datetime import date

import pytest
from django.db import IntegrityError, connections

from browser_ground import a_client
from factories.ordering import NOW, PHONE, a_market
from factories.parties import (
    a_delivery_location,
    a_municipality,
    a_person,
    acting,
    an_account,
)
from samkop.catalogue.usecases.entitlements import Subject, add_entitlement_rule
from samkop.core import edocs
from samkop.exchange.queries import content_of
from samkop.ordering.models import Order
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.repeating import fill_from_requisition
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.parties.models import Membership
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def asked_for(market, recipient, by=None):
    buyer = market.buyers[0]
    actor = by or buyer.employee
    perform(actor, add_to_basket, now=NOW, item_id=market.items[PHONE].pk)
    return perform(
        actor, submit_requisition, now=NOW, cost_centre_id=buyer.cost_centre.pk,
        delivery_location_id=buyer.site.pk, recipient_id=recipient.pk,
    )  # fmt: skip


def a_colleague(buyer, *roles, **named):
    return a_person(buyer.party, *(roles or (RoleName.EMPLOYEE,)), **named)


def shown(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def test_it_is_for_the_colleague_and_the_order_and_its_document_say_so():
    market = a_market()
    buyer = market.buyers[0]
    colleague = a_colleague(buyer, name="Ny lärare")
    made = asked_for(market, colleague)
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=made.pk)
    with reading(buyer.manager):
        order = Order.objects.get(requisition=made)
        document = edocs.read(content_of(order.message_id))
    assert (made.recipient_id, made.requester_id) == (colleague.pk, buyer.employee.person_id)
    assert (order.recipient_id, order.delivery_location_id) == (colleague.pk, buyer.site.pk)
    assert document.delivery.party.name == "Ny lärare"
    assert edocs.validate(content_document(order, buyer)).faults == ()


def content_document(order, buyer):
    with reading(buyer.manager):
        return content_of(order.message_id)


def test_without_a_recipient_it_is_for_oneself():
    market = a_market()
    buyer = market.buyers[0]
    perform(buyer.employee, add_to_basket, now=NOW, item_id=market.items[PHONE].pk)
    made = perform(
        buyer.employee, submit_requisition, now=NOW, cost_centre_id=buyer.cost_centre.pk,
        delivery_location_id=buyer.site.pk,
    )  # fmt: skip
    assert made.recipient_id == buyer.employee.person_id


def test_a_stranger_or_who_has_left_can_be_given_nothing():
    market = a_market()
    buyer = market.buyers[0]
    left = a_colleague(buyer)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE parties_membership SET valid_from = %s, valid_until = %s WHERE person_id = %s",
            [date(2020, 1, 1), date(2026, 3, 1), left.pk],
        )
    for nobody in (left, a_person(a_municipality(), RoleName.EMPLOYEE)):
        with pytest.raises(Refused) as refusal:
            asked_for(market, nobody)
        assert refusal.value.code == "recipient-unknown"


def test_the_database_itself_ties_the_recipient_to_the_organisation():
    market = a_market()
    stranger = a_person(a_municipality(), RoleName.EMPLOYEE)
    made = asked_for(market, a_colleague(market.buyers[0]))
    with connections["owner"].cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(
            "UPDATE ordering_requisition SET recipient_id = %s WHERE id = %s",
            [stranger.pk, made.pk],
        )


def test_who_gets_it_does_not_approve_it():
    market = a_market()
    buyer = market.buyers[0]
    with reading(buyer.manager):
        approver = Membership.objects.get(person_id=buyer.approver.person_id).person
    with pytest.raises(Refused) as refusal:
        asked_for(market, approver)
    assert refusal.value.code == "nobody-may-approve"


def test_requester_recipient_and_approver_see_it_and_another_colleague_does_not():
    market = a_market()
    buyer = market.buyers[0]
    colleague, other = a_colleague(buyer), a_colleague(buyer)
    made = asked_for(market, colleague)
    with reading(buyer.manager):
        people = {m.person_id: m.person for m in Membership.objects.filter(party=buyer.party)}
    requester = people[buyer.employee.person_id]
    path = f"/requisitions/{made.pk}/"
    for person in (requester, colleague):
        client = a_client(an_account(person))
        assert path in shown(client, "/mine/")
        assert f"{requester.name} for {colleague.name}" in shown(client, "/mine/")
        assert colleague.name in shown(client, path)
    approver = a_client(an_account(people[buyer.approver.person_id]))
    assert (requester.name in shown(approver, "/to-approve/"), colleague.name in shown(
        approver, "/to-approve/")) == (True, True)  # fmt: skip
    stranger = a_client(an_account(other))
    assert path not in shown(stranger, "/mine/")
    shown(stranger, path, 403)


def test_the_recipient_may_ask_for_the_same_again():
    market = a_market()
    buyer = market.buyers[0]
    colleague = a_colleague(buyer)
    made = asked_for(market, colleague)
    actor = acting(colleague, buyer.party)
    done = perform(actor, fill_from_requisition, requisition_id=made.pk)
    assert done == {"added": 1, "left_out": 0}


def test_a_colleague_is_found_by_name_and_the_basket_takes_the_colleagues_site():
    market = a_market()
    buyer = market.buyers[0]
    place = a_delivery_location(buyer.party, name="Strandskolan")
    colleague = a_colleague(buyer, name="Östen Ågren", delivery_location=place)
    with reading(buyer.manager):
        me = Membership.objects.get(person_id=buyer.employee.person_id).person
    client = a_client(an_account(me))
    assert f"?for={colleague.pk}" in shown(client, "/basket/recipient/?q=östen")
    assert "Nobody of that name" in shown(client, "/basket/recipient/?q=nobody-at-all")
    client.post("/basket/order-now/", {"item": market.items[PHONE].pk})
    basket = shown(client, f"/basket/?for={colleague.pk}")
    assert f'name="recipient" value="{colleague.pk}"' in basket
    assert f'<option value="{place.pk}" selected>' in basket


def test_the_search_finds_nobody_of_another_organisation():
    market = a_market()
    with reading(market.buyers[0].manager):
        me = Membership.objects.get(person_id=market.buyers[0].employee.person_id).person
    a_person(a_municipality(), RoleName.EMPLOYEE, name="Främling Annorstädes")
    page = shown(a_client(an_account(me)), "/basket/recipient/?q=främling")
    assert "Annorstädes" not in page


def test_what_is_ordered_counts_on_the_entitlement_of_who_gets_it():
    market = a_market()
    buyer = market.buyers[0]
    one, other = a_colleague(buyer), a_colleague(buyer)
    perform(
        buyer.manager, add_entitlement_rule, now=NOW, entitled="everybody",
        subject=Subject("category", "phone"), quantity=1, months=24,
    )  # fmt: skip
    asked_for(market, one)
    assert asked_for(market, other).recipient_id == other.pk
    with pytest.raises(Refused) as refusal:
        asked_for(market, one)
    assert refusal.value.code == "entitlement-reached"
