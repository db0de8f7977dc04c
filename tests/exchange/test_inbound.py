"""Receiving: stored before it is read, once, and never lost when it cannot be read."""

import hashlib
import os
from datetime import date, timedelta

import pytest

from factories.exchange import (
    NOW,
    OPERATOR,
    a_despatch_advice,
    a_trade,
    an_endpoint,
    an_order_response,
    put_in,
    side_in_response,
)
from factories.parties import a_municipality, a_supplier
from samkop.core import edocs
from samkop.core.edocs.model import Identifier, LegalEntity
from samkop.core.edocs.model import Party as Side
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.documents import TYPES
from samkop.exchange.leases import take_message
from samkop.exchange.models import Message, Payload, Transmission
from samkop.exchange.rules import LEASE, READING_ATTEMPTS
from samkop.exchange.usecases.inbound import receive_document
from samkop.exchange.usecases.quarantine import replay_message
from samkop.platform import actors
from samkop.platform.models import Fact
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
INBOUND = actors.job("exchange-inbound")


def manager_of(trade):
    return actors.person(1, "Manager", trade.buyer.pk, frozenset({"ict-manager"}))


def mailbox_of(trade):
    with reading(manager_of(trade)):
        came = Message.objects.filter(owner_id=trade.buyer.pk, direction="in")
        return list(came.order_by("id"))


def told_to(trade):
    with reading(actors.job("dispatcher")):
        told = Fact.objects.filter(name="message-received", party_id=trade.buyer.pk)
        return [fact.body["number"] for fact in told.order_by("id")]


def arrivals_of(trade):
    with reading(manager_of(trade)):
        found = Transmission.objects.filter(owner_id=trade.buyer.pk).order_by("id")
        return list(found.values_list("attempt", "outcome"))


