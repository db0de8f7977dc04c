"""A renewal plan: devices set out as cohorts, worked out, decided, ordered and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connections

from factories.fleet import a_worked_out_plan, new_serials, received_devices, renewed_on
from factories.leases import a_financing, running
from factories.ordering import a_market
from factories.parties import an_actor
from samkop.fleet.models import Asset, Lease, RenewalForecast, RenewalPlan, RenewalStep
from samkop.fleet.queries.renewal import months_planned, renewals_of, summary_of
from samkop.fleet.rules.renewing import Horizon, Renewable, cohorts_of, window_of
from samkop.fleet.usecases.renewal import (
    Wanted,
    begin_renewal_planning,
    change_renewal,
    copy_renewal,
    draft_renewal,
)
from samkop.fleet.usecases.renewal_decision import decide_renewal, order_renewals
from samkop.ordering.models import PlannedPurchase
from samkop.platform import jobs
from samkop.platform.models import JobRun
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
YEAR = Horizon(date(2027, 1, 1), 12, early=2, late=3, catch_up=2)
JUNE = date(2027, 6, 15)


@pytest.fixture(scope="module")
def market(database):
    return a_market(buyers=2, maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture(scope="module")
def buyer(market):
    return market.buyers[0]


@pytest.fixture(scope="module")
def devices(market, buyer):
    found = received_devices(market, *new_serials(4))
    renewed_on(found, JUNE)
    return found


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as found:
        perform(actor, use_case, **inputs)
    return found.value.code


def window(**said):
    found = window_of(Renewable(1, 1, 100, **{"due": JUNE, **said}), YEAR)
    return found and (found.earliest, found.due, found.latest, found.reason.value)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, (3, 5, 8, "age")),
        ({"support_ends": date(2027, 8, 31)}, (3, 5, 7, "support")),
        ({"support_ends": date(2027, 3, 1)}, (0, 2, 2, "support")),
        ({"lease_ends": date(2027, 7, 31), "support_ends": date(2027, 8, 31)},
         (3, 5, 6, "lease")),
        ({"lease_ends": date(2027, 1, 31)}, (0, 0, 0, "lease")),
        ({"support_ends": date(2027, 1, 15)}, (0, 0, 0, "support")),
        ({"lease_ends": date(2026, 12, 31)}, (0, 0, 1, "overdue")),
        ({"due": date(2026, 6, 1)}, (0, 0, 1, "overdue")),
        ({"due": date(2026, 12, 1), "support_ends": date(2026, 1, 1)}, (0, 0, 1, "overdue")),
        ({"due": date(2027, 11, 1)}, (8, 10, 11, "age")),
        ({"due": date(2028, 1, 1)}, None),
        ({"decided": date(2027, 4, 1)}, (3, 3, 3, "decided")),
    ],
)  # fmt: skip
def test_what_cannot_be_moved_sets_the_window(said, expected):
    assert window(**said) == expected


def test_devices_that_are_alike_are_one_cohort_the_longest_due_first():
    alike = [Renewable(number, 1, 100, date(2027, 6, number)) for number in (9, 3, 5)]
    other = Renewable(1, 2, 100, JUNE)
    found = cohorts_of([*alike, other], YEAR)
    assert sorted([one.asset_id for one in group] for group in found.values()) == [
        [1], [3, 5, 9],
    ]  # fmt: skip


def test_devices_of_one_model_that_came_in_different_months_are_told_apart_by_age_alone():
    devices = [Renewable(n, 1, 100, JUNE, came=date(2023, n, 1)) for n in (3, 4)]
    assert len(cohorts_of(devices, YEAR)) == 1
    by_age = cohorts_of(devices, replace(YEAR, by_age=True))
    assert sorted(key.bought for key in by_age) == [-46, -45]


def test_a_device_in_a_lease_is_renewed_before_its_lease_ends(market):
    other = market.buyers[1]
    lease, _devices = running(market, a_financing(market), 2, buyer=other)
    received_devices(market, *new_serials(1), buyer=other)
    with reading(other.manager):
        ends = [one.lease_ends for one in renewals_of(other.party.pk)]
        day = Lease.objects.get(pk=lease.pk).ends_on
    assert sorted(ends, key=str) == [day, day, None]


def test_age_and_outliers_weigh_as_they_are_asked_to(buyer, devices):
    old = a_worked_out_plan(buyer, age_months=1, age_weight=Decimal(50), late_weight=Decimal(0))
    with reading(buyer.manager):
        months = {one.month.month for one in months_planned(old) if one.count}
        assert set(old.cohorts.exclude(bought=None).values_list("due", flat=True)) == {5}
    assert max(months) <= 6
    ageless = Wanted(name="Old", start=JUNE, months=3, age_weight=Decimal(1))
    assert refused(buyer.manager, draft_renewal, wanted=ageless) == "renewal-not-plannable"


def test_a_plan_that_is_stopped_is_a_draft_again_and_can_be_worked_out(buyer, devices):
    wanted = Wanted(name="Stopped", start=date(2027, 1, 1), months=12)
    plan = perform(buyer.manager, draft_renewal, wanted=wanted)
    run = perform(buyer.manager, begin_renewal_planning, plan_id=plan.pk)
    perform(buyer.manager, jobs.cancel_job, run_id=run.pk)
    jobs.run_job(run.pk, run.party_id)
    with reading(buyer.manager):
        stopped = RenewalPlan.objects.get(id=plan.pk)
        assert (stopped.state, stopped.cohorts.count()) == ("draft", 0)
        assert JobRun.objects.get(id=run.pk).state == JobRun.State.CANCELLED
    again = perform(buyer.manager, begin_renewal_planning, plan_id=plan.pk)
    assert again.pk != run.pk
    jobs.run_job(again.pk, again.party_id)
    with reading(buyer.manager):
        assert RenewalPlan.objects.get(id=plan.pk).state == "planned"


def test_a_plan_whose_job_broke_off_is_asked_for_anew(buyer, devices):
    wanted = Wanted(name="Broken off", start=date(2027, 1, 1), months=12)
    plan = perform(buyer.manager, draft_renewal, wanted=wanted)
    run = perform(buyer.manager, begin_renewal_planning, plan_id=plan.pk)
    assert perform(buyer.manager, begin_renewal_planning, plan_id=plan.pk).pk == run.pk
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE platform_jobrun SET state = 'failed', ended_at = now() WHERE id = %s", [run.pk]
        )
    assert perform(buyer.manager, begin_renewal_planning, plan_id=plan.pk).pk != run.pk


def test_a_plan_is_worked_out_and_renews_each_device_once_within_its_limits(buyer, devices):
    plan = a_worked_out_plan(buyer, capacity=2, early_months=1, late_months=1)
    with reading(buyer.manager):
        counts = [(one.month.month, one.count, one.cents) for one in months_planned(plan)
                  if one.count]  # fmt: skip
    assert (plan.state, plan.gap) == ("planned", 0)
    assert sum(count for _month, count, _cents in counts) == 4
    assert {month for month, _count, _cents in counts} <= {5, 6, 7}
    assert max(count for _month, count, _cents in counts) <= 2
    assert sum(cents for _month, _count, cents in counts) == 4 * 500_00


def test_limits_that_cannot_all_hold_are_said_to_be_in_conflict(buyer, devices):
    plan = a_worked_out_plan(buyer, capacity=1, early_months=0, late_months=0)
    assert (plan.state, plan.objective) == ("infeasible", None)
    stand = {(one["kind"], one["month"]) for one in plan.conflicts if "to" not in one}
    assert stand == {("capacity", 5), ("window", None)}
    moves = [(one["at"], one["to"]) for one in plan.conflicts if "to" in one]
    assert [at for at, to in moves if at == to] == []
    assert moves != []
    assert refused(buyer.manager, decide_renewal, plan_id=plan.pk) == "renewal-not-there-yet"


def test_a_budget_moves_devices_into_another_year(buyer, devices):
    asked = {"start": date(2026, 12, 1), "months": 14, "early_months": 6, "late_months": 12}
    within = a_worked_out_plan(buyer, **asked, budgets={2027: 1_000_00})
    with reading(buyer.manager):
        years = summary_of(within).years
    assert years[2027] == (2, 1_000_00)


def test_a_decided_plan_gives_each_device_its_month_and_tells_what_it_needs(market, buyer, devices):
    plan = a_worked_out_plan(buyer, capacity=2, early_months=1, late_months=1)
    perform(buyer.manager, decide_renewal, plan_id=plan.pk, until=date(2027, 12, 1))
    with reading(buyer.manager):
        months = sorted(Asset.objects.filter(renewal_plan=plan).values_list("renew_on", flat=True))
        steps = RenewalStep.objects.filter(cohort__plan=plan).values_list("month", "count")
        assert months == sorted(
            date(2027, month + 1, 1) for month, count in steps for _one in range(count)
        )
    for actor in (an_actor(market.supplier, "salesperson"), market.category_manager):
        with reading(actor):
            told = RenewalForecast.objects.values_list("month", "count", "owner_id")
            assert sum(count for _month, count, _owner in told) == 4
            assert {owner for _month, _count, owner in told} == {buyer.party.pk}
    assert refused(buyer.manager, change_renewal, plan_id=plan.pk, wanted=Wanted(
        name="Other", start=JUNE, months=3)) == "renewal-decided"  # fmt: skip
    with reading(buyer.manager):
        assert {one.decided is not None for one in renewals_of(buyer.party.pk)} == {True}


def test_a_later_plan_leaves_decided_months_and_replaces_the_one_before(buyer, devices):
    first = a_worked_out_plan(buyer, capacity=2, early_months=1, late_months=1)
    perform(buyer.manager, decide_renewal, plan_id=first.pk, until=date(2027, 12, 1))
    with reading(buyer.manager):
        before = {one.asset_id: one.due for one in renewals_of(buyer.party.pk)}
    second = a_worked_out_plan(buyer, early_months=6, late_months=6)
    perform(buyer.manager, decide_renewal, plan_id=second.pk)
    with reading(buyer.manager):
        assert {one.asset_id: one.due for one in renewals_of(buyer.party.pk)} == before
        states = dict(RenewalPlan.objects.values_list("id", "state"))
    assert (states[first.pk], states[second.pk]) == ("replaced", "decided")
    renewed_on(devices, JUNE)


def test_a_month_goes_on_the_purchase_plan_once_however_often_it_is_asked(buyer, devices):
    plan = a_worked_out_plan(buyer, early_months=0, late_months=0)
    perform(buyer.manager, decide_renewal, plan_id=plan.pk)
    for _time in range(2):
        told = perform(buyer.manager, order_renewals, plan_id=plan.pk, month=date(2027, 6, 1))
    assert (told.devices, told.without_item, told.without_place) == (4, 0, 0)
    with reading(buyer.manager):
        rows = PlannedPurchase.objects.filter(reference__startswith=f"F{plan.pk}-")
        assert list(rows.values_list("quantity", "order_on")) == [(4, date(2027, 5, 2))]
    empty = refused(buyer.manager, order_renewals, plan_id=plan.pk, month=date(2027, 2, 1))
    assert empty == "nothing-to-order"


def test_a_plan_that_was_changed_meanwhile_keeps_no_answer(buyer, devices):
    wanted = Wanted(name="Plan", start=date(2027, 1, 1), months=12)
    plan = perform(buyer.manager, draft_renewal, wanted=wanted)
    run = perform(buyer.manager, begin_renewal_planning, plan_id=plan.pk)
    perform(buyer.manager, change_renewal, plan_id=plan.pk, wanted=wanted)
    jobs.run_job(run.pk, run.party_id)
    with reading(buyer.manager):
        found = RenewalPlan.objects.get(id=plan.pk)
    assert (found.state, found.planned_at) == ("draft", None)


def test_a_variant_asks_the_same_and_stands_beside_its_plan(buyer, devices):
    plan = a_worked_out_plan(buyer, capacity=2)
    variant = perform(buyer.manager, copy_renewal, plan_id=plan.pk, name="More hands")
    assert (variant.based_on_id, variant.capacity, variant.state) == (plan.pk, 2, "draft")
    otherwise = Wanted(name="More hands", start=plan.start, months=12, capacity=4)
    changed = perform(buyer.manager, change_renewal, plan_id=variant.pk, wanted=otherwise)
    assert (changed.capacity, changed.state) == (4, "draft")


def test_only_the_ict_manager_plans(buyer):
    wanted = Wanted(name="Plan", start=JUNE, months=12)
    clerk = an_actor(buyer.party, "finance-clerk")
    assert refused(clerk, draft_renewal, wanted=wanted) == "not-allowed"
    too_long = Wanted(name="Plan", start=JUNE, months=61)
    assert refused(buyer.manager, draft_renewal, wanted=too_long) == "renewal-not-plannable"
