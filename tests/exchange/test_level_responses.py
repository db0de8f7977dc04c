"""Message Level Responses: faulty documents are told to their senders, and what comes is kept."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from exchange.test_pages import signed_in
from factories.exchange import DAY, NOW, an_endpoint, an_order, an_order_response, put_in
from factories.parties import a_supplier, an_actor
from samkop.core import edocs
from samkop.core.edocs.model.application_response import LineResponse
from samkop.exchange.collecting import collect_inboxes, read_waiting
from samkop.exchange.documents import shown_address
from samkop.exchange.models import Message, MessageLevelResponse
from samkop.exchange.queries import (
    content_of,
    electronic_address,
    endpoint_of,
    level_responses_to,
    message_answered,
)
from samkop.exchange.transmitting import transmit_waiting
from samkop.exchange.usecases.endpoints import reach_own_party
from samkop.exchange.usecases.inbound import receive_document
from samkop.exchange.usecases.level_responses import record_level_response
from samkop.exchange.usecases.outbound import send_document
from samkop.exchange.usecases.quarantine import replay_message
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database")


def inside(party):
    return actors.person(1, "Manager", party.pk, frozenset({"ict-manager"}))


def spoilt(trade, number="OR-4711"):
    """A response whose code is in no list: a rule that its standard calls fatal."""
    return an_order_response(trade, number).replace(b">AP<", b">XX<")


def arrive(trade, tmp_path, content, name="answer.xml"):
    put_in(trade.inbox, name, content)
    collect_inboxes(tmp_path, now=NOW)
    with reading(inside(trade.buyer)):
        return Message.objects.filter(owner_id=trade.buyer.pk, direction="in").latest("id")


def carried(trade, content, sender):
    """As the access point brings it, for the sender that it vouches for."""
    message = perform(
        actors.job("exchange-inbound", trade.buyer.pk), receive_document, now=NOW,
        owner_id=trade.buyer.pk, content=content, sha256=hashlib.sha256(content).hexdigest(),
        size=len(content), transport="access-point", file_name="envelope-1.xml",
        carried_from=shown_address(address(sender)),
    )  # fmt: skip
    read_waiting(NOW)
    return message


def address(party):
    with reading(inside(party)):
        return electronic_address(party.pk)


def answers(trade):
    """The Message Level Responses that the buyer has written, oldest first, as documents."""
    with reading(inside(trade.buyer)):
        written = Message.objects.filter(owner_id=trade.buyer.pk, document_type="mlr")
        return [
            edocs.read(content_of(message.pk))
            for message in written.filter(direction="out").order_by("id")
        ]


def acknowledging(party):
    administrator = an_actor(party, RoleName.ADMINISTRATOR)
    with reading(administrator):
        endpoint = endpoint_of(party.pk)
    perform(
        administrator, reach_own_party, endpoint_id=endpoint.pk, transport="directory",
        wants_acknowledgement=True,
    )  # fmt: skip


def test_a_document_that_breaks_a_rule_is_told_to_its_sender(trade, tmp_path):
    message = arrive(trade, tmp_path, spoilt(trade))
    assert message.state == "quarantined"
    [told] = answers(trade)
    assert (told.id, told.response_code, told.document_id) == (
        f"MLR-{message.pk}", "RE", "OR-4711",
    )  # fmt: skip
    assert (told.sender, told.addressee) == (address(trade.buyer), address(trade.seller))
    assert [(line.line_id, line.reason_code) for line in told.lines] == [
        ("/OrderResponse/cbc:OrderResponseCode", "BV")
    ]
    assert told.lines[0].description.startswith("PEPPOL-T76-B00801: ")


def test_a_broken_syntax_is_told_as_one(trade, tmp_path):
    wrong = an_order_response(trade).replace(b"<cbc:IssueDate>", b"<cbc:Nonsense/><cbc:IssueDate>")
    arrive(trade, tmp_path, wrong)
    [told] = answers(trade)
    assert {line.reason_code for line in told.lines} >= {"SV"}


def test_the_response_goes_out_to_the_sender(trade, tmp_path):
    message = arrive(trade, tmp_path, spoilt(trade))
    transmit_waiting(tmp_path, now=NOW)
    assert (trade.outbox / f"mlr-MLR-{message.pk}.xml").exists()


def test_it_is_told_once_also_when_it_is_read_again(trade, tmp_path):
    message = arrive(trade, tmp_path, spoilt(trade))
    perform(inside(trade.buyer), replay_message, now=NOW, message_id=message.pk)
    read_waiting(NOW + timedelta(minutes=1))
    put_in(trade.inbox, "again.xml", spoilt(trade))
    collect_inboxes(tmp_path, now=NOW + timedelta(minutes=2))
    assert len(answers(trade)) == 1


def test_another_content_under_a_known_number_is_told_with_its_place_nowhere(trade, tmp_path):
    arrive(trade, tmp_path, an_order_response(trade))
    second = arrive(trade, tmp_path, an_order_response(trade, note="Other"), "second.xml")
    assert second.fault_code == "conflict"
    [told] = answers(trade)
    assert [(line.line_id, line.reason_code) for line in told.lines] == [("NA", "BV")]
    assert told.lines[0].description.startswith("conflict: ")


@pytest.mark.parametrize("content", [b"no XML", b"<Order/>", b"<?xml version='1.0'?><a>"])
def test_what_names_no_sender_is_told_to_nobody(trade, tmp_path, content):
    assert arrive(trade, tmp_path, content).state == "quarantined"
    assert answers(trade) == []


def test_a_sender_without_an_address_here_is_told_nothing(trade, tmp_path):
    address_of_seller = address(trade.seller).value.encode()
    stranger = spoilt(trade).replace(address_of_seller, b"5560125790")
    assert arrive(trade, tmp_path, stranger).state == "quarantined"
    assert answers(trade) == []


def test_of_what_the_access_point_brought_the_envelope_names_sender_and_number(trade):
    message = carried(trade, b"no XML", trade.seller)
    [told] = answers(trade)
    assert told.addressee == address(trade.seller)
    assert told.document_id == "envelope-1"
    assert [(line.line_id, line.reason_code) for line in told.lines] == [("NA", "SV")]
    assert told.id == f"MLR-{message.pk}"


def test_where_envelope_and_document_name_two_senders_nobody_is_told(trade):
    other = a_supplier()
    an_endpoint(other)
    carried(trade, spoilt(trade), other)
    assert answers(trade) == []


def test_what_was_taken_in_is_confirmed_only_where_the_endpoint_asks(trade, tmp_path):
    arrive(trade, tmp_path, an_order_response(trade))
    assert answers(trade) == []
    acknowledging(trade.seller)
    arrive(trade, tmp_path, an_order_response(trade, "OR-2"), "two.xml")
    [told] = answers(trade)
    assert (told.response_code, told.document_id, told.lines) == ("AP", "OR-2", ())


def a_response(trade, about, verdict="RE", number="M-1", **more):
    """What the seller says of a document of the buyer's."""
    lines = (LineResponse("/Order/cbc:ID", "Unknown buyer", "BV"),) if verdict == "RE" else ()
    return edocs.write(
        edocs.MessageLevelResponse(
            id=number, issue_date=DAY, sender=address(trade.seller),
            addressee=address(trade.buyer), response_code=verdict, document_id=about,
            lines=lines, **more,
        )
    )  # fmt: skip


