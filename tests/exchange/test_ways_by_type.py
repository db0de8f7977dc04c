"""A way of its own for documents of one type, beside the usual one."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from exchange.test_outbound import empty_the_queue, seen, send
from exchange.test_pages import signed_in
from factories.exchange import NOW, a_trade
from factories.parties import a_municipality, a_supplier, an_actor
from samkop.exchange.models import Endpoint
from samkop.exchange.queries import electronic_address, endpoint_of, endpoints_of, party_at
from samkop.exchange.transmitting import transmit_waiting
from samkop.exchange.usecases.endpoints import (
    reach_as_usual,
    reach_by_type,
    reach_own_party,
    register_own_endpoint,
)
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
MAILBOX = "order@leverans.example"


def administrator(party):
    return an_actor(party, "administrator")


def by_type(party, document_type, transport="email", mailbox=MAILBOX):
    return perform(
        administrator(party), reach_by_type, document_type=document_type, transport=transport,
        mailbox=mailbox,
    )  # fmt: skip


def way_of(party, document_type):
    with reading(administrator(party)):
        endpoint = endpoint_of(party.pk, document_type)
    return endpoint.transport, endpoint.document_type


def test_sending_picks_the_way_of_the_type_and_else_the_usual_one(trade, tmp_path):
    empty_the_queue(tmp_path)
    mail.outbox = []
    by_type(trade.seller, "order-change")
    order = send(trade, "4711")
    by_type(trade.seller, "order")
    second = send(trade, "4712")
    assert (order.transport, second.transport) == ("directory", "email")
    transmit_waiting(tmp_path, now=NOW)
    # What waits goes on the way of today.
    assert [letter.to for letter in mail.outbox] == [[MAILBOX], [MAILBOX]]
    assert {seen(trade, message).state for message in (order, second)} == {"sent"}


def test_the_address_in_documents_and_the_sender_of_them_stay_the_same(trade):
    with reading(administrator(trade.seller)):
        before = electronic_address(trade.seller.pk)
    by_type(trade.seller, "invoice-response")
    with reading(administrator(trade.seller)):
        assert electronic_address(trade.seller.pk) == before
        assert party_at(before) == trade.seller.pk


def test_a_way_chosen_again_is_changed_and_given_up_it_is_the_usual_one(trade):
    first = by_type(trade.seller, "order")
    again = by_type(trade.seller, "order", "directory")
    assert first.pk == again.pk
    assert way_of(trade.seller, "order") == ("directory", "order")
    perform(administrator(trade.seller), reach_as_usual, endpoint_id=again.pk)
    assert way_of(trade.seller, "order") == ("directory", "")
    with reading(administrator(trade.seller)):
        assert endpoints_of(trade.seller.pk).count() == 1


def test_the_usual_way_is_changed_beside_those_of_types(trade):
    by_type(trade.seller, "order", "directory")
    with reading(administrator(trade.seller)):
        usual = endpoint_of(trade.seller.pk)
    perform(
        administrator(trade.seller), reach_own_party, endpoint_id=usual.pk, transport="email",
        mailbox=MAILBOX,
    )  # fmt: skip
    assert way_of(trade.seller, "order") == ("directory", "order")
    assert way_of(trade.seller, "mlr") == ("email", "")


def test_the_usual_way_is_given_up_by_nobody_and_another_partys_by_nobody_else(trade):
    special = by_type(trade.seller, "order")
    with reading(administrator(trade.seller)):
        usual = endpoint_of(trade.seller.pk)
    for party, endpoint in ((trade.seller, usual), (trade.buyer, special)):
        with pytest.raises(Refused) as refused:
            perform(administrator(party), reach_as_usual, endpoint_id=endpoint.pk)
        assert refused.value.code == "not-found"


@pytest.mark.parametrize(
    ("document_type", "transport", "mailbox", "code"),
    [
        ("poem", "directory", "", "document-type-unknown"),
        ("", "directory", "", "document-type-unknown"),
        ("order", "pigeon", "", "transport-unknown"),
        ("order", "email", "no mailbox", "mailbox-invalid"),
        ("order", "access-point", "", "no-access-point"),
    ],
)
def test_what_is_no_way_is_refused(document_type, transport, mailbox, code):
    party = a_supplier()
    perform(administrator(party), register_own_endpoint)
    with pytest.raises(Refused) as refused:
        by_type(party, document_type, transport, mailbox)
    assert refused.value.code == code


def test_without_an_address_there_is_no_way_and_only_administrators_choose_one(trade):
    with pytest.raises(Refused) as refused:
        by_type(a_municipality(), "order")
    assert refused.value.code == "own-address-missing"
    with pytest.raises(Refused) as refused:
        perform(
            an_actor(trade.seller, "salesperson"), reach_by_type, document_type="order",
            transport="directory",
        )  # fmt: skip
    assert refused.value.code == "not-allowed"


def test_the_database_keeps_an_address_with_one_party_and_a_type_with_one_way(tmp_path):
    trade, other = a_trade(tmp_path), a_trade(tmp_path)
    special = by_type(trade.seller, "order")

    def write(*, actor, now, **fields):
        with transaction.atomic():
            create(Endpoint(transport="email", address=MAILBOX, **fields))

    with pytest.raises(IntegrityError, match="endpoint_address_of_one_party"):
        perform(
            administrator(other.seller), write, party_id=other.seller.pk, scheme=special.scheme,
            identifier=special.identifier, document_type="invoice",
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="endpoint_one_of_a_type"):
        perform(
            administrator(trade.seller), write, party_id=trade.seller.pk, scheme="0088",
            identifier="7300010000001", document_type="order",
        )  # fmt: skip


def test_the_page_lists_the_ways_and_an_administrator_changes_them(trade):
    client = signed_in(trade.seller, "administrator")
    assert client.get("/endpoints/by-type/").status_code == 200
    chosen = {"document_type": "invoice", "transport": "email", "mailbox": MAILBOX}
    assert client.post("/endpoints/by-type/reach/", chosen).url == "/endpoints/"
    assert way_of(trade.seller, "invoice") == ("email", "invoice")
    page = client.get("/endpoints/").content.decode()
    assert page.count(MAILBOX) == 1
    with reading(administrator(trade.seller)):
        special = endpoint_of(trade.seller.pk, "invoice")
    client.post(f"/endpoints/{special.pk}/as-usual/")
    assert way_of(trade.seller, "invoice") == ("directory", "")
    wrong = client.post("/endpoints/by-type/reach/", {**chosen, "mailbox": "none"})
    assert wrong.status_code == 422
