"""Accepted invoices become vouchers, once each; files hold each once, and stay as they are."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounting_files import Transaction, checked_sie, read_separated
from factories.answers import let_facts_work
from factories.coding import a_coding_rule, a_setup
from factories.invoices import Sold, an_invoice, an_order, invoiced, received, recorded
from factories.ordering import NOW, TODAY, a_market
from samkop.core.accounting import Coding
from samkop.invoicing.documents.accounting import accounting_file
from samkop.invoicing.models import (
    ExportBatch,
    InvoiceDiscrepancy,
    MatchedPart,
    MatchResult,
    Voucher,
    VoucherEntry,
)
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.rules.vat import VatAccount, shared
from samkop.invoicing.rules.vouchers import Accounts, Piece, Sums, entries_of
from samkop.invoicing.usecases.batches import export_vouchers
from samkop.invoicing.usecases.coding import end_coding_rule
from samkop.invoicing.usecases.reception import choose_reception
from samkop.invoicing.usecases.vouchers import ByHand, code_invoice, code_line, code_waiting
from samkop.ordering.models import OrderLine
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.records import create_all
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
ACCOUNTS = Accounts("2510", "1681", "3740")


@pytest.fixture
def market():
    return a_market()


@pytest.fixture
def buyer(market):
    return market.buyers[0]


def an_accepted(market, tmp_path, *lines, about="", **fields):
    """An order of three, all come, and its invoice."""
    order = an_order(market)
    received(market, order, {1: 3})
    return invoiced(tmp_path, market, order, *lines, about=about, **fields)


def entries(buyer, invoice):
    with reading(buyer.finance):
        rows = VoucherEntry.objects.filter(voucher__invoice=invoice).order_by("place")
        return [(one.account, one.cost_centre, one.cents) for one in rows]


def missing(buyer, invoice):
    with reading(buyer.finance):
        rows = in_force(InvoiceDiscrepancy).filter(result__invoice=invoice, reason="coding-missing")
        return [(one.line_id, one.state) for one in rows.order_by("id")]


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as found:
        perform(actor, use_case, now=NOW, **inputs)
    return found.value.code


def exported(buyer, until=date(2099, 1, 1)):
    return perform(buyer.finance, export_vouchers, now=NOW, until=until)


def test_an_accepted_invoice_is_a_balanced_voucher_on_its_orders_cost_centre(
    market, buyer, tmp_path
):
    a_setup(buyer)
    a_coding_rule(buyer, account_name="Förbrukningsinventarier")
    invoice = an_accepted(market, tmp_path)
    # 3 at 300.00 and 25.5 per cent.
    assert entries(buyer, invoice) == [
        ("6560", buyer.cost_centre.code, 900_00), ("1681", "", 229_50), ("2510", "", -1129_50),
    ]  # fmt: skip
    job = actors.job("accountant", buyer.party.pk)
    assert perform(job, code_invoice, now=NOW, invoice_id=invoice.pk) is None
    with reading(buyer.finance):
        assert Voucher.objects.count() == 1


def test_a_voucher_has_the_vat_accounts_of_the_setup_and_bears_what_is_not_deducted(
    market, buyer, tmp_path
):
    rows = (("K", "25.5", 1000, "1766", "Kuntapalautus"), ("K", "25", 1000, "1766", ""),
            ("E", "", 0, "", ""))  # fmt: skip
    a_setup(buyer, vat_accounts=rows)
    a_coding_rule(buyer, vat_code="K")
    invoice = an_accepted(market, tmp_path)
    assert [one[0] for one in entries(buyer, invoice)] == ["6560", "1766", "2510"]
    a_coding_rule(buyer, "7650", vat_code="E", amount_from_cents=1)
    borne = an_accepted(market, tmp_path)
    assert entries(buyer, borne) == [
        ("7650", buyer.cost_centre.code, 1129_50), ("2510", "", -1129_50)
    ]  # fmt: skip


def test_a_line_without_a_rule_waits_in_the_work_list_until_there_is_one(market, buyer, tmp_path):
    a_setup(buyer)
    a_coding_rule(buyer, amount_from_cents=300_01)
    invoice = an_accepted(market, tmp_path)
    assert (entries(buyer, invoice), missing(buyer, invoice)) == ([], [("1", "open")])
    with reading(buyer.finance):
        result = MatchResult.objects.get(invoice=invoice)
    assert (result.state, result.open_count, result.matched_cents) == ("accepted", 1, 1129_50)
    with reading(buyer.finance):
        told = Notification.objects.get(kind="invoice-coding-missing")
    assert told.url == f"/invoices/{invoice.pk}/coding/"
    a_coding_rule(buyer, "6570", amount_from_cents=300_00)
    let_facts_work()
    assert entries(buyer, invoice)[0] == ("6570", buyer.cost_centre.code, 900_00)
    assert missing(buyer, invoice) == [("1", "overtaken")]


def test_a_person_codes_a_line_by_hand_and_never_what_is_in_the_ledger(market, buyer, tmp_path):
    a_setup(buyer)
    invoice = an_accepted(market, tmp_path)
    line = {"invoice_id": invoice.pk, "line_id": "1"}
    centre = buyer.cost_centre.code
    for by_hand, code in (
        (ByHand(account="", cost_centre=centre), "account-missing"),
        (ByHand(account="6A", cost_centre=centre), "account-not-numeric"),
        (ByHand(account="6", cost_centre=""), "cost-centre-missing"),
        (ByHand(account="6", cost_centre="none"), "cost-centre-unknown"),
    ):
        assert refused(buyer.finance, code_line, by_hand=by_hand, **line) == code
    by_hand = ByHand(account="6990", cost_centre=centre)
    assert refused(buyer.employee, code_line, by_hand=by_hand, **line) == "not-allowed"
    elsewhere = {"invoice_id": invoice.pk, "line_id": "2"}
    assert refused(buyer.finance, code_line, by_hand=by_hand, **elsewhere) == "not-found"
    stranger = a_market().buyers[0].finance
    assert refused(stranger, code_line, by_hand=by_hand, **line) == "not-found"
    perform(buyer.finance, code_line, now=NOW, by_hand=by_hand, **line)
    let_facts_work()
    assert entries(buyer, invoice)[0] == ("6990", centre, 900_00)
    assert refused(buyer.finance, code_line, by_hand=by_hand, **line) == "invoice-coded"


def test_a_credit_note_is_reversed_on_the_accounts_of_what_it_credits(market, buyer, tmp_path):
    a_setup(buyer)
    rule = a_coding_rule(buyer)
    invoice = an_accepted(market, tmp_path)
    # The rules have changed since: what is taken back was booked by the old one.
    perform(buyer.finance, end_coding_rule, now=NOW, rule_id=rule.pk, valid_until=TODAY)
    with reading(buyer.finance):
        [number] = {one.order_line.order.number for one in invoice.result.parts.all()}
    note = invoiced(
        tmp_path, market, None, Sold(1), about=invoice.number, order_reference=number
    )  # fmt: skip
    assert entries(buyer, note) == [
        ("6560", buyer.cost_centre.code, -300_00), ("1681", "", -76_50), ("2510", "", 376_50),
    ]  # fmt: skip


def test_where_the_finance_system_receives_or_nothing_is_set_up_nothing_is_handed_over(
    market, buyer, tmp_path
):
    a_coding_rule(buyer)
    before = an_accepted(market, tmp_path)
    assert (entries(buyer, before), missing(buyer, before)) == ([], [])
    choose = {"way": "copy", "valid_from": TODAY}
    perform(buyer.finance, choose_reception, now=NOW, **choose)
    copy = an_accepted(market, tmp_path)
    a_setup(buyer)
    let_facts_work()
    assert (entries(buyer, copy), missing(buyer, copy)) == ([], [])
    assert refused(buyer.finance, export_vouchers, until=TODAY) == "nothing-to-export"


def test_a_sie_file_is_read_back_with_accounts_objects_and_letters(market, buyer, tmp_path):
    a_setup(buyer, series="L")
    a_coding_rule(buyer, account_name="Förbrukningsinventarier", object_code="IT")
    invoice = an_accepted(market, tmp_path)
    batch = exported(buyer)
    assert (batch.voucher_count, batch.debit_cents, batch.file_name[-3:]) == (1, 1129_50, ".SI")
    found = checked_sie(bytes(batch.content))
    [made] = found.verifications
    centre = buyer.cost_centre
    assert (made.series, made.number, made.day) == ("L", "1", invoice.issue_date)
    assert made.transactions[0] == Transaction(
        "6560", {1: centre.code, 20: "IT"}, Decimal("900.00"), "Item PHONE-1"
    )
    assert found.accounts["6560"] == "Förbrukningsinventarier"
    assert found.objects == {(1, centre.code): centre.name}
    assert found.about["#VALUTA"] == ["EUR"]


def test_a_csv_file_has_the_columns_of_the_mapping(market, buyer, tmp_path):
    a_setup(buyer, "csv", payable_account="A-2510")
    a_coding_rule(buyer, vat_code="S25")
    an_accepted(market, tmp_path)
    rows = read_separated(bytes(exported(buyer).content), encoding="utf-8")
    assert rows[0][:4] == ["Yritys", "Tosite", "Pvm", "Tili"]
    assert [row[:2] + row[3:8] for row in rows[1:]] == [
        ["837", "1", "6560", buyer.cost_centre.code, "", "S25", "900,00"],
        ["837", "1", "1681", "", "", "S25", "229,50"],
        ["837", "1", "A-2510", "", "", "", "-1129,50"],
    ]


def test_each_voucher_goes_in_one_file_and_a_file_never_changes(market, buyer, tmp_path):
    assert refused(buyer.finance, export_vouchers, until=TODAY) == "accounting-not-set-up"
    a_setup(buyer)
    a_coding_rule(buyer)
    an_accepted(market, tmp_path)
    first = exported(buyer)
    assert refused(buyer.finance, export_vouchers, until=TODAY) == "nothing-to-export"
    an_accepted(market, tmp_path)
    a_setup(buyer, "csv")
    early = TODAY - timedelta(days=1)
    assert refused(buyer.finance, export_vouchers, until=early) == "nothing-to-export"
    assert refused(buyer.employee, export_vouchers, until=TODAY) == "not-allowed"
    second = exported(buyer)
    with reading(buyer.finance):
        kept = ExportBatch.objects.get(id=first.pk)
        assert (bytes(kept.content), kept.number) == (bytes(first.content), 1)
        assert (second.number, second.form, second.voucher_count) == (2, "csv", 1)
    # An account of letters was right for CSV and is none for SIE: it is said, nothing is lost.
    a_setup(buyer, "csv", payable_account="A-1")
    an_accepted(market, tmp_path)
    a_setup(buyer)
    assert refused(buyer.finance, export_vouchers, until=TODAY) == "account-not-numeric"


def test_of_two_who_make_a_file_at_once_one_gets_the_vouchers(market, buyer, tmp_path):
    a_setup(buyer)
    a_coding_rule(buyer)
    an_accepted(market, tmp_path)
    assert race(buyer) == [1, "nothing-to-export"]


def test_without_the_wait_the_database_itself_lets_no_voucher_go_twice(
    market, buyer, tmp_path, monkeypatch
):
    a_setup(buyer)
    a_coding_rule(buyer)
    an_accepted(market, tmp_path)
    gate = threading.Barrier(2, timeout=20)
    monkeypatch.setattr(
        "samkop.invoicing.usecases.batches.hold", lambda *_of: None
    )  # fmt: skip
    met = []

    def meet(*arguments, real=accounting_file):
        if len(met) < 2:
            met.append(1)
            gate.wait()
        return real(*arguments)

    monkeypatch.setattr("samkop.invoicing.usecases.batches.accounting_file", meet)
    assert race(buyer) != [1, 1]
    with reading(buyer.finance):
        assert [one.voucher_count for one in ExportBatch.objects.all()] == [1]


def race(buyer):
    found = []

    def make():
        try:
            found.append(exported(buyer).voucher_count)
        except Refused as no:
            found.append(no.code)
        except Exception as error:  # noqa: BLE001 - what the database says, as the test's finding
            found.append(type(error).__name__)
        finally:
            connections.close_all()

    both = [threading.Thread(target=make) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    return sorted(found, key=str)


def accepted_as(buyer, order, invoices):
    """Invoices of the order's first line that are accepted and wait for their coding."""

    def keep(*, actor, now):
        line = OrderLine.objects.get(order=order, line_number=1)
        results = [
            MatchResult(
                invoice=one, buyer_id=one.buyer_id, supplier_id=one.supplier_id, round=1,
                state="accepted", gross_cents=one.gross_cents, matched_cents=one.gross_cents,
                discrepant_cents=0, created_at=now,
            )
            for one in invoices
        ]  # fmt: skip
        create_all(results)
        create_all(
            MatchedPart(
                result=one, round=1, line_id="1", target="order-line", order_line=line,
                quantity=1, cents=300_00, vat_cents=0,
            )
            for one in results
        )  # fmt: skip

    perform(buyer.finance, keep, now=NOW)


