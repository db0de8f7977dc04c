"""A region's joint plan: members take part, each decides its own; of others, totals alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.db import connections
from django.urls import reverse

from approving import client_of
from browser_ground import queries_of
from factories.fleet import (
    a_joint_plan,
    a_worked_out_plan,
    new_serials,
    received_devices,
    renewed_on,
)
from factories.ordering import a_market
from factories.parties import an_actor
from samkop.fleet.models import Asset, JointPlan, RenewalPlan, RenewalStep
from samkop.fleet.queries.joint_plans import own_part, parts_of
from samkop.fleet.queries.renewal import months_planned
from samkop.fleet.usecases.joint_plans import (
    JointWanted,
    begin_joint_planning,
    change_joint_plan,
    draft_joint_plan,
    join_joint_plan,
    leave_joint_plan,
)
from samkop.fleet.usecases.renewal import Wanted, begin_renewal_planning, change_renewal
from samkop.fleet.usecases.renewal_decision import decide_renewal
from samkop.platform import jobs
from samkop.platform.models import JobRun
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site import wiring

pytestmark = pytest.mark.usefixtures("database", "pages")
WANTED = JointWanted(name="Together", start=date(2027, 1, 1), months=12, capacity=3)


@pytest.fixture(scope="module")
def market(database):
    wiring.connect()
    found = a_market(buyers=3, maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)
    for buyer, count in zip(found.buyers[:2], (4, 3), strict=True):
        devices = received_devices(found, *new_serials(count), buyer=buyer)
        renewed_on(devices, date(2027, 6, 15))
    return found


@pytest.fixture(scope="module")
def region(market):
    """A region without a plan yet, of the first two."""
    return a_joint_plan(market, market.buyers[:2], name="Before").region


@pytest.fixture(scope="module")
def runner(market):
    return market.category_manager


@pytest.fixture(scope="module")
def clients(market, runner, pages):
    """Of who runs it, and of the first member."""
    return client_of(runner), client_of(market.buyers[0].manager)


def drafted(market, region, runner, **asked):
    joint = perform(runner, draft_joint_plan, region_id=region.pk, wanted=replace(WANTED, **asked))
    for buyer in market.buyers[:2]:
        perform(buyer.manager, join_joint_plan, joint_id=joint.pk)
    return joint


def worked_out(runner, joint):
    run = perform(runner, begin_joint_planning, joint_id=joint.pk)
    jobs.run_job(run.pk, run.party_id)
    with reading(runner):
        assert JobRun.objects.get(id=run.pk).state == JobRun.State.DONE
        return JointPlan.objects.get(id=joint.pk)


def parts_for(actor, joint):
    with reading(actor):
        return {one.member.pk: (one.state.value, dict(one.months)) for one in parts_of(joint)}


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as found:
        perform(actor, use_case, **inputs)
    return found.value.code


def test_all_who_take_part_are_planned_within_what_the_shared_installers_manage(
    market, region, runner
):
    joint = worked_out(runner, drafted(market, region, runner))
    assert (joint.state, joint.gap is not None) == ("planned", True)
    parts = parts_for(runner, joint)
    totals = Counter()
    for _state, months in parts.values():
        totals.update(months)
    first, second = market.buyers[:2]
    assert {owner: sum(months.values()) for owner, (_s, months) in parts.items()} == {
        first.party.pk: 4, second.party.pk: 3,
    }  # fmt: skip
    assert max(totals.values()) <= 3


def test_each_member_sees_its_own_part_and_of_the_others_the_totals_alone(market, region, runner):
    joint = worked_out(runner, drafted(market, region, runner))
    first, second, outside = market.buyers
    seen = parts_for(first.manager, joint)
    assert seen == parts_for(runner, joint)
    assert seen.keys() == {first.party.pk, second.party.pk}
    with reading(first.manager):
        owners = set(RenewalPlan.objects.values_list("owner_id", flat=True))
        assert owners == {first.party.pk}
        assert set(RenewalStep.objects.values_list("owner_id", flat=True)) == {first.party.pk}
    with reading(runner):
        assert RenewalPlan.objects.count() == RenewalStep.objects.count() == 0
    assert parts_for(outside.manager, joint) == {}
    with reading(outside.manager):
        assert JointPlan.objects.count() == 0
    salesperson = an_actor(market.supplier, "salesperson")
    assert parts_for(salesperson, joint) == {}


def test_a_members_decision_binds_its_own_devices_alone_and_stays(market, region, runner):
    joint = worked_out(runner, drafted(market, region, runner))
    first, second = market.buyers[:2]
    with reading(first.manager):
        mine = own_part(joint, first.party.pk)
    perform(first.manager, decide_renewal, plan_id=mine.pk)
    with reading(second.manager):
        assert set(Asset.objects.values_list("renew_on", flat=True)) == {date(2027, 6, 15)}
    before = parts_for(runner, joint)[first.party.pk]
    assert before[0] == "decided"
    worked_out(runner, joint)
    after = parts_for(runner, joint)
    assert after[first.party.pk] == before
    totals = Counter(after[first.party.pk][1])
    totals.update(after[second.party.pk][1])
    assert max(totals.values()) <= 3
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE fleet_asset SET renew_on = '2027-06-15', renewal_plan_id = NULL")


def test_limits_of_all_that_cannot_hold_are_told_without_anybodys_own(
    market, region, runner, clients
):
    joint = worked_out(runner, drafted(market, region, runner, capacity=0))
    assert joint.state == "infeasible"
    shared = [one for one in joint.conflicts if "member" not in one]
    assert shared != []
    assert {tuple(sorted(one)) for one in joint.conflicts} <= {("at", "month"), ("member",)}
    assert clients[0].get(reverse("joint-plan", args=[joint.pk])).status_code == 200
    first = market.buyers[0]
    with reading(first.manager):
        mine = own_part(joint, first.party.pk)
    assert mine.state == "infeasible"
    page = clients[1].get(reverse("renewal-plan", args=[mine.pk]))
    assert page.status_code == 200


def test_a_part_is_worked_out_with_all_or_left(market, region, runner):
    joint = drafted(market, region, runner)
    first = market.buyers[0]
    with reading(first.manager):
        mine = own_part(joint, first.party.pk)
    assert refused(first.manager, begin_renewal_planning, plan_id=mine.pk) == "renewal-joint"
    assert refused(first.manager, join_joint_plan, joint_id=joint.pk) == "joint-plan-joined"
    wanted = Wanted(name="Mine", start=date(2030, 1, 1), months=3, capacity=2)
    changed = perform(first.manager, change_renewal, plan_id=mine.pk, wanted=wanted)
    assert (changed.start, changed.months, changed.capacity) == (joint.start, 12, 2)
    left = perform(first.manager, leave_joint_plan, plan_id=mine.pk)
    assert left.joint_id is None
    assert parts_for(runner, joint).keys() == {market.buyers[1].party.pk}
    assert refused(first.manager, leave_joint_plan, plan_id=mine.pk) == "not-joined"


def test_a_joint_plan_that_is_stopped_leaves_itself_and_its_parts_as_drafts(market, region, runner):
    joint = drafted(market, region, runner)
    run = perform(runner, begin_joint_planning, joint_id=joint.pk)
    perform(runner, jobs.cancel_job, run_id=run.pk)
    jobs.run_job(run.pk, run.party_id)
    with reading(runner):
        assert JointPlan.objects.get(id=joint.pk).state == "draft"
    assert {state for state, _months in parts_for(runner, joint).values()} == {"draft"}
    assert worked_out(runner, joint).state == "planned"


def test_what_was_changed_while_it_was_worked_out_keeps_no_answer(market, region, runner):
    joint = drafted(market, region, runner)
    run = perform(runner, begin_joint_planning, joint_id=joint.pk)
    perform(runner, change_joint_plan, joint_id=joint.pk, wanted=replace(WANTED, capacity=9))
    jobs.run_job(run.pk, run.party_id)
    with reading(runner):
        assert JobRun.objects.get(id=run.pk).result["code"] == "renewal-changed"
    assert {state for state, _months in parts_for(runner, joint).values()} == {"draft"}


def test_who_serves_the_region_runs_it_and_nobody_else(market, region, runner):
    first, _second, outside = market.buyers
    asked = {"region_id": region.pk, "wanted": WANTED}
    assert refused(first.manager, draft_joint_plan, **asked) == "not-allowed"
    buyer = an_actor(outside.party, "buyer")
    assert refused(buyer, draft_joint_plan, **asked) == "not-found"
    joint = drafted(market, region, runner)
    assert refused(first.manager, begin_joint_planning, joint_id=joint.pk) == "not-found"
    assert refused(outside.manager, join_joint_plan, joint_id=joint.pk) == "not-found"
    too_long = replace(WANTED, months=61)
    assert refused(runner, draft_joint_plan, region_id=region.pk, wanted=too_long) == (
        "renewal-not-plannable"
    )


def test_a_joint_plan_is_drafted_joined_and_left_by_the_pages(market, region, runner, clients):
    (client, member), first = clients, market.buyers[0]
    asked = {"region": region.pk, "name": "By page", "start": "2027-01-01", "months": 12,
             "capacity": 5, "early_weight": 1, "late_weight": 2, "level_weight": 1,
             "quiet_weight": 0}  # fmt: skip
    drafted = client.post(reverse("draft-joint-plan"), asked)
    assert drafted.status_code == 303
    address = drafted.headers["Location"]
    like = a_worked_out_plan(first, capacity=2)
    joined = member.post(f"{address}join/", {"like": like.pk})
    assert joined.status_code == 303
    with reading(first.manager):
        mine = RenewalPlan.objects.latest("id")
        assert (mine.capacity, mine.joint_id is not None) == (2, True)
    own = {"name": "Mine", "early_months": 1, "late_months": 2, "catch_up_months": 3, "capacity": 2}
    assert member.post(reverse("change-renewal", args=[mine.pk]), own).status_code == 303
    assert client.post(f"{address}change/", {**asked, "capacity": 4}).status_code == 303
    assert client.post(f"{address}plan/").status_code == 303
    assert member.get(address).status_code == member.get(reverse("joint-plans")).status_code == 200
    assert member.get(joined.headers["Location"]).status_code == 200
    with reading(runner):
        run = JobRun.objects.latest("id")
    jobs.run_job(run.pk, run.party_id)
    with reading(first.manager):
        assert sum(one.count for one in months_planned(mine)) == 4
    assert member.post(reverse("leave-joint-plan", args=[mine.pk])).status_code == 303
    kept = replace(WANTED, capacity=4)
    with reading(runner):
        joint = JointPlan.objects.latest("id")
    changed = perform(runner, change_joint_plan, joint_id=joint.pk, wanted=kept)
    assert (changed.capacity, changed.state) == (4, "draft")


def test_the_list_of_joint_plans_asks_as_little_for_thirty_as_for_a_few(region, runner, clients):
    few, _page = queries_of(clients[1], reverse("joint-plans"))
    for _one in range(30):
        perform(runner, draft_joint_plan, region_id=region.pk, wanted=WANTED)
    assert queries_of(clients[1], reverse("joint-plans"))[0] == few
