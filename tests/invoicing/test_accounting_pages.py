"""Pages and API of coding and accounting files: what one sees, does, and fetches again."""

from __future__ import annotations

import base64

import pytest

from accounting_files import checked_sie
from api_ground import caller
from approving import client_of
from browser_ground import queries_of
from factories.answers import let_facts_work
from factories.coding import a_coding_rule, a_setup
from factories.invoices import an_invoice, an_order, invoiced, received, recorded
from factories.ordering import NOW, TODAY, a_market
from samkop.invoicing.models import CodingRule, ExportBatch, Voucher
from samkop.platform.records import create
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture
def market():
    return a_market()


@pytest.fixture
def buyer(market):
    return market.buyers[0]


def shown(client, path):
    answer = client.get(path)
    assert (path, answer.status_code) == (path, 200)
    return answer.content.decode()


def an_accepted(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    return invoiced(tmp_path, market, order)


def test_a_clerk_decides_the_form_adds_a_rule_and_ends_it(buyer):
    client = client_of(buyer.finance)
    columns = "Tili = account\nYhtiö = fixed: 837\nSumma = amount"
    client.post("/invoices/accounting/setup/keep/", {
        "form": "csv", "payable_account": "2545", "vat_account": "1681", "rounding_account": "7",
        "vat_accounts": "K;25,50;;1766;Kuntapalautus\nE;;0\n;;62,5;1767",
        "columns": columns, "separator": ";", "decimal": ",", "dates": "dotted",
        "encoding": "utf-8", "heading": "on",
    })  # fmt: skip
    page = shown(client, "/invoices/accounting/setup/")
    assert "Yhtiö = fixed: 837" in page
    assert "K;25.5;100;1766;Kuntapalautus\nE;;0\n;;62.5;1767" in page
    broken = client.post("/invoices/accounting/setup/keep/", {
        "form": "csv", "payable_account": "2545", "vat_account": "1681", "rounding_account": "7",
        "columns": "Tili",
    })  # fmt: skip
    assert broken.status_code == 422
    client.post("/invoices/coding/add/rule/", {
        "account": "4400", "category": "phone", "amount_from": "125.50", "valid_from": "2099-01-01",
    })  # fmt: skip
    with reading(buyer.finance):
        rule = CodingRule.objects.get()
    assert (rule.account, rule.amount_from_cents) == ("4400", 125_50)
    assert "from 125.50 each" in shown(client, "/invoices/coding/")
    client.post(f"/invoices/coding/{rule.pk}/end/rule/", {"valid_until": "2099-02-01"})
    with reading(buyer.finance):
        assert str(CodingRule.objects.get().valid_until) == "2099-02-01"


def test_a_line_is_coded_by_hand_from_the_invoice_and_its_file_is_fetched_twice(
    market, buyer, tmp_path
):
    client = client_of(buyer.finance)
    a_setup(buyer)
    invoice = an_accepted(market, tmp_path)
    at = f"/invoices/{invoice.pk}/coding/"
    assert f'href="{at}"' in shown(client, f"/invoices/{invoice.pk}/")
    assert "Coding missing" in shown(client, at)
    client.post(f"{at}line/", {
        "line_id": "1", "account": "6560", "cost_centre": buyer.cost_centre.code,
    })  # fmt: skip
    let_facts_work()
    assert "1,129.50" in shown(client, at)
    assert invoice.number in shown(client, "/invoices/vouchers/?file=none")
    client.post("/invoices/accounting/make/", {"until": "2099-01-01"})
    with reading(buyer.finance):
        batch = ExportBatch.objects.get()
    files = [client.get(f"/invoices/accounting/{batch.pk}/").content for _twice in range(2)]
    assert files == [bytes(batch.content)] * 2
    assert len(checked_sie(files[0]).verifications) == 1
    assert batch.file_name in shown(client, "/invoices/accounting/")
    assert client_of(buyer.employee).get(f"/invoices/accounting/{batch.pk}/").status_code == 403
    stranger = client_of(a_market().buyers[0].finance)
    assert stranger.get(f"/invoices/accounting/{batch.pk}/").status_code == 404


def test_a_finance_system_fetches_vouchers_and_makes_a_file_once_a_key(market, buyer, tmp_path):
    a_setup(buyer)
    a_coding_rule(buyer)
    invoice = an_accepted(market, tmp_path)
    program = caller(buyer.finance, scopes=["invoices:read", "invoices:write"])
    [voucher] = program.get(f"/vouchers?since={TODAY}&until={TODAY}").json()["vouchers"]
    assert (voucher["invoice_number"], voucher["debit"], voucher["batch_id"]) == (
        invoice.number, "1129.50", None
    )  # fmt: skip
    assert [one["amount"] for one in voucher["entries"]] == ["900.00", "229.50", "-1129.50"]
    made = [
        program.post("/accounting-batches", {"until": "2099-01-01"}, key="1").json()
        for _twice in range(2)
    ]
    assert made[0] == made[1] == program.get(f"/accounting-batches/{made[0]['id']}").json()
    assert len(checked_sie(base64.b64decode(made[0]["content"])).verifications) == 1
    [listed] = program.get("/accounting-batches").json()["batches"]
    assert listed["sha256"] == made[0]["sha256"]
    late = program.post("/accounting-batches", {"until": "2099-01-01"}, key="2")
    assert (late.status_code, late.json()["code"]) == (409, "nothing-to-export")


def fill(market, buyer, count):
    order = an_order(market)
    for _number in range(count):
        invoice = recorded(market, an_invoice(market, order))
        perform(buyer.finance, keep_voucher, now=NOW, invoice=invoice)


def keep_voucher(*, actor, now, invoice):
    create(
        Voucher(
            invoice=invoice, buyer_id=invoice.buyer_id, supplier_id=invoice.supplier_id,
            number=invoice.pk, day=TODAY, currency="EUR", text="", debit_cents=1, at=now,
        )
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/invoices/vouchers/", "/invoices/coding/"])
def test_the_lists_ask_as_often_for_thirty_rows_as_for_one(market, buyer, path):
    client = client_of(buyer.finance)
    shown(client, path)
    fill(market, buyer, 1)
    a_coding_rule(buyer, amount_from_cents=1)
    few, _page = queries_of(client, path)
    fill(market, buyer, 29)
    for cents in range(2, 31):
        a_coding_rule(buyer, amount_from_cents=cents)
    assert (few, queries_of(client, path)[0]) == (QUERIES, QUERIES)


QUERIES = 8
