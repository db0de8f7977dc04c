"""Sending: written with its fact, carried by the worker, tried again, raised as an alarm."""

from datetime import timedelta

import pytest

from factories.exchange import DAY, NOW, a_trade, an_endpoint, an_order
from factories.parties import a_supplier
from samkop.core import edocs
from samkop.exchange.leases import take_message
from samkop.exchange.models import Message, Transmission
from samkop.exchange.queries import documents_of
from samkop.exchange.rules import LEASE
from samkop.exchange.transmitting import transmit_waiting
from samkop.exchange.usecases.outbound import send_document, withdraw_document
from samkop.platform import actors
from samkop.platform.models import Fact
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
OUTBOUND = actors.job("exchange-outbound")


def buyer_of(trade):
    return actors.person(1, "Buyer", trade.buyer.pk)


def send(trade, number="4711", content=None, now=NOW, **changes):
    inputs = {
        "receiver_id": trade.seller.pk,
        "document_type": "order",
        "number": number,
        "issue_date": DAY,
        "content": edocs.write(an_order(trade, number)) if content is None else content,
        "subject": f"ordering.order:{number}",
    }
    return perform(buyer_of(trade), send_document, now=now, **{**inputs, **changes})


def seen(trade, message):
    with reading(buyer_of(trade)):
        return Message.objects.get(pk=message.pk)


def attempts_of(trade, message):
    with reading(buyer_of(trade)):
        return list(
            Transmission.objects.filter(message=message)
            .order_by("id")
            .values_list("attempt", "outcome")
        )


def empty_the_queue(tmp_path):
    """Messages of earlier tests in this database are none of this test's."""
    later = NOW + timedelta(days=1)
    while transmit_waiting(tmp_path / "elsewhere", now=later):
        pass


def test_a_document_lies_whole_in_its_senders_outbox(trade, tmp_path):
    content = edocs.write(an_order(trade))
    message = send(trade, content=content)
    assert not trade.outbox.exists()
    transmit_waiting(tmp_path, now=NOW)
    assert [path.name for path in trade.outbox.iterdir()] == ["order-4711.xml"]
    assert (trade.outbox / "order-4711.xml").read_bytes() == content
    assert seen(trade, message).state == "sent"
    assert attempts_of(trade, message) == [(1, "sent")]


def test_a_message_sent_is_not_taken_again(trade, tmp_path):
    message = send(trade)
    transmit_waiting(tmp_path, now=NOW)
    transmit_waiting(tmp_path, now=NOW + timedelta(days=2))
    assert attempts_of(trade, message) == [(1, "sent")]


def test_the_same_document_again_is_the_same_message(trade):
    assert send(trade).pk == send(trade).pk
    with reading(buyer_of(trade)):
        assert documents_of("ordering.order:4711").count() == 1


def test_a_number_cannot_carry_another_document(trade):
    send(trade)
    with pytest.raises(Refused) as refused:
        send(trade, content=b"<other/>")
    assert refused.value.code == "document-number-reused"


def test_what_is_refused_afterwards_sends_nothing(trade):
    def place_and_fail(*, actor, now, **inputs):
        send_document(actor=actor, now=now, **inputs)
        raise Refused("budget-exhausted", "No.")

    with pytest.raises(Refused):
        perform(
            buyer_of(trade), place_and_fail, receiver_id=trade.seller.pk, document_type="order",
            number="1", issue_date=DAY, content=b"<x/>", subject="",
        )  # fmt: skip
    with reading(buyer_of(trade)):
        assert Message.objects.filter(owner_id=trade.buyer.pk).count() == 0


def test_nobody_in_particular_sends_nothing(trade):
    with pytest.raises(Refused) as refused:
        perform(
            actors.ANONYMOUS, send_document, receiver_id=trade.seller.pk, document_type="order",
            number="1", issue_date=DAY, content=b"<x/>", subject="",
        )  # fmt: skip
    assert refused.value.code == "not-allowed"


def block(outbox):
    """A file where the folder should be: what a share that went away looks like."""
    outbox.parent.mkdir(parents=True)
    outbox.write_bytes(b"")