def sent_order(trade, tmp_path, number="4711"):
    message = perform(
        inside(trade.buyer), send_document, now=NOW, receiver_id=trade.seller.pk,
        document_type="order", number=number, issue_date=DAY,
        content=edocs.write(an_order(trade, number)), subject="x:1",
    )  # fmt: skip
    transmit_waiting(tmp_path, now=NOW)
    return message


def hear():
    """Let the facts be heard until none waits, whatever pauses they would make."""
    moment = datetime.now(UTC)
    for _ in range(8):
        while dispatch_waiting(FACTS, now=moment):
            continue
        moment += timedelta(hours=2)


def verdicts_of(trade, message):
    with reading(inside(trade.buyer)):
        return [
            (answer.verdict, answer.answerer_id, [fault["text"] for fault in answer.faults])
            for answer in level_responses_to(message.pk)
        ]


def told_to(actor):
    with reading(actor):
        rows = Notification.objects.filter(person_id=actor.person_id)
        return [(row.kind, row.facts["number"], row.url) for row in rows]


def test_a_refusal_shows_on_what_it_answers_and_is_told_to_the_senders_people(trade, tmp_path):
    manager = an_actor(trade.buyer, RoleName.ICT_MANAGER)
    message = sent_order(trade, tmp_path)
    arrived = arrive(trade, tmp_path, a_response(trade, "4711"))
    hear()
    with reading(manager):
        assert Message.objects.get(pk=arrived.pk).state == "applied"
    assert verdicts_of(trade, message) == [("RE", trade.seller.pk, ["Unknown buyer"])]
    assert told_to(manager) == [("message-refused", "4711", f"/messages/{message.pk}/")]
    assert answers(trade) == []


