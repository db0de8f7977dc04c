"""Suppliers' periodic reports, held against the orders that the system knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from browser_ground import a_client, pages  # noqa: F401
from factories.agreements import a_runner
from factories.ordering import LAPTOP, NOW, PHONE, a_market, an_outside_order, approved
from factories.parties import a_person, a_purchasing_body, an_account, an_actor
from factories.supplier_reports import a_report, a_row
from samkop.agreements.models import CeilingMovement
from samkop.core.tabular import read_table
from samkop.ordering.models import Order, Reconciliation, ReconciliationLine, SupplierReport
from samkop.ordering.queries import newest_reconciliation
from samkop.ordering.rules import (
    FaultyReportError,
    Known,
    Reported,
    fee_cents,
    reconcile,
    report_lines,
)
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.reports import reconcile_report
from samkop.ordering.vocabulary import Finding
from samkop.parties.vocabulary import RoleName
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database", "pages")

LATER = datetime(2026, 4, 2, 9, tzinfo=UTC)


@pytest.fixture
def market():
    return a_market()


def order_of(market, requisition):
    with reading(market.category_manager):
        return Order.objects.get(requisition=requisition)


def an_order(market, code=PHONE, quantity=1):
    return order_of(market, approved(market, market.buyers[0], code, quantity))


def findings_of(market, report):
    """(finding, number, reported, known) of the newest reconciliation."""
    with reading(market.category_manager):
        run = newest_reconciliation(report.pk)
        return [
            (line.finding, line.order_number, line.reported_cents, line.known_cents)
            for line in run.lines.all()
        ]


def differing(found):
    return [one for one in found if one[0] != Finding.MATCHED]


def refusal_of(call, *arguments, **inputs):
    with pytest.raises(Refused) as refused:
        call(*arguments, **inputs)
    return refused.value.code


def test_a_quarter_with_one_order_too_few_and_one_too_many_is_reconciled_to_exactly_those_two(
    market,
):
    buyer = market.buyers[0]
    orders = [an_order(market), an_order(market, LAPTOP), an_order(market, PHONE, 2)]
    outside = an_outside_order(market, buyer, "PO-77")
    left_out = orders.pop()
    rows = [a_row(buyer, order.number, order.total_cents) for order in orders]
    rows += [a_row(buyer, "PO-77", outside.cents), a_row(buyer, "X-1", 450_00)]
    found = findings_of(market, a_report(market, rows))
    assert differing(found) == [
        ("missing", left_out.number, None, 600_00),
        ("unknown", "X-1", 450_00, None),
    ]
    assert len(found) == 5

    an_outside_order(market, buyer, "X-1", cents=450_00, quantities={PHONE: 1})
    rows.append(a_row(buyer, left_out.number, 600_00))
    assert differing(findings_of(market, a_report(market, rows))) == []


def test_a_reconciliation_is_run_again_when_orders_come_and_the_earlier_one_stays(market):
    buyer = market.buyers[0]
    report = a_report(market, [a_row(buyer, "X-1", 450_00)])
    assert findings_of(market, report) == [("unknown", "X-1", 450_00, None)]
    an_outside_order(market, buyer, "X-1", cents=450_00, quantities={})
    perform(market.category_manager, reconcile_report, now=LATER, report_id=report.pk)
    assert findings_of(market, report) == [("matched", "X-1", 450_00, 450_00)]
    with reading(market.category_manager):
        assert Reconciliation.objects.filter(report=report).count() == 2


def test_what_stands_of_an_order_is_compared_and_a_cancelled_one_need_not_be_reported(market):
    cancelled, different = an_order(market), an_order(market)
    perform(market.buyers[0].manager, cancel_order, now=NOW, order_id=cancelled.pk)
    row = a_row(market.buyers[0], different.number, 299_99)
    assert findings_of(market, a_report(market, [row])) == [
        ("different-amount", different.number, 299_99, 300_00)
    ]
    with_it = [row, a_row(market.buyers[0], cancelled.number, 300_00)]
    assert ("different-amount", cancelled.number, 300_00, 0) in findings_of(
        market, a_report(market, with_it)
    )


def test_an_order_of_another_quarter_is_not_missing_here_and_known_when_reported(market):
    order = an_order(market)
    fields = {"first_day": date(2026, 1, 1), "last_day": date(2026, 3, 1)}
    assert findings_of(market, a_report(market, [], **fields)) == []
    row = a_row(market.buyers[0], order.number, order.total_cents)
    assert findings_of(market, a_report(market, [row], **fields)) == [
        ("matched", order.number, order.total_cents, order.total_cents)
    ]


def test_another_buyers_order_under_the_same_number_is_not_this_one():
    market = a_market(buyers=2)
    order = an_order(market)
    row = a_row(market.buyers[1], order.number, order.total_cents)
    assert differing(findings_of(market, a_report(market, [row]))) == [
        ("missing", order.number, None, order.total_cents),
        ("unknown", order.number, order.total_cents, None),
    ]


def test_the_suppliers_own_report_is_reconciled_when_the_fact_is_handled(market):
    order = an_order(market)
    row = a_row(market.buyers[0], order.number, order.total_cents)
    report = a_report(market, [row], sender=market.salesperson)
    with reading(market.salesperson):
        assert newest_reconciliation(report.pk) is None
    while dispatch_waiting(FACTS):
        pass
    assert findings_of(market, report) == [
        ("matched", order.number, order.total_cents, order.total_cents)
    ]
    with reading(market.salesperson):
        assert ReconciliationLine.objects.filter(reconciliation__report=report).count() == 1
        assert not CeilingMovement.objects.exists()


def test_only_the_two_sides_send_and_see_a_report_and_only_one_reconciles(market):
    buyer = market.buyers[0]
    stranger = a_runner(a_purchasing_body())
    installer = an_actor(market.supplier, RoleName.INSTALLER)
    for actor, code in (
        (buyer.manager, "not-allowed"),
        (installer, "not-allowed"),
        (stranger, "not-found"),
    ):
        assert refusal_of(a_report, market, [], actor) == code
    report = a_report(market, [])
    for actor, code in (
        (market.salesperson, "not-allowed"),
        (buyer.manager, "not-found"),
        (stranger, "not-found"),
    ):
        assert refusal_of(perform, actor, reconcile_report, report_id=report.pk) == code
    for actor in (buyer.manager, stranger):
        with reading(actor):
            assert list(SupplierReport.objects.all()) == []
            assert list(ReconciliationLine.objects.all()) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"first_day": date(2026, 4, 1)},
        {"last_day": date(2026, 4, 3)},
    ],
)
def test_a_period_that_is_turned_or_not_over_is_refused(market, fields):
    assert refusal_of(a_report, market, [], **fields) == "report-period-wrong"


def test_the_clock_lets_a_period_be_reported_from_its_last_day_on(market):
    # The purchasing body's 31 March begins at 21:00 UTC, in summer time.
    before = datetime(2026, 3, 30, 20, 59, tzinfo=UTC)
    assert refusal_of(a_report, market, [], now=before) == "report-period-wrong"
    begun = datetime(2026, 3, 30, 21, 0, tzinfo=UTC)
    assert a_report(market, [], now=begun).last_day == date(2026, 3, 31)


def test_nobody_rewrites_a_report_or_what_was_found(market):
    a_report(market, [a_row(market.buyers[0], "X-1")])
    for table in ("supplierreport", "supplierreportline", "reconciliation", "reconciliationline"):
        with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute(f"DELETE FROM ordering_{table}")


# The rules


def test_a_fee_recomputed_by_hand():
    # 1.5 per cent of 12,345.67 is 185.18505: 185.19 with the half cent away from zero.
    assert fee_cents(1_234_567, 15) == 18_519
    assert fee_cents(1_234_500, 15) == 18_518
    assert fee_cents(10_000, 0) == 0


DAY = date(2026, 3, 2)
numbers = st.text(st.sampled_from("abAB1 "), min_size=1, max_size=4).filter(str.strip)
reported_rows = st.lists(
    st.builds(Reported, st.just("1"), numbers, st.just(DAY), st.integers(1, 5))
)
known_rows = st.lists(
    st.builds(Known, st.just("1"), numbers, st.just(DAY), st.integers(0, 5), st.booleans()),
    unique_by=lambda one: "".join(one.order_number.split()).casefold(),
)


@given(reported=reported_rows, known=known_rows)
def test_nothing_reported_is_lost_and_each_expected_order_is_found_once(reported, known):
    held = reconcile(reported, known)
    assert sum(one.reported_cents or 0 for one in held) == sum(one.cents for one in reported)
    assert sum(one.known_cents or 0 for one in held if one.finding != "missing") + sum(
        one.known_cents for one in held if one.finding == "missing"
    ) >= sum(one.cents for one in known if one.expected)
    keys = [
        (one.finding == "unknown", "".join(one.order_number.split()).casefold()) for one in held
    ]
    assert len(keys) == len(set(keys))


@given(known=known_rows)
def test_a_report_that_repeats_what_is_known_agrees(known):
    reported = [Reported(one.buyer_identifier, one.order_number, DAY, one.cents) for one in known]
    assert {one.finding for one in reconcile(reported, known)} <= {Finding.MATCHED}
    split = [replace(one, cents=one.cents - 1) for one in reported] + [
        replace(one, order_number=f" {one.order_number.upper()}", cents=1) for one in reported
    ]
    assert {one.finding for one in reconcile(split, known)} <= {Finding.MATCHED}


CSV = "Köpare;Beställning;Datum;Belopp;Avgift\n2044521-0;2026-0000001;2026-03-02;1 234,50;18,52\n"


def test_a_table_is_read_in_the_suppliers_own_language():
    (line,) = report_lines(read_table(CSV.encode()))
    assert (line.row, line.order_number, line.cents, line.fee_cents) == (
        2, "2026-0000001", 123_450, 1_852,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Order;Date;Amount\n1;2026-03-02;1\n", (1, "buyer")),
        ("Buyer;Order;Date;Amount\n;1;2026-03-02;1\n", (2, "buyer")),
        ("Buyer;Order;Date;Amount\n1;1;2.3.2026;1\n", (2, "date")),
        ("Buyer;Order;Date;Amount\n1;1;2026-03-02;1,005\n", (2, "amount")),
        ("Buyer;Order;Date;Amount\n1;1;2026-03-02;NaN\n", (2, "amount")),
    ],
)
def test_a_faulty_table_is_refused_by_row_and_column(text, fault):
    with pytest.raises(FaultyReportError) as error:
        report_lines(read_table(text.encode()))
    assert (error.value.row, error.value.column) == fault


# Pages


def client_of(party, *roles):
    return a_client(an_account(a_person(party, *roles)))


def test_a_report_is_uploaded_and_what_is_unknown_leads_to_recording_it(market):
    buyer, order = market.buyers[0], an_order(market)
    client = client_of(market.purchasing_body, RoleName.CATEGORY_MANAGER)
    address = f"/agreements/{market.agreement.pk}/reports/"
    assert "No reports yet" in client.get(address).content.decode()
    identifier = buyer.party.identifier
    text = (
        "Buyer,Order,Date,Amount,Fee\n"
        f"{identifier},{order.number},2026-03-02,300.00,4.50\n{identifier},X-1,2026-03-03,45.00,0\n"
    )
    period = {"first_day": "2026-01-01", "last_day": "2026-03-31"}
    broken = client.post(
        f"{address}send/", {**period, "file": SimpleUploadedFile("q1.csv", b"a;b\n1;2\n")}
    )
    assert broken.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    sent = client.post(
        f"{address}send/", {**period, "file": SimpleUploadedFile("q1.csv", text.encode())}
    )
    assert sent.status_code == HTTPStatus.SEE_OTHER
    shown = client.get(sent["Location"]).content.decode()
    for said in (order.number, "X-1", "Unknown here", "Record as outside order", "€345.00"):
        assert said in shown, said
    assert "q1.csv" in client.get(sent["Location"]).content.decode()
    form = client.get(
        f"/agreements/{market.agreement.pk}/outside/record/?buyer={buyer.party.pk}"
        "&document=X-1&ordered_on=2026-03-03&amount=45.00"
    ).content.decode()
    assert 'value="X-1"' in form
    again = client.post(f"{sent['Location']}again/")
    assert again.status_code == HTTPStatus.SEE_OTHER

    seller = client_of(market.supplier, RoleName.SALESPERSON)
    theirs = seller.get(sent["Location"]).content.decode()
    assert ("X-1" in theirs, "Record as outside order" in theirs) == (True, False)
    member = client_of(buyer.party, RoleName.ICT_MANAGER)
    assert member.get(sent["Location"]).status_code == HTTPStatus.NOT_FOUND
    assert member.get(address).status_code == HTTPStatus.FORBIDDEN


def test_an_agreements_page_leads_to_the_reports_those_whom_it_lets_in(market):
    leads = {}
    for role in (RoleName.SALESPERSON, RoleName.SERVICE_MANAGER, RoleName.ADMINISTRATOR):
        client = client_of(market.supplier, role)
        reports = f"/agreements/{market.agreement.pk}/reports/"
        page = client.get(f"/agreements/{market.agreement.pk}/").content.decode()
        leads[role] = (f'href="{reports}"' in page, client.get(reports).status_code)
    assert leads == {
        RoleName.SALESPERSON: (True, HTTPStatus.OK),
        RoleName.SERVICE_MANAGER: (True, HTTPStatus.OK),
        RoleName.ADMINISTRATOR: (False, HTTPStatus.FORBIDDEN),
    }


def test_the_list_of_reports_is_of_those_whom_they_are_about(market):
    other = a_market()
    for one in (market, other):
        a_report(one, [a_row(one.buyers[0], "O-1")])
    body = client_of(market.purchasing_body, RoleName.CATEGORY_MANAGER)
    seller = client_of(market.supplier, RoleName.SALESPERSON)
    clerk = client_of(market.supplier, RoleName.ADMINISTRATOR)
    member = client_of(market.buyers[0].party, RoleName.ICT_MANAGER)
    for client in (body, seller):
        shown = client.get("/supplier-reports/").content.decode()
        assert shown.count('<th scope="row">') == 1
        assert f"/agreements/{market.agreement.pk}/reports/" in shown
        none = client.get("/supplier-reports/?until=1999-12-31").content.decode()
        assert none.count('<th scope="row">') == 0
    refused = [client.get("/supplier-reports/").status_code for client in (clerk, member)]
    assert refused == [HTTPStatus.FORBIDDEN] * 2


@pytest.mark.parametrize("reports", [1, 30])
def test_the_list_of_reports_needs_the_same_queries_for_1_and_30(market, reports):
    for number in range(reports):
        a_report(market, [a_row(market.buyers[0], f"O-{number}")])
    client = client_of(market.purchasing_body, RoleName.CATEGORY_MANAGER)
    with CaptureQueriesContext(connection) as made:
        shown = client.get("/supplier-reports/").content.decode()
    assert (len(made), shown.count('<th scope="row">')) == (13, reports)
