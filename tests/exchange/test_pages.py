"""The pages: the mailbox with its filters, one message, its file, the replay button."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories.exchange import (
    DAY,
    NOW,
    a_trade,
    an_order,
    an_order_response,
    put_in,
)
from factories.parties import a_municipality, a_person, an_account
from samkop.core import edocs
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.models import Message
from samkop.exchange.queries import BOXES
from samkop.exchange.transmitting import transmit_waiting
from samkop.exchange.usecases.outbound import send_document
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def signed_in(party, *roles):
    client = Client(SERVER_NAME="localhost")
    account = an_account(a_person(party, *roles))
    client.force_login(account)
    return client


def send(trade, number, content=None):
    return perform(
        actors.person(1, "Buyer", trade.buyer.pk), send_document, now=NOW,
        receiver_id=trade.seller.pk, document_type="order", number=number, issue_date=DAY,
        content=content or edocs.write(an_order(trade, number)), subject="",
    )  # fmt: skip


def inbound(trade, tmp_path, content=None, name="answer.xml"):
    put_in(trade.inbox, name, content or an_order_response(trade))
    collect_inboxes(tmp_path, now=NOW)
    with reading(actors.person(1, "x", trade.buyer.pk)):
        return Message.objects.filter(owner_id=trade.buyer.pk, direction="in").latest("id")


def links_in(page):
    """The messages that a list links to."""
    return [int(found) for found in re.findall(r'href="/messages/(\d+)/"', page.content.decode())]


def test_the_mailbox_shows_own_messages_newest_first(trade, tmp_path):
    sent, other = send(trade, "1"), send(a_trade(tmp_path), "1")
    received = inbound(trade, tmp_path)
    page = signed_in(trade.buyer, "ict-manager").get(reverse("messages"))
    assert links_in(page) == [received.pk, sent.pk]
    assert other.pk not in links_in(page)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"direction": "in"}, ["received"]),
        ({"state": "waiting"}, ["sent"]),
        ({"document_type": "order"}, ["sent"]),
        ({"document_type": "order", "direction": "in"}, []),
        ({"state": "no such state"}, ["received", "sent"]),
        ({"box": "received"}, []),
    ],
)
def test_filters_stand_in_the_address(trade, tmp_path, query, wanted):
    known = {"sent": send(trade, "1").pk, "received": inbound(trade, tmp_path).pk}
    page = signed_in(trade.buyer, "buyer").get(reverse("messages"), query)
    assert links_in(page) == [known[name] for name in wanted]


def test_a_supplier_finds_what_was_sent_to_it_and_what_it_delivered(trade, tmp_path):
    sent, received = send(trade, "1"), inbound(trade, tmp_path)
    transmit_waiting(tmp_path, now=NOW)
    client = signed_in(trade.seller, "salesperson")
    assert links_in(client.get(reverse("messages"), {"box": "received"})) == [sent.pk]
    assert links_in(client.get(reverse("messages"), {"box": "delivered"})) == [received.pk]
    assert links_in(client.get(reverse("messages"), {"box": "own"})) == []


def test_a_long_mailbox_is_paged_both_ways(trade):
    numbers = [send(trade, str(number), b"<x/>").pk for number in range(120)][::-1]
    client = signed_in(trade.buyer, "buyer")

    def leads(page, identity):
        query = re.search(rf'id="{identity}"[^>]* href="([^"]+)"', page.content.decode())[1]
        return client.get(reverse("messages") + unescape(query))

    page = client.get(reverse("messages"))
    first, page = links_in(page), leads(page, "following")
    second, page = links_in(page), leads(page, "following")
    third, back = links_in(page), links_in(leads(page, "previous"))
    assert [first, second, third] == [numbers[:50], numbers[50:100], numbers[100:]]
    assert back == second


def queries_of_a_list(trade):
    client = signed_in(trade.buyer, "buyer")
    client.get(reverse("messages"))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("messages")).status_code == 200
    return len(captured)


def test_the_list_takes_as_many_queries_for_thirty_messages_as_for_one(trade):
    send(trade, "0", b"<x/>")
    one = queries_of_a_list(trade)
    for number in range(1, 30):
        send(trade, str(number), b"<x/>")
    assert queries_of_a_list(trade) == one


def test_an_order_is_shown_to_be_read(trade):
    message = send(trade, "4711", edocs.write(an_order(trade, "4711", 3)))
    page = signed_in(trade.buyer, "buyer").get(reverse("message", args=[message.pk]))
    text = page.content.decode()
    assert "P-1" in text
    assert "€897.00" in text


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_an_order_response_is_shown_in_each_language(trade, tmp_path, language):
    message = inbound(trade, tmp_path)
    client = Client(SERVER_NAME="localhost")
    person = a_person(trade.buyer, "buyer", language=language)
    client.force_login(an_account(person))
    page = client.get(reverse("message", args=[message.pk]))
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


def test_markup_in_a_document_is_shown_and_not_obeyed(trade, tmp_path):
    hostile = an_order_response(trade, note="<script>alert(1)</script>")
    message = inbound(trade, tmp_path, hostile)
    page = signed_in(trade.buyer, "buyer").get(reverse("message", args=[message.pk]))
    assert "&lt;script&gt;alert(1)" in page.content.decode()
    assert "<script>alert(1)" not in page.content.decode()


def test_the_file_is_the_bytes_that_came_and_is_offered_for_keeping(trade, tmp_path):
    content = an_order_response(trade)
    message = inbound(trade, tmp_path, content)
    answer = signed_in(trade.buyer, "buyer").get(reverse("message-document", args=[message.pk]))
    assert answer.content == content
    assert answer["Content-Type"] == "application/xml"
    assert answer["Content-Disposition"] == 'attachment; filename="order-response-OR-4711.xml"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_quarantined_message_shows_its_faults_and_is_replayed_by_a_button(trade, tmp_path):
    message = inbound(trade, tmp_path, b"<odd>\xff</odd>", "odd.xml")
    client = signed_in(trade.buyer, "ict-manager")
    page = client.get(reverse("message", args=[message.pk]))
    assert "EDOC-" in page.content.decode()
    assert reverse("replay-message", args=[message.pk]) in page.content.decode()
    answer = client.post(reverse("replay-message", args=[message.pk]))
    assert (answer.status_code, answer["Location"]) == (303, f"/messages/{message.pk}/")
    with reading(actors.person(1, "x", trade.buyer.pk)):
        assert Message.objects.get(pk=message.pk).state == "stored"


def test_what_needs_nothing_more_is_laid_aside_for_a_reason_and_may_come_back(trade, tmp_path):
    message = inbound(trade, tmp_path, b"<odd>\xff</odd>", "odd.xml")
    client = signed_in(trade.buyer, "ict-manager")
    page, aside = (
        reverse(name, args=[message.pk]) for name in ("message", "lay-message-aside")
    )  # fmt: skip
    assert aside in client.get(page).content.decode()
    empty = client.post(aside, {"reason": " "})
    assert (empty.status_code, 'href="#id_reason"' in empty.content.decode()) == (422, True)
    assert "Messages in quarantine" in client.get(reverse("messages")).content.decode()
    assert client.post(aside, {"reason": "Came twice"}).status_code == 303
    shown = client.get(page).content.decode()
    assert ("Came twice" in shown, aside in shown) == (True, False)
    assert "Messages in quarantine" not in client.get(reverse("messages")).content.decode()
    listed = client.get(f"{reverse('messages')}?state=laid-aside").content.decode()
    assert f'href="{page}"' in listed
    assert client.post(aside, {"reason": "Again"}).status_code == 409
    assert client.post(reverse("replay-message", args=[message.pk])).status_code == 303
    with reading(actors.person(1, "x", trade.buyer.pk)):
        found = Message.objects.get(pk=message.pk)
    assert (found.state, found.laid_aside_because) == ("stored", "")
    stranger = signed_in(trade.buyer, "finance-clerk")
    assert aside not in stranger.get(page).content.decode()


def test_a_message_that_is_not_in_quarantine_has_no_button_and_refuses(trade, tmp_path):
    message = inbound(trade, tmp_path)
    client = signed_in(trade.buyer, "ict-manager")
    page = client.get(reverse("message", args=[message.pk]))
    assert reverse("replay-message", args=[message.pk]) not in page.content.decode()
    assert client.post(reverse("replay-message", args=[message.pk])).status_code == 409


def test_an_alarm_stands_above_the_list_and_on_the_message(trade, tmp_path):
    trade.outbox.parent.mkdir(parents=True, exist_ok=True)
    trade.outbox.write_bytes(b"")
    message, now = send(trade, "1"), NOW
    for _attempt in range(8):
        while transmit_waiting(tmp_path, now=now):  # others' messages wait here too
            continue
        now += timedelta(hours=1)
    client = signed_in(trade.buyer, "buyer")
    assert "?box=own&amp;state=alarm" in client.get(reverse("messages")).content.decode()
    assert "notice-bad" in client.get(reverse("message", args=[message.pk])).content.decode()


def test_another_partys_message_is_not_found(trade, tmp_path):
    message, stranger = send(trade, "1"), signed_in(a_trade(tmp_path).buyer, "ict-manager")
    for name in ("message", "message-document"):
        assert stranger.get(reverse(name, args=[message.pk])).status_code == 404
    assert stranger.post(reverse("replay-message", args=[message.pk])).status_code == 404


def test_an_employee_is_refused_and_a_visitor_is_sent_to_sign_in(trade):
    message = send(trade, "1")
    employee, visitor = signed_in(trade.buyer, "employee"), Client(SERVER_NAME="localhost")
    for address in (
        reverse("messages"),
        reverse("endpoints"),
        reverse("message", args=[message.pk]),
        reverse("message-document", args=[message.pk]),
    ):
        assert employee.get(address).status_code == 403
        assert visitor.get(address).status_code == 302


def test_the_addresses_show_the_folders(trade):
    page = signed_in(trade.buyer, "administrator").get(reverse("endpoints"))
    assert f"exchange/{trade.inbox.parent.name}/inbox" in page.content.decode()


def test_an_administrator_registers_the_own_address_by_a_button():
    party = a_municipality()
    client = signed_in(party, "administrator")
    assert reverse("register-endpoint") in client.get(reverse("endpoints")).content.decode()
    assert client.post(reverse("register-endpoint")).status_code == 303
    page = client.get(reverse("endpoints")).content.decode()
    assert party.identifier.replace("-", "") in page
    assert reverse("register-endpoint") not in page


def test_a_supplier_that_reads_its_orders_here_begins_where_they_lie(trade, tmp_path):
    client = signed_in(trade.seller, "salesperson")
    assert chosen_box(client.get(reverse("messages"))) == "own"
    sent = send(trade, "1")
    transmit_waiting(tmp_path, now=NOW)
    after = client.get(reverse("messages"))
    assert (chosen_box(after), links_in(after)) == ("received", [sent.pk])


def test_each_empty_box_says_what_comes_into_it(trade):
    client = signed_in(trade.seller, "salesperson")
    shown = [client.get(reverse("messages"), {"box": box}).content.decode() for box in BOXES]
    said = [re.findall(r'class="empty-(?:title|text)">([^<]+)<', page) for page in shown]
    assert len({sentence for sentences in said for sentence in sentences}) == 6


def chosen_box(page):
    """The box whose tab is marked as the one shown."""
    (box,) = re.findall(r'href="\?box=(\w+)" aria-current="page"', page.content.decode())
    return box
