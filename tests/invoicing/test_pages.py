"""The pages: lists, one invoice with what can be done, how invoices are received."""

from __future__ import annotations

import pytest

from approving import client_of
from browser_ground import queries_of
from factories.invoices import Sold, an_order, invoiced, received
from factories.ordering import NOW, a_market
from factories.parties import an_actor
from samkop.invoicing.models import InvoiceDiscrepancy, MatchResult
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.usecases.settling import comment_on_invoice
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture
def market():
    return a_market()


def too_dear(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    return order, invoiced(tmp_path, market, order, Sold(3, "310.00"))


def page_of(client, path):
    answer = client.get(path)
    assert (path, answer.status_code) == (path, 200)
    return answer.content.decode()


def the_one(market, invoice):
    with reading(market.buyers[0].finance):
        return in_force(InvoiceDiscrepancy).get(result__invoice=invoice)


def test_an_invoice_stands_beside_what_it_was_matched_with_and_what_is_held(market, tmp_path):
    order, invoice = too_dear(market, tmp_path)
    shown = page_of(client_of(market.buyers[0].finance), f"/invoices/{invoice.pk}/")
    for words in (order.number, "Price above the order", "Accept the difference",
                  "Ask for a credit note", "37.65", "1,129.50"):  # fmt: skip
        assert words in shown


def test_the_supplier_sees_state_and_answers_and_no_remedy_nor_word_of_the_buyers(market, tmp_path):
    order, invoice = too_dear(market, tmp_path)
    with reading(market.buyers[0].finance):
        result = MatchResult.objects.get(invoice=invoice)
    perform(
        market.buyers[0].employee, comment_on_invoice, now=NOW, result_id=result.pk,
        text="Only among us.",
    )  # fmt: skip
    client = client_of(market.salesperson)
    shown = page_of(client, f"/invoices/{invoice.pk}/")
    for words in ("asks you about this invoice", "A price is wrong", "Credit the amount",
                  "Line 1, Sum without VAT €900.00",
                  f"/orders/{order.pk}/", f"/invoices/{invoice.pk}/credit/"):  # fmt: skip
        assert words in shown
    # Its own page of the order leads back to it, and the buyer's mailbox to the invoice.
    assert f"/invoices/{invoice.pk}/" in page_of(client, f"/orders/{order.pk}/")
    finance = client_of(market.buyers[0].finance)
    assert f'href="/invoices/{invoice.pk}/"' in page_of(finance, f"/messages/{invoice.message_id}/")
    for words in ("Only among us.", "Accept the difference", "Matched with"):
        assert words not in shown
    assert "Only among us." in page_of(finance, f"/invoices/{invoice.pk}/")
    assert invoice.number in page_of(client, "/invoices/")
    assert client.get("/invoices/discrepancies/").status_code == 403


def test_who_ordered_it_sees_the_invoice_and_others_do_not(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(tmp_path, market, order)
    path = f"/invoices/{invoice.pk}/"
    page_of(client_of(market.buyers[0].employee), path)
    colleague = an_actor(market.buyers[0].party, "employee")
    assert client_of(colleague).get(path).status_code == 403
    assert client_of(a_market().buyers[0].finance).get(path).status_code == 404


def test_each_button_does_its_one_thing(market, tmp_path):
    _order, invoice = too_dear(market, tmp_path)
    buyer, found = market.buyers[0], the_one(market, invoice)
    client, at = client_of(buyer.finance), f"/invoices/{invoice.pk}"
    settle = f"{at}/discrepancies/{found.pk}/"
    assert client.post(settle, {"remedy": "wait"}).status_code == 303
    assert the_one(market, invoice).state == "waiting"
    assert client.post(settle, {"remedy": "ask-for-credit"}).status_code == 303
    assert the_one(market, invoice).state == "asked"
    assert client.post(settle, {"remedy": "burn"}).status_code == 422
    elsewhere = f"/invoices/{invoice.pk + 10**6}/discrepancies/{found.pk}/"
    assert client.post(elsewhere, {"remedy": "accept"}).status_code == 404
    assert "authority-too-small" in client.post(settle, {"remedy": "accept"}).content.decode()
    assert client.post(f"{at}/give/", {"person": buyer.manager.person_id}).status_code == 303
    assert client.post(f"{at}/comment/", {"text": "Seen."}).status_code == 303
    assert client.post(f"{at}/reject/", {"reject": "1", "note": ""}).status_code == 422
    approver = client_of(buyer.approver)
    assert approver.post(settle, {"remedy": "accept"}).status_code == 303
    assert client.post(f"{at}/paid/", {"paid_on": "2026-03-02"}).status_code == 303
    with reading(buyer.finance):
        result = MatchResult.objects.get(invoice=invoice)
    assert (result.state, result.assignee_id) == ("paid", buyer.manager.person_id)


def test_its_documents_are_read_and_downloaded(market, tmp_path):
    _order, invoice = too_dear(market, tmp_path)
    for actor in (market.buyers[0].finance, market.salesperson):
        client = client_of(actor)
        at = f"/invoices/{invoice.pk}/documents/{invoice.message_id}/"
        assert invoice.number in page_of(client, at)
        assert b"<cbc:ID>" in client.get(f"{at}file.xml").content
        assert client.get(f"/invoices/{invoice.pk}/documents/999999/").status_code == 404


def test_the_way_is_chosen_and_what_passes_is_kept_with_its_history(market):
    client = client_of(market.buyers[0].finance)
    chosen = {"way": "copy", "valid_from": "2099-01-01"}
    assert client.post("/invoices/reception/choose/", chosen).status_code == 303
    again = client.post("/invoices/reception/choose/", chosen)
    assert again.status_code == 409
    tolerances = {
        "price_percent": "2.5", "price": "1.00", "total": "", "quantity": "1", "charge": "15.00",
        "charge_percent": "0", "days_early": "3", "tolerance_from": "2099-01-01",
    }  # fmt: skip
    assert client.post("/invoices/reception/tolerances/", tolerances).status_code == 303
    shown = page_of(client, "/invoices/reception/")
    assert ("2099-01-01" in shown or "2099" in shown, "2.5" in shown) == (True, True)
    assert client_of(market.buyers[0].employee).get("/invoices/reception/").status_code == 403


@pytest.fixture(scope="module")
def thirty(database, tmp_path_factory):
    """A municipality with one such invoice, and one with thirty."""
    markets = []
    for count in (1, 30):
        market = a_market(budget_cents=10**9, maximum_cents=10**9)
        order = an_order(market, 3)
        for number in range(count):
            invoiced(tmp_path_factory.mktemp("data"), market, order, Sold(1, f"{310 + number}.00"))
        markets.append(market)
    return markets


def test_lists_ask_as_often_for_thirty_as_for_one(thirty):
    asked = {
        "/invoices/": 9, "/invoices/discrepancies/": 9, "/invoices/orders-and-receipts/": 13,
    }  # fmt: skip
    for market in thirty:
        client = client_of(market.buyers[0].finance)
        found = {path: queries_of(client, path)[0] for path in asked}
        assert found == asked


def test_the_basis_of_matching_is_a_file_with_prices_and_receipts(market):
    order = an_order(market)
    received(market, order, {1: 2})
    client = client_of(market.buyers[0].finance)
    lines = client.get("/invoices/orders-and-receipts/?file=csv")
    assert lines.status_code == 200
    text = b"".join(lines.streaming_content).decode("utf-8-sig")
    [_head, row] = text.strip().splitlines()
    assert (order.number in row, "300.00" in row) == (True, True)
