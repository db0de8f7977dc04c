"""Rents of a financier: recorded, matched by schedule, serial and month, ended by a return."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from api_ground import caller
from approving import client_of
from browser_ground import queries_of
from factories.answers import let_facts_work
from factories.coding import a_coding_rule, a_setup
from factories.despatches import a_despatched_line, a_receipt, announced
from factories.invoices import Sold, an_invoice, an_order, numbers
from factories.ordering import NOW, TODAY, a_market
from factories.parties import a_party
from factories.rents import a_rent, a_rent_file, rent_row
from samkop.invoicing.documents import billed_of
from samkop.invoicing.handlers import rents_of_returned
from samkop.invoicing.models import (
    InvoiceDiscrepancy,
    MatchedPart,
    MatchResult,
    RentSchedule,
    VoucherEntry,
)
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.usecases.invoice import record_invoice
from samkop.invoicing.usecases.rents import import_rent_file, record_rents
from samkop.platform import actors
from samkop.platform.models import ImportRecord
from samkop.platform.outbox import Fact
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.rules.returning import Returned
from samkop.receiving.usecases.counting import receive_serial
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.receiving.usecases.returning import announce_return, send_return

pytestmark = pytest.mark.usefixtures("database")
MARCH = {"period_start": date(2026, 3, 1), "period_end": date(2026, 3, 31)}
APRIL = {
    "period_start": date(2026, 4, 1), "period_end": date(2026, 4, 30), "issued": date(2026, 4, 1)
}  # fmt: skip
SCHEDULE = {"contract_reference": "L-77", **MARCH}


@pytest.fixture
def market():
    return a_market()


@pytest.fixture
def financier():
    return a_party("financier", "Provfinans Abp")


def of_device(serial, price="20.00", quantity=1):
    return Sold(quantity, price, line=None, item=None, serial=serial, name=f"Rent {serial}")


def billed(market, financier, *lines, **fields):
    """An invoice of the financier after everything has followed."""
    document = an_invoice(market, None, *lines, **fields)
    message = next(numbers) + 10**6
    invoice = perform(
        actors.message(message, document.id, financier.pk), record_invoice, now=NOW,
        billed=billed_of(document), buyer_id=market.buyers[0].party.pk, message_id=message,
    )  # fmt: skip
    let_facts_work()
    return invoice


def result_of(market, invoice):
    with reading(market.buyers[0].finance):
        result = MatchResult.objects.get(invoice=invoice)
    return result.state, result.matched_cents, result.discrepant_cents


def held(market, invoice):
    with reading(market.buyers[0].finance):
        rows = in_force(InvoiceDiscrepancy).filter(result__invoice=invoice).order_by("about", "id")
        return [(row.reason, row.cents, row.about, row.order_line_id) for row in rows]


def devices(market, invoice):
    with reading(market.buyers[0].finance):
        rows = in_force(MatchedPart).filter(result__invoice=invoice).order_by("rent_id")
        return [
            (row.rent.serial_number, row.month, row.quantity, row.cents)
            for row in rows.select_related("rent")
        ]


def three(market, financier):
    """As the financier's schedule has it: 20.00, 30.00 and 25.50 a month."""
    for serial, monthly in (("S1", "20.00"), ("S2", "30.00"), ("S3", "25,50")):
        a_rent(market.buyers[0], financier, serial, monthly=monthly)


def test_rents_are_coded_by_financier_schedule_and_the_order_by_which_a_device_came(
    market, financier
):
    buyer = market.buyers[0]
    a_setup(buyer)
    announced(market, a_despatched_line(an_order(market), 1, "S1"))
    three(market, financier)
    rents = {"financier_id": financier.pk, "schedule": "L-77"}
    a_coding_rule(buyer, "4520", category="phone", **rents)
    a_coding_rule(buyer, "4530", to_cost_centre=buyer.cost_centre.code, **rents)
    a_coding_rule(buyer, "6560", category="phone")
    invoice = billed(market, financier, of_device(None, "75.50"), **SCHEDULE)
    with reading(buyer.finance):
        rows = VoucherEntry.objects.filter(voucher__invoice=invoice).exclude(line_id="")
        found = [(one.account, one.cost_centre, one.cents) for one in rows.order_by("place")]
    centre = buyer.cost_centre.code
    assert found == [("4520", centre, 20_00), ("4530", centre, 55_50)]


