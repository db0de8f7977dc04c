"""What a buyer asks of an order that its supplier has: nothing is given back before it agrees."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from api_ground import caller
from browser_ground import a_client, queries_of
from factories.answers import (
    an_answered_line,
    answered,
    change_answered,
    comes_in,
    let_facts_work,
    order_again,
)
from factories.exchange import side_in_response
from factories.ordering import LAPTOP, NOW, PHONE, TODAY, a_market, approved
from factories.parties import a_person, a_supplier, an_account, an_actor
from samkop.agreements.models import Ceiling
from samkop.core import edocs
from samkop.core.edocs.model import (
    Item,
    OrderAgreementLine,
    Period,
    Price,
    Quantity,
)
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.models import Message
from samkop.exchange.queries import content_of
from samkop.exchange.rules import PATIENCE
from samkop.exchange.transmitting import transmit_waiting
from samkop.ordering.models import Budget, Order, OrderChange
from samkop.ordering.rules.agreeing import shared_out
from samkop.ordering.rules.changing import Changeable, hindrance
from samkop.ordering.usecases.answering import answer_change
from samkop.ordering.usecases.line_progress import move_lines
from samkop.ordering.usecases.order_change import ask_for_cancellation, ask_for_change
from samkop.ordering.vocabulary import LineMovementKind
from samkop.parties.models import Person
from samkop.platform import actors
from samkop.platform.models import Fact as FactRow
from samkop.platform.models import Notification
from samkop.platform.outbox import Fact
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database", "pages")
SOON = TODAY + timedelta(days=20)


@pytest.fixture
def market():
    return a_market()


def an_order(market, quantity=5, code=PHONE):
    requisition = approved(market, market.buyers[0], code, quantity)
    with reading(market.buyers[0].manager):
        return Order.objects.get(requisition=requisition)


def sent(tmp_path, market, quantity=5):
    order = an_order(market, quantity)
    transmit_waiting(tmp_path, now=NOW + timedelta(minutes=1), limit=1000)
    return order


def confirmed(tmp_path, market, quantity=5):
    return answered(tmp_path, market, sent(tmp_path, market, quantity), "AP")


def cancel(market, order, reason="The class was moved."):
    return perform(
        market.buyers[0].employee, ask_for_cancellation, now=NOW, order_id=order.pk, reason=reason
    )


def lower(market, order, quantities=None, **asked):
    given = {"reason": "Fewer pupils.", **asked}
    return perform(
        market.buyers[0].employee, ask_for_change, now=NOW, order_id=order.pk,
        quantities=quantities or {}, **given,
    )  # fmt: skip


def refused(ask, *arguments, **named):
    with pytest.raises(Refused) as raised:
        ask(*arguments, **named)
    return raised.value.code


def committed(market):
    buyer = market.buyers[0]
    with reading(buyer.finance):
        budget = Budget.objects.get(id=buyer.budget.pk).committed_cents
    with reading(market.category_manager):
        return budget, Ceiling.objects.get(agreement=market.agreement).committed_cents


def the_change(market, order):
    with reading(market.buyers[0].manager):
        return OrderChange.objects.filter(order=order).latest("id")


def document_of(market, asked):
    with reading(market.buyers[0].manager):
        message = Message.objects.get(id=asked.message_id)
        return message.document_type, edocs.read(content_of(message.pk))


def advanced(tmp_path, market, order, code, *lines, about=""):
    """The supplier's T116 comes in, and everything follows."""
    return change_answered(tmp_path, market, order, code, *lines, about=about)


def moved(market, order, kind, quantity):
    perform(
        actors.job("goods-keeper", order.buyer_id), count_them, now=NOW, order_id=order.pk,
        kind=kind, quantity=quantity,
    )  # fmt: skip


def count_them(*, actor, now, order_id, kind, quantity):
    move_lines(order_id=order_id, kind=kind, quantities={1: quantity}, source="test:1", now=now)


def told(actor):
    with reading(actor):
        mine = Notification.objects.filter(person_id=actor.person_id)
        return sorted(mine.values_list("kind", flat=True))


