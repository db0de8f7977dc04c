"""From the fact to the one handler of the type; refusals wait, then are set aside."""

from decimal import Decimal, InvalidOperation

import pytest
from django.db import DataError, IntegrityError, connection

from factories.exchange import NOW, an_order_response, put_in
from samkop.core import edocs
from samkop.core.money import to_cents
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.documents import sentence_of
from samkop.exchange.handlers import route
from samkop.exchange.models import Message
from samkop.exchange.queries import load_document, message_actor, message_key
from samkop.exchange.rules import PATIENCE
from samkop.exchange.usecases.quarantine import replay_message
from samkop.platform import actors
from samkop.platform.models import Fact as FactRow
from samkop.platform.outbox import Fact, dispatch_waiting, tell
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def keep_acknowledgement(*, actor, now, number):
    """An effect that would show twice if it were had twice."""
    tell("acknowledged", number=number)


def acknowledge(fact):
    actor = message_actor(fact.body)
    with reading(actor):
        loaded = load_document(fact.body["message_id"])
    perform(actor, keep_acknowledgement, key=message_key(fact.body), number=loaded.document.id)


def refuse(fact):
    raise Refused("order-unknown", "There is no order %(number)s.", number="4711")


def keep_too_much(*, actor, now):
    """A number with more digits than the column of any amount takes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 12345678::numeric(3, 0)")


def keep_nameless_fact(*, actor, now):
    """A row without what it must have."""
    row = FactRow(party_id=actor.party_id, name=None, happened_at=now, next_attempt_at=now)
    FactRow.objects.bulk_create([row])


def keep_no_number(*, actor, now):
    tell("acknowledged", number=int("four"))


def keep_beyond_all_cents(*, actor, now):
    tell("acknowledged", number=str(to_cents(Decimal(10) ** 30)))


def arrive(trade, tmp_path, number="OR-4711"):
    put_in(trade.inbox, f"{number}.xml", an_order_response(trade, number))
    collect_inboxes(tmp_path, now=NOW)
    with reading(actors.person(1, "x", trade.buyer.pk)):
        return Message.objects.get(owner_id=trade.buyer.pk, number=number)


def fact_of(trade, message, attempts=1):
    with reading(actors.job("dispatcher")):
        row = FactRow.objects.filter(name="message-received", body__message_id=message.pk).last()
    return Fact(row.pk, row.name, row.party_id, row.body, row.happened_at, attempts)


def now_of(trade, message):
    with reading(actors.person(1, "x", trade.buyer.pk)):
        return Message.objects.get(pk=message.pk)


def acknowledged_by(trade):
    with reading(actors.job("dispatcher")):
        found = FactRow.objects.filter(name="acknowledged", party_id=trade.seller.pk)
        return sorted(fact.body["number"] for fact in found)


def test_a_message_is_applied_by_the_handler_of_its_type_as_its_sender(trade, tmp_path):
    message = arrive(trade, tmp_path)
    wiring = {"message-received": [route({"order-response": acknowledge, "order": refuse})]}
    dispatch_waiting(wiring)
    assert now_of(trade, message).state == "applied"
    assert acknowledged_by(trade) == ["OR-4711"]


def test_a_fact_told_twice_has_one_effect(trade, tmp_path):
    message = arrive(trade, tmp_path)
    fact = fact_of(trade, message)
    for _again in range(3):
        route({"order-response": acknowledge})(fact)
    assert acknowledged_by(trade) == ["OR-4711"]


def test_a_handler_that_died_before_it_was_told_so_has_one_effect(trade, tmp_path):
    message = arrive(trade, tmp_path)
    acknowledge(fact_of(trade, message))
    assert now_of(trade, message).state == "accepted"
    route({"order-response": acknowledge})(fact_of(trade, message, attempts=2))
    assert now_of(trade, message).state == "applied"
    assert acknowledged_by(trade) == ["OR-4711"]


def test_a_type_without_handler_waits_in_quarantine(trade, tmp_path):
    message = arrive(trade, tmp_path)
    route({"order": acknowledge})(fact_of(trade, message))
    waiting = now_of(trade, message)
    assert (waiting.state, waiting.fault_code) == ("quarantined", "type-not-exchanged")


def test_a_refused_document_is_tried_again_for_documents_overtake_each_other(trade, tmp_path):
    first, second = (arrive(trade, tmp_path, number) for number in ("OR-1", "OR-2"))

    def in_order(fact):
        """The second can be applied only after the first."""
        if fact.body["number"] == "OR-2" and acknowledged_by(trade) != ["OR-1"]:
            raise Refused("predecessor-missing", "Its predecessor has not come yet.")
        acknowledge(fact)

    handle = route({"order-response": in_order})
    with pytest.raises(Refused):
        handle(fact_of(trade, second))
    assert now_of(trade, second).state == "accepted"
    handle(fact_of(trade, first))
    handle(fact_of(trade, second, attempts=2))
    assert acknowledged_by(trade) == ["OR-1", "OR-2"]


def test_a_document_refused_to_the_end_waits_with_the_refusals_sentence(trade, tmp_path):
    message = arrive(trade, tmp_path)
    handle = route({"order-response": refuse})
    for attempt in range(1, PATIENCE):
        with pytest.raises(Refused):
            handle(fact_of(trade, message, attempt))
    handle(fact_of(trade, message, PATIENCE))
    waiting = now_of(trade, message)
    assert (waiting.state, waiting.fault_code) == ("quarantined", "order-unknown")
    assert [sentence_of(fault) for fault in waiting.faults] == ["There is no order 4711."]


@pytest.mark.parametrize(
    ("use_case", "error"),
    [
        (keep_too_much, DataError),
        (keep_nameless_fact, IntegrityError),
        (keep_no_number, ValueError),
        (keep_beyond_all_cents, InvalidOperation),
    ],
)
def test_a_document_whose_values_do_not_fit_to_the_end_waits_in_quarantine(
    trade, tmp_path, use_case, error
):
    message = arrive(trade, tmp_path)

    def apply(fact):
        perform(message_actor(fact.body), use_case, key=message_key(fact.body))

    handle = route({"order-response": apply})
    for attempt in range(1, PATIENCE):
        with pytest.raises(error):
            handle(fact_of(trade, message, attempt))
    assert now_of(trade, message).state == "accepted"
    handle(fact_of(trade, message, PATIENCE))
    waiting = now_of(trade, message)
    assert (waiting.state, waiting.fault_code) == ("quarantined", "not-applicable")
    assert waiting.faults[0]["values"] == {"attempts": PATIENCE}
    assert acknowledged_by(trade) == []


def test_a_refused_document_replayed_is_told_anew_and_applied_once(trade, tmp_path):
    message = arrive(trade, tmp_path)
    route({"order-response": refuse})(fact_of(trade, message, PATIENCE))
    manager = actors.person(1, "x", trade.buyer.pk, frozenset({"buyer"}))
    perform(manager, replay_message, now=NOW, message_id=message.pk)
    collect_inboxes(tmp_path, now=NOW)
    route({"order-response": acknowledge})(fact_of(trade, message))
    assert now_of(trade, message).state == "applied"
    assert acknowledged_by(trade) == ["OR-4711"]


def test_what_is_broken_on_our_side_stays_a_waiting_fact(trade, tmp_path):
    message = arrive(trade, tmp_path)

    def broken(fact):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        route({"order-response": broken})(fact_of(trade, message, 100))
    assert now_of(trade, message).state == "accepted"


def test_a_loaded_document_says_what_was_sent(trade, tmp_path):
    message = arrive(trade, tmp_path)
    with reading(message_actor(fact_of(trade, message).body)):
        loaded = load_document(message.pk)
    assert isinstance(loaded.document, edocs.OrderResponse)
    assert (loaded.document.order_reference, loaded.sender_id) == ("4711", trade.seller.pk)
