"""A supplier without a system answers by hand: the buyer gets the same document as from one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from factories.ordering import NOW, PHONE, TODAY, a_market, approved
from factories.parties import a_person, a_supplier, an_account, an_actor
from samkop.core import edocs
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.models import Message
from samkop.exchange.queries import content_of
from samkop.exchange.transmitting import transmit_waiting
from samkop.ordering.models import Budget, Order
from samkop.ordering.rules.answering import Said, response_code
from samkop.ordering.usecases.answering import answer_order
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database", "pages")
SOON, LATER = TODAY + timedelta(days=7), TODAY + timedelta(days=40)


@pytest.fixture
def market():
    return a_market()


def an_order(market, quantity=3):
    requisition = approved(market, market.buyers[0], PHONE, quantity)
    with reading(market.buyers[0].manager):
        return Order.objects.get(requisition=requisition)


def seller(market):
    return an_actor(market.supplier, "salesperson")


def answer(market, order, *said, now=NOW, **words):
    return perform(
        seller(market), answer_order, now=now, order_id=order.pk, said=list(said), **words
    )


def carry(tmp_path):
    """What the worker does: sends, takes in, and tells the handlers."""
    transmit_waiting(tmp_path, now=NOW + timedelta(minutes=1), limit=1000)
    collect_inboxes(tmp_path, now=NOW + timedelta(minutes=2))
    for _round in range(3):
        dispatch_waiting(FACTS)


def found(market, order):
    with reading(market.buyers[0].manager):
        return Order.objects.get(pk=order.pk)


def refused_by(market, order, *said, **words):
    with pytest.raises(Refused) as refused:
        answer(market, order, *said, **words)
    with reading(seller(market)):
        assert not Message.objects.filter(subject=f"ordering.answer:{order.pk}").exists()
    return refused.value.code


def test_all_of_it_on_one_day_is_an_acceptance_and_the_order_is_confirmed(market, tmp_path):
    order = an_order(market)
    message = answer(market, order, Said(1, 3, promised_on=SOON), sales_order_id="SO-1")
    with reading(seller(market)):
        document = edocs.read(content_of(message.pk))
    assert (document.response_code, document.lines) == ("AP", ())
    assert (document.promised_delivery.end_date, document.sales_order_id) == (SOON, "SO-1")
    carry(tmp_path)
    assert found(market, order).state == "confirmed"
    with reading(market.buyers[0].manager):
        response = order.responses.get()
        mine = Message.objects.get(pk=response.message_id)
    assert (response.number, response.promised_on) == (f"OR-{order.number}-1", SOON)
    assert (mine.owner_id, mine.transport, mine.state) == (order.buyer_id, "portal", "applied")


def test_a_part_now_and_the_rest_later_keeps_the_money_of_both_and_gives_back_the_remainder(
    market, tmp_path
):
    order = an_order(market, 5)
    with reading(market.buyers[0].finance):
        before = Budget.objects.get(id=market.buyers[0].budget.pk).committed_cents
    said = Said(1, 2, later=1, promised_on=SOON, later_on=LATER, note="Two are in stock.")
    message = answer(market, order, said)
    with reading(seller(market)):
        [line] = edocs.read(content_of(message.pk)).lines
    assert (line.status_code, line.quantity.value) == ("3", 2)
    assert (line.maximum_backorder_quantity.value, line.note) == (1, "Two are in stock.")
    assert [period.end_date for period in line.promised_deliveries] == [SOON, LATER]
    carry(tmp_path)
    assert found(market, order).state == "partly-confirmed"
    with reading(market.buyers[0].finance):
        after = Budget.objects.get(id=market.buyers[0].budget.pk).committed_cents
    assert before - after == 2 * order.total_cents // 5


def test_nothing_of_it_needs_a_reason_and_refuses_the_order(market, tmp_path):
    order = an_order(market)
    assert refused_by(market, order, Said(1, 0)) == "reason-missing"
    answer(market, order, Said(1, 0), note_text="Discontinued.")
    carry(tmp_path)
    assert found(market, order).state == "refused"


def test_an_order_that_is_over_takes_no_answer_and_one_confirmed_takes_another(market, tmp_path):
    order = an_order(market)
    answer(market, order, Said(1, 3, promised_on=SOON))
    carry(tmp_path)
    answer(market, order, Said(1, 0), note_text="The maker has gone bankrupt.")
    carry(tmp_path)
    assert found(market, order).state == "refused"
    with pytest.raises(Refused) as refused:
        answer(market, order, Said(1, 3, promised_on=SOON))
    assert refused.value.code == "order-over"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([Said(1, 4, promised_on=SOON)], "quantity-above-order"),
        ([Said(1, 2, later=2, promised_on=SOON, later_on=LATER)], "quantity-above-order"),
        ([Said(1, -1, promised_on=SOON)], "quantity-above-order"),
        ([Said(1, 3)], "day-missing"),
        ([Said(1, 2, later=1, promised_on=SOON)], "day-missing"),
        ([Said(1, 3, promised_on=TODAY - timedelta(days=1))], "promised-in-the-past"),
        ([], "lines-missing"),
        ([Said(1, 3, promised_on=SOON), Said(1, 3, promised_on=SOON)], "lines-missing"),
        ([Said(2, 3, promised_on=SOON)], "lines-missing"),
        ([Said(1, 3, promised_on=SOON, note="\x07")], "response-invalid"),
    ],
)
def test_what_cannot_be_meant_is_refused(market, said, code):
    assert refused_by(market, an_order(market), *said) == code


def test_only_the_suppliers_people_who_sell_answer(market):
    order = an_order(market)
    for actor, code in (
        (an_actor(market.supplier, "administrator"), "not-allowed"),
        (market.buyers[0].manager, "not-allowed"),
        (an_actor(a_supplier(), "salesperson"), "not-found"),
    ):
        with pytest.raises(Refused) as refused:
            perform(actor, answer_order, now=NOW, order_id=order.pk, said=[Said(1, 0)])
        assert refused.value.code == code


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=5))
def test_the_code_of_the_whole_says_what_the_lines_say(lines):
    day = date(2026, 12, 1)
    said = [
        (Said(number, now, later, day, day), now + later)
        for number, (now, later) in enumerate(lines, 1)
    ]
    expected = "RE" if not any(map(sum, lines)) else "CA" if any(b for _a, b in lines) else "AP"
    assert response_code(said) == expected


def client_of(party, role):
    client = Client(SERVER_NAME="localhost")
    account = an_account(a_person(party, role))
    client.force_login(account)
    return client


def values_in(page):
    """What stands in some of the page's fields."""
    found = html.fromstring(page.content)
    names = ("quantity_1", "later_1", "note")
    return {name: found.find(f".//input[@name='{name}']").get("value") for name in names}