def test_a_failed_attempt_waits_longer_each_time(trade, tmp_path):
    empty_the_queue(tmp_path)
    block(trade.outbox)
    message, now = send(trade), NOW
    for pause in (5, 10, 20, 40):
        assert transmit_waiting(tmp_path, now=now) == 1
        waiting = seen(trade, message)
        assert (waiting.state, waiting.fault_code) == ("waiting", "transport-failed")
        assert waiting.next_attempt_at == now + timedelta(seconds=pause)
        assert transmit_waiting(tmp_path, now=now + timedelta(seconds=pause - 1)) == 0
        now += timedelta(seconds=pause)


def test_the_eighth_failure_raises_an_alarm_told_once_and_a_later_attempt_ends_it(trade, tmp_path):
    block(trade.outbox)
    message, now = send(trade), NOW
    for _attempt in range(10):
        transmit_waiting(tmp_path, now=now)
        now = seen(trade, message).next_attempt_at
    assert seen(trade, message).state == "alarm"
    with reading(actors.job("dispatcher")):
        told = Fact.objects.filter(name="message-unsent", party_id=trade.buyer.pk)
        assert [fact.body["message_id"] for fact in told] == [message.pk]
    trade.outbox.unlink()
    transmit_waiting(tmp_path, now=now)
    assert seen(trade, message).state == "sent"
    assert seen(trade, message).faults == []
    assert attempts_of(trade, message) == [*((n, "failed") for n in range(1, 11)), (11, "sent")]


def test_a_receiver_without_address_is_waited_for(database, tmp_path):
    trade = a_trade(tmp_path)
    unreachable = a_supplier("Ny Leverantör Ab")
    message = send(trade, content=b"<x/>", receiver_id=unreachable.pk)
    transmit_waiting(tmp_path, now=NOW)
    assert seen(trade, message).fault_code == "no-endpoint"
    an_endpoint(unreachable)
    transmit_waiting(tmp_path, now=NOW + timedelta(seconds=5))
    assert seen(trade, message).state == "sent"


def test_another_document_in_the_outbox_is_never_overwritten(trade, tmp_path):
    trade.outbox.mkdir(parents=True)
    (trade.outbox / "order-4711.xml").write_bytes(b"<older/>")
    message = send(trade)
    transmit_waiting(tmp_path, now=NOW)
    assert (trade.outbox / "order-4711.xml").read_bytes() == b"<older/>"
    assert seen(trade, message).fault_code == "transport-failed"


def test_a_message_whose_worker_died_is_sent_when_its_lease_has_run_out(trade, tmp_path):
    empty_the_queue(tmp_path)
    message = send(trade)
    taken = take_message(OUTBOUND, now=NOW, direction="out")
    assert taken.message_id == message.pk
    assert transmit_waiting(tmp_path, now=NOW + LEASE - timedelta(seconds=1)) == 0
    assert transmit_waiting(tmp_path, now=NOW + LEASE) == 1
    assert attempts_of(trade, message) == [(2, "sent")]


def test_what_a_killed_writer_left_is_cleared_away_and_never_looks_like_a_document(trade, tmp_path):
    trade.outbox.mkdir(parents=True)
    left_over = trade.outbox / ".order-4711.xml.0badcafe.part"
    left_over.write_bytes(b"<hal")
    send(trade)
    transmit_waiting(tmp_path, now=NOW)
    assert [path.name for path in trade.outbox.iterdir()] == ["order-4711.xml"]


def withdraw(trade, message):
    def cancel(*, actor, now, message_id):
        return withdraw_document(message_id=message_id, now=now)

    return perform(buyer_of(trade), cancel, message_id=message.pk)


def test_a_document_is_withdrawn_before_its_first_attempt_only(trade, tmp_path):
    early, late = send(trade, "1"), send(trade, "2")
    assert withdraw(trade, early) is True
    transmit_waiting(tmp_path, now=NOW)
    assert withdraw(trade, late) is False
    assert (seen(trade, early).state, seen(trade, late).state) == ("withdrawn", "sent")
    assert [path.name for path in trade.outbox.iterdir()] == ["order-2.xml"]


def test_a_document_being_carried_is_not_withdrawn(trade, tmp_path):
    empty_the_queue(tmp_path)
    message = send(trade)
    take_message(OUTBOUND, now=NOW, direction="out")
    assert withdraw(trade, message) is False
    assert seen(trade, message).state == "waiting"


def test_a_document_that_found_no_address_can_be_withdrawn(trade, tmp_path):
    message = send(trade, content=b"<x/>", receiver_id=a_supplier().pk)
    transmit_waiting(tmp_path, now=NOW)
    assert withdraw(trade, message) is True
