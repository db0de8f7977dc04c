"""Leases go on with whoever their devices pass to: nothing twice, nothing lost, nothing shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from factories.answers import let_facts_work
from factories.fleet import new_serials, received_devices
from factories.invoices import Sold, an_invoice
from factories.leases import (
    TERMS,
    a_financing,
    a_schedule,
    accepted,
    at,
    budgets_of,
    committed_of,
    devices_of,
    fresh,
    ledger,
    running,
)
from factories.ordering import NOW, a_budget, a_market
from samkop.core.leasing import Line, financing, interim_rent
from samkop.fleet.clock import watch_leases
from samkop.fleet.models import (
    Asset,
    Lease,
    LeasedAsset,
    LeaseEvent,
    PassedLease,
)
from samkop.fleet.queries.transfers import tasks_along
from samkop.fleet.transfer_clock import carry_out_transfers
from samkop.fleet.usecases.lease_schedules import agree_schedule
from samkop.fleet.usecases.leases import accept_lease
from samkop.fleet.usecases.transfers import answer_transfer, decide_transfer
from samkop.invoicing.documents import billed_of
from samkop.invoicing.models import InvoiceDiscrepancy, RentSchedule
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.usecases.invoice import record_invoice
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

RENT, INTERIM = 8_70, interim_rent(8_70, 30, 30)
FINANCING = financing(300_00, RENT, TERMS)
DAY = date(2026, 8, 1)
MESSAGES = iter(range(2 * 10**7, 3 * 10**7))


@pytest.fixture(scope="module")
def market(database):
    return a_market(buyers=3, budget_cents=500_000_00, maximum_cents=1_000_000_00)


@pytest.fixture
def financing_of(market):
    return a_financing(market)


def before_dawn(day):
    """Before dawn of a day in Helsinki."""
    return datetime.fromisoformat(f"{day}T04:30:00+03:00")


def decided(giver, receiver, assets, name, on):
    return perform(
        giver.manager, decide_transfer, now=NOW, receiver_id=receiver.party.pk, name=name,
        on_date=on, decision="D/1/2026", asset_ids=[one.pk for one in assets],
    )  # fmt: skip


def answered(receiver, transfer, **given):
    return perform(
        receiver.manager, answer_transfer, now=NOW, transfer_id=transfer.pk, accepted=True,
        location_id=receiver.site.pk,
        **{"cost_centre_id": receiver.cost_centre.pk, **given},
    )  # fmt: skip


def passed(giver, receiver, assets, name, on=DAY):
    """The devices are the receiver's, and what follows has happened."""
    answered(receiver, decided(giver, receiver, assets, name, on))
    count = carry_out_transfers(now=before_dawn(on))
    let_facts_work()
    return count


def lease_of(buyer, asset):
    with reading(buyer.manager):
        rows = LeasedAsset.objects.filter(owner=buyer.party, asset_id=asset.pk)
        return Lease.objects.get(id=rows.latest("id").lease_id)


def sums(buyer, lease, kind="rent"):
    return sum(cents for found, cents in ledger(buyer, lease) if found == kind)


def rents(buyer, financing_of):
    with reading(buyer.finance):
        rows = RentSchedule.objects.filter(buyer=buyer.party, financier=financing_of.party)
        return list(
            rows.order_by("serial_number").values_list(
                "schedule", "serial_number", "first_month", "months", "returned_on"
            )
        )


def held(market, financing_of, buyer, *serials, month):
    """Why a rent of August or later is not paid, by serial number."""
    document = an_invoice(
        market, None,
        *(Sold(1, "8.70", line=None, item=None, serial=one, name=one) for one in serials),
        contract_reference="S-1", period_start=date(2026, month, 1),
        period_end=date(2026, month, 28), issued=date(2026, month, 1),
    )  # fmt: skip
    number = next(MESSAGES)
    invoice = perform(
        actors.message(number, document.id, financing_of.party.pk), record_invoice, now=NOW,
        billed=billed_of(document), buyer_id=buyer.party.pk, message_id=number,
    )  # fmt: skip
    let_facts_work()
    with reading(buyer.finance):
        rows = in_force(InvoiceDiscrepancy).filter(result__invoice=invoice)
        return [(one.reason, one.about) for one in rows.order_by("about")]


