"""A supplier's catalogue comes in as an e-document and stands on the shelf."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest

from factories.catalogue import BETTER_PHONE, LAPTOP, PHONE, a_catalogue_document, items_of
from factories.exchange import an_endpoint
from samkop.catalogue.models import Catalogue
from samkop.core import edocs
from samkop.core.edocs.model import Identifier
from samkop.exchange.documents import envelope_of
from samkop.exchange.models import Message
from samkop.exchange.usecases.inbound import admit_message, receive_document
from samkop.exchange.vocabulary import MessageState
from samkop.platform import actors
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS


def sent(trade, document: edocs.Catalogue) -> int:
    """The document, arrived in the purchasing body's mailbox and admitted."""
    content = edocs.write(document)
    job = actors.job("exchange-inbound", trade.body.pk)
    message = perform(
        job, receive_document, owner_id=trade.body.pk, content=content, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), transport="directory", file_name="c.xml",
    )  # fmt: skip
    perform(job, admit_message, message_id=message.pk, envelope=envelope_of(content))
    return message.pk


def state_of(trade, message_id: int) -> tuple[str, str]:
    with reading(trade.runner):
        message = Message.objects.get(pk=message_id)
        return message.state, message.fault_code


@pytest.fixture
def parties(trade) -> dict[str, Identifier]:
    addresses = [an_endpoint(party) for party in (trade.supplier, trade.body)]
    provider, receiver = (Identifier(found.identifier, found.scheme) for found in addresses)
    return {"provider": provider, "receiver": receiver}


def test_a_catalogue_message_is_taken_onto_the_shelf_of_the_agreement_that_it_names(trade, parties):
    offers = [PHONE, BETTER_PHONE, replace(LAPTOP, price=Decimal(9999))]
    document = a_catalogue_document(offers, contract=trade.agreement.number, **parties)
    message_id = sent(trade, document)
    dispatch_waiting(FACTS)
    assert state_of(trade, message_id) == (MessageState.APPLIED, "")
    assert set(items_of(trade.agreement, trade.runner)) == {"PHONE-1", "PHONE-2"}
    with reading(trade.runner):
        catalogue = Catalogue.objects.get(agreement=trade.agreement)
    assert (catalogue.number, catalogue.items, catalogue.refused) == (document.id, 2, 1)


def test_a_catalogue_without_a_contract_is_for_the_only_agreement_there_is(trade, parties):
    message_id = sent(trade, a_catalogue_document([PHONE], **parties))
    dispatch_waiting(FACTS)
    assert state_of(trade, message_id) == (MessageState.APPLIED, "")


def test_a_fact_told_twice_imports_once(trade, parties):
    sent(trade, a_catalogue_document([PHONE], **parties))
    again = {name: [*handlers, *handlers] for name, handlers in FACTS.items()}
    dispatch_waiting(again)
    with reading(trade.runner):
        assert Catalogue.objects.filter(agreement=trade.agreement).count() == 1


def test_a_catalogue_for_an_unknown_agreement_changes_nothing(trade, parties):
    message_id = sent(trade, a_catalogue_document([PHONE], contract="RA-0", **parties))
    dispatch_waiting(FACTS)
    assert state_of(trade, message_id)[0] == MessageState.ACCEPTED
    assert items_of(trade.agreement, trade.runner) == {}