def test_a_collective_invoice_is_divided_among_the_devices_of_its_schedule(market, financier):
    three(market, financier)
    invoice = billed(market, financier, of_device(None, "75.50"), **SCHEDULE)
    # 20.00 + 30.00 + 25.50 = 75.50; 25.5 per cent of it 19.2525, so 19.25; together 94.75.
    assert (held(market, invoice), result_of(market, invoice)) == ([], ("accepted", 94_75, 0))
    march = date(2026, 3, 1)
    assert devices(market, invoice) == [
        ("S1", march, 1, 20_00), ("S2", march, 1, 30_00), ("S3", march, 1, 25_50)
    ]  # fmt: skip


def test_each_way_to_be_wrong_has_its_reason_and_holds_its_money_alone(market, financier):
    three(market, financier)
    a_rent(market.buyers[0], financier, "BACK", returned_on="2026-02-15")
    a_rent(market.buyers[0], financier, "OVER", first_month="2024-01", months="24")
    first = billed(market, financier, of_device("S1"), **SCHEDULE)
    assert result_of(market, first) == ("accepted", 25_10, 0)
    wrong = billed(
        market, financier, of_device("BACK"), of_device("OVER"), of_device("S1"),
        of_device("S2", "31.00"), of_device("NONE"), of_device("S3", "25.50"), **SCHEDULE,
    )  # fmt: skip
    assert held(market, wrong) == [
        ("price-over", 1_00, "", None), ("rent-after-return", 20_00, "BACK", None),
        ("rent-unknown", 20_00, "NONE", None), ("rent-outside-term", 20_00, "OVER", None),
        ("rent-twice", 20_00, "S1", None),
    ]  # fmt: skip
    assert [(serial, cents) for serial, _month, _count, cents in devices(market, wrong)] == [
        ("S2", 30_00), ("S3", 25_50)
    ]  # fmt: skip
    assert result_of(market, wrong)[0] == "under-query"


def test_a_credit_note_frees_its_month_for_the_right_invoice(market, financier):
    three(market, financier)
    first = billed(market, financier, of_device("S1"), **SCHEDULE)
    back = billed(market, financier, of_device("S1"), about=first.number, **SCHEDULE)
    again = billed(market, financier, of_device("S1"), **SCHEDULE)
    assert [result_of(market, one) for one in (first, back, again)] == [("accepted", 25_10, 0)] * 3
    twice = billed(market, financier, of_device("S1"), of_device("S2", "30.00"), **SCHEDULE)
    assert held(market, twice) == [("rent-twice", 20_00, "S1", None)]


def test_what_came_before_its_rents_were_recorded_is_matched_when_they_are(market, financier):
    invoice = billed(market, financier, of_device("S1"), of_device("S2", "30.00"), **SCHEDULE)
    assert result_of(market, invoice)[0] == "under-query"
    a_rent(market.buyers[0], financier, "S1")
    let_facts_work()
    assert held(market, invoice) == [("rent-unknown", 30_00, "S2", None)]
    a_rent(market.buyers[0], financier, "S2", monthly="30.00")
    let_facts_work()
    # 50.00 and 25.5 per cent: 12.75.
    assert result_of(market, invoice) == ("accepted", 62_75, 0)