def statements(buyer):
    with CaptureQueriesContext(connection) as captured:
        made = perform(actors.job("accountant", buyer.party.pk), code_waiting, now=NOW)
    return made, len(captured)


def test_thirty_waiting_invoices_are_coded_with_as_many_statements_as_one():
    asked = []
    for count in (1, 30):
        market = a_market()
        buyer, order = market.buyers[0], an_order(market)
        documents = [an_invoice(market, order, Sold(1)) for _one in range(count)]
        accepted_as(buyer, order, [recorded(market, one) for one in documents])
        a_setup(buyer)
        none, without = statements(buyer)
        a_coding_rule(buyer)
        made, coded = statements(buyer)
        asked.append((without, coded))
        with reading(buyer.finance):
            numbers = Voucher.objects.order_by("number").values_list("number", flat=True)
            assert (none, made, list(numbers)) == (0, count, list(range(1, count + 1)))
            assert not MatchResult.objects.exclude(open_count=0).exists()
    assert asked == [(17, 22), (17, 22)]


pieces = st.lists(
    st.tuples(st.integers(-(10**9), 10**9), st.sampled_from(["I25", "I12"])), min_size=1,
    max_size=6,
)  # fmt: skip


@given(pieces, *[st.integers(-(10**9), 10**9)] * 3, st.integers(-150, 150), st.booleans())
def test_whatever_the_sums_say_the_voucher_balances_and_owes_what_is_asked_for(
    found, net, vat, gross, rounding, credit
):
    coded = [Piece("1", cents, Coding("6560", vat_code=code), rate="S 25") for cents, code in found]
    sums = Sums(net, gross, gross + rounding, (("S 25", vat),), credit)
    made = [one.entry for one in entries_of(coded, sums, ACCOUNTS, "")]
    sign = -1 if credit else 1
    owed = gross + rounding if abs(rounding) < 100 else gross
    assert sum(one.cents for one in made) == 0
    # With half of the VAT of a code borne by its lines nothing is lost either.
    halved = replace(ACCOUNTS, of_vat=(VatAccount("1682", "I12", "25", 500),))
    also = [one.entry for one in entries_of(coded, sums, halved, "")]
    assert sum(one.cents for one in also) == 0
    assert sum(one.cents for one in also if one.coding.account not in {"2510", "3740"}) == sum(
        one.cents for one in made if one.coding.account not in {"2510", "3740"}
    )
    assert sign * sum(one.cents for one in made if one.coding.account == "2510") == -owed
    assert sign * sum(one.cents for one in made if one.coding.account == "6560") == net
    assert all(one.cents for one in made)


