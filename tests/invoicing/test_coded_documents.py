"""An accepted invoice goes to the finance system as it came, with the coding of each line."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from api_ground import caller
from approving import client_of
from factories.answers import let_facts_work
from factories.coding import a_coding_rule, a_setup
from factories.invoices import Sold, an_invoice, an_order, came_in, invoiced, received
from factories.ordering import NOW, a_market
from factories.parties import an_actor
from samkop.core import edocs
from samkop.core.edocs.business_envelope import unwrap
from samkop.core.edocs.model import EN16931, Address, ProposedAccount
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.documents import shown_address
from samkop.exchange.models import Message
from samkop.exchange.queries import content_of, endpoints_of, folder_of, load_document
from samkop.exchange.transmitting import transmit_waiting
from samkop.exchange.usecases.endpoints import reach_as_usual, reach_by_type
from samkop.invoicing.models import Invoice, MatchResult
from samkop.invoicing.usecases.forwarding import forward_by_hand, forward_invoice
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
LATER = datetime(2099, 1, 1, tzinfo=UTC)  # facts are worked at by the clock of today
# In the buyer's language: what has no room in its row, and in the whole.
TOLD = {
    "FI": ("Tässä Finvoice-laskussa ei ole tilaa rivin 1 tiedolle ”tiliöinti”: {}.",
           "Tässä Finvoice-laskussa ei ole tilaa tiedolle ”tiliöinti”: {}."),
    "SE": ("Denna Finvoice har ingen plats för uppgiften ”kontering” på rad 1: {}.",
           "Denna Finvoice har ingen plats för uppgiften ”kontering”: {}."),
}  # fmt: skip
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


def a_way(buyer, transport, **more):
    administrator = an_actor(buyer.party, "administrator")
    perform(
        administrator, reach_by_type, document_type="coded-invoice", transport=transport,
        mailbox="laskut@kunta.example", **more,
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


def test_by_the_access_point_it_goes_to_the_finance_systems_own_address(market, tmp_path, standing):
    buyer = market.buyers[0]
    a_setup(buyer)
    a_coding_rule(buyer)
    [own] = addresses_of(buyer)
    for address, code in (
        ("", "system-address-invalid"), ("0216:003712345678", "system-address-invalid"),
        (own, "system-address-taken"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            a_way(buyer, "access-point", system_address=address)
        assert refused.value.code == code
    system = f"{own}RAHA1"
    a_way(buyer, "access-point", system_address=system)
    # It names no process, by which the network would bring it: it goes on as one of Peppol's.
    order = an_order(market)
    received(market, order, {1: 3})
    plain = replace(an_invoice(market, order), customization_id=EN16931, profile_id=None)
    came_in(tmp_path, plain, buyer.party, market)
    standing.status = 503
    transmit_waiting(tmp_path, now=LATER)
    standing.status = 0
    transmit_waiting(tmp_path, now=LATER + timedelta(minutes=1))
    [[_number, transport, content]] = forwarded(buyer)
    [envelope] = [one for one in map(unwrap, standing.taken.values()) if shown(one) == system]
    assert (transport, shown_address(envelope.sender)) == ("access-point", own)
    assert content.partition(b"?>")[2].strip() in envelope.content
    assert edocs.read(content).is_peppol
    with reading(buyer.finance):
        [message] = Message.objects.filter(document_type="coded-invoice", owner=buyer.party)
        assert (message.state, message.attempts) == ("sent", 2)


def addresses_of(buyer):
    with reading(buyer.finance):
        return sorted({str(one) for one in endpoints_of(buyer.party.pk)})


def shown(envelope):
    return shown_address(envelope.receiver)


def test_in_finvoice_accounts_are_proposed_and_what_has_no_room_is_told_in_words(
    market, tmp_path
):  # fmt: skip
    buyer = market.buyers[0]
    a_setup(buyer)
    a_coding_rule(buyer, account_name="Inköp", object_code="an object of some length")
    a_way(buyer, "directory", syntax="finvoice")
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = came_in(tmp_path, an_invoice(market, order, Sold(3)), buyer.party, market)
    [[_number, _transport, content]] = forwarded(buyer)
    document = edocs.read(content)
    coded = f"6560;{buyer.cost_centre.code};;an object of some length;"
    of_line, of_whole = TOLD[buyer.party.country]
    assert (document.notes, document.lines[0].accounting_cost) == (
        (of_line.format(coded), of_whole.format(coded)), None,
    )  # fmt: skip
    assert document.lines[0].proposed_account == ProposedAccount("6560", "Inköp")
    assert document.proposed_account == ProposedAccount("6560", "Inköp")
    program = caller(buyer.finance, scopes=["invoices:read", "invoices:write"])
    found = program.get(f"/invoices/{invoice.pk}/coded?syntax=finvoice").json()
    assert base64.b64decode(found["content"]) == content
    assert found["left_out"] == list(document.notes)
    # Chosen otherwise since: what has gone out stands.
    a_way(buyer, "directory")
    again = program.post(f"/invoices/{invoice.pk}/forward", {}, key="1").json()
    assert (again["sha256"], len(forwarded(buyer))) == (found["sha256"], 1)


def test_what_cannot_go_as_it_was_asked_for_is_told_and_goes_by_hand_later(market, tmp_path):
    buyer = market.buyers[0]
    client = client_of(buyer.finance)
    a_setup(buyer)
    a_coding_rule(buyer)
    a_way(buyer, "email", syntax="finvoice")
    invoice = invoiced(tmp_path, market, an_order(market), number="F-" + "1" * 30)
    with reading(buyer.finance):
        [result] = MatchResult.objects.filter(invoice=invoice)
    assert result.state != "accepted"
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(tmp_path, market, order, number="G-" + "1" * 30)
    assert forwarded(buyer) == []
    with reading(buyer.finance):
        told = Notification.objects.get(kind="invoice-not-forwarded")
    assert told.url == f"/invoices/{invoice.pk}/coding/"
    at = f"/invoices/{invoice.pk}/coding/forward/"
    assert client.post(at).status_code == 409
    a_way(buyer, "email")
    assert client.post(at).url == told.url
    assert len(forwarded(buyer)) == 1
    assert client_of(buyer.employee).post(at).status_code == 403
    assert client_of(a_market().buyers[0].finance).post(at).status_code == 404
    perform(administrator_of(buyer), reach_as_usual, endpoint_id=special(buyer).pk)
    with pytest.raises(Refused) as refused:
        perform(buyer.finance, forward_by_hand, now=NOW, invoice_id=invoice.pk)
    assert refused.value.code == "forwarding-way-missing"


def administrator_of(buyer):
    return an_actor(buyer.party, "administrator")


def special(buyer):
    with reading(buyer.finance):
        return endpoints_of(buyer.party.pk).get(document_type="coded-invoice")
