"""Nothing of another party's is seen or changed, with rows there that could leak."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection

from factories.exchange import DAY, NOW, a_trade, an_order, an_order_response, put_in
from factories.parties import an_actor
from samkop.core import edocs
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.models import Endpoint, Message, Payload, Transmission
from samkop.exchange.queries import endpoint_of
from samkop.exchange.transmitting import transmit_waiting
from samkop.exchange.usecases.endpoints import reach_by_type
from samkop.exchange.usecases.outbound import send_document
from samkop.exchange.usecases.quarantine import replay_message
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
ROLES = frozenset({"ict-manager", "buyer", "administrator"})
NOBODIES = [actors.ANONYMOUS, actors.job("dispatcher"), actors.job("worker")]


def person_of(party):
    return actors.person(1, "Person", party.pk, ROLES)


@pytest.fixture
def trades(database, tmp_path):
    """Two trades, each with an order sent, one waiting, an answer, and a broken file."""
    both = a_trade(tmp_path), a_trade(tmp_path)
    for trade in both:
        for number, now in (("1", NOW), ("2", NOW + timedelta(days=1))):
            perform(
                person_of(trade.buyer), send_document, now=now, receiver_id=trade.seller.pk,
                document_type="order", number=number, issue_date=DAY,
                content=edocs.write(an_order(trade, number)), subject="",
            )  # fmt: skip
            transmit_waiting(tmp_path, now=NOW)
        put_in(trade.inbox, "answer.xml", an_order_response(trade))
        put_in(trade.inbox, "broken.xml", b"broken " + trade.buyer.identifier.encode())
    collect_inboxes(tmp_path, now=NOW)
    return both


def seen_by(actor):
    with reading(actor):
        messages = list(Message.objects.order_by("id"))
        payloads = set(Payload.objects.values_list("message_id", flat=True))
        attempts = set(Transmission.objects.values_list("message_id", flat=True))
    assert payloads == {message.pk for message in messages}
    return messages, attempts


def shown(messages):
    return [(message.direction, message.state, message.number) for message in messages]


def test_a_buyer_sees_its_own_mailbox_and_nothing_else(trades):
    for trade in trades:
        messages, attempts = seen_by(person_of(trade.buyer))
        assert shown(messages) == [
            ("out", "sent", "1"),
            ("out", "waiting", "2"),
            ("in", "accepted", "OR-4711"),
            ("in", "quarantined", ""),
        ]
        assert {message.owner_id for message in messages} == {trade.buyer.pk}
        assert attempts == {message.pk for message in messages if message.state != "waiting"}


def test_a_supplier_sees_what_was_sent_to_it_and_what_it_sent_but_no_attempts(trades):
    for trade in trades:
        messages, attempts = seen_by(person_of(trade.seller))
        assert shown(messages) == [("out", "sent", "1"), ("in", "accepted", "OR-4711")]
        assert {message.owner_id for message in messages} == {trade.buyer.pk}
        assert attempts == set()


@pytest.mark.parametrize(
    "actor", [actors.ANONYMOUS, actors.job("dispatcher"), actors.job("worker")]
)
def test_nobody_in_particular_sees_nothing(trades, actor):
    assert seen_by(actor) == ([], set())


def test_each_job_sees_its_own_direction_only(trades):
    for name, direction in (("exchange-inbound", "in"), ("exchange-outbound", "out")):
        messages, _attempts = seen_by(actors.job(name))
        assert {message.direction for message in messages} == {direction}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE exchange_message SET state = 'applied' WHERE id = ANY (%s)",
        "UPDATE exchange_message SET sender_id = NULL, faults = '[]' WHERE id = ANY (%s)",
    ],
)
def test_a_sender_changes_nothing_in_anothers_mailbox(trades, statement):
    trade, stranger = trades
    messages, _attempts = seen_by(person_of(trade.buyer))
    ids = [message.pk for message in messages]

    def meddle(*, actor, now):
        with connection.cursor() as cursor:
            cursor.execute(statement, [ids])
            return cursor.rowcount

    for party in (trade.seller, stranger.buyer, stranger.seller):
        assert perform(person_of(party), meddle) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE exchange_message SET sha256 = 'x'",
        "UPDATE exchange_message SET owner_id = 1",
        "UPDATE exchange_payload SET content = 'x'",
        "UPDATE exchange_transmission SET outcome = 'sent'",
        "UPDATE exchange_endpoint SET party_id = 1",
        "DELETE FROM exchange_message",
        "DELETE FROM exchange_payload",
        "DELETE FROM exchange_transmission",
    ],
)
def test_what_came_and_what_happened_is_never_rewritten(trades, statement):
    def rewrite(*, actor, now):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    for actor in (person_of(trades[0].buyer), actors.job("exchange-inbound", trades[0].buyer.pk)):
        with pytest.raises(ProgrammingError):
            perform(actor, rewrite)


INSERTS = {
    "an inbound message": (
        "INSERT INTO exchange_message (owner_id, direction, state, document_type, number, subject,"
        " sha256, size, transport, file_name, created_at, attempts, next_attempt_at, fault_code,"
        " faults) VALUES (%s, 'in', 'stored', '', '', '', 'x', 1, 'directory', '', now(), 0, now(),"
        " '', '[]')"
    ),
    "a transmission": (
        "INSERT INTO exchange_transmission (message_id, owner_id, attempt, at, outcome, detail)"
        " SELECT id, owner_id, 9, now(), 'sent', '' FROM exchange_message WHERE owner_id = %s"
    ),
    "an endpoint": (
        "INSERT INTO exchange_endpoint (party_id, scheme, identifier, transport, address)"
        " VALUES (%s, '0088', '7300010000001', 'directory', 'mine')"
    ),
}


@pytest.mark.parametrize("what", INSERTS)
def test_a_person_cannot_write_what_only_the_jobs_and_the_operator_write(trades, what):
    buyer = trades[0].buyer
    victim = trades[1].buyer if what == "an endpoint" else buyer

    def forge(*, actor, now):
        with connection.cursor() as cursor:
            cursor.execute(INSERTS[what], [victim.pk])

    with pytest.raises(ProgrammingError, match="row-level security"):
        perform(person_of(buyer), forge)


def test_a_party_cannot_send_as_another(trades):
    trade, stranger = trades

    def forge(*, actor, now):
        send_document(
            actor=person_of(trade.buyer), now=now, receiver_id=trade.seller.pk,
            document_type="order", number="forged", issue_date=DAY, content=b"x", subject="",
        )  # fmt: skip

    with pytest.raises(ProgrammingError, match="row-level security"):
        perform(person_of(stranger.buyer), forge)


def test_another_partys_message_cannot_be_replayed(trades):
    trade, stranger = trades
    broken = seen_by(person_of(trade.buyer))[0][-1]
    for party in (stranger.buyer, trade.seller):
        with pytest.raises(Refused) as refused:
            perform(person_of(party), replay_message, message_id=broken.pk)
        assert refused.value.code == "not-found"


def test_nobody_deletes_a_usual_way_or_what_another_has_chosen(trades):
    trade = trades[0]
    administrator = an_actor(trade.seller, RoleName.ADMINISTRATOR)
    perform(administrator, reach_by_type, document_type="invoice", transport="directory")

    def delete(*, actor, now):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM exchange_endpoint")
            return cursor.rowcount

    assert perform(person_of(trade.buyer), delete) == 0
    assert perform(person_of(trade.seller), delete) == 1
    with reading(actors.ANONYMOUS):
        assert endpoint_of(trade.seller.pk) is not None


def test_addresses_are_published(trades):
    with reading(actors.ANONYMOUS):
        assert Endpoint.objects.filter(party_id=trades[0].seller.pk).count() == 1
