"""Leases with three parties: what a lease owes, commits and expects, to the cent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import DatabaseError, connections, transaction

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
from factories.ordering import NOW, a_market
from factories.parties import a_party, an_actor
from samkop.core.leasing import Line, Terms, financing, interim_rent
from samkop.fleet.clock import watch_leases
from samkop.fleet.models import Lease, LeaseEvent, LeaseStatement
from samkop.fleet.policies import FLEET_KEEPER
from samkop.fleet.usecases.device_returns import hand_in
from samkop.fleet.usecases.disposals import complete_disposal, prepare_disposal
from samkop.fleet.usecases.erasure import prove_erasure
from samkop.fleet.usecases.lease_ends import buy_out, give_notice, stop_leases, swap_leased
from samkop.fleet.usecases.lease_plans import add_lease_plan, end_lease_plan
from samkop.fleet.usecases.lease_schedules import agree_schedule, state_of_lease
from samkop.fleet.usecases.leases import accept_lease, class_lease
from samkop.fleet.usecases.moving import locked_assets
from samkop.invoicing.documents import billed_of
from samkop.invoicing.models import InvoiceDiscrepancy, RentSchedule
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.usecases.invoice import record_invoice
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.outbox import dispatch_waiting, tell
from samkop.platform.records import change, create, subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database")

RENT, INTERIM = 8_70, interim_rent(8_70, 30, 30)
FINANCING = financing(300_00, RENT, TERMS)


@pytest.fixture(scope="module")
def market(database):
    return a_market(buyers=2, budget_cents=500_000_00, maximum_cents=1_000_000_00)


@pytest.fixture
def financing_of(market):
    return a_financing(market)


def keeper(buyer):
    return actors.job(FLEET_KEEPER, buyer.party.pk)


def _stopped(*, actor, now, asset_ids, on, reason):
    return stop_leases(actor, now, locked_assets(actor.own_party_id, asset_ids), on, reason)


def _swapped(*, actor, now, old, new, on):
    first, second = locked_assets(actor.own_party_id, [old, new])
    pair = (first, second) if first.pk == old else (second, first)
    return swap_leased(now, *pair, on)


def stop(buyer, assets, on, reason="returned"):
    ids = [asset.pk for asset in assets]
    count = perform(keeper(buyer), _stopped, now=at(on), asset_ids=ids, on=on, reason=reason)
    let_facts_work()
    return count


def rents(buyer, financing_of):
    with reading(buyer.finance):
        rows = RentSchedule.objects.filter(buyer=buyer.party, financier=financing_of.party)
        return list(
            rows.order_by("id").values_list(
                "schedule", "serial_number", "first_month", "months", "returned_on"
            )
        )


def test_an_acceptance_moves_the_purchase_to_the_rents_of_its_years_and_counts_nothing_twice(
    market, financing_of
):
    buyer = market.buyers[0]
    before, bought = budgets_of(buyer), committed_of(buyer, market.agreement)
    lease, _assets = accepted(market, financing_of)
    assert (lease.state, lease.starts_on, lease.ends_on) == (
        "interim", date(2026, 4, 1), date(2029, 3, 31)
    )  # fmt: skip
    after = budgets_of(buyer)
    found = {year: after[year] - before.get(year, 0) for year in (2026, 2027, 2028, 2029)}
    assert found == {
        2026: 3 * (INTERIM + 9 * RENT), 2027: 36 * RENT, 2028: 36 * RENT, 2029: 9 * RENT
    }  # fmt: skip
    # The purchase stays on the agreement by which it was ordered, and only there.
    assert committed_of(buyer, market.agreement) - bought == 3 * 300_00
    assert committed_of(buyer, financing_of.agreement) == 3 * (FINANCING + INTERIM)
    assert ledger(buyer, lease) == [("accepted", 0)]


def test_a_lease_without_a_budget_of_one_of_its_years_is_refused_and_leaves_nothing(market):
    financing_of = a_financing(market)
    buyer = market.buyers[1]
    long = perform(
        market.category_manager, add_lease_plan, now=NOW, agreement_id=financing_of.agreement.pk,
        name="72 months", terms=Terms(72, 15_000), valid_from=date(2026, 1, 1),
    )  # fmt: skip
    assets = received_devices(market, *new_serials(1), buyer=buyer)
    with pytest.raises(Refused) as refused:
        perform(
            buyer.manager, accept_lease, now=NOW, plan_id=long.pk, asset_ids=[assets[0].pk],
            accepted_on=NOW.date(),
        )  # fmt: skip
    assert refused.value.code == "budget-missing"
    assert committed_of(buyer, financing_of.agreement) == 0


def test_financing_beyond_the_agreements_maximum_is_refused(market):
    financing_of = a_financing(market, maximum_cents=2 * (FINANCING + INTERIM))
    with pytest.raises(Refused) as refused:
        accepted(market, financing_of, 3)
    assert refused.value.code == "maximum-value-reached"
    accepted(market, financing_of, 2)
    assert committed_of(market.buyers[0], financing_of.agreement) == 2 * (FINANCING + INTERIM)


@pytest.mark.parametrize("wrong", ["leased-already", "lease-in-the-future", "not-to-be-leased"])
def test_what_cannot_be_accepted_is_refused(market, financing_of, wrong):
    buyer = market.buyers[0]
    _lease, assets = accepted(market, financing_of, 1)
    day = NOW.date()
    if wrong == "lease-in-the-future":
        day = date(2026, 3, 3)
    if wrong == "not-to-be-leased":
        assets = received_devices(market, *new_serials(1))
        perform(
            keeper(buyer), _end, asset_id=assets[0].pk
        )  # fmt: skip
    with pytest.raises(Refused) as refused:
        perform(
            buyer.finance, accept_lease, now=NOW, plan_id=financing_of.plan.pk,
            asset_ids=[assets[0].pk], accepted_on=day,
        )  # fmt: skip
    assert refused.value.code == wrong


def _end(*, actor, now, asset_id):
    [asset] = locked_assets(actor.own_party_id, [asset_id])
    change(asset, state="ended", ended_on=now.date(), end_reason="lost")
    tell("assets-ended", owner_id=asset.owner_id, asset_ids=[asset.pk], reason="lost")


def test_a_schedule_that_differs_by_a_cent_is_refused_and_a_corrected_one_starts_the_lease(
    market, financing_of
):
    buyer = market.buyers[0]
    lease, assets = accepted(market, financing_of)
    lines = [Line(asset.serial_number, RENT) for asset in assets]
    wrong = a_schedule(financing_of, buyer, [*lines[:2], Line(lines[2].serial_number, RENT + 1)])
    with pytest.raises(Refused) as refused:
        perform(
            buyer.manager, agree_schedule, now=NOW, lease_id=lease.pk, schedule_id=wrong.pk
        )  # fmt: skip
    assert (refused.value.code, refused.value.facts) == (
        "schedule-differs", {"count": 1, "cents": 1}
    )  # fmt: skip
    right = a_schedule(financing_of, buyer, lines, starts_on=date(2026, 5, 1))
    agreed = perform(
        buyer.manager, agree_schedule, now=NOW, lease_id=lease.pk, schedule_id=right.pk
    )
    assert (agreed.state, agreed.starts_on, agreed.ends_on) == (
        "running", date(2026, 5, 1), date(2029, 4, 30)
    )  # fmt: skip
    # The financier's first day is a month later: interim rent of sixty days instead of thirty.
    owed = 3 * (interim_rent(RENT, 60, 30) + 36 * RENT)
    assert sum(cents for _kind, cents in ledger(buyer, lease)) == owed
    with reading(buyer.finance):
        months = LeaseEvent.objects.filter(lease=lease, kind="rent")
        assert {row.cents for row in months} == {right.monthly_cents}
        assert months.count() == right.months
    expected = committed_of(buyer, financing_of.agreement)
    assert expected == 3 * (FINANCING + interim_rent(RENT, 60, 30))


def test_a_returned_device_owes_no_more_and_its_next_rent_is_an_exception(market, financing_of):
    buyer = market.buyers[0]
    lease, assets = running(market, financing_of)
    budgets = budgets_of(buyer)
    assert stop(buyer, assets[:1], date(2026, 6, 10)) == 1
    serials = [asset.serial_number for asset in assets]
    assert rents(buyer, financing_of) == [
        ("S-1", serials[0], date(2026, 4, 1), 36, date(2026, 6, 10)),
        ("S-1", serials[1], date(2026, 4, 1), 36, None),
        ("S-1", serials[2], date(2026, 4, 1), 36, None),
    ]
    # 33 of its 36 months are owed no more; the plan's penalty is a fifth of them.
    rows = ledger(buyer, lease)
    assert sum(cents for kind, cents in rows if kind == "rent") == (36 * 3 - 33) * RENT
    assert [cents for kind, cents in rows if kind == "penalty"] == [33 * RENT // 5]
    after = budgets_of(buyer)
    assert sum(budgets.values()) - sum(after.values()) == 33 * RENT
    assert committed_of(buyer, financing_of.agreement) == (
        3 * (FINANCING + INTERIM) - (FINANCING - round(FINANCING * 3 / 36))
    )
    invoice = billed(market, financing_of, *(
        Sold(1, "8.70", line=None, item=None, serial=serial, name=serial) for serial in serials
    ))  # fmt: skip
    with reading(buyer.finance):
        held = in_force(InvoiceDiscrepancy).filter(result__invoice=invoice)
        assert [(one.reason, one.about, one.cents) for one in held] == [
            ("rent-after-return", serials[0], RENT)
        ]


def billed(market, financing_of, *lines):
    document = an_invoice(
        market, None, *lines, contract_reference="S-1", period_start=date(2026, 7, 1),
        period_end=date(2026, 7, 31), issued=date(2026, 7, 1),
    )  # fmt: skip
    invoice = perform(
        actors.message(10**7, document.id, financing_of.party.pk), record_invoice, now=NOW,
        billed=billed_of(document), buyer_id=market.buyers[0].party.pk, message_id=10**7,
    )  # fmt: skip
    let_facts_work()
    return invoice


def test_a_device_that_has_ended_has_left_its_lease_for_what_became_of_it(market, financing_of):
    buyer = market.buyers[0]
    lease, assets = running(market, financing_of, 2)
    perform(keeper(buyer), _end, now=at(date(2026, 5, 6)), asset_id=assets[0].pk)
    let_facts_work()
    lost, kept = devices_of(buyer, lease)
    assert (lost.stopped_on, lost.stop_reason) == (date(2026, 5, 6), "lost")
    assert (kept.stopped_on, fresh(buyer, lease).state) == (None, "running")


def test_what_was_bought_out_while_a_loss_waited_for_the_lease_does_not_stop_again(
    market, financing_of
):
    buyer = market.buyers[0]
    lease, assets = running(market, financing_of, 1)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
            cursor.execute("SELECT FROM fleet_lease WHERE id = %s FOR UPDATE", [lease.pk])
            loss = pool.submit(stopped_in_a_thread, buyer, assets)
            while not _somebody_waits(cursor):
                assert not loss.done()
            cursor.execute(
                "UPDATE fleet_leasedasset SET stopped_on = '2026-05-04',"
                " stop_reason = 'bought-out', buy_out_cents = 0 WHERE lease_id = %s", [lease.pk],
            )  # fmt: skip
        assert loss.result() == 0
    [device] = devices_of(buyer, lease)
    assert (device.stopped_on, device.stop_reason) == (date(2026, 5, 4), "bought-out")
    assert [kind for kind, _cents in ledger(buyer, lease) if kind == "penalty"] == []


def stopped_in_a_thread(buyer, assets):
    try:
        return stop(buyer, assets, date(2026, 5, 6), "lost")
    finally:
        connections.close_all()


def test_a_leased_device_goes_back_to_its_financier_and_nowhere_else(market, financing_of):
    buyer = market.buyers[0]
    lease, [leased] = running(market, financing_of, 1)
    [own] = received_devices(market, *new_serials(1))
    back = {asset.pk: cleared(buyer, asset) for asset in (leased, own)}
    code = "still-leased"
    for kind, asset in (("recycling", leased), ("to-lessor", own)):
        with pytest.raises(Refused) as refused:
            disposed(buyer, kind, back[asset.pk])
        assert refused.value.code == code
        code = "not-leased"
    going = disposed(buyer, "to-lessor", back[leased.pk])
    perform(buyer.manager, complete_disposal, disposal_id=going.pk, done_on=date(2026, 6, 10))
    let_facts_work()
    [device] = devices_of(buyer, lease)
    assert (device.stopped_on, device.stop_reason) == (date(2026, 6, 10), "returned")
    assert [cents for kind, cents in ledger(buyer, lease) if kind == "penalty"] == [33 * RENT // 5]
    assert fresh(buyer, lease).state == "ended"


def cleared(buyer, asset):
    [back] = perform(
        buyer.manager, hand_in, now=NOW, asset_ids=[asset.pk], location_id=buyer.site.pk
    )  # fmt: skip
    perform(
        buyer.manager, prove_erasure, return_id=back.pk, storage=1, storage_serial="D-1",
        method="purge", tool="Eraser 7", erased_at=NOW,
    )  # fmt: skip
    return back


def disposed(buyer, kind, back):
    return perform(
        buyer.manager, prepare_disposal, kind=kind, firm="Firman Ab", return_ids=[back.pk]
    )


def _somebody_waits(cursor):
    cursor.execute(
        "SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
        " WHERE NOT l.granted AND a.datname = current_database()"
    )
    return cursor.fetchone()


def test_a_swap_keeps_the_lease_and_every_month_is_owed_once(market, financing_of):
    buyer = market.buyers[0]
    lease, assets = running(market, financing_of, 1)
    [new] = received_devices(market, *new_serials(1))
    money = (budgets_of(buyer), committed_of(buyer, financing_of.agreement))
    before = sum(cents for _kind, cents in ledger(buyer, lease))
    perform(
        keeper(buyer), _swapped, now=at(date(2026, 9, 4)), old=assets[0].pk, new=new.pk,
        on=date(2026, 9, 4),
    )  # fmt: skip
    let_facts_work()
    assert sum(cents for _kind, cents in ledger(buyer, lease)) == before
    assert (budgets_of(buyer), committed_of(buyer, financing_of.agreement)) == money
    assert rents(buyer, financing_of) == [
        ("S-1", assets[0].serial_number, date(2026, 4, 1), 36, date(2026, 9, 4)),
        ("S-1", new.serial_number, date(2026, 10, 1), 30, None),
    ]
    old, substitute = devices_of(buyer, lease)
    assert (substitute.replaces_id, substitute.price_cents) == (old.pk, old.price_cents)
    assert fresh(buyer, lease).state == "running"
    # Its rest goes back once, with the substitute.
    assert stop(buyer, [new], date(2029, 3, 20)) == 1
    assert fresh(buyer, lease).state == "ended"


def test_without_notice_a_lease_is_told_of_then_goes_on_and_its_costs_are_committed(
    market, financing_of
):
    buyer = market.buyers[0]
    lease, _assets = running(market, financing_of, 1)
    assert watch(buyer, lease, date(2028, 10, 31)) == []
    assert watch(buyer, lease, date(2028, 11, 1)) == ["lease-notice-near"]
    assert watch(buyer, lease, date(2028, 12, 31)) == ["lease-notice-near"]
    with pytest.raises(Refused) as refused:
        perform(buyer.manager, give_notice, now=at(date(2029, 1, 1)), lease_id=lease.pk)
    assert refused.value.code == "notice-too-late"
    before = committed_of(buyer, financing_of.agreement)
    watch(buyer, lease, date(2029, 1, 1))
    found = fresh(buyer, lease)
    assert (found.state, found.ends_on, found.uncommitted_code) == (
        "extended", date(2029, 6, 30), ""
    )  # fmt: skip
    assert committed_of(buyer, financing_of.agreement) - before == 3 * RENT
    assert [row[3] for row in rents(buyer, financing_of)] == [39]
    # Notice to the next end: it goes on no more, and the financier is told.
    perform(buyer.manager, give_notice, now=at(date(2029, 3, 1)), lease_id=lease.pk)
    watch(buyer, lease, date(2029, 5, 1))
    with reading(financing_of.clerk):
        told = Notification.objects.filter(person_id=financing_of.clerk.person_id)
        assert [one.kind for one in told.order_by("id")] == ["lease-accepted", "lease-notice-given"]
    assert fresh(buyer, lease).ends_on == date(2029, 6, 30)


def watch(buyer, lease, day):
    """The kinds of what the manager has been told of a lease once the clock has worked."""
    watch_leases(at(day))
    while dispatch_waiting(FACTS, now=at(day)):
        continue
    with reading(buyer.manager):
        told = Notification.objects.filter(
            person_id=buyer.manager.person_id, subject=subject_of(lease)
        )
        return list(told.order_by("id").values_list("kind", flat=True))


def test_a_lease_goes_on_without_budget_and_somebody_is_told_once(market):
    buyer = market.buyers[1]
    financing_of = a_financing(market, years=())
    short = Terms(6, 170_000, extension_months=12)
    plan = perform(
        market.category_manager, add_lease_plan, now=NOW, agreement_id=financing_of.agreement.pk,
        name="6 months", terms=short, valid_from=date(2026, 1, 1),
    )  # fmt: skip
    [asset] = received_devices(market, *new_serials(1), buyer=buyer)
    lease = perform(
        buyer.manager, accept_lease, now=NOW, plan_id=plan.pk, asset_ids=[asset.pk],
        accepted_on=NOW.date(),
    )  # fmt: skip
    schedule = a_schedule(
        financing_of, buyer, [Line(asset.serial_number, 51_00)], "S-9", months=6
    )  # fmt: skip
    perform(buyer.manager, agree_schedule, now=NOW, lease_id=lease.pk, schedule_id=schedule.pk)
    # The other test's budgets reach 2030: after three extensions there is none.
    with reading(buyer.manager):
        stands = fresh_budgets(lease)
    for day in (
        date(2026, 7, 1),
        date(2027, 7, 1),
        date(2028, 7, 1),
        date(2029, 7, 1),
        date(2030, 7, 1),
        date(2030, 7, 2),
    ):
        told = watch(buyer, lease, day)  # fmt: skip
    found = fresh(buyer, lease)
    assert found.uncommitted_code == "budget-missing"
    assert told.count("lease-uncommitted") == 1
    assert sum(found.budget_cents.values()) > stands
    # What left gives back what was committed, and no more than that.
    assert stop(buyer, [asset], date(2030, 7, 3)) == 1
    assert fresh(buyer, lease).state == "ended"


def fresh_budgets(lease):
    return sum(Lease.objects.get(id=lease.pk).budget_cents.values())


def test_buying_out_all_that_is_left_costs_what_the_financier_said_while_it_holds(
    market, financing_of
):
    buyer = market.buyers[0]
    lease, assets = running(market, financing_of, 3)
    day = date(2028, 12, 5)
    by_plan = 3 * RENT + 30_00
    cents = perform(
        buyer.finance, buy_out, now=at(day), lease_id=lease.pk, asset_ids=[assets[0].pk]
    )
    assert cents == by_plan
    perform(
        financing_of.clerk, state_of_lease, now=at(day), lease_id=lease.pk, kind="buy-out-price",
        cents=100_01, holds_until=day,
    )  # fmt: skip
    rest = [asset.pk for asset in assets[1:]]
    before = committed_of(buyer, financing_of.agreement)
    assert perform(buyer.finance, buy_out, now=at(day), lease_id=lease.pk, asset_ids=rest) == 100_01
    found = fresh(buyer, lease)
    assert (found.state, found.ended_on) == ("ended", day)
    assert [one.buy_out_cents for one in devices_of(buyer, lease)] == [by_plan, 50_01, 50_00]
    assert committed_of(buyer, financing_of.agreement) == before
    assert sum(cents for _kind, cents in ledger(buyer, lease)) == (
        3 * (INTERIM + 33 * RENT) + by_plan + 100_01
    )


def test_the_lessee_writes_leases_and_the_financier_reads_what_it_finances(market, financing_of):
    buyer = market.buyers[0]
    lease, _assets = running(market, financing_of, 1)
    other, stranger = (
        market.buyers[1].manager,
        an_actor(a_party("financier", "Annan"), "salesperson"),
    )
    with reading(financing_of.clerk):
        assert Lease.objects.get(id=lease.pk).devices.count() == 1
    for actor in (other, stranger):
        with reading(actor):
            assert Lease.objects.filter(id=lease.pk).count() == 0
    for attempt in (_event, _change, _word):
        with pytest.raises((DatabaseError, Refused)):
            perform(financing_of.clerk if attempt is not _word else buyer.manager, attempt,
                    lease_id=lease.pk)  # fmt: skip
    with pytest.raises(Refused) as refused:
        perform(buyer.employee, give_notice, now=NOW, lease_id=lease.pk)
    assert refused.value.code == "not-allowed"


def _event(*, actor, now, lease_id):
    lease = Lease.objects.get(id=lease_id)
    create(
        LeaseEvent(lease=lease, owner_id=lease.owner_id, financier_id=lease.financier_id,
                   kind="notice", due_on=now.date(), devices=0, at=now)
    )  # fmt: skip


def _change(*, actor, now, lease_id):
    change(Lease.objects.get(id=lease_id), alarm_days=1)


def _word(*, actor, now, lease_id):
    lease = Lease.objects.get(id=lease_id)
    create(
        LeaseStatement(lease=lease, owner_id=lease.owner_id, financier_id=lease.financier_id,
                       kind="notice-taken", at=now)
    )  # fmt: skip


def test_a_lease_is_classed_by_figures_and_finance_decides(market, financing_of):
    buyer = market.buyers[0]
    lease, _assets = accepted(market, financing_of, 1)
    assert (lease.accounting_class, lease.life_permille) == ("operating", 750)
    # 36 payments of 8.70 in advance at 3 % a year are worth 299.91 of 300.00.
    assert lease.value_permille == 1000
    decided = perform(
        buyer.finance, class_lease, now=NOW, lease_id=lease.pk, accounting_class="financial"
    )
    assert decided.accounting_class == "financial"
    with pytest.raises(Refused) as refused:
        perform(
            buyer.manager, class_lease, now=NOW, lease_id=lease.pk, accounting_class="operating"
        )
    assert refused.value.code == "not-allowed"


def test_a_plan_that_has_ended_takes_no_new_lease(market, financing_of):
    perform(
        market.category_manager, end_lease_plan, now=NOW, plan_id=financing_of.plan.pk,
        valid_until=date(2026, 3, 1),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        accepted(market, financing_of, 1)
    assert refused.value.code == "lease-plan-ended"
    clerk = an_actor(market.purchasing_body, RoleName.REGISTRAR)
    with pytest.raises(Refused) as refused:
        perform(
            clerk, add_lease_plan, now=NOW, agreement_id=financing_of.agreement.pk, name="x",
            terms=TERMS, valid_from=date(2026, 1, 1),
        )  # fmt: skip
    assert refused.value.code == "not-allowed"
