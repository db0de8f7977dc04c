"""The pages of leases: what each of the three parties sees, sends, and takes as a file."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from approving import client_of
from factories.fleet import new_serials, received_devices
from factories.leases import a_financing, fresh, running
from factories.ordering import NOW, a_market
from samkop.fleet.models import Lease, LeasePlan, LeaseStatement
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")
COMPARED = "/leases/compare/?price=900&rent=24.90&months=36&rate=3&sold_for=120&residual=90"


@pytest.fixture(scope="module")
def market(database):
    return a_market(budget_cents=500_000_00)


@pytest.fixture(scope="module")
def financing(market):
    return a_financing(market)


def sent(browser, address, fields):
    return browser.post(address, fields)


@cache
def client(actor):
    """One client a person: nobody has two accounts."""
    return client_of(actor)


def test_from_the_acceptance_to_the_agreed_schedule_by_pages(market, financing):
    buyer = market.buyers[0]
    manager, clerk = client(buyer.manager), client(financing.clerk)
    devices = received_devices(market, *new_serials(2))
    serials = [device.serial_number for device in devices]
    offered = manager.get(f"/leases/accept/?order={devices[0].order_id}").content.decode()
    assert [serial for serial in serials if serial in offered] == serials
    form = {
        "plan": financing.plan.pk, "accepted_on": NOW.date().isoformat(), "alarm_days": 30,
        "serials": "\n".join([*serials, ""]), "rate": "3.00", "cost_centre": "",
    }  # fmt: skip
    wrong = sent(manager, "/leases/accept/send/", {**form, "serials": "NONE-1"})
    assert (wrong.status_code, "NONE-1" in wrong.content.decode()) == (422, True)
    answer = sent(manager, "/leases/accept/send/", form)
    with reading(buyer.manager):
        lease = Lease.objects.get(owner=buyer.party, devices__serial_number=serials[0])
    assert (answer.status_code, answer["Location"]) == (303, f"/leases/{lease.pk}/")
    rows = "serienummer;månadshyra\n" + "\n".join(f"{serial};8,70" for serial in serials)
    schedule = {
        "other": buyer.party.pk, "number": "P-7", "starts_on": "2026-04-01", "months": "36",
        "file": SimpleUploadedFile("p7.csv", rows.encode()),
    }  # fmt: skip
    faulty = {**schedule, "file": SimpleUploadedFile("p7.csv", b"serial;rent\nX;no\n")}
    assert sent(clerk, "/leases/schedule/send/", faulty).status_code == 422
    assert sent(clerk, "/leases/schedule/send/", schedule).status_code == 303
    shown = manager.get(f"/leases/{lease.pk}/").content.decode()
    number = shown.split('name="schedule" value="')[1].split('"')[0]
    assert sent(manager, f"/leases/{lease.pk}/agree/", {"schedule": number}).status_code == 303
    assert fresh(buyer, lease).schedule_number == "P-7"
    assert "P-7" in clerk.get("/leases/").content.decode()
    # The device's page leads to its lease.
    assert f"/leases/{lease.pk}/" in manager.get(f"/devices/{devices[0].pk}/").content.decode()


def test_a_running_lease_is_spoken_of_by_its_financier_and_kept_by_its_lessee(market, financing):
    buyer = market.buyers[0]
    lease, _assets = running(market, financing, 2, "P-8")
    clerk, finance = client(financing.clerk), client(buyer.finance)
    said = {"kind": "buy-out-price", "price": "500.00", "holds_until": "2099-12-31", "note": ""}
    assert sent(clerk, f"/leases/{lease.pk}/say/", {**said, "price": ""}).status_code == 422
    assert sent(clerk, f"/leases/{lease.pk}/say/", said).status_code == 303
    with reading(buyer.finance):
        assert LeaseStatement.objects.get(lease=lease).cents == 500_00
    chosen = {"accounting_class": "financial"}
    assert sent(clerk, f"/leases/{lease.pk}/class/", chosen).status_code == 403
    assert sent(finance, f"/leases/{lease.pk}/class/", chosen).status_code == 303
    assert sent(finance, f"/leases/{lease.pk}/notice/", {}).status_code == 303
    assert sent(finance, f"/leases/{lease.pk}/notice/", {}).status_code == 303
    found = fresh(buyer, lease)
    assert (found.accounting_class, found.notice_given_on is None) == ("financial", False)


def test_the_years_end_adds_up_with_the_ledger_on_the_page_and_in_the_file(market, financing):
    buyer = market.buyers[0]
    lease, _assets = running(market, financing, 1, "P-9")
    finance = client(buyer.finance)
    year = date.today().year  # noqa: DTZ011 - what the page offers
    file = finance.get(f"/leases/year-end/?year={year}&file=csv")
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    assert lease.number in text
    assert finance.get("/leases/year-end/").status_code == 200
    assert client(buyer.employee).get("/leases/year-end/").status_code == 403


def test_a_purchase_is_compared_with_a_lease(market, financing):
    shown = client(market.buyers[0].manager).get(COMPARED).content.decode()
    figures = [figure for figure in ("890", "790") if figure in shown]
    assert figures[-1:] == ["790"]


def test_plans_are_added_by_who_runs_the_agreement_and_read_by_its_parties(market, financing):
    address = f"/agreements/{financing.agreement.pk}/lease-plans/"
    runner, lessee = client(market.category_manager), client(market.buyers[0].manager)
    form = {
        "name": "24", "months": "24", "rent": "4.25", "residual": "5", "in_advance": "on",
        "interim_days": "30", "start_every": "1", "notice_months": "2", "extension_months": "6",
        "penalty": "0", "valid_from": "2026-01-01",
    }  # fmt: skip
    assert sent(lessee, f"{address}add/", form).status_code == 403
    assert sent(runner, f"{address}add/", form).status_code == 303
    with reading(market.category_manager):
        made = LeasePlan.objects.get(agreement=financing.agreement, name="24")
    assert (made.rent_ppm, made.residual_permille, made.start_every) == (42_500, 50, 1)
    assert "36 months" in lessee.get(address).content.decode()
    assert sent(runner, f"{address}add/", form).status_code == 409
