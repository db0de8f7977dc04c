"""What a buyer decides on substitutes is told by a document, and confirmed by an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from api_ground import caller
from browser_ground import a_client
from factories.answers import an_answered_line, answered, change_answered, let_facts_work
from factories.ordering import LAPTOP, NOW, PHONE, TODAY, a_market, a_requisition
from factories.parties import an_account
from samkop.agreements.models import Ceiling
from samkop.core import edocs
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.models import Message
from samkop.exchange.queries import content_of
from samkop.exchange.transmitting import transmit_waiting
from samkop.ordering.models import Budget, Order, OrderChange
from samkop.ordering.queries import open_offers
from samkop.ordering.usecases.answering import answer_change
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.order_change import ask_for_change
from samkop.ordering.usecases.order_response import decide_substitute
from samkop.ordering.usecases.requisition import approve_requisition
from samkop.parties.models import Person
from samkop.platform.models import Notification
from samkop.platform.records import change
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
SOON = TODAY + timedelta(days=12)


@pytest.fixture
def market():
    return a_market()


def an_order_of_both(market):
    """Three phones at 300.00 and two laptops at 900.00, placed and sent."""
    buyer = market.buyers[0]
    perform(buyer.employee, add_to_basket, now=NOW, item_id=market.items[PHONE].pk, quantity=3)
    requisition = a_requisition(market, buyer, LAPTOP, 2)
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=requisition.pk)
    with reading(buyer.manager):
        order = Order.objects.get(requisition=requisition)
        by_name = {line.seller_item_id: line.line_number for line in order.lines.all()}
    return order, by_name[PHONE], by_name[LAPTOP]


def offered(tmp_path, market, order, *numbers, price="250.00"):
    lines = [
        an_answered_line(n, "3", substitute=f"Newer {n}", substitute_id=f"S-{n}", price=price,
                         promised=SOON)
        for n in numbers
    ]  # fmt: skip
    return answered(tmp_path, market, order, "CA", *lines)


def decide(market, order, number, *, accepted):
    employee = market.buyers[0].employee
    with reading(employee):
        line = open_offers(order.pk)[number]
    return perform(
        employee, decide_substitute, now=NOW, order_id=order.pk, response_line_id=line.pk,
        accepted=accepted,
    )  # fmt: skip


def changes_of(market, order):
    with reading(market.buyers[0].manager):
        return list(OrderChange.objects.filter(order=order).order_by("id"))


def document_of(market, told):
    with reading(market.buyers[0].manager):
        message = Message.objects.get(id=told.message_id)
        return message.document_type, edocs.read(content_of(message.pk))


def committed(market):
    with reading(market.buyers[0].finance):
        budget = Budget.objects.get(id=market.buyers[0].budget.pk).committed_cents
    with reading(market.category_manager):
        return budget, Ceiling.objects.get(agreement=market.agreement).committed_cents


def kinds_told(actor):
    let_facts_work()
    with reading(actor):
        mine = Notification.objects.filter(person_id=actor.person_id)
        return list(mine.order_by("id").values_list("kind", flat=True))


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


def test_the_supplier_gets_one_order_change_once_everything_it_offers_is_decided(market, tmp_path):
    order, phone, laptop = an_order_of_both(market)
    offered(tmp_path, market, order, phone, laptop)
    assert decide(market, order, phone, accepted=True).state == "substitute-offered"
    assert changes_of(market, order) == []
    assert decide(market, order, laptop, accepted=False).state == "partly-confirmed"
    [told] = changes_of(market, order)
    assert (told.kind, told.state, told.reason) == ("substitution", "told", "")
    document_type, document = document_of(market, told)
    assert (document_type, document.order_reference, document.sequence_number) == (
        "order-change", order.number, "1",
    )  # fmt: skip
    lines = {line.id: line for line in document.lines}
    taken, out = lines[str(phone)], lines[str(laptop)]
    assert (taken.status_code, taken.quantity.value, taken.price.amount) == ("3", 3, 250)
    assert (taken.item.name, taken.item.sellers_id) == (f"Newer {phone}", f"S-{phone}")
    assert taken.deliveries[0].requested_period.end_date == SOON
    assert (out.status_code, out.quantity.value, out.item.sellers_id) == ("2", 0, LAPTOP)
    # Three at 250.00; the laptops add nothing.
    assert document.totals.payable_amount == 750
    assert f"Newer {laptop} declined instead of" in document.note
    assert committed(market) == (750_00, 750_00)
    # What is asked later is asked of what comes.
    perform(
        market.buyers[0].employee, ask_for_change, now=NOW, order_id=order.pk,
        quantities={phone: 2}, reason="Fewer.",
    )  # fmt: skip
    asked = changes_of(market, order)[-1]
    later = {line.id: line for line in document_of(market, asked)[1].lines}
    assert (later[str(phone)].item.sellers_id, later[str(phone)].quantity.value) == (
        f"S-{phone}", 2,
    )  # fmt: skip
    found = caller(market.buyers[0].employee).get(f"/orders/{order.pk}/changes").json()
    assert [(one["kind"], one["state"]) for one in found["changes"]] == [
        ("change", "asked"), ("substitution", "told"),
    ]  # fmt: skip
    assert {line["line_number"]: line["substitute"] for line in found["changes"][1]["lines"]} == {
        phone: {"seller_item_id": f"S-{phone}", "name": f"Newer {phone}", "accepted": True},
        laptop: {"seller_item_id": f"S-{laptop}", "name": f"Newer {laptop}", "accepted": False},
    }


@pytest.mark.parametrize(
    ("advanced", "code", "left", "state", "stands"),
    [
        (True, "AP", None, "agreed", 750_00),
        (True, "AB", None, "told", 750_00),
        (True, "CA", 2, "partly-agreed", 500_00),
        (True, "RE", None, "refused", 750_00),
        (False, "AB", None, "told", 750_00),
        (False, "CA", 3, "agreed", 750_00),
        (False, "RE", None, "overtaken", 0),
    ],
)
def test_the_suppliers_answer_ends_it_and_what_was_decided_holds_until_then(
    market, tmp_path, advanced, code, left, state, stands
):
    order, phone, laptop = an_order_of_both(market)
    offered(tmp_path, market, order, phone, laptop)
    decide(market, order, laptop, accepted=False)
    decide(market, order, phone, accepted=True)
    [told] = changes_of(market, order)
    lines = [an_answered_line(phone, "3", left)] if left else []
    if advanced:
        change_answered(tmp_path, market, order, code, *lines, about=told.number)
    else:
        answered(tmp_path, market, order, code, *lines)
    assert [one.state for one in changes_of(market, order)] == [state]
    assert committed(market) == (stands, stands)
    not_kept = state in {"refused", "partly-agreed"} and advanced
    assert ("substitute-not-kept" in kinds_told(market.buyers[0].employee)) == not_kept


def test_who_declines_all_of_it_cancels_and_the_answer_may_name_the_order_alone(market, tmp_path):
    order, phone, laptop = an_order_of_both(market)
    offered(tmp_path, market, order, phone, laptop)
    decide(market, order, phone, accepted=False)
    assert decide(market, order, laptop, accepted=False).state == "cancelled"
    [told] = changes_of(market, order)
    document_type, document = document_of(market, told)
    assert (document_type, document.order_reference, told.state) == (
        "order-cancellation", order.number, "told",
    )  # fmt: skip
    assert document.cancellation_note.count("declined instead of") == 2
    assert committed(market) == (0, 0)
    assert change_answered(tmp_path, market, order, "AP").state == "cancelled"
    assert changes_of(market, order)[0].state == "agreed"


def test_what_was_decided_is_told_also_where_the_supplier_takes_back_the_rest(market, tmp_path):
    order, phone, laptop = an_order_of_both(market)
    offered(tmp_path, market, order, phone, laptop)
    decide(market, order, phone, accepted=True)
    assert answered(
        tmp_path, market, order, "CA", an_answered_line(laptop, "5", 2)
    ).state == "confirmed"  # fmt: skip
    [told] = changes_of(market, order)
    lines = {line.id: line.status_code for line in document_of(market, told)[1].lines}
    assert (told.state, lines) == ("told", {str(phone): "3", str(laptop): "4"})
    assert told.person_id == market.buyers[0].employee.person_id


def test_a_supplier_without_a_system_confirms_on_its_page(market, tmp_path):
    order, phone, laptop = an_order_of_both(market)
    offered(tmp_path, market, order, phone, laptop)
    decide(market, order, phone, accepted=True)
    decide(market, order, laptop, accepted=False)
    [told] = changes_of(market, order)
    seller, buyer = client_of(market.salesperson), client_of(market.buyers[0].employee)
    for client in (seller, buyer):
        shown = client.get(f"/orders/{order.pk}/").content.decode()
        assert (f"Newer {phone} is taken instead" in shown, told.number in shown) == (True, True)
    page = seller.get(reverse("answer-order", args=[order.pk])).content.decode()
    send = reverse("answer-order-change", args=[order.pk, told.pk])
    assert (send in page, f"Newer {laptop} is declined" in page) == (True, True)
    assert seller.post(send, {"decision": "refuse", "note": ""}).status_code == 422
    given = {"now": NOW, "order_id": order.pk, "change_id": told.pk, "agreed": True}
    message = perform(market.salesperson, answer_change, **given)
    with reading(market.salesperson):
        document = edocs.read(content_of(message.pk))
    assert (document.kind, document.order_change_reference) == (
        "order-response-advanced", told.number,
    )  # fmt: skip
    transmit_waiting(tmp_path, now=NOW, limit=1000)
    collect_inboxes(tmp_path, now=NOW)
    let_facts_work()
    assert changes_of(market, order)[0].state == "agreed"
    with pytest.raises(Refused) as raised:
        perform(market.salesperson, answer_change, **given)
    assert raised.value.code == "change-answered-already"
    with pytest.raises(IntegrityError):
        perform(market.buyers[0].manager, ask_instead, now=NOW, change_id=told.pk)


def ask_instead(*, actor, now, change_id):
    """What the database holds against: a decision asks for nothing."""
    change(OrderChange.objects.get(id=change_id), state="asked", answered_at=None)
