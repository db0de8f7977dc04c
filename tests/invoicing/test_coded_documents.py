"""An accepted invoice goes to the finance system as it came, with the coding of each line."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings

from api_ground import caller
from approving import client_of
from factories.answers import let_facts_work
from factories.coding import a_coding_rule, a_setup
from factories.invoices import Sold, an_invoice, an_order, came_in, invoiced, received
from factories.ordering import NOW, a_market
from factories.parties import an_actor
from samkop.core import edocs
from samkop.core.edocs.model import Address
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.models import Message
from samkop.exchange.queries import content_of, folder_of, load_document
from samkop.exchange.transmitting import transmit_waiting
from samkop.exchange.usecases.endpoints import reach_by_type
from samkop.invoicing.models import Invoice
from samkop.invoicing.usecases.forwarding import forward_invoice
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
LATER = datetime(2099, 1, 1, tzinfo=UTC)  # facts are worked at by the clock of today
PLACE = Address("FI", "Skolgatan 1", city="Tampere", postal_zone="33100")


@pytest.fixture
def market():
    return a_market()


def test_it_is_valid_and_differs_from_what_came_by_its_coding_alone(market, tmp_path):
    buyer = market.buyers[0]
    a_setup(buyer)
    order = an_order(market)
    received(market, order, {1: 3})
    document = an_invoice(market, order, Sold(1), Sold(2))
    document = replace(
        document, seller=replace(document.seller, address=PLACE),
        buyer=replace(document.buyer, address=PLACE),
    )  # fmt: skip
    invoice = came_in(tmp_path, document, buyer.party, market)
    program = caller(buyer.finance, scopes=["invoices:read"])
    at = f"/invoices/{invoice.pk}/coded"
    early = program.get(at)
    assert (early.status_code, early.json()["code"]) == (409, "invoice-not-coded")
    a_coding_rule(buyer, vat_code="I25")
    let_facts_work()
    found = program.get(at).json()
    content = base64.b64decode(found["content"])
    coded = edocs.read(content)
    cost = f"6560;{buyer.cost_centre.code};;;I25"
    with reading(buyer.finance):
        came = load_document(invoice.message_id).document
    assert coded == replace(
        came, accounting_cost=cost,
        lines=tuple(replace(line, accounting_cost=cost) for line in came.lines),
    )  # fmt: skip
    assert [one for one in edocs.validate(content).faults if one.flag == edocs.Flag.FATAL] == []
    assert program.get(at).json() == found
    other = edocs.read(base64.b64decode(program.get(f"{at}?syntax=finvoice").json()["content"]))
    assert [line.accounting_cost for line in other.lines] == [cost, cost]
    shown = client_of(buyer.finance).get(f"/invoices/{invoice.pk}/coding/file.xml")
    assert shown.content == content
    stranger = caller(a_market().buyers[0].finance, scopes=["invoices:read"])
    assert stranger.get(at).status_code == 404


def a_way(buyer, transport):
    administrator = an_actor(buyer.party, "administrator")
    perform(
        administrator, reach_by_type, document_type="coded-invoice", transport=transport,
        mailbox="laskut@kunta.example",
    )  # fmt: skip


def forwarded(buyer):
    with reading(buyer.finance):
        rows = Message.objects.filter(document_type="coded-invoice", owner_id=buyer.party.pk)
        return [(one.number, one.transport, content_of(one.pk)) for one in rows.order_by("id")]


def an_accepted(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    return invoiced(tmp_path, market, order)


def test_it_is_sent_once_where_the_municipality_has_chosen_a_way_for_it(market, tmp_path):
    buyer = market.buyers[0]
    a_setup(buyer)
    a_coding_rule(buyer)
    an_accepted(market, tmp_path)
    assert forwarded(buyer) == []
    a_way(buyer, "email")
    invoice = an_accepted(market, tmp_path)
    job = actors.job("accountant", buyer.party.pk)
    perform(job, forward_invoice, now=NOW, invoice_id=invoice.pk)
    program = caller(buyer.finance, scopes=["invoices:read"])
    content = base64.b64decode(program.get(f"/invoices/{invoice.pk}/coded").json()["content"])
    assert forwarded(buyer) == [("2", "email", content)]
    let_facts_work()
    a_way(buyer, "directory")
    third = an_accepted(market, tmp_path)
    transmit_waiting(tmp_path, now=LATER)
    with reading(buyer.finance):
        folder = tmp_path / "exchange" / folder_of(buyer.party.pk)
    # What waited for the mailbox went on the way of today, as all that waits does.
    assert sorted(one.name for one in (folder / "outbox").glob("coded-*")) == [
        "coded-invoice-2.xml", "coded-invoice-3.xml"
    ]  # fmt: skip
    # Nothing of it comes in again: what lies in the outbox is what went out.
    collect_inboxes(tmp_path, now=LATER)
    let_facts_work()
    with reading(buyer.finance):
        assert Invoice.objects.filter(number=third.number).count() == 1


def test_by_the_access_point_it_would_come_back_and_is_not_sent(market, tmp_path, monkeypatch):
    buyer = market.buyers[0]
    monkeypatch.setitem(settings.ACCESS_POINT, "url", "https://access-point.example")
    a_way(buyer, "access-point")
    a_setup(buyer)
    a_coding_rule(buyer)
    invoice = an_accepted(market, tmp_path)
    job = actors.job("accountant", buyer.party.pk)
    assert perform(job, forward_invoice, now=NOW, invoice_id=invoice.pk) is None
    assert forwarded(buyer) == []