def test_a_part_of_a_schedule_goes_on_with_its_new_lessee_to_the_cent(market, financing_of):
    giver, receiver, stranger = market.buyers
    lease, assets = running(market, financing_of, 3)
    budgets, ceiling = budgets_of(giver), committed_of(giver, financing_of.agreement)
    theirs = budgets_of(receiver)
    assert passed(giver, receiver, assets[:2], "Part") == 2
    # Four months were the giver's, the other thirty-two are the receiver's.
    new = lease_of(receiver, assets[0])
    assert (fresh(giver, lease).state, new.state, new.schedule_number, new.ends_on) == (
        "running", "running", "S-1", date(2029, 3, 31),
    )  # fmt: skip
    assert sums(giver, lease) == (36 + 2 * 4) * RENT
    assert (sums(receiver, new), sums(receiver, new, "interim-rent")) == (2 * 32 * RENT, 0)
    assert [kind for kind, _cents in ledger(giver, lease) if kind == "penalty"] == []
    assert [one.stop_reason for one in devices_of(giver, lease)] == ["passed-on", "passed-on", ""]
    # The ceiling and all budgets together stand as before.
    assert new.uncommitted_code == ""
    assert committed_of(giver, financing_of.agreement) == ceiling == 3 * (FINANCING + INTERIM)
    after, got = budgets_of(giver), budgets_of(receiver)
    for year, months in ((2026, 5), (2027, 12), (2028, 12), (2029, 3)):
        assert budgets[year] - after[year] == 2 * months * RENT
        assert got[year] - theirs.get(year, 0) == 2 * months * RENT
    serials = [asset.serial_number for asset in assets]
    assert rents(giver, financing_of) == [
        ("S-1", serials[0], date(2026, 4, 1), 36, date(2026, 7, 31)),
        ("S-1", serials[1], date(2026, 4, 1), 36, date(2026, 7, 31)),
        ("S-1", serials[2], date(2026, 4, 1), 36, None),
    ]
    assert rents(receiver, financing_of) == [
        ("S-1", serials[0], DAY, 32, None), ("S-1", serials[1], DAY, 32, None),
    ]  # fmt: skip
    assert held(market, financing_of, giver, *serials, month=7) == []
    assert held(market, financing_of, giver, *serials, month=8) == [
        ("rent-after-return", serials[0]), ("rent-after-return", serials[1]),
    ]  # fmt: skip
    assert held(market, financing_of, receiver, *serials[:2], month=8) == []
    # Nobody reads what the other owes, and a third neither; the financier both.
    both = {lease.pk, new.pk}
    for actor, read in (
        (giver.manager, {lease.pk}), (receiver.manager, {new.pk}), (stranger.manager, set()),
        (financing_of.clerk, both),
    ):  # fmt: skip
        with reading(actor):
            for rows in (LeaseEvent, LeasedAsset):
                found = rows.objects.filter(lease_id__in=both)
                assert set(found.values_list("lease_id", flat=True)) == read
            assert set(Lease.objects.filter(id__in=both).values_list("id", flat=True)) == read
    with reading(financing_of.clerk):
        told = Notification.objects.filter(person_id=financing_of.clerk.person_id)
        assert sorted(told.values_list("kind", flat=True)) == [
            "lease-accepted", "lease-taken-over",
        ]  # fmt: skip
    with reading(stranger.manager):
        assert not PassedLease.objects.exists()


def test_what_passes_on_within_a_month_is_the_givers_for_the_month_and_its_notice_passes_on(
    market, financing_of
):
    giver, receiver = market.buyers[:2]
    lease, [asset] = running(market, financing_of, 1)
    assert passed(giver, receiver, [asset], "Within", date(2026, 9, 15)) == 1
    new = lease_of(receiver, asset)
    ended = fresh(giver, lease)
    assert (ended.state, ended.ended_on, ended.budget_cents != {}) == (
        "ended", date(2026, 9, 14), True,
    )  # fmt: skip
    assert (sums(giver, lease), sums(receiver, new)) == (6 * RENT, 30 * RENT)
    watch_leases(at(date(2028, 11, 1)))
    assert kinds(giver, lease) == []
    assert kinds(receiver, new) == ["lease-notice-near"]
    # For want of notice it goes on with the receiver alone.
    watch_leases(at(date(2029, 1, 1)))
    let_facts_work()
    assert (fresh(receiver, new).state, fresh(receiver, new).ends_on) == (
        "extended", date(2029, 6, 30),
    )  # fmt: skip
    assert fresh(giver, lease).ends_on == date(2029, 3, 31)