def test_the_page_offers_it_keeps_what_was_typed_and_a_second_press_sends_no_second(market):
    order = an_order(market)
    client = client_of(market.supplier, "salesperson")
    place = reverse("answer-order", args=[order.pk])
    assert place in client.get(reverse("order", args=[order.pk])).content.decode()
    assert values_in(client.get(place)) == {"quantity_1": "3", "later_1": "0", "note": None}
    send = reverse("send-order-answer", args=[order.pk])
    soon = (datetime.now(UTC).date() + timedelta(days=7)).isoformat()
    typed = {"quantity_1": "3", "promised_1": soon, "key": f"{order.pk}-0", "note": "Typed."}
    wrong = client.post(send, {**typed, "later_1": "1", "later_on_1": soon})
    assert wrong.status_code == 422
    assert values_in(wrong) == {"quantity_1": "3", "later_1": "1", "note": "Typed."}
    assert 'id="id_quantity_1_error"' in wrong.content.decode()
    for _press in range(2):
        assert client.post(send, typed).status_code == 303
    with reading(seller(market)):
        assert Message.objects.filter(subject=f"ordering.answer:{order.pk}").count() == 1


def test_the_buyers_page_offers_no_answer(market):
    order = an_order(market)
    page = client_of(market.buyers[0].party, "ict-manager").get(reverse("order", args=[order.pk]))
    assert reverse("answer-order", args=[order.pk]) not in page.content.decode()