def test_an_acceptance_shows_and_is_told_to_nobody(trade, tmp_path):
    manager = an_actor(trade.buyer, RoleName.ICT_MANAGER)
    message = sent_order(trade, tmp_path)
    arrive(trade, tmp_path, a_response(trade, "4711", "AP"))
    hear()
    assert verdicts_of(trade, message) == [("AP", trade.seller.pk, [])]
    assert told_to(manager) == []


def test_the_envelope_that_carried_a_document_names_it_too(trade, tmp_path):
    message = sent_order(trade, tmp_path)
    with reading(inside(trade.buyer)):
        carried_as = message.transmissions.get().detail
        found = message_answered(trade.buyer.pk, trade.seller.pk, carried_as)
        nothing = message_answered(trade.buyer.pk, trade.seller.pk, "never sent")
    assert (found, nothing) == (message.pk, None)


def test_a_response_about_nothing_that_was_sent_waits_in_quarantine_unanswered(trade, tmp_path):
    arrived = arrive(trade, tmp_path, a_response(trade, "4712"))
    hear()
    with reading(inside(trade.buyer)):
        found = Message.objects.get(pk=arrived.pk)
    assert (found.state, found.fault_code) == ("quarantined", "answered-message-unknown")
    assert answers(trade) == []


def test_a_faulty_response_is_never_answered_by_one(trade, tmp_path):
    acknowledging(trade.seller)
    wrong = a_response(trade, "4711").replace(b">RE<", b">XX<")
    assert arrive(trade, tmp_path, wrong).state == "quarantined"
    assert arrive(trade, tmp_path, wrong[:-30], "cut.xml").state == "quarantined"
    sent_order(trade, tmp_path)
    assert arrive(trade, tmp_path, a_response(trade, "4711", "AP"), "right.xml").state == "accepted"
    assert answers(trade) == []


def test_nobody_answers_for_the_receiver_of_a_document(trade, tmp_path):
    message = sent_order(trade, tmp_path)
    other = a_supplier()
    for actor in (
        actors.message(message.pk, "mlr 1", other.pk),
        an_actor(trade.buyer, RoleName.ICT_MANAGER),
    ):
        with pytest.raises(Refused) as refused:
            perform(
                actor, record_level_response, message_id=message.pk, owner_id=trade.buyer.pk,
                about_id=message.pk, verdict="RE", description="", faults=[],
            )  # fmt: skip
        assert refused.value.code == "answered-message-unknown"
    with reading(inside(trade.buyer)):
        assert not MessageLevelResponse.objects.filter(about=message).exists()


def test_the_pages_show_what_was_told_and_what_was_answered(trade, tmp_path):
    client = signed_in(trade.buyer, RoleName.ICT_MANAGER)
    faulty = arrive(trade, tmp_path, spoilt(trade))
    order = sent_order(trade, tmp_path)
    arrive(trade, tmp_path, a_response(trade, "4711"), "mlr.xml")
    hear()
    with reading(inside(trade.buyer)):
        told = Message.objects.get(owner_id=trade.buyer.pk, document_type="mlr", direction="out")
    assert f'href="/messages/{told.pk}/"' in client.get(f"/messages/{faulty.pk}/").content.decode()
    assert "PEPPOL-T76-B00801" in client.get(f"/messages/{told.pk}/").content.decode()
    assert "Unknown buyer" in client.get(f"/messages/{order.pk}/").content.decode()
    other = sent_order(trade, tmp_path, "4712")
    arrive(trade, tmp_path, a_response(trade, "4712", "AP", "M-2"), "other.xml")
    hear()
    found = {
        verdict: [
            one.pk
            for one in (order, other, faulty, told)
            if f'href="/messages/{one.pk}/"'
            in client.get(f"/messages/?verdict={verdict}").content.decode()
        ]
        for verdict in ("RE", "AP", "AB", "")
    }
    every = [order.pk, other.pk, faulty.pk, told.pk]
    assert found == {"RE": [order.pk], "AP": [other.pk], "AB": [], "": every}


def test_an_administrator_asks_for_confirmations_with_the_way(trade):
    client = signed_in(trade.seller, RoleName.ADMINISTRATOR)
    with reading(inside(trade.seller)):
        endpoint = endpoint_of(trade.seller.pk)
    page = f"/endpoints/{endpoint.pk}/reach/"
    for said, wanted in ({"wants_acknowledgement": "on"}, True), ({}, False):
        assert client.post(page, {"transport": "directory", **said}).status_code == 303
        with reading(inside(trade.seller)):
            assert endpoint_of(trade.seller.pk).wants_acknowledgement is wanted