def test_a_device_that_goes_back_ends_its_rent_with_the_month(market, financier):
    buyer = market.buyers[0]
    three(market, financier)
    a_rent(buyer, financier, "PAST", first_month="2024-01", months="24")
    lines = [{"line_number": 1, "quantity": 2, "serial_numbers": ["S1", "PAST", "OTHER"]}]
    body = {
        "order_ids": [], "buyer_id": buyer.party.pk, "lines": lines, "returned_on": "2026-02-27"
    }  # fmt: skip
    rents_of_returned(Fact(10**9, "goods-returned", buyer.party.pk, body, NOW, 1))
    with reading(buyer.finance):
        returned = dict(RentSchedule.objects.values_list("serial_number", "returned_on"))
    assert returned.pop("S1") == date(2026, 2, 27)
    assert set(returned.values()) == {None}
    invoice = billed(market, financier, of_device("S1"), of_device("S2", "30.00"), **SCHEDULE)
    assert held(market, invoice) == [("rent-after-return", 20_00, "S1", None)]


def test_a_file_of_later_takes_back_the_rent_of_what_went_back_before_it(market, financier):
    buyer, order = market.buyers[0], an_order(market)
    receipt = a_receipt(buyer, announced(market, a_despatched_line(order, 3, "B1", "B2", "B3")))
    for serial in ("B1", "B2"):
        perform(buyer.manager, receive_serial, now=NOW, receipt_id=receipt.pk, serial=serial)
    perform(buyer.manager, finish_receipt, now=NOW, receipt_id=receipt.pk, rest_expected=True)
    goods = perform(
        buyer.manager, announce_return, now=NOW, order_id=order.pk, reason="withdrawn",
        remedy="credit", returned=[Returned(1, 1, ("B1",))],
    )  # fmt: skip
    perform(buyer.manager, send_return, now=NOW, return_id=goods.pk)
    let_facts_work()
    waits = billed(
        market, financier, of_device("B1"), of_device("B2"), contract_reference="L-77", **APRIL
    )
    assert {reason for reason, *_ in held(market, waits)} == {"line-unknown"}
    for serial in ("B1", "B2"):
        a_rent(buyer, financier, serial, first_month="2026-01-01")
    a_rent(buyer, financier, "B1", schedule="L-78", first_month="2024-01-01", months="24")
    let_facts_work()
    with reading(buyer.finance):
        ends = RentSchedule.objects.filter(serial_number__startswith="B").order_by("id")
        days = list(ends.values_list("serial_number", "returned_on"))
    assert days == [("B1", TODAY), ("B2", None), ("B1", None)]
    assert held(market, waits) == [("rent-after-return", 20_00, "B1", None)]