def test_a_cancellation_that_the_supplier_agrees_to_gives_everything_back(market, tmp_path):
    order = confirmed(tmp_path, market)
    assert cancel(market, order).state == "confirmed"
    asked = the_change(market, order)
    kind, document = document_of(market, asked)
    assert (kind, document.kind) == ("order-cancellation", "order-cancellation")
    assert (document.order_reference, document.cancellation_note) == (
        order.number, "The class was moved.",
    )  # fmt: skip
    assert committed(market) == (1500_00, 1500_00)
    let_facts_work()
    assert "order-cancellation-asked" in told(market.salesperson)
    # As in scenario 4 of the BIS, the answer names the order alone.
    assert advanced(tmp_path, market, order, "AP").state == "cancelled"
    assert committed(market) == (0, 0)
    assert the_change(market, order).state == "agreed"
    assert told(market.buyers[0].employee)[:1] == ["order-change-agreed"]


def test_a_cancellation_that_is_not_agreed_to_leaves_the_order_and_its_money(market, tmp_path):
    order = confirmed(tmp_path, market)
    cancel(market, order)
    assert advanced(tmp_path, market, order, "RE").state == "confirmed"
    assert committed(market) == (1500_00, 1500_00)
    assert the_change(market, order).state == "refused"
    assert "order-change-refused" in told(market.buyers[0].employee)
    # And another may be asked for; answered twice, the second word changes nothing.
    cancel(market, order, reason="Once more.")
    assert the_change(market, order).number == f"{order.number}-2"
    advanced(tmp_path, market, order, "AP", about=f"{order.number}-1")
    assert the_change(market, order).state == "asked"
    assert committed(market) == (1500_00, 1500_00)


def test_what_has_not_left_the_house_is_cancelled_at_once(market):
    order = an_order(market)
    assert cancel(market, order).state == "cancelled"
    assert committed(market) == (0, 0)
    assert refused(cancel, market, order) == "order-cancelled-already"


def test_an_answer_to_the_order_does_not_pass_for_one_to_its_cancellation(market, tmp_path):
    order = sent(tmp_path, market)
    cancel(market, order)
    # It crossed the cancellation: the order had no answer before, and it names no change.
    assert advanced(tmp_path, market, order, "AP").state == "confirmed"
    assert (the_change(market, order).state, committed(market)) == ("asked", (1500_00, 1500_00))
    asked = the_change(market, order)
    assert advanced(tmp_path, market, order, "AP", about=asked.number).state == ("cancelled")
    assert committed(market) == (0, 0)


def test_a_refusal_of_the_order_overtakes_what_was_asked(market, tmp_path):
    order = confirmed(tmp_path, market)
    lower(market, order, {1: 2})
    assert answered(tmp_path, market, order, "RE", note="Bankrupt.").state == "refused"
    assert (the_change(market, order).state, committed(market)) == ("overtaken", (0, 0))


def test_fewer_and_another_day_are_asked_as_a_change_and_taken_back_when_agreed(market, tmp_path):
    order = confirmed(tmp_path, market)
    lower(market, order, {1: 3}, requested_on=SOON)
    asked = the_change(market, order)
    kind, document = document_of(market, asked)
    [line] = document.lines
    assert (kind, document.sequence_number, document.order_reference) == (
        "order-change", "1", order.number,
    )  # fmt: skip
    assert (line.status_code, line.quantity.value, document.totals.payable_amount) == ("3", 3, 900)
    assert document.delivery.requested_period == Period(SOON, SOON)
    after = advanced(tmp_path, market, order, "AP", about=asked.number)
    # The buyer wanted fewer itself: what it still wants is confirmed in whole.
    assert (after.state, committed(market)) == ("confirmed", (900_00, 900_00))
    with reading(market.buyers[0].manager):
        answer = order.responses.latest("id")
        settled = order.settlements.latest("id")
    assert (answer.change_id, answer.promised_on) == (asked.pk, SOON)
    assert (settled.standing, settled.taken_back) == ({"1": 3}, {"1": 2})
    page = a_client(an_account(person_of(market.buyers[0].employee))).get(f"/orders/{order.pk}/")
    assert page.status_code == 200


def person_of(actor):
    with reading(actor):
        return Person.objects.get(id=actor.person_id)