def test_vat_is_deducted_refunded_or_borne_by_its_line_recomputed_by_hand():
    coded = [
        Piece("1", 900_00, Coding("6560", vat_code="K"), "", "S 25.5"),
        Piece("2", -100_00, Coding("6560", vat_code="K"), "", "S 25.5"),
        Piece("3", 33_33, Coding("7650", vat_code="E"), "", "S 25.5"),
        Piece("4", 10_01, Coding("7100", vat_code="H"), "", "S 13.5"),
        Piece("5", 50_00, Coding("7200"), "", "S 10"),
    ]  # fmt: skip
    accounts = replace(
        ACCOUNTS, of_vat=(
            VatAccount("1765", rate="10"), VatAccount("1766", "K"), VatAccount("1767", "K", "13.5"),
            VatAccount("", "E", permille=0), VatAccount("1768", "H", permille=500),
        ),
    )  # fmt: skip
    # 833.33 at 25.5 % are 212.50 (229.50, -25.50, 8.50), 10.01 at 13.5 % 1.35, 50.00 at 10 % 5.00;
    # of the 1.35 half a cent goes on the account: 0.68 there, 0.67 with the line.
    vat = (("S 25.5", 212_50), ("S 13.5", 1_35), ("S 10", 5_00))
    sums = Sums(893_34, 1112_19, 1112_19, vat)
    found = [
        (one.line_id, one.entry.coding.account, one.entry.coding.vat_code, one.entry.cents)
        for one in entries_of(coded, sums, accounts, "")
    ]
    assert found == [
        ("1", "6560", "K", 900_00), ("2", "6560", "K", -100_00), ("3", "7650", "E", 41_83),
        ("4", "7100", "H", 10_68), ("5", "7200", "", 50_00),
        ("", "1766", "K", 204_00), ("", "1768", "H", 68), ("", "1765", "", 5_00),
        ("", "2510", "", -1112_19),
    ]  # fmt: skip


@given(st.integers(-(10**10), 10**10), st.lists(st.integers(-(10**9), 10**9), min_size=1))
def test_vat_divided_over_its_lines_adds_up(cents, weights):
    assert sum(shared(cents, weights)) == cents


def test_freight_is_spread_and_rounding_has_its_account_recomputed_by_hand():
    coded = [Piece("1", 200_00, Coding("1")), Piece("2", 100_00, Coding("2"))]
    # 300.00 and 10.00 of freight, 25 %: 77.50; 387.50 is asked for as 388.00.
    sums = Sums(310_00, 387_50, 388_00, (("S 25", 77_50),))
    found = [(one.entry.coding.account, one.entry.cents) for one in entries_of(
        coded, sums, ACCOUNTS, "")]  # fmt: skip
    assert found == [
        ("1", 206_67), ("2", 103_33), ("1681", 77_50), ("2510", -388_00), ("3740", 50)
    ]  # fmt: skip
