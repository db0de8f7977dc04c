"""A supplier without a system despatches by hand: the buyer expects the goods by their serials."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from lxml import html

from browser_ground import a_client
from factories.despatches import an_order
from factories.ordering import NOW, TODAY, a_market
from factories.parties import a_person, a_supplier, an_account, an_actor
from samkop.core import edocs
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.models import Message
from samkop.exchange.queries import content_of
from samkop.exchange.transmitting import transmit_waiting
from samkop.ordering.queries.line_progress import progress_of
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.models import Consignment, DespatchedSerial
from samkop.receiving.rules.despatching import Sent, listed, sscc_of
from samkop.receiving.usecases.despatching import despatch_order
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database")
SOON = TODAY + timedelta(days=2)
SSCC = "340123450000000017"  # check digit by hand: 7 of 3 40123450000000001


@pytest.fixture
def market():
    return a_market()


def send(market, order, *sent, **words):
    given = {"expected_on": SOON, **words}
    return perform(
        market.salesperson, despatch_order, now=NOW, order_id=order.pk, sent=list(sent), **given
    )


def carry(tmp_path, now=NOW + timedelta(minutes=1)):
    """What the worker does: sends, takes in, and tells the handlers."""
    transmit_waiting(tmp_path, now=now, limit=1000)
    collect_inboxes(tmp_path, now=now)
    for _round in range(3):
        dispatch_waiting(FACTS)


def document_of(market, message):
    with reading(market.salesperson):
        return edocs.read(content_of(message.pk))


def test_a_part_goes_with_its_serials_and_the_buyer_expects_exactly_that(market, tmp_path):
    order = an_order(market, quantity=3)
    message = send(
        market, order, Sent(1, 2, ("SN-1", "SN-2")), carrier="Posti", tracking_id="JJFI1",
        package_marks=(f"(00){SSCC}", "BOX 2"), note_text="Two today.",
    )  # fmt: skip
    document = document_of(market, message)
    [line] = document.lines
    assert (line.delivered.value, line.outstanding.value, line.serial_numbers) == (
        2, 1, ("SN-1", "SN-2"),
    )  # fmt: skip
    assert [(one.id, one.shipping_marks) for one in line.handling_units] == [
        (edocs.model.Identifier(SSCC, "SSCC"), ()), (None, ("BOX 2",)),
    ]  # fmt: skip
    carry(tmp_path)
    with reading(market.buyers[0].manager):
        consignment = Consignment.objects.select_related("advice").get(number=document.id)
        serials = DespatchedSerial.objects.filter(line__advice=consignment.advice).order_by("id")
        assert [one.serial_number for one in serials] == ["SN-1", "SN-2"]
        [moved] = progress_of(order.pk)
    advice = consignment.advice
    assert (advice.carrier, advice.tracking_id, advice.package_marks, advice.note) == (
        "Posti", "JJFI1", [SSCC, "BOX 2"], "Two today.",
    )  # fmt: skip
    assert (consignment.state, consignment.due_on, moved.despatched) == ("expected", SOON, 2)


def test_what_is_sent_is_not_left_to_send_also_while_its_advice_is_on_its_way(market, tmp_path):
    order = an_order(market, quantity=3)
    send(market, order, Sent(1, 2))
    for _moment in ("on its way", "arrived"):
        with pytest.raises(Refused) as refused:
            send(market, order, Sent(1, 2))
        assert refused.value.code == "quantity-above-order"
        carry(tmp_path)
    last = document_of(market, send(market, order, Sent(1, 1)))
    assert (last.id, last.lines[0].outstanding) == (f"DA-{order.number}-2", None)


def test_a_serial_number_that_was_announced_is_refused_before_it_goes_out(market, tmp_path):
    order = an_order(market, quantity=3)
    send(market, order, Sent(1, 1, ("SN-9",)))
    carry(tmp_path)
    with pytest.raises(Refused) as refused:
        send(market, order, Sent(1, 1, ("SN-9",)))
    assert refused.value.code == "serial-announced-before"


@pytest.mark.parametrize(
    ("sent", "words", "code"),
    [
        ([Sent(1, 4)], {}, "quantity-above-order"),
        ([Sent(1, -1)], {}, "quantity-above-order"),
        ([Sent(1, 0)], {}, "lines-missing"),
        ([Sent(2, 1)], {}, "lines-missing"),
        ([Sent(1, 1), Sent(1, 1)], {}, "lines-missing"),
        ([Sent(1, 2, ("A",))], {}, "serials-missing"),
        ([Sent(1, 2, ("A", "A"))], {}, "serial-twice"),
        ([Sent(1, 1)], {"expected_on": TODAY - timedelta(days=1)}, "expected-in-the-past"),
        ([Sent(1, 1)], {"note_text": "\x07"}, "despatch-invalid"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(market, sent, words, code):
    order = an_order(market, quantity=3)
    with pytest.raises(Refused) as refused:
        send(market, order, *sent, **words)
    assert refused.value.code == code
    with reading(market.salesperson):
        assert not Message.objects.filter(document_type="despatch-advice").exists()


def test_only_the_suppliers_people_who_sell_despatch(market):
    order = an_order(market)
    for actor, code in (
        (an_actor(market.supplier, "administrator"), "not-allowed"),
        (market.buyers[0].manager, "not-allowed"),
        (an_actor(a_supplier(), "salesperson"), "not-found"),
    ):
        with pytest.raises(Refused) as refused:
            perform(
                actor, despatch_order, now=NOW, order_id=order.pk, sent=[], expected_on=SOON
            )  # fmt: skip
        assert refused.value.code == code


def test_marks_and_lists_are_read_as_people_paste_them():
    assert [sscc_of(f"(00){SSCC}"), sscc_of(f"00{SSCC}"), sscc_of(SSCC)] == [SSCC] * 3
    assert [sscc_of("340123450000000018"), sscc_of("BOX-2"), sscc_of("")] == [None] * 3
    assert listed(" SN-1\r\nSN-2,SN-3; SN-4 \n\n") == ("SN-1", "SN-2", "SN-3", "SN-4")


@pytest.mark.usefixtures("pages")
def test_the_page_begins_with_what_is_left_and_a_second_press_sends_no_second(market, tmp_path):
    order = an_order(market, quantity=3)
    client = a_client(an_account(a_person(market.supplier, "salesperson")))
    place = reverse("despatch-order", args=[order.pk])
    assert place in client.get(reverse("order", args=[order.pk])).content.decode()
    form = html.fromstring(client.get(place).content).get_element_by_id("main").find(".//form")
    typed = {name: form.fields[name] or "" for name in form.fields}
    assert (typed["quantity_1"], typed["key"]) == ("3", f"{order.pk}-0")
    typed |= {"quantity_1": "2", "serials_1": "SN-1\r\n"}
    there = reverse("send-order-despatch", args=[order.pk])
    wrong = client.post(there, typed)
    assert wrong.status_code == 422
    assert 'id="id_serials_1_error"' in wrong.content.decode()
    for _press in range(2):
        assert client.post(there, {**typed, "serials_1": "SN-1\r\nSN-2\r\n"}).status_code == 303
    with reading(market.salesperson):
        message = Message.objects.get(document_type="despatch-advice")
    assert document_of(market, message).lines[0].serial_numbers == ("SN-1", "SN-2")
    carry(tmp_path, datetime.now(UTC))
    buyers = a_client(an_account(a_person(market.buyers[0].party, "ict-manager")))
    assert buyers.get(place).status_code == 403
    shown = buyers.get(reverse("order", args=[order.pk])).content.decode()
    assert place not in shown
    assert message.number in shown