def test_an_answer_line_by_line_says_what_stands_of_a_change(market, tmp_path):
    order = confirmed(tmp_path, market)
    lower(market, order, {1: 1})
    number = the_change(market, order).number
    line = an_answered_line(1, "3", 4)
    assert advanced(tmp_path, market, order, "CA", line, about=number).state == "confirmed"
    assert (the_change(market, order).state, committed(market)) == (
        "partly-agreed", (1200_00, 1200_00),
    )  # fmt: skip


def test_what_the_supplier_refuses_unasked_is_not_taken_back_by_the_buyer(market, tmp_path):
    order = confirmed(tmp_path, market)
    lower(market, order, {1: 4})
    number = the_change(market, order).number
    line = an_answered_line(1, "3", 2)
    assert advanced(tmp_path, market, order, "CA", line, about=number).state == "partly-confirmed"
    with reading(market.buyers[0].manager):
        settled = order.settlements.latest("id")
    assert (settled.standing, settled.taken_back) == ({"1": 2}, {"1": 1})
    assert committed(market) == (600_00, 600_00)


def test_an_order_of_which_the_supplier_leaves_nothing_is_refused_and_not_cancelled(
    market, tmp_path
):
    order = confirmed(tmp_path, market)
    lower(market, order, {1: 4})
    number = the_change(market, order).number
    line = an_answered_line(1, "7")
    assert advanced(tmp_path, market, order, "CA", line, about=number).state == "refused"
    assert committed(market) == (0, 0)


def test_what_is_despatched_is_not_taken_back_whatever_the_supplier_agrees_to(market, tmp_path):
    order = confirmed(tmp_path, market)
    cancel(market, order)
    moved(market, order, LineMovementKind.DESPATCHED, 2)
    assert advanced(tmp_path, market, order, "AP").state == "confirmed"
    assert committed(market) == (600_00, 600_00)
    assert refused(cancel, market, order) == "order-despatched"
    assert refused(lower, market, order, {1: 1}) == "line-despatched"


