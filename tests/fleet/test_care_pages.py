"""The care of devices as people see it: my devices, cases, loans, what is missing, recalls."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from approving import client_of
from factories.care import FAR, a_fault, a_loan, used
from factories.fleet import asset_of, new_serials, received_devices
from factories.ordering import a_market
from factories.parties import an_actor
from samkop.fleet.models import DeviceCase, MissingDevice, RecalledDevice
from samkop.fleet.usecases.missing import report_missing
from samkop.fleet.usecases.recalls import open_recall
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture(scope="module")
def market(database):
    return a_market(maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture(scope="module")
def buyer(market):
    return market.buyers[0]


@pytest.fixture(scope="module")
def manager(buyer):
    return client_of(buyer.manager)


@pytest.fixture(scope="module")
def stock(market, buyer):
    return received_devices(market, *new_serials(8), buyer=buyer)


@pytest.fixture
def user(buyer):
    return an_actor(buyer.party, "employee")


@pytest.fixture
def asset(buyer, user, stock):
    return used(buyer, user, stock.pop())


def shown(client, name, *ids, status=200, **asked):
    response = client.get(reverse(name, args=ids), asked)
    assert response.status_code == status, response.content[:500]
    return html.fromstring(response.content)


def sent(client, name, *ids, **typed):
    response = client.post(reverse(name, args=ids), typed)
    assert response.status_code == 303, response.content.decode()[-3000:]
    return response["location"]


def state_of(buyer, asset):
    return asset_of(buyer, asset.serial_number).state


def test_an_employee_reports_a_fault_in_three_clicks_and_the_manager_swaps(
    buyer, user, manager, asset, stock
):
    own = client_of(user)
    links = shown(own, "my-devices").xpath("//main//a/@href")
    asking = reverse("ask-for-device", args=[asset.pk, "fault"])
    assert asking in links
    assert shown(own, "ask-for-device", asset.pk, "fault").xpath("//input[@name='fault']")
    page = sent(own, "send-ask-for-device", asset.pk, "fault", fault="screen", words="It fell.")
    assert own.get(page).status_code == 200
    with reading(buyer.manager):
        case = DeviceCase.objects.get(asset=asset)
    spare = stock.pop()
    offered = shown(manager, "device-case", case.pk).xpath("//select[@id='give_device']/option")
    assert str(spare.pk) in [one.get("value") for one in offered]
    assert sent(manager, "swap-device", case.pk, device=spare.pk) == page
    assert (state_of(buyer, asset), state_of(buyer, spare)) == ("maintenance", "in-use")
    assert asking not in shown(own, "my-devices").xpath("//main//a/@href")
    assert shown(manager, "device", spare.pk) is not None


def test_each_page_of_the_care_is_shown_to_who_may_see_it(market, buyer, user, manager, stock):
    asset = stock.pop()
    officer = client_of(an_actor(buyer.party, "security-officer"))
    loan = a_loan(buyer, user, asset, FAR)
    case = a_fault(user, asset)
    for name in (
        "my-devices", "device-cases", "loans", "missing-devices", "recalls", "staff-changes",
        "warranties", "lend-device", "new-recall",
    ):  # fmt: skip
        shown(manager, name)
    shown(manager, "loan", loan.pk)
    shown(manager, "device-case", case.pk)
    shown(manager, "move-device", asset.pk)
    shown(officer, "missing-devices")
    shown(client_of(an_actor(market.supplier, "service-manager")), "device-cases")
    colleague = client_of(an_actor(buyer.party, "employee"))
    shown(colleague, "device-case", case.pk, status=403)
    shown(colleague, "ask-for-device", asset.pk, "fault", status=403)
    shown(colleague, "recalls", status=403)


def test_the_supplier_answers_a_repair_from_the_case(market, buyer, user, manager, asset):
    case = a_fault(user, asset)
    sent(manager, "send-for-repair", case.pk, supplier=market.supplier.pk, way="warranty")
    seller = client_of(an_actor(market.supplier, "service-manager"))
    assert shown(seller, "device-case", case.pk).xpath("//select[@id='report_step']")
    sent(seller, "report-repair", case.pk, step="received")
    sent(manager, "take-repaired", case.pk, to="holder", outcome="repaired")
    assert state_of(buyer, asset) == "in-use"


def test_what_is_open_of_a_device_stands_on_its_page(buyer, user, manager, asset):
    recall = perform(
        buyer.manager, open_recall, model_id=asset.model_id, title="Battery", due_on=FAR,
        serial_from=asset.serial_number, serial_to=asset.serial_number,
    )  # fmt: skip
    gone = perform(
        user, report_missing, asset_id=asset.pk, kind="lost", happened_on=date(2026, 3, 2)
    )  # fmt: skip
    links = shown(manager, "device", asset.pk).xpath("//main//a/@href")
    assert reverse("recall", args=[recall.pk]) in links
    # Its sheet, and the step of its custody.
    assert links.count(reverse("missing-device", args=[gone.pk])) == 2


def test_a_loss_is_reported_noted_and_found(buyer, user, manager, asset):
    own = client_of(user)
    shown(own, "report-missing", asset.pk)
    sent(own, "send-missing", asset.pk, kind="stolen", happened_on="2026-01-01")
    with reading(buyer.manager):
        missing = MissingDevice.objects.get(asset=asset)
    shown(own, "missing-device", missing.pk)
    shown(manager, "missing-device", missing.pk)
    sent(manager, "add-to-missing", missing.pk, police_report="K-1", is_wiped="on")
    sent(manager, "device-found", missing.pk, site=buyer.site.pk)
    assert state_of(buyer, asset) == "received"


def test_a_recall_is_opened_and_dealt_with_by_its_page(buyer, manager, asset):
    typed = {"model": asset.model_id, "title": "Battery", "due_on": "2099-01-01"}
    sent(
        manager, "send-recall", **typed, serial_from=asset.serial_number,
        serial_to=asset.serial_number,
    )  # fmt: skip
    with reading(buyer.manager):
        row = RecalledDevice.objects.get(asset=asset)
    assert shown(manager, "recall", row.recall_id).xpath("//input[@name='device']")
    sent(manager, "settle-recalled", row.recall_id, device=row.pk, state="work")
    sent(manager, "settle-recalled", row.recall_id, device=row.pk, state="done")
    sent(manager, "set-warranty", model=asset.model_id, months=24)
    assert shown(manager, "warranties").xpath("//tbody/tr")
