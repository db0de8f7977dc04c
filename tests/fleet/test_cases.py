"""Faults, swaps, repairs and loans: the device moves, and whoever needs one has one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from factories.answers import let_facts_work
from factories.care import a_fault, a_loan, used
from factories.fleet import asset_of, new_serials, received_devices
from factories.leases import a_financing, accepted
from factories.ordering import NOW, a_market
from factories.parties import an_actor
from samkop.fleet.clock import remind_of_all_loans
from samkop.fleet.models import Asset, Custody, DeviceCase, DeviceSwap, LeasedAsset
from samkop.fleet.usecases.cases import close_case, open_case, take_handed_in
from samkop.fleet.usecases.repairs import report_repair, send_for_repair, take_repaired
from samkop.fleet.usecases.standing_in import end_loan, lend, swap
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
FAR = date(2099, 1, 1)
# Facts are handled by the clock: later than that.
LATER = datetime(2098, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def market(database):
    return a_market(buyers=2, maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture(scope="module")
def buyer(market):
    return market.buyers[0]


@pytest.fixture(scope="module")
def user(buyer):
    return an_actor(buyer.party, "employee", name="Anna Användare")


@pytest.fixture(scope="module")
def seller(market):
    return an_actor(market.supplier, "service-manager")


@pytest.fixture(scope="module")
def stock(market, buyer):
    """One delivery for all tests."""
    return received_devices(market, *new_serials(20), buyer=buyer)


@pytest.fixture
def asset(buyer, user, stock):
    return used(buyer, user, stock.pop())


@pytest.fixture
def spare(stock):
    return stock.pop()


def again(buyer, asset):
    return asset_of(buyer, asset.serial_number)


def case_of(buyer, case):
    with reading(buyer.manager):
        return DeviceCase.objects.get(id=case.pk)


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as found:
        perform(actor, use_case, **inputs)
    return found.value.code


def sent(buyer, market, case):
    perform(
        buyer.manager, send_for_repair, case_id=case.pk, supplier_id=market.supplier.pk,
        way="warranty", rma_number="RMA-1",
    )  # fmt: skip


def told(person_id, kind):
    with reading(actors.person(person_id, "x")):
        return Notification.objects.filter(person_id=person_id, kind=kind).count()


def test_a_fault_is_reported_by_who_has_the_device_and_the_ict_manager_hears_of_it(
    buyer, user, asset
):
    before = told(buyer.manager.person_id, "case-opened")
    case = a_fault(user, asset)
    assert (case.state, case.number, case.holder_id) == (
        "open", f"{asset.asset_number}-1", asset.holder_id,
    )  # fmt: skip
    assert told(buyer.manager.person_id, "case-opened") == before + 1
    perform(buyer.manager, close_case, case_id=case.pk, outcome="helped", words="Restarted.")
    assert (case_of(buyer, case).outcome, case_of(buyer, case).answer) == ("helped", "Restarted.")
    assert told(user.person_id, "case-closed") == 1
    assert again(buyer, asset).state == "in-use"


def test_a_swap_keeps_the_holder_and_the_old_device_goes_to_maintenance(buyer, user, asset, spare):
    case = a_fault(user, asset)
    perform(buyer.manager, swap, case_id=case.pk, asset_id=spare.pk)
    old, new = again(buyer, asset), again(buyer, spare)
    assert (new.state, new.holder_id, new.location_id) == (
        "in-use", asset.holder_id, asset.location_id,
    )  # fmt: skip
    assert (old.state, old.holder_id) == ("maintenance", spare.holder_id)
    with reading(buyer.manager):
        kept = DeviceSwap.objects.get(old=old)
        assert (kept.new_id, kept.case_id) == (new.pk, case.pk)
        reasons = Custody.objects.filter(asset__in=[old, new], reason="swapped").count()
    assert (reasons, case_of(buyer, case).state) == (2, "open")
    back = {"case_id": case.pk, "outcome": "repaired"}
    assert refused(buyer.manager, take_repaired, to="holder", **back) == "holder-has-another"
    perform(buyer.manager, take_repaired, to="stock", location_id=spare.location_id, **back)
    assert (again(buyer, asset).state, case_of(buyer, case).outcome) == ("received", "repaired")


def test_the_lease_goes_on_with_the_device_that_takes_the_place_of_a_faulty_one(
    market, buyer, user, spare
):
    financing = a_financing(market)
    lease, (leased, *_others) = accepted(market, financing, 2, buyer=buyer)
    case = a_fault(user, used(buyer, user, leased))
    perform(buyer.manager, swap, case_id=case.pk, asset_id=spare.pk)
    with reading(buyer.manager):
        rows = LeasedAsset.objects.filter(asset__in=[leased, spare], stopped_on=None)
        (going,) = rows.values_list("asset_id", "lease_id", "replaces__asset_id")
    assert going == (spare.pk, lease.pk, leased.pk)


def test_what_is_due_for_renewal_is_swapped_and_set_aside(buyer, user, asset, spare):
    case = perform(user, open_case, asset_id=asset.pk, kind="swap")
    perform(buyer.manager, swap, case_id=case.pk, asset_id=spare.pk)
    assert (again(buyer, asset).state, again(buyer, spare).state) == ("returned", "in-use")
    assert case_of(buyer, case).outcome == "swapped"


def test_a_repair_goes_to_the_supplier_and_comes_back_to_its_holder(
    market, buyer, user, seller, asset
):
    case = a_fault(user, asset)
    sent(buyer, market, case)
    away = again(buyer, asset)
    assert (away.state, away.holder.kind, away.holder.party_id) == (
        "maintenance", "supplier", market.supplier.pk,
    )  # fmt: skip
    let_facts_work()
    assert told(seller.person_id, "repair-asked") == 1
    perform(seller, report_repair, case_id=case.pk, step="received")
    perform(seller, report_repair, case_id=case.pk, step="repaired", words="New screen.")
    let_facts_work()
    coming = case_of(buyer, case)
    assert (coming.state, coming.outcome, coming.answer) == ("coming", "repaired", "New screen.")
    perform(buyer.manager, take_repaired, case_id=case.pk, to="holder")
    back = again(buyer, asset)
    assert (back.state, back.holder_id, case_of(buyer, case).state) == (
        "in-use", asset.holder_id, "closed",
    )  # fmt: skip


def test_what_the_supplier_replaces_begins_in_its_place_until_the_same_day(
    market, buyer, user, seller, asset
):
    case = a_fault(user, asset)
    sent(buyer, market, case)
    (serial,) = new_serials(1)
    perform(seller, report_repair, case_id=case.pk, step="replaced", serial=serial)
    let_facts_work()
    perform(buyer.manager, take_repaired, case_id=case.pk, to="holder")
    old, new = again(buyer, asset), asset_of(buyer, serial)
    assert (old.state, old.holder.kind) == ("returned", "supplier")
    assert (new.state, new.holder_id, new.renew_on, new.order_id) == (
        "in-use", asset.holder_id, asset.renew_on, asset.order_id,
    )  # fmt: skip
    assert case_of(buyer, case).outcome == "replaced"
    with reading(buyer.manager):
        assert DeviceSwap.objects.get(old=old).new_id == new.pk


def test_a_loan_stands_in_is_reminded_of_once_and_ends_at_a_site(buyer, user, asset, spare):
    case = a_fault(user, asset)
    due = LATER.date()
    loan = perform(buyer.manager, lend, case_id=case.pk, asset_id=spare.pk, due_on=due)
    lent = again(buyer, spare)
    assert (lent.state, lent.holder_id) == ("in-use", asset.holder_id)
    assert remind_of_all_loans(LATER - timedelta(days=2)) == 0
    assert remind_of_all_loans(LATER) == 1
    assert remind_of_all_loans(LATER) == 0
    assert told(user.person_id, "loan-due") == 1
    perform(buyer.manager, end_loan, loan_id=loan.pk, location_id=spare.location_id)
    assert again(buyer, spare).state == "returned"
    assert refused(
        buyer.manager, end_loan, loan_id=loan.pk, location_id=spare.location_id
    ) == "loan-ended"  # fmt: skip


def test_what_is_handed_in_is_at_a_site_and_waits_for_erasure(buyer, user, asset):
    case = perform(user, open_case, asset_id=asset.pk, kind="return")
    perform(buyer.manager, take_handed_in, case_id=case.pk, location_id=buyer.site.pk)
    found = again(buyer, asset)
    assert (found.state, found.holder.location_id) == ("returned", buyer.site.pk)
    assert case_of(buyer, case).outcome == "handed-in"


def test_each_refusal_of_asking_has_its_code(market, buyer, user, asset, spare):
    colleague = an_actor(buyer.party, "employee")
    ask = {"asset_id": asset.pk, "kind": "fault", "fault": "screen"}
    assert refused(colleague, open_case, **ask) == "not-allowed"
    assert refused(market.buyers[1].manager, open_case, **ask) == "not-found"
    assert refused(user, open_case, **{**ask, "kind": "gift"}) == "case-kind-unknown"
    assert refused(user, open_case, **{**ask, "fault": "ghost"}) == "fault-unknown"
    assert refused(user, open_case, **{**ask, "kind": "swap"}) == "fault-unknown"
    assert refused(
        buyer.manager, open_case, asset_id=spare.pk, kind="swap"
    ) == "device-not-in-use"  # fmt: skip
    case = perform(user, open_case, **ask)
    assert refused(user, open_case, **ask) == "case-open-already"
    assert refused(colleague, close_case, case_id=case.pk, outcome="withdrawn") == "not-allowed"
    perform(user, close_case, case_id=case.pk, outcome="withdrawn")
    assert refused(buyer.manager, close_case, case_id=case.pk, outcome="helped") == "case-closed"


def test_each_refusal_of_the_work_has_its_code(market, buyer, user, seller, asset, spare):
    case, manager = a_fault(user, asset), buyer.manager
    assert refused(user, swap, case_id=case.pk, asset_id=spare.pk) == "not-allowed"
    assert refused(manager, swap, case_id=case.pk, asset_id=asset.pk) == "not-in-stock"
    past = {"case_id": case.pk, "asset_id": spare.pk, "due_on": date(2020, 1, 1)}
    assert refused(manager, lend, **past) == "due-day-past"
    to = {"case_id": case.pk, "supplier_id": market.supplier.pk}
    assert refused(manager, send_for_repair, **to, way="luck") == "repair-way-unknown"
    assert refused(seller, report_repair, case_id=case.pk, step="received") == "not-found"
    sent(buyer, market, case)
    assert refused(manager, send_for_repair, **to, way="warranty") == "repair-sent-already"
    assert refused(manager, close_case, case_id=case.pk, outcome="helped") == "device-away"
    assert refused(manager, take_repaired, case_id=case.pk, to="holder") == "outcome-unfit"
    assert refused(
        manager, take_repaired, case_id=case.pk, to="stock", outcome="repaired"
    ) == "place-unknown"  # fmt: skip
    assert refused(seller, report_repair, case_id=case.pk, step="sold") == "repair-step-unknown"
    assert refused(
        seller, report_repair, case_id=case.pk, step="replaced"
    ) == "replacement-serial-missing"  # fmt: skip
    perform(seller, report_repair, case_id=case.pk, step="refused")
    assert refused(
        seller, report_repair, case_id=case.pk, step="repaired"
    ) == "repair-reported-already"  # fmt: skip
    clerk = an_actor(market.supplier, "employee")
    assert refused(clerk, report_repair, case_id=case.pk, step="received") == "not-allowed"


def test_a_supplier_sees_the_case_that_came_to_it_and_nothing_else(
    market, buyer, user, seller, asset, spare
):
    case = a_fault(user, asset)
    a_loan(buyer, user, spare, FAR)
    with reading(seller):
        assert not DeviceCase.objects.filter(id=case.pk).exists()
    sent(buyer, market, case)
    with reading(seller):
        assert DeviceCase.objects.get(id=case.pk).serial_number == asset.serial_number
        assert not Asset.objects.filter(owner=buyer.party).exists()
    with reading(market.buyers[1].manager):
        assert not DeviceCase.objects.filter(id=case.pk).exists()
    assert NOW < LATER