@pytest.mark.parametrize(
    ("quantities", "more", "code"),
    [
        ({1: 6}, {}, "quantity-raised"),
        ({2: 0}, {}, "order-line-unknown"),
        ({1: -1}, {}, "order-line-unknown"),
        ({1: 5}, {}, "nothing-changed"),
        ({1: 0}, {}, "nothing-left-of-order"),
        ({1: 4}, {"reason": " "}, "reason-missing"),
        ({1: 4}, {"reason": "\x07"}, "change-document-invalid"),
        ({}, {"requested_on": TODAY - timedelta(days=1)}, "requested-in-the-past"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_leaves_no_document(
    market, tmp_path, quantities, more, code
):
    order = confirmed(tmp_path, market)
    assert refused(lower, market, order, quantities, **more) == code
    with reading(market.buyers[0].manager):
        assert not Message.objects.filter(document_type="order-change").exists()


def test_an_order_is_asked_for_in_its_turn_and_by_whose_it_is(market, tmp_path):
    order = sent(tmp_path, market)
    assert refused(lower, market, order, {1: 4}) == "order-unanswered"
    order = answered(tmp_path, market, order, "AP")
    for actor, code in (
        (market.buyers[0].approver, "not-allowed"),
        (an_actor(a_supplier(), "salesperson"), "not-found"),
    ):
        with pytest.raises(Refused) as raised:
            perform(actor, ask_for_cancellation, now=NOW, order_id=order.pk, reason="No.")
        assert raised.value.code == code
    lower(market, order, {1: 4})
    assert refused(lower, market, order, {1: 3}) == "change-waits"
    offer = an_answered_line(1, "3", 5, substitute="Newer phone")
    answered(tmp_path, market, order, "CA", offer)
    assert refused(cancel, market, order) == "substitute-waits"
    other = answered(tmp_path, market, sent(tmp_path, market), "RE", note="No.")
    assert refused(cancel, market, other) == "order-over"


def test_a_change_that_nobody_asked_for_waits_in_quarantine(market, tmp_path):
    order = confirmed(tmp_path, market)
    advanced(tmp_path, market, order, "AP", about="never-asked")
    assert set_aside(market, "order-response-advanced") == ("quarantined", "order-change-unknown")


def set_aside(market, document_type):
    """What becomes of a document that its handler has refused for the last time."""
    with reading(actors.job("dispatcher")):
        row = FactRow.objects.get(
            name="message-received", body__document_type=document_type,
            body__receiver_id=market.buyers[0].party.pk,
        )  # fmt: skip
    fact = Fact(row.pk, row.name, row.party_id, row.body, row.happened_at, PATIENCE)
    for handle in FACTS["message-received"]:
        handle(fact)
    with reading(market.buyers[0].manager):
        message = Message.objects.get(document_type=document_type)
    return message.state, message.fault_code


def answers(market, order, **words):
    asked = the_change(market, order)
    given = {"agreed": True, **words}
    return perform(
        market.salesperson, answer_change, now=NOW, order_id=order.pk, change_id=asked.pk, **given
    )


def carried(tmp_path, now=NOW):
    transmit_waiting(tmp_path, now=now, limit=1000)
    collect_inboxes(tmp_path, now=now)
    let_facts_work()


def test_a_supplier_without_a_system_answers_by_hand_with_the_same_document(market, tmp_path):
    order = confirmed(tmp_path, market)
    lower(market, order, {1: 2})
    assert refused(answers, market, order, agreed=False) == "reason-missing"
    yesterday = TODAY - timedelta(days=1)
    assert refused(answers, market, order, promised_on=yesterday) == "promised-in-the-past"
    message = answers(market, order, promised_on=SOON, note_text="Gladly.")
    with reading(market.salesperson):
        document = edocs.read(content_of(message.pk))
    assert (document.kind, document.response_code, document.order_change_reference) == (
        "order-response-advanced", "AP", f"{order.number}-1",
    )  # fmt: skip
    assert refused(answers, market, order) == "change-answered-already"
    carried(tmp_path)
    assert committed(market) == (600_00, 600_00)
    with reading(market.buyers[0].manager):
        assert order.responses.latest("id").promised_on == SOON
    for actor in (market.buyers[0].manager, an_actor(market.supplier, "administrator")):
        with pytest.raises(Refused) as raised:
            perform(
                actor, answer_change, now=NOW, order_id=order.pk,
                change_id=the_change(market, order).pk, agreed=True,
            )  # fmt: skip
        assert raised.value.code == "not-allowed"


def client_of(actor):
    return a_client(an_account(person_of(actor)))


def test_both_sides_ask_and_answer_on_their_pages(market, tmp_path):
    order = confirmed(tmp_path, market)
    buyer = client_of(market.buyers[0].employee)
    place = reverse("change-order", args=[order.pk])
    assert place in buyer.get(f"/orders/{order.pk}/").content.decode()
    assert b'name="quantity_1"' in buyer.get(place).content
    ask = reverse("ask-order-change", args=[order.pk])
    typed = {"quantity_1": "6", "requested_on": "", "reason": "Fewer."}
    wrong = buyer.post(ask, typed)
    assert (wrong.status_code, wrong.content.count(b"Fewer.")) == (422, 1)
    assert buyer.post(ask, {**typed, "quantity_1": "4"}).status_code == 303
    seller = a_client(an_account(a_person(market.supplier, "salesperson")))
    shown = seller.get(reverse("answer-order", args=[order.pk])).content.decode()
    asked = the_change(market, order)
    send = reverse("answer-order-change", args=[order.pk, asked.pk])
    figures = [figure.text for figure in html.fromstring(shown).findall(".//span[@class='figure']")]
    assert (send in shown, figures[:2]) == (True, ["4", "5"])
    assert seller.post(send, {"decision": "refuse", "note": ""}).status_code == 422
    assert seller.post(send, {"decision": "refuse", "note": "Packed."}).status_code == 303
    carried(tmp_path, datetime.now(UTC))
    assert the_change(market, order).state == "refused"
    cancel_it = reverse("ask-order-cancellation", args=[order.pk])
    assert buyer.post(cancel_it, {"reason": ""}).status_code == 422
    assert buyer.post(cancel_it, {"reason": "Moved."}).status_code == 303
    assert the_change(market, order).kind == "cancellation"


def test_the_page_costs_the_same_for_one_change_and_for_many(market, tmp_path):
    order = confirmed(tmp_path, market, quantity=30)
    client = client_of(market.buyers[0].employee)
    lower(market, order, {1: 29})
    advanced(tmp_path, market, order, "RE", about=f"{order.number}-1")
    one, _page = queries_of(client, f"/orders/{order.pk}/")
    for turn in range(2, 12):
        lower(market, order, {1: 29})
        advanced(tmp_path, market, order, "RE", about=f"{order.number}-{turn}")
    many, _page = queries_of(client, f"/orders/{order.pk}/")
    assert (one, many) == (20, 20)


def test_a_program_asks_reads_and_cancels(market, tmp_path):
    order = confirmed(tmp_path, market)
    program = caller(market.buyers[0].employee)
    place = f"/orders/{order.pk}"
    wanted = {"lines": [{"line_number": 1, "quantity": 4}], "reason": "Fewer."}
    made = program.post(f"{place}/changes", wanted, key="1")
    assert made.status_code == 201
    assert program.post(f"{place}/changes", wanted, key="1").json() == made.json()
    [change] = program.get(f"{place}/changes").json()["changes"]
    assert (change["number"], change["state"], change["lines"]) == (
        f"{order.number}-1", "asked",
        [{"line_number": 1, "standing": 5, "quantity": 4, "substitute": None}],
    )  # fmt: skip
    other = sent(tmp_path, market)
    gone = program.post(f"/orders/{other.pk}/cancellation", {"reason": "Moved."}, key="2").json()
    assert (gone["order_state"], gone["changes"][0]["kind"]) == ("placed", "cancellation")
    again = program.post(f"/orders/{other.pk}/cancellation", {"reason": "Moved."}, key="3")
    assert (again.status_code, again.json()["code"]) == (409, "change-waits")


def an_agreement(market, order, *lines):
    return edocs.OrderAgreement(
        id="AG-1", issue_date=TODAY, order_reference=order, currency="EUR",
        seller=side_in_response(market.supplier),
        buyer=side_in_response(market.buyers[0].party),
        lines=tuple(
            OrderAgreementLine(
                id=str(number), quantity=Quantity(count, "EA"), price=Price(300),
                item=Item(name="It", sellers_id=item),
            )
            for number, (item, count) in enumerate(lines, 1)
        ),
    )  # fmt: skip


def test_an_agreement_confirms_the_order_that_it_names(market, tmp_path):
    order = sent(tmp_path, market)
    comes_in(tmp_path, market.buyers[0], an_agreement(market, order.number, (PHONE, 4)))
    assert order_again(market, order).state == "partly-confirmed"
    assert committed(market) == (1200_00, 1200_00)


@pytest.mark.parametrize(
    ("number", "lines", "code"),
    [
        ("not-ours", [(PHONE, 5)], "agreement-without-order"),
        (None, [(PHONE, 6)], "agreement-differs"),
        (None, [(LAPTOP, 5)], "agreement-differs"),
    ],
)
def test_an_agreement_that_fits_no_order_makes_none_and_waits(
    market, tmp_path, number, lines, code
):
    order = sent(tmp_path, market)
    comes_in(tmp_path, market.buyers[0], an_agreement(market, number or order.number, *lines))
    assert set_aside(market, "order-agreement") == ("quarantined", code)
    with reading(market.buyers[0].manager):
        assert Order.objects.count() == 1
    assert order_again(market, order).state == "placed"


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 9)), min_size=1, max_size=6))
def test_an_agreement_on_all_of_it_is_shared_out_as_ordered(ordered):
    lines = [(number, item, count) for number, (item, count) in enumerate(ordered, 1)]
    shared = shared_out(lines, ordered)
    assert {
        number: sum(count for count, _place in pieces) for number, pieces in shared.items()
    } == {number: count for number, _item, count in lines}
    assert shared_out(lines, [*ordered, ("A", 1)]) is None


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_line_is_lowered_to_what_has_left_and_no_further(standing, gone, wanted):
    found = hindrance([Changeable(1, standing, gone)], {1: wanted})
    expected = (
        "quantity-raised" if wanted > standing
        else "line-despatched" if wanted < min(gone, standing) else None
    )  # fmt: skip
    assert (found and found.why.value) == expected