def test_a_file_is_taken_whole_or_not_at_all_and_the_same_again_changes_nothing(market, financier):
    buyer = market.buyers[0]
    wrong = [
        rent_row(financier, "S1"), rent_row(financier, "S1"),
        rent_row(financier, "S2", monthly="0"), rent_row(financier, "S3", months="121"),
        rent_row(buyer.party, "S4"), rent_row(financier, "S5", first_month="soon"),
        rent_row(financier, "", schedule=""), rent_row(financier, "S6", currency="XAU"),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        perform(buyer.finance, record_rents, now=NOW, rows=wrong)
    assert refused.value.code == "rents-faulty"
    assert sorted(refused.value.facts["faults"]) == [
        (2, "financier", "row-repeated"), (3, "monthly", "rent-wrong"),
        (4, "months", "term-wrong"), (5, "financier", "financier-unknown"),
        (6, "first_month", "day-wrong"), (7, "schedule", "schedule-wrong"),
        (7, "serial_number", "serial-number-wrong"), (8, "currency", "currency-unknown"),
    ]  # fmt: skip
    rows = [rent_row(financier, serial) for serial in ("S1", "S2")]
    counts = []
    for taken in (rows, rows, [rows[0], rent_row(financier, "S2", monthly="21.00")]):
        file = a_rent_file(buyer, "rents.csv", *taken)
        counts.append(perform(buyer.finance, import_rent_file, now=NOW, file_id=file.pk))
    assert counts == [
        {"rows": 2, "new": 2, "changed": 0, "unchanged": 0},
        {"rows": 2, "new": 0, "changed": 0, "unchanged": 2},
        {"rows": 2, "new": 0, "changed": 1, "unchanged": 1},
    ]
    with reading(buyer.finance):
        assert [one.monthly_cents for one in RentSchedule.objects.order_by("id")] == [
            20_00, 21_00
        ]  # fmt: skip
        assert ImportRecord.objects.filter(kind="rents", state="imported").count() == 3


def test_only_who_settles_invoices_records_and_only_buyer_and_financier_see(market, financier):
    buyer = market.buyers[0]
    a_rent(buyer, financier, "S1")
    for actor in (buyer.employee, buyer.approver):
        with pytest.raises(Refused) as refused:
            perform(actor, record_rents, now=NOW, rows=[rent_row(financier, "S2")])
        assert refused.value.code == "not-allowed"
    seen = {}
    for name, actor in (
        ("financier", actors.job("x", financier.pk)), ("supplier", market.salesperson),
        ("other", a_market().buyers[0].finance),
    ):  # fmt: skip
        with reading(actor):
            seen[name] = RentSchedule.objects.count()
    assert seen == {"financier": 1, "supplier": 0, "other": 0}


def test_programs_record_and_read_rents(market, financier):
    buyer = market.buyers[0]
    program = caller(buyer.finance, scopes=["invoices:read", "invoices:write"])
    row = {
        "financier": financier.identifier, "schedule": "L-77", "serial_number": "S1",
        "monthly": "20.00", "first_month": "2026-01-15", "months": 36,
    }  # fmt: skip
    for _again in range(2):
        said = program.post("/rent-schedules", json.dumps({"rents": [row]}), key="k-1")
        assert (said.status_code, said.json()["new"]) == (200, 1)
    faulty = program.post("/rent-schedules", json.dumps({"rents": [row, row]}), key="k-2")
    assert (faulty.status_code, faulty.json()["code"]) == (422, "rents-faulty")
    invoice = billed(market, financier, of_device("S1"), **SCHEDULE)
    [found] = program.get("/rent-schedules?serial_number=S1").json()["rents"]
    assert (found["monthly"], found["first_month"], found["invoiced_until"]) == (
        "20.00", "2026-01-01", "2026-03-01"
    )  # fmt: skip
    [part] = program.get(f"/invoices/{invoice.pk}").json()["parts"]
    assert (part["rent_schedule"], part["serial_number"], part["first_month"]) == (
        "L-77", "S1", "2026-03-01"
    )  # fmt: skip


@pytest.mark.usefixtures("pages")
def test_a_person_uploads_sees_what_it_would_do_and_imports(market, financier):
    buyer = market.buyers[0]
    client = client_of(buyer.finance)
    content = (
        "Finansiär;Avtal;Serienummer;Månadshyra;Första månad;Månader\n"
        f"{financier.identifier};L-77;S1;20,00;2026-01;36\n"
    ).encode()
    sent = client.post(
        "/invoices/rents/import/send/", {"file": SimpleUploadedFile("hyror.csv", content)}
    )
    page = client.get(sent["Location"]).content.decode()
    assert ("S1" in page, "Import 1 row" in page) == (True, True)
    assert client.get(f"{sent['Location']}faults.csv").status_code == 200
    assert client.post(f"{sent['Location']}apply/").status_code == 303
    invoice = billed(market, financier, of_device("S1"), **SCHEDULE)
    listed = client.get("/invoices/rents/").content.decode()
    assert ("S1" in listed, "March" in listed, "December" in listed) == (True, True, True)
    shown = client.get(f"/invoices/{invoice.pk}/").content.decode()
    assert "L-77 · S1" in shown
    assert client_of(buyer.approver).get("/invoices/rents/import/").status_code == 403
    assert client_of(a_market().buyers[0].finance).get(sent["Location"]).status_code == 404


@pytest.mark.usefixtures("pages")
def test_the_list_asks_as_often_for_thirty_rents_as_for_one(financier):
    asked = []
    for count in (1, 30):
        buyer = a_market().buyers[0]
        rows = [rent_row(financier, f"S{number}") for number in range(count)]
        perform(buyer.finance, record_rents, now=NOW, rows=rows)
        asked.append(queries_of(client_of(buyer.finance), "/invoices/rents/")[0])
    assert asked == [8, 8]