def test_interim_rent_is_divided_by_days_where_the_schedule_has_not_begun(market, financing_of):
    giver, receiver = market.buyers[:2]
    lease, [asset] = running(market, financing_of, 1)
    # Accepted on the second of March; the schedule starts in April.
    assert passed(giver, receiver, [asset], "Early", date(2026, 3, 15)) == 1
    new = lease_of(receiver, asset)
    parts = [sums(buyer, one, "interim-rent") for buyer, one in ((giver, lease), (receiver, new))]
    assert parts == [interim_rent(RENT, 13, 30), INTERIM - interim_rent(RENT, 13, 30)]
    assert (sums(giver, lease), sums(receiver, new)) == (0, 36 * RENT)
    assert committed_of(giver, financing_of.agreement) == FINANCING + INTERIM


def kinds(buyer, lease):
    with reading(buyer.manager):
        rows = Notification.objects.filter(
            person_id=buyer.manager.person_id, subject=f"fleet.lease:{lease.pk}"
        )
        return list(rows.order_by("id").values_list("kind", flat=True))


def test_a_lease_that_has_no_room_with_its_new_lessee_goes_on_and_is_committed_when_it_has():
    market = a_market(buyers=2, budget_cents=500_000_00, maximum_cents=1_000_000_00)
    giver, receiver = market.buyers
    financing_of = a_financing(market, years=(2027, 2028))
    a_budget(giver, 2029)
    lease, [asset] = running(market, financing_of, 1)
    assert passed(giver, receiver, [asset], "No room") == 1
    new = lease_of(receiver, asset)
    assert (new.state, new.uncommitted_code, new.financing_cents) == (
        "running", "budget-missing", 0
    )  # fmt: skip
    assert kinds(receiver, new) == ["lease-uncommitted"]
    assert fresh(giver, lease).financing_cents == INTERIM + round(FINANCING * 4 / 36)
    a_budget(receiver, 2029)
    watch_leases(at(date(2026, 8, 2)))
    new = fresh(receiver, new)
    assert (new.uncommitted_code, sum(new.budget_cents.values())) == ("", 32 * RENT)
    assert committed_of(giver, financing_of.agreement) == FINANCING + INTERIM


def test_a_device_that_comes_back_is_expected_once(market, financing_of):
    giver, receiver = market.buyers[:2]
    lease, [going, staying] = running(market, financing_of, 2)
    passed(giver, receiver, [going], "There")
    assert passed(receiver, giver, [going], "And back", date(2026, 10, 1)) == 1
    again = lease_of(giver, going)
    assert again.pk != lease.pk
    assert sums(giver, lease) + sums(giver, again) == (36 + 4 + 30) * RENT
    assert rents(giver, financing_of)[0][2:] == (date(2026, 10, 1), 30, None)
    # Its first lease changes: the rents of its second stand.
    passed(giver, receiver, [staying], "The other", date(2026, 11, 1))
    assert rents(giver, financing_of)[0][2:] == (date(2026, 10, 1), 30, None)
    assert committed_of(giver, financing_of.agreement) == 2 * (FINANCING + INTERIM)


def test_what_cannot_go_on_is_refused_or_stays(market, financing_of):
    giver, receiver = market.buyers[:2]
    _lease, [new] = accepted(market, financing_of, 1)
    with pytest.raises(Refused) as refused:
        decided(giver, receiver, [new], "Interim", DAY)
    assert refused.value.code == "not-to-be-passed-on"
    alone = a_financing(replace(market, buyers=(giver,)))
    _lease, [leased] = running(market, alone, 1)
    transfer = decided(giver, receiver, [leased], "Not joined", DAY)
    with reading(receiver.manager):
        assert tasks_along(transfer.pk) == {"stays": 1}
    with pytest.raises(Refused) as refused:
        answered(receiver, transfer)
    assert refused.value.code == "agreement-not-joined"
    for centre in (None, giver.cost_centre.pk):
        with pytest.raises(Refused) as refused:
            answered(receiver, transfer, cost_centre_id=centre)
        assert refused.value.code == "cost-centre-missing"


def test_what_is_leased_only_after_the_answer_stays(market, financing_of):
    giver, receiver = market.buyers[:2]
    [asset] = received_devices(market, *new_serials(1))
    transfer = decided(giver, receiver, [asset], "Leased since", DAY)
    answered(receiver, transfer, cost_centre_id=None)
    lease = perform(
        giver.manager, accept_lease, now=NOW, plan_id=financing_of.plan.pk, accepted_on=NOW.date(),
        asset_ids=[asset.pk],
    )  # fmt: skip
    schedule = a_schedule(financing_of, giver, [Line(asset.serial_number, RENT)])
    perform(giver.manager, agree_schedule, now=NOW, lease_id=lease.pk, schedule_id=schedule.pk)
    assert carry_out_transfers(now=before_dawn(DAY)) == 0
    with reading(giver.manager):
        assert Asset.objects.filter(id=asset.pk).exists()
