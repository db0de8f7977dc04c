"""Programs read the match of invoices, settle, and say what was paid; whoever waits is told."""

from __future__ import annotations

import pytest

from api_ground import caller
from factories.answers import let_facts_work
from factories.invoices import Sold, an_order, invoiced, received
from factories.ordering import a_market
from samkop.platform.models import Notification
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database")
SCOPES = ["invoices:read", "invoices:write"]


@pytest.fixture
def market():
    return a_market()


def too_dear(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    return order, invoiced(tmp_path, market, order, Sold(3, "310.00"))


def test_the_finance_system_reads_match_and_discrepancy_to_the_cent(market, tmp_path):
    order, invoice = too_dear(market, tmp_path)
    program = caller(market.buyers[0].finance, scopes=SCOPES)
    [listed] = program.get("/invoices").json()["invoices"]
    assert (listed["number"], listed["state"], listed["gross"]) == (
        invoice.number, "under-query", "1167.15"
    )  # fmt: skip
    found = program.get(f"/invoices/{invoice.pk}").json()
    assert (found["matched"], found["discrepant"], found["told"]) == ("1129.50", "37.65", ["UQ"])
    [part] = found["parts"]
    assert (part["order_number"], part["order_line_number"], part["quantity"], part["net"]) == (
        order.number, 1, 3, "900.00"
    )  # fmt: skip
    [held] = program.get("/invoice-discrepancies").json()["discrepancies"]
    assert (held["reason"], held["net"], held["vat"]) == ("price-over", "30.00", "7.65")
    assert program.get("/invoices?number=none").json()["invoices"] == []


def test_the_supplier_reads_its_own_invoice_without_what_is_the_buyers(market, tmp_path):
    _order, invoice = too_dear(market, tmp_path)
    found = caller(market.salesperson, scopes=SCOPES).get(f"/invoices/{invoice.pk}").json()
    assert (found["state"], found["matched"], found["parts"], found["discrepancies"]) == (
        "under-query", None, [], []
    )  # fmt: skip
    stranger = caller(a_market().salesperson, scopes=SCOPES)
    assert stranger.get(f"/invoices/{invoice.pk}").status_code == 404


def test_it_settles_under_its_persons_authority_and_says_what_was_paid(market, tmp_path):
    _order, invoice = too_dear(market, tmp_path)
    clerk = caller(market.buyers[0].finance, scopes=SCOPES)
    approver = caller(market.buyers[0].approver, scopes=SCOPES)
    [held] = clerk.get("/invoice-discrepancies").json()["discrepancies"]
    at = f"/invoices/{invoice.pk}/discrepancies/{held['id']}"
    refused = clerk.post(at, {"remedy": "accept"}, key="1")
    assert (refused.status_code, refused.json()["code"]) == (403, "authority-too-small")
    assert approver.post(at, {"remedy": "accept"}, key="2").json()["state"] == "accepted"
    for _twice in range(2):
        paid = clerk.post(f"/invoices/{invoice.pk}/payment", {"paid_on": "2026-03-02"}, key="3")
        assert (paid.json()["state"], paid.json()["told"]) == ("paid", ["UQ", "AP", "PD"])
    late = clerk.post(f"/invoices/{invoice.pk}/rejection", {"note": "Too late."}, key="4")
    assert (late.status_code, late.json()["code"]) == (409, "invoice-settled")


def test_a_finance_system_that_matches_by_itself_gets_orders_prices_and_receipts(market):
    order = an_order(market)
    received(market, order, {1: 2})
    program = caller(market.buyers[0].finance, scopes=["invoices:read"])
    [line] = program.get("/matching-basis").json()["lines"]
    assert (line["order_number"], line["unit_price"]) == (order.number, "300.00")
    assert (line["ordered"], line["standing"], line["received"], line["invoiced"]) == (3, 3, 2, 0)


def test_finance_is_told_once_of_what_needs_somebody_and_not_of_what_agrees(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    invoiced(tmp_path, market, order, Sold(2))
    held = invoiced(tmp_path, market, order, Sold(1, "310.00"))
    let_facts_work()
    with reading(market.buyers[0].finance):
        told = list(Notification.objects.filter(kind="invoice-discrepant"))
    assert [(one.facts["number"], one.url) for one in told] == [
        (held.number, f"/invoices/{held.pk}/")
    ]
