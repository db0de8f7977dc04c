"""An accepted invoice goes to the finance system as it came, with the coding of each line."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from api_ground import caller
from approving import client_of
from factories.answers import let_facts_work
from factories.coding import a_coding_rule, a_setup
from factories.invoices import Sold, an_invoice, an_order, came_in, received
from factories.ordering import a_market
from samkop.core import edocs
from samkop.core.edocs.model import Address
from samkop.exchange.queries import load_document
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")
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