def files_in(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def replay(trade, message):
    perform(manager_of(trade), replay_message, now=NOW, message_id=message.pk)


def test_a_document_is_stored_read_told_once_and_put_away(trade, tmp_path):
    content = an_order_response(trade)
    put_in(trade.inbox, "response.xml", content)
    assert collect_inboxes(tmp_path, now=NOW) == 1
    [message] = mailbox_of(trade)
    assert (message.state, message.document_type, message.number) == (
        "accepted",
        "order-response",
        "OR-4711",
    )
    assert (message.sender_id, message.receiver_id) == (trade.seller.pk, trade.buyer.pk)
    with reading(manager_of(trade)):
        assert bytes(Payload.objects.get(pk=message.pk).content) == content
    assert told_to(trade) == ["OR-4711"]
    assert arrivals_of(trade) == [(1, "arrived")]
    assert files_in(trade.inbox) == ["read"]
    assert files_in(trade.inbox / "read") == ["response.xml"]


def test_the_same_bytes_again_are_the_same_message(trade, tmp_path):
    for name in ("response.xml", "response.xml", "copy.xml"):
        put_in(trade.inbox, name, an_order_response(trade))
        collect_inboxes(tmp_path, now=NOW)
    assert len(mailbox_of(trade)) == 1
    assert told_to(trade) == ["OR-4711"]
    assert arrivals_of(trade) == [(1, "arrived"), (2, "arrived-again"), (3, "arrived-again")]
    assert files_in(trade.inbox / "read") == ["copy.xml", "response.xml"]


def test_other_content_under_the_same_key_is_a_conflict_and_never_told(trade, tmp_path):
    put_in(trade.inbox, "1.xml", an_order_response(trade))
    collect_inboxes(tmp_path, now=NOW)
    put_in(trade.inbox, "2.xml", an_order_response(trade, note="Changed our mind."))
    collect_inboxes(tmp_path, now=NOW)
    first, second = mailbox_of(trade)
    assert (first.state, second.state, second.fault_code) == (
        "accepted",
        "quarantined",
        "conflict",
    )
    assert second.faults[0]["values"] == {"number": "OR-4711", "message": first.pk}
    assert told_to(trade) == ["OR-4711"]
    assert files_in(trade.inbox / "quarantine") == ["2.xml"]


def test_a_conflict_replayed_is_still_a_conflict(trade, tmp_path):
    for number, note in (("1.xml", None), ("2.xml", "Changed our mind.")):
        put_in(trade.inbox, number, an_order_response(trade, note=note))
        collect_inboxes(tmp_path, now=NOW)
    replay(trade, mailbox_of(trade)[1])
    collect_inboxes(tmp_path, now=NOW)
    assert [message.fault_code for message in mailbox_of(trade)] == ["", "conflict"]


def test_what_was_not_exchanged_yet_is_taken_in_by_a_replay_when_it_is(
    trade, tmp_path, monkeypatch
):
    put_in(trade.inbox, "1.xml", edocs.write(a_despatch_advice(trade)))
    with monkeypatch.context() as before:
        before.delitem(TYPES, edocs.DespatchAdvice)
        collect_inboxes(tmp_path, now=NOW)
    [message] = mailbox_of(trade)
    assert (message.state, message.fault_code) == ("quarantined", "type-not-exchanged")
    assert message.faults[0]["values"] == {"type": "despatch-advice"}
    replay(trade, message)
    collect_inboxes(tmp_path, now=NOW)
    [message] = mailbox_of(trade)
    assert (message.state, message.document_type, message.number) == (
        "accepted", "despatch-advice", "DA-4711",
    )  # fmt: skip
    assert told_to(trade) == ["DA-4711"]


def test_the_same_number_of_another_day_is_another_document(trade, tmp_path):
    put_in(trade.inbox, "1.xml", an_order_response(trade))
    put_in(trade.inbox, "2.xml", an_order_response(trade, issue_date=date(2027, 11, 2)))
    collect_inboxes(tmp_path, now=NOW)
    assert [message.state for message in mailbox_of(trade)] == ["accepted", "accepted"]


@pytest.mark.parametrize(
    "content",
    [b"", b"not xml at all", b"<Order", b"<Invoice/>", b"\xff\xfe\x00", b"<!DOCTYPE x []><x/>"],
)
def test_what_cannot_be_read_waits_in_quarantine_with_its_faults(trade, tmp_path, content):
    put_in(trade.inbox, "odd.xml", content)
    assert collect_inboxes(tmp_path, now=NOW) == 1
    [message] = mailbox_of(trade)
    assert (message.state, message.fault_code) == ("quarantined", "unreadable")
    assert len(message.faults) >= 2
    assert files_in(trade.inbox / "quarantine") == ["odd.xml"]
    assert told_to(trade) == []


def test_an_invalid_document_names_the_rules_that_it_breaks(trade, tmp_path):
    broken = an_order_response(trade).replace(b">AP<", b">XX<")
    put_in(trade.inbox, "broken.xml", broken)
    collect_inboxes(tmp_path, now=NOW)
    [message] = mailbox_of(trade)
    assert "PEPPOL-T76-B00801" in {fault["code"] for fault in message.faults}


def test_an_unknown_sender_waits_until_its_address_is_registered(database, tmp_path):
    trade = a_trade(tmp_path)
    newcomer = a_supplier("Ny Leverantör Ab")
    address = Identifier(f"0037{newcomer.identifier.replace('-', '')}", "0216")
    seller = Side(endpoint=address, legal_entity=LegalEntity(newcomer.legal_name))
    put_in(trade.inbox, "new.xml", an_order_response(trade, seller=seller))
    collect_inboxes(tmp_path, now=NOW)
    [message] = mailbox_of(trade)
    assert (message.state, message.fault_code) == ("quarantined", "sender-unknown")
    assert message.faults[0]["values"] == {"address": f"0216:{address.value}"}
    an_endpoint(newcomer)
    replay(trade, message)
    collect_inboxes(tmp_path, now=NOW)
    [message] = mailbox_of(trade)
    assert (message.state, message.sender_id, message.faults) == ("accepted", newcomer.pk, [])
    assert told_to(trade) == ["OR-4711"]


def test_an_unknown_receiver_waits(trade, tmp_path):
    nobody = Side(endpoint=Identifier("7300010000001", "0088"), legal_entity=LegalEntity("X"))
    put_in(trade.inbox, "lost.xml", an_order_response(trade, buyer=nobody))
    collect_inboxes(tmp_path, now=NOW)
    assert [message.fault_code for message in mailbox_of(trade)] == ["receiver-unknown"]


def test_a_document_for_another_party_is_not_taken_in(trade, tmp_path):
    other = a_municipality("Grannköping")
    an_endpoint(other)
    put_in(trade.inbox, "stray.xml", an_order_response(trade, buyer=side_in_response(other)))
    collect_inboxes(tmp_path, now=NOW)
    [message] = mailbox_of(trade)
    assert (message.owner_id, message.fault_code) == (trade.buyer.pk, "other-receiver")
    assert told_to(trade) == []


def test_a_number_too_long_to_be_kept_is_no_key(trade, tmp_path):
    put_in(trade.inbox, "long.xml", an_order_response(trade, "9" * 500))
    collect_inboxes(tmp_path, now=NOW)
    assert [message.fault_code for message in mailbox_of(trade)] == ["number-too-long"]


def test_only_finished_xml_files_are_read(trade, tmp_path):
    content = an_order_response(trade)
    trade.inbox.mkdir(parents=True)
    for name in ("response.xml.tmp", ".response.xml", "response.XML.part", "notes.txt"):
        (trade.inbox / name).write_bytes(content)
    (trade.inbox / "folder.xml").mkdir()
    outside = tmp_path / "secret.xml"
    outside.write_bytes(content)
    (trade.inbox / "link.xml").symlink_to(outside)
    assert collect_inboxes(tmp_path, now=NOW) == 0
    assert mailbox_of(trade) == []
    assert outside.exists()


def test_a_file_name_that_is_no_text_does_not_stop_the_inbox(trade, tmp_path):
    trade.inbox.mkdir(parents=True)
    odd = bytes(trade.inbox) + b"/\xff\xe5.xml"
    with open(odd, "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(an_order_response(trade))
    assert collect_inboxes(tmp_path, now=NOW) == 1
    assert [message.state for message in mailbox_of(trade)] == ["accepted"]


def test_two_files_of_one_name_are_both_kept(trade, tmp_path):
    for number in ("OR-1", "OR-2"):
        put_in(trade.inbox, "response.xml", an_order_response(trade, number))
        collect_inboxes(tmp_path, now=NOW)
    assert len(files_in(trade.inbox / "read")) == 2


def test_a_file_larger_than_what_is_read_is_kept_aside_and_cannot_be_replayed(trade, tmp_path):
    trade.inbox.mkdir(parents=True)
    with (trade.inbox / "huge.xml").open("wb") as file:
        file.truncate(100_000_001)
    collect_inboxes(tmp_path, now=NOW)
    [message] = mailbox_of(trade)
    assert (message.fault_code, message.size) == ("too-large", 100_000_001)
    with pytest.raises(Refused) as refused:
        replay(trade, message)
    assert refused.value.code == "message-without-content"


def store(trade, content):
    """What a worker has done that dies between storing and reading."""
    return perform(
        actors.job("exchange-inbound", trade.buyer.pk), receive_document, now=NOW,
        owner_id=trade.buyer.pk, content=content, sha256=hashlib.sha256(content).hexdigest(),
        size=len(content), transport="directory", file_name="response.xml",
    )  # fmt: skip


def test_what_was_stored_and_not_read_is_read_in_the_next_round(trade, tmp_path):
    store(trade, an_order_response(trade))
    assert [message.state for message in mailbox_of(trade)] == ["stored"]
    collect_inboxes(tmp_path, now=NOW)
    assert [message.state for message in mailbox_of(trade)] == ["accepted"]


def test_a_document_that_kills_its_reader_three_times_is_set_aside(trade, tmp_path):
    collect_inboxes(tmp_path, now=NOW)
    message, now = store(trade, an_order_response(trade)), NOW
    for _death in range(READING_ATTEMPTS):
        assert take_message(INBOUND, now=now, direction="in").message_id == message.pk
        now += LEASE
    collect_inboxes(tmp_path, now=now)
    [message] = mailbox_of(trade)
    assert (message.state, message.fault_code) == ("quarantined", "reading-failed")
    replay(trade, message)
    collect_inboxes(tmp_path, now=now)
    assert [message.state for message in mailbox_of(trade)] == ["accepted"]


def test_a_file_that_another_worker_is_reading_is_left_where_it_is(trade, tmp_path):
    content = an_order_response(trade)
    path = put_in(trade.inbox, "response.xml", content)
    store(trade, content)
    take_message(INBOUND, now=NOW, direction="in")
    assert collect_inboxes(tmp_path, now=NOW) == 0
    assert path.exists()
    assert collect_inboxes(tmp_path, now=NOW + LEASE) == 2
    assert files_in(trade.inbox / "read") == ["response.xml"]
    assert told_to(trade) == ["OR-4711"]


def test_documents_are_taken_in_in_the_order_of_their_arrival(trade, tmp_path):
    for age, number in ((1, "OR-late"), (3, "OR-early"), (2, "OR-middle")):
        path = put_in(trade.inbox, f"{number}.xml", an_order_response(trade, number))
        os.utime(path, (NOW.timestamp() - age, NOW.timestamp() - age))
    collect_inboxes(tmp_path, now=NOW)
    assert told_to(trade) == ["OR-early", "OR-middle", "OR-late"]


def test_only_what_is_in_quarantine_is_replayed(trade, tmp_path):
    put_in(trade.inbox, "response.xml", an_order_response(trade))
    collect_inboxes(tmp_path, now=NOW)
    with pytest.raises(Refused) as refused:
        replay(trade, mailbox_of(trade)[0])
    assert refused.value.code == "message-not-quarantined"


def test_an_employee_cannot_replay(trade, tmp_path):
    put_in(trade.inbox, "odd.xml", b"odd")
    collect_inboxes(tmp_path, now=NOW + timedelta(seconds=1))
    employee = actors.person(2, "Employee", trade.buyer.pk, frozenset({"employee"}))
    with pytest.raises(Refused) as refused:
        perform(employee, replay_message, message_id=mailbox_of(trade)[0].pk)
    assert refused.value.code == "not-allowed"


def test_nobody_but_the_job_stores_into_a_mailbox(trade):
    for actor in (manager_of(trade), OPERATOR, actors.job("exchange-inbound", trade.seller.pk)):
        with pytest.raises(Refused) as refused:
            perform(
                actor, receive_document, owner_id=trade.buyer.pk, content=b"x", sha256="0" * 64,
                size=1, transport="directory", file_name="x.xml",
            )  # fmt: skip
        assert refused.value.code == "not-allowed"


def test_an_inbox_that_cannot_be_had_does_not_stop_the_others(trade, tmp_path):
    other = a_trade(tmp_path)
    trade.inbox.parent.mkdir(parents=True, exist_ok=True)
    trade.inbox.write_bytes(b"a file where the folder should be")
    put_in(other.inbox, "answer.xml", an_order_response(other))
    assert collect_inboxes(tmp_path, now=NOW) == 1
    assert [message.state for message in mailbox_of(other)] == ["accepted"]
