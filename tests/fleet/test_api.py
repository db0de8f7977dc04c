"""The fleet for programs: a service desk, an installer's, an eraser's, a financier's system."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from api_ground import caller
from factories.answers import let_facts_work
from factories.care import a_fault, used
from factories.fleet import new_serials, received_devices
from factories.leases import a_financing, a_schedule, accepted
from factories.ordering import NOW, TODAY, a_market
from factories.parties import an_actor
from factories.work import planned_work
from samkop.core.leasing import Line, Terms
from samkop.fleet.usecases.lease_schedules import agree_schedule
from samkop.fleet.usecases.repairs import send_for_repair
from samkop.platform.unit_of_work import perform

pytestmark = pytest.mark.usefixtures("database", "pages")
SCOPES = [
    "devices:read", "devices:write", "leases:read", "leases:write", "work-orders:read",
    "work-orders:write",
]  # fmt: skip
EARLY, LATE = "2020-01-01T00:00:00Z", "2098-01-01T00:00:00%2B01:00"


@pytest.fixture(scope="module")
def market(database):
    return a_market(buyers=2, maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture(scope="module")
def buyer(market):
    return market.buyers[0]


@pytest.fixture(scope="module")
def desk(buyer):
    """The service desk of the buyer."""
    return caller(buyer.manager, scopes=SCOPES)


@pytest.fixture(scope="module")
def stranger(market):
    return caller(market.buyers[1].manager, scopes=SCOPES)


@pytest.fixture(scope="module")
def user(buyer):
    return an_actor(buyer.party, "employee", name="Anna Användare")


@pytest.fixture(scope="module")
def seller(market):
    return an_actor(market.supplier, "service-manager")


@pytest.fixture(scope="module")
def stock(market, buyer):
    return received_devices(market, *new_serials(8), buyer=buyer)


@pytest.fixture(scope="module")
def financing(market):
    """For ten years, whose rents are more rows than a page has."""
    return a_financing(
        market, terms=Terms(120, 9_000, residual_permille=100, penalty_permille=200),
        years=range(2027, 2037),
    )  # fmt: skip


def done(answer, status=200):
    assert answer.status_code == status, answer.content
    return answer.json()


def code_of(answer):
    return answer.status_code, answer.json()["code"]


def ids(program, path, name):
    return [one["id"] for one in done(program.get(path))[name]]


def test_a_service_desk_reports_a_fault_once_follows_it_and_closes_it(
    buyer, desk, stranger, user, stock
):
    device = used(buyer, user, stock.pop())
    said = {"asset_id": device.pk, "fault": "screen", "words": "INC-4711: it fell."}
    made = done(desk.post("/device-cases", said, key="INC-4711"), 201)
    assert done(desk.post("/device-cases", said, key="INC-4711"), 201) == made
    assert (made["kind"], made["state"], made["holder"]) == ("fault", "open", user.name)
    assert code_of(desk.post("/device-cases", said, key="INC-2")) == (409, "case-open-already")
    mine = f"/device-cases?serial_number={device.serial_number}"
    for asked, found in (
        ("&state=open", 1), ("&state=closed", 0), ("&kind=swap", 0), (f"&since={EARLY}", 1),
        (f"&since={LATE}", 0), (f"&before={made['id']}", 0),
    ):  # fmt: skip
        assert len(ids(desk, mine + asked, "cases")) == found, asked
    assert ids(stranger, "/device-cases", "cases") == []
    assert code_of(stranger.get(f"/device-cases/{made['id']}")) == (404, "not-found")
    closing = {"outcome": "helped", "words": "Restarted."}
    closed = done(desk.post(f"/device-cases/{made['id']}/closure", closing, key="c"))
    assert (closed["state"], closed["outcome"], closed["answer"]) == (
        "closed", "helped", "Restarted.",
    )  # fmt: skip


def test_a_suppliers_system_says_how_a_repair_goes_and_sees_nothing_of_the_register(
    market, buyer, desk, user, seller, stock
):
    device = used(buyer, user, stock.pop())
    case = a_fault(user, device)
    perform(
        buyer.manager, send_for_repair, case_id=case.pk, supplier_id=market.supplier.pk,
        way="warranty", rma_number="RMA-1", cost_cents=50_00,
    )  # fmt: skip
    workshop = caller(seller, scopes=SCOPES)
    path = f"/device-cases/{case.pk}"
    seen = done(workshop.get(path))
    assert (seen["asset_id"], seen["holder"], seen["cost"]) == (None, "", None)
    assert ids(workshop, "/device-cases?state=sent", "cases") == [case.pk]
    lacking = workshop.post(f"{path}/repair-reports", {"step": "replaced"}, key="r-0")
    assert code_of(lacking) == (422, "replacement-serial-missing")
    said = {"step": "replaced", "serial_number": "NEW-1", "note": "Another one."}
    done(workshop.post(f"{path}/repair-reports", said, key="r-1"), 201)
    let_facts_work()
    found = done(desk.get(path))
    assert (found["state"], found["replacement_serial_number"], found["cost"]) == (
        "coming", "NEW-1", "50.00",
    )  # fmt: skip
    assert [one["step"] for one in found["reports"]] == ["replaced"]


def test_an_installers_own_system_says_a_work_order_done_with_its_devices(
    market, buyer, desk, stranger, stock
):
    devices = sorted([stock.pop(), stock.pop()], key=lambda one: one.pk)
    order = planned_work(
        buyer, devices, "installation", to="A1", location_id=buyer.site.pk,
        performer_id=market.supplier.pk,
    )  # fmt: skip
    crew = caller(an_actor(market.supplier, "installer"), scopes=SCOPES)
    assert ids(crew, f"/work-orders?serial_number={devices[0].serial_number}", "work_orders") == [
        order.pk
    ]
    assert ids(stranger, "/work-orders", "work_orders") == []
    first, second = (one.serial_number for one in devices)
    said = {"reports": [
        {"kind": "scanned", "device": first},
        {"kind": "not-done", "device": second, "reason": "damaged"},
        {"kind": "not-done", "device": "STRANGE", "reason": "damaged"},
        {"kind": "signed", "name": "Rektor Ek", "at": "2026-11-01T10:00:00+02:00"},
    ]}  # fmt: skip
    path = f"/work-orders/{order.pk}"
    answer = done(crew.post(f"{path}/reports", said, key="w-1"))
    assert [(one["status"], one["code"]) for one in answer["answers"]] == [
        ("kept", ""), ("kept", ""), ("refused", "not-of-order"), ("kept", ""),
    ]  # fmt: skip
    let_facts_work()
    again = done(crew.post(f"{path}/reports", said, key="w-1"))
    assert again["answers"] == answer["answers"]
    found = done(desk.get(path))
    assert (found["state"], found["devices"], found["devices_done"]) == ("done", 2, 1)
    assert [(one["state"], one["reason"], one["to"]) for one in found["lines"]] == [
        ("done", None, "A1"), ("not-done", "damaged", "A1"),
    ]  # fmt: skip
    assert [one["name"] for one in found["signatures"]] == ["Rektor Ek"]


def test_work_of_ones_own_is_done_with_the_report(buyer, desk, stock):
    order = planned_work(buyer, [stock[0]], "maintenance", due_on=TODAY)
    for asked, found in (
        (f"since={TODAY}&until={TODAY}&kind=maintenance&state=open", [order.pk]),
        ("since=2098-01-01", []), ("until=2020-01-01", []),
    ):  # fmt: skip
        assert ids(desk, f"/work-orders?{asked}", "work_orders") == found
    said = {"reports": [{"kind": "done", "device": stock[0].asset_number}]}
    answer = done(desk.post(f"/work-orders/{order.pk}/reports", said, key="own"))
    assert answer["work_order"]["state"] == "done"


def test_devices_are_taken_back_checked_and_their_erasure_proven(
    buyer, desk, stranger, user, stock
):
    device = used(buyer, user, stock.pop())
    said = {"asset_ids": [device.pk], "site_id": buyer.site.pk}
    [made] = done(desk.post("/device-returns", said, key="h-1"))
    assert [made] == done(desk.post("/device-returns", said, key="h-1"))
    path = f"/device-returns/{made['id']}"
    assert code_of(stranger.get(path)) == (404, "not-found")
    mine = f"/device-returns?serial_number={device.serial_number}"
    for asked, found in (("&state=handed-in", 1), (f"&since={LATE}", 0), ("&state=closed", 0)):
        assert len(ids(desk, mine + asked, "returns")) == found
    checked = {"grade": "b", "storages": 1}
    assert done(desk.post(f"{path}/check", checked, key="h-2"))["storages_left"] == [1]
    proof = {
        "storage_serial_number": "DISK-1", "method": "purge", "tool": "Eraser 7",
        "erased_at": datetime.now(UTC).isoformat(),
    }  # fmt: skip
    early = {**proof, "erased_at": "2026-11-01T10:00:00Z"}
    too_early = desk.post(f"{path}/erasures", early, key="e-00")
    assert code_of(too_early) == (422, "erased-before-hand-in")
    future = {**proof, "erased_at": "2998-01-01T10:00:00Z"}
    assert code_of(desk.post(f"{path}/erasures", future, key="e-0")) == (422, "erased-tomorrow")
    found = done(desk.post(f"{path}/erasures", proof, key="e-1"), 201)
    assert (found["state"], found["storages_left"]) == ("cleared", [])
    assert [one["storage"] for one in found["erasures"]] == [1]
    assert code_of(desk.post(f"{path}/erasures", proof, key="e-2")) == (409, "not-back")


def test_a_financiers_system_records_its_schedule_and_reads_what_is_its_own(
    market, buyer, financing, desk
):
    lease, assets = accepted(market, financing, 2)
    bank = caller(financing.clerk, scopes=SCOPES)
    schedule = {
        "lessee": buyer.party.identifier, "number": "S-77", "starts_on": "2026-04-01",
        "months": 120,
        "devices": [{"serial_number": one.serial_number, "monthly": "2.70"} for one in assets],
    }  # fmt: skip
    unknown = bank.post("/lease-schedules", {**schedule, "lessee": "0"}, key="s-0")
    assert code_of(unknown) == (422, "party-unknown")
    made = done(bank.post("/lease-schedules", schedule, key="s-1"), 201)
    assert (made["monthly"], made["lessee"]) == ("5.40", buyer.party.legal_name)
    assert ids(desk, "/lease-schedules?number=S-77", "schedules") == [made["id"]]
    assert ids(bank, f"/leases?serial_number={assets[0].serial_number}", "leases") == [lease.pk]
    path = f"/leases/{lease.pk}"
    for program, own in ((bank, False), (desk, True)):
        devices = done(program.get(f"{path}/devices"))["devices"]
        assert {one["asset_id"] for one in devices} == (
            {one.pk for one in assets} if own else {None}
        )
        assert {one["cost_centre"] for one in devices} == {buyer.cost_centre.code if own else ""}
    price = {"kind": "buy-out-price", "amount": "450.00", "holds_until": "2026-12-31"}
    assert code_of(desk.post(f"{path}/statements", price, key="p")) == (403, "not-allowed")
    assert done(bank.post(f"{path}/statements", price, key="p"), 201)["monthly"] == "5.40"
    said = done(desk.get(path))
    assert [one["amount"] for one in said["statements"]] == ["450.00"]
    assert (said["state"], said["devices"], said["price"]) == ("interim", 2, "600.00")


def test_a_ledger_is_read_page_by_page_and_adds_up(market, buyer, financing, desk, stranger):
    lease, [asset] = accepted(market, financing, 1)
    lines = [Line(asset.serial_number, 2_70)]
    schedule = a_schedule(financing, buyer, lines, "S-78", months=120)
    lease = perform(
        buyer.finance, agree_schedule, now=NOW, lease_id=lease.pk, schedule_id=schedule.pk
    )
    path, rows, following = f"/leases/{lease.pk}/ledger", [], ""
    while following is not None:
        page = done(desk.get(f"{path}?before={following}" if following else path))
        rows += page["events"]
        following = page["next_before"]
    assert [one["id"] for one in rows] == sorted({one["id"] for one in rows}, reverse=True)
    rents = [Decimal(one["amount"]) for one in rows if one["kind"] == "rent"]
    assert (len(rents), sum(rents)) == (120, Decimal(324))
    assert code_of(stranger.get(path)) == (404, "not-found")
    assert ids(desk, f"/leases?since={date(2098, 1, 1)}", "leases") == []
    assert lease.pk in ids(desk, f"/leases?state=running&ends_by={lease.ends_on}", "leases")


def test_a_scope_reaches_no_further_than_its_name(buyer):
    program = caller(buyer.manager, scopes=["devices:read"])
    for path in ("/leases", "/work-orders", "/lease-schedules"):
        assert code_of(program.get(path)) == (403, "not-allowed")
    assert done(program.get("/device-returns"))["next_before"] is None
