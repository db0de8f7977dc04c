"""Rules in the real flow: versions by the clock, four eyes, roles, managers, delegates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction

from approving import client_of, code_of, queries_of
from factories.ordering import (
    LAPTOP,
    NOW,
    PHONE,
    TODAY,
    a_market,
    a_requisition,
    adopted,
)
from factories.parties import an_actor
from samkop.core.period import day_of
from samkop.ordering.models import Approval, ApprovalRule, Order, RuleSet
from samkop.ordering.queries import to_decide
from samkop.ordering.usecases.approval_rules import (
    NewRule,
    add_rule,
    adopt_rules,
    draft_rules,
    move_rule,
    remove_rule,
)
from samkop.ordering.usecases.authority import grant_authority
from samkop.ordering.usecases.delegation import delegate_approvals, end_delegation
from samkop.ordering.usecases.requisition import (
    approve_requisition,
    reject_requisition,
    withdraw_requisition,
)
from samkop.ordering.usecases.rule_simulation import simulate_rules
from samkop.ordering.vocabulary import Outcome, RequisitionState
from samkop.parties.models import Membership, RoleAssignment
from samkop.parties.usecases.places import set_cost_centre_manager
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
DAY = timedelta(days=1)
FOUR_EYES = [NewRule(Outcome.FOUR_EYES, amount_from_cents=500_00), NewRule(Outcome.AUTHORITY)]


def an_approver(buyer, *more, limit=10_000_00, name="Second"):
    made = an_actor(buyer.party, RoleName.APPROVER, *more, name=name)
    perform(
        buyer.finance, grant_authority, now=NOW, person_id=made.person_id, cost_centre_id=None,
        limit_cents=limit,
    )  # fmt: skip
    return made


def decided(buyer, requisition):
    """(position, person, for whom) of each decision."""
    with reading(buyer.manager):
        rows = Approval.objects.filter(requisition=requisition).order_by("position")
        return list(rows.values_list("position", "person_id", "on_behalf_of_id"))


def approve(actor, requisition, *, now=NOW):
    return perform(actor, approve_requisition, now=now, requisition_id=requisition.pk)


def test_above_the_limit_two_different_people_approve_before_it_is_ordered():
    market = a_market()
    buyer = market.buyers[0]
    second = an_approver(buyer)
    adopted(buyer.finance, FOUR_EYES)
    waiting = a_requisition(market, buyer, LAPTOP)
    asked = {"requisition_id": waiting.pk}
    assert approve(buyer.approver, waiting).state == RequisitionState.SUBMITTED
    assert code_of(buyer.approver, approve_requisition, **asked) == "approved-by-you-already"
    with reading(buyer.manager):
        assert Order.objects.filter(requisition=waiting).count() == 0
    assert approve(second, waiting).state == RequisitionState.ORDERED
    expected = [(1, buyer.approver.person_id, None), (2, second.person_id, None)]
    assert decided(buyer, waiting) == expected
    assert code_of(second, approve_requisition, **asked) == "decided-already"


def test_below_the_limit_two_eyes_are_enough():
    market = a_market()
    buyer = market.buyers[0]
    adopted(buyer.finance, FOUR_EYES)
    waiting = a_requisition(market, buyer, PHONE)
    assert approve(buyer.approver, waiting).state == RequisitionState.ORDERED


def test_four_eyes_cannot_be_sent_in_where_only_one_person_may_approve():
    market = a_market()
    buyer = market.buyers[0]
    adopted(buyer.finance, FOUR_EYES)
    from samkop.platform.refusals import Refused

    with pytest.raises(Refused) as refusal:
        a_requisition(market, buyer, LAPTOP)
    assert refusal.value.code == "nobody-may-approve"


def test_one_no_ends_it_after_one_yes():
    market = a_market()
    buyer = market.buyers[0]
    second = an_approver(buyer)
    adopted(buyer.finance, FOUR_EYES)
    waiting = a_requisition(market, buyer, LAPTOP)
    approve(buyer.approver, waiting)
    done = perform(
        second, reject_requisition, now=NOW, requisition_id=waiting.pk, reason="Too dear"
    )
    assert done.state == RequisitionState.REJECTED


def test_half_approved_it_may_be_withdrawn_and_is_then_decided_by_nobody():
    market = a_market()
    buyer = market.buyers[0]
    second = an_approver(buyer)
    adopted(buyer.finance, FOUR_EYES)
    waiting = a_requisition(market, buyer, LAPTOP)
    approve(buyer.approver, waiting)
    perform(buyer.employee, withdraw_requisition, now=NOW, requisition_id=waiting.pk)
    refused = code_of(second, approve_requisition, requisition_id=waiting.pk)
    assert refused == "decided-already"


def test_ones_own_order_is_not_approved_by_oneself_with_any_authority():
    market = a_market()
    buyer = market.buyers[0]
    an_approver(buyer)
    perform_own = a_requisition(market, buyer, PHONE)
    with reading(buyer.finance):
        pass
    employee_as_approver = an_actor(buyer.party, RoleName.EMPLOYEE, RoleName.APPROVER)
    perform(
        buyer.finance, grant_authority, now=NOW, person_id=employee_as_approver.person_id,
        cost_centre_id=None, limit_cents=10**8,
    )  # fmt: skip
    from dataclasses import replace

    own = a_requisition(market, replace(buyer, employee=employee_as_approver), PHONE)
    asked = {"requisition_id": own.pk}
    assert code_of(employee_as_approver, approve_requisition, **asked) == "own-requisition"
    assert approve(employee_as_approver, perform_own).state == RequisitionState.ORDERED


def test_the_database_refuses_ones_own_approval_and_the_same_person_twice():
    market = a_market()
    buyer = market.buyers[0]
    second = an_approver(buyer)
    adopted(buyer.finance, FOUR_EYES)
    waiting = a_requisition(market, buyer, LAPTOP)
    approve(buyer.approver, waiting)
    insert = (
        "INSERT INTO ordering_approval (party_id, requisition_id, position, requester_id,"
        " person_id, decision, reason, at) VALUES (%s, %s, 2, %s, %s, 'approved', '', now())"
    )
    requester = buyer.employee.person_id
    for claimed, person in (
        (requester, requester),
        (requester, buyer.approver.person_id),
        (second.person_id, requester),
    ):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(using="owner"),
            connections["owner"].cursor() as cursor,
        ):
            cursor.execute(insert, [buyer.party.pk, waiting.pk, claimed, person])


def test_a_new_version_takes_over_on_its_first_day_by_the_clock_alone():
    market = a_market(free_below_cents=1_000_00)
    buyer = market.buyers[0]
    adopted(buyer.finance, [NewRule(Outcome.AUTHORITY)], valid_from=TODAY + 3 * DAY)
    states = [a_requisition(market, buyer, PHONE, now=NOW + days * DAY).state for days in (2, 3)]
    assert states == [RequisitionState.ORDERED, RequisitionState.SUBMITTED]


def test_rules_are_simulated_before_they_are_adopted_and_again_after_each_change():
    buyer = a_market().buyers[0]
    made = perform(buyer.finance, draft_rules, now=NOW, title="Draft", rules=[])
    day = {"rule_set_id": made.pk, "valid_from": TODAY}
    assert code_of(buyer.finance, adopt_rules, **day) == "rules-not-simulated"
    perform(buyer.finance, simulate_rules, now=NOW, rule_set_id=made.pk)
    perform(buyer.finance, add_rule, now=NOW, rule_set_id=made.pk, rule=NewRule(Outcome.AUTHORITY))
    assert code_of(buyer.finance, adopt_rules, **day) == "rules-not-simulated"
    perform(buyer.finance, simulate_rules, now=NOW, rule_set_id=made.pk)
    past = {"rule_set_id": made.pk, "valid_from": TODAY - DAY}
    assert code_of(buyer.finance, adopt_rules, **past) == "first-day-past"
    assert perform(buyer.finance, adopt_rules, now=NOW, **day).valid_from == TODAY


def test_adopted_rules_never_change_and_two_versions_share_no_first_day():
    buyer = a_market().buyers[0]
    done = adopted(buyer.finance, FOUR_EYES)
    added = {"rule_set_id": done.pk, "rule": NewRule(Outcome.NONE)}
    assert code_of(buyer.finance, add_rule, **added) == "rules-adopted"
    other = perform(buyer.finance, draft_rules, now=NOW, title="Next")
    perform(buyer.finance, simulate_rules, now=NOW, rule_set_id=other.pk)
    day = {"rule_set_id": other.pk, "valid_from": TODAY}
    assert code_of(buyer.finance, adopt_rules, **day) == "rules-day-taken"
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute("UPDATE ordering_ruleset SET title = 'x' WHERE id = %s", [done.pk])


def test_a_draft_begins_with_the_rules_in_force_and_its_rows_are_moved_and_removed():
    buyer = a_market().buyers[0]
    adopted(buyer.finance, FOUR_EYES)
    made = perform(buyer.finance, draft_rules, now=NOW, title="Next")
    perform(buyer.finance, add_rule, now=NOW, rule_set_id=made.pk, rule=NewRule(Outcome.MANAGER))
    at = {"rule_set_id": made.pk}

    def rows():
        with reading(buyer.finance):
            found = ApprovalRule.objects.filter(rule_set_id=made.pk).order_by("position")
            return list(found.values_list("id", "position", "outcome"))

    ids = [pk for pk, _position, _outcome in rows()]
    perform(buyer.finance, move_rule, now=NOW, rule_id=ids[2], up=True, **at)
    perform(buyer.finance, move_rule, now=NOW, rule_id=ids[0], up=False, **at)
    assert [row[1:] for row in rows()] == [(1, "manager"), (2, "four-eyes"), (3, "authority")]
    perform(buyer.finance, remove_rule, now=NOW, rule_id=ids[2], **at)
    assert [row[1:] for row in rows()] == [(1, "four-eyes"), (2, "authority")]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (NewRule("magic"), "outcome-unknown"),
        (NewRule(Outcome.ROLE_FIRST), "role-missing"),
        (NewRule(Outcome.ROLE_FIRST, role="employee"), "role-unknown"),
        (NewRule(Outcome.NONE, requester_role="king"), "role-unknown"),
        (NewRule(Outcome.NONE, amount_from_cents=2, amount_to_cents=2), "amounts-reversed"),
        (NewRule(Outcome.NONE, category="horses"), "category-unknown"),
        (NewRule(Outcome.NONE, cost_centre_id=2**62), "cost-centre-unknown"),
        (NewRule(Outcome.NONE, agreement_id=2**62), "agreement-unknown"),
        (NewRule(Outcome.NONE, requester_group_id=2**62), "group-unknown"),
    ],
)
def test_what_a_rule_may_not_say(rule, code):
    buyer = a_market().buyers[0]
    given = {"title": "Draft", "rules": [rule]}
    assert code_of(buyer.finance, draft_rules, **given) == code


def test_an_employee_writes_no_rules():
    buyer = a_market().buyers[0]
    assert code_of(buyer.employee, draft_rules, title="Mine") == "not-allowed"
    assert client_of(buyer.employee).get("/approval-rules/").status_code == 403


def test_a_named_role_looks_first_and_then_an_approver():
    market = a_market()
    buyer = market.buyers[0]
    rule = NewRule(Outcome.ROLE_FIRST, role=RoleName.ICT_MANAGER, outside_range=True)
    adopted(buyer.finance, [rule])
    waiting = a_requisition(market, buyer, PHONE)
    asked = {"requisition_id": waiting.pk}
    assert code_of(buyer.approver, approve_requisition, **asked) == "authority-missing"
    assert approve(buyer.manager, waiting).state == RequisitionState.SUBMITTED
    assert approve(buyer.approver, waiting).state == RequisitionState.ORDERED
    with reading(buyer.manager):
        first = Approval.objects.get(requisition=waiting, position=1)
    assert (first.authority_id, first.person_id) == (None, buyer.manager.person_id)


def test_the_cost_centres_manager_decides_where_the_rules_say_so():
    market = a_market()
    buyer = market.buyers[0]
    manager = an_approver(buyer)
    perform(
        buyer.finance, set_cost_centre_manager, now=NOW, cost_centre_id=buyer.cost_centre.pk,
        person_id=manager.person_id,
    )  # fmt: skip
    adopted(buyer.finance, [NewRule(Outcome.MANAGER)])
    waiting = a_requisition(market, buyer, PHONE)
    asked = {"requisition_id": waiting.pk}
    assert code_of(buyer.approver, approve_requisition, **asked) == "authority-missing"
    assert approve(manager, waiting).state == RequisitionState.ORDERED


def test_a_stranger_answers_for_no_cost_centre():
    first, other = a_market(buyers=2).buyers
    given = {"cost_centre_id": first.cost_centre.pk, "person_id": other.approver.person_id}
    assert code_of(first.finance, set_cost_centre_manager, **given) == "not-a-member"


def away(approver, delegate, first=TODAY, last=TODAY + 7 * DAY, *, by=None, now=NOW):
    return perform(
        by or approver, delegate_approvals, now=now, delegate_id=delegate.person_id,
        approver_id=approver.person_id if by else None, valid_from=first, valid_until=last,
    )  # fmt: skip


def test_the_absent_approvers_delegate_decides_and_the_decision_says_for_whom():
    market = a_market()
    buyer = market.buyers[0]
    delegate = an_actor(buyer.party, RoleName.APPROVER)
    waiting = a_requisition(market, buyer, PHONE)
    asked = {"requisition_id": waiting.pk}
    assert code_of(delegate, approve_requisition, **asked) == "authority-missing"
    away(buyer.approver, delegate)
    with reading(delegate):
        found = to_decide(buyer.party.pk, delegate.person_id, TODAY)
    assert [one.pk for one in found] == [waiting.pk]
    assert approve(delegate, waiting).state == RequisitionState.ORDERED
    expected = [(1, delegate.person_id, buyer.approver.person_id)]
    assert decided(buyer, waiting) == expected


def test_a_delegation_ends_by_the_clock_and_by_hand():
    market = a_market()
    buyer = market.buyers[0]
    delegate = an_actor(buyer.party, RoleName.APPROVER)
    waiting = a_requisition(market, buyer, PHONE)
    made = away(buyer.approver, delegate)
    asked = {"requisition_id": waiting.pk}
    late = NOW + 8 * DAY
    assert code_of(delegate, approve_requisition, now=late, **asked) == "authority-missing"
    perform(buyer.approver, end_delegation, now=NOW, delegation_id=made.pk)
    assert code_of(delegate, approve_requisition, **asked) == "authority-missing"
    again = {"delegation_id": made.pk}
    assert code_of(buyer.approver, end_delegation, **again) == "delegation-ended"


def test_the_ict_manager_names_a_delegate_for_one_who_is_away():
    market = a_market()
    buyer = market.buyers[0]
    delegate = an_actor(buyer.party, RoleName.APPROVER)
    made = away(buyer.approver, delegate, by=buyer.manager)
    entered = (made.entered_by_id, made.approver_id)
    assert entered == (buyer.manager.person_id, buyer.approver.person_id)
    given = {"delegate_id": delegate.person_id, "approver_id": buyer.manager.person_id}
    days = {"valid_from": TODAY, "valid_until": TODAY}
    assert code_of(buyer.approver, delegate_approvals, **given, **days) == "not-allowed"


def test_what_a_delegation_may_not_be():
    buyer = a_market().buyers[0]
    one, two = (an_actor(buyer.party, RoleName.APPROVER) for _ in range(2))
    days = {"valid_from": TODAY, "valid_until": TODAY + DAY}
    to_one = {"delegate_id": one.person_id, **days}

    def refused(actor=buyer.approver, **given):
        return code_of(actor, delegate_approvals, **given)

    own = {"delegate_id": buyer.approver.person_id, **days}
    assert refused(**own) == "delegate-is-oneself"
    employee = {"delegate_id": buyer.employee.person_id, **days}
    assert refused(**employee) == "not-an-approver"
    assert refused(**{**to_one, "valid_from": TODAY - DAY}) == "first-day-past"
    assert refused(**{**to_one, "valid_until": TODAY - DAY}) == "dates-reversed"
    assert refused(**{**to_one, "valid_until": TODAY + 367 * DAY}) == "delegation-too-long"
    away(buyer.approver, one, TODAY, TODAY + DAY)
    assert refused(**{**to_one, "delegate_id": two.person_id}) == "delegation-overlaps"
    assert refused(one, **{**to_one, "delegate_id": two.person_id}) == "delegation-chain"
    assert refused(two, delegate_id=buyer.approver.person_id, **days) == "delegation-chain"


def test_a_manager_who_approves_too_makes_himself_no_delegate():
    buyer = a_market().buyers[0]
    manager = an_actor(buyer.party, RoleName.ICT_MANAGER, RoleName.APPROVER)
    given = {"delegate_id": manager.person_id, "approver_id": buyer.approver.person_id}
    days = {"valid_from": TODAY, "valid_until": TODAY}
    assert code_of(manager, delegate_approvals, **given, **days) == "delegate-named-by-himself"


def test_the_page_shows_the_chain_and_who_is_next():
    market = a_market()
    buyer = market.buyers[0]
    second = an_approver(buyer, name="Zackarias Zweite")
    adopted(buyer.finance, FOUR_EYES)
    waiting = a_requisition(market, buyer, LAPTOP)
    approve(buyer.approver, waiting)
    shown = client_of(second).get(f"/requisitions/{waiting.pk}/").content.decode()
    assert shown.count("Zackarias Zweite") >= 1
    assert f'action="/requisitions/{waiting.pk}/approve/"' in shown
    first = client_of(buyer.approver).get(f"/requisitions/{waiting.pk}/").content.decode()
    assert f'action="/requisitions/{waiting.pk}/approve/"' not in first


def test_the_simulation_counts_what_the_draft_would_have_changed():
    market = a_market(free_below_cents=500_00, budget_cents=10**8)
    buyer = market.buyers[0]
    second = an_approver(buyer, limit=20_000_00)
    # 3 phones at 300.00 are free today; 2 laptops at 900.00 go to the approver.
    for code, count in ((PHONE, 3), (LAPTOP, 2)):
        for _ in range(count):
            a_requisition(market, buyer, code)
    old = a_requisition(market, buyer, LAPTOP, now=NOW + timedelta(seconds=1))
    later = NOW + timedelta(seconds=2) + 364 * DAY
    rules = [
        NewRule(Outcome.NONE, amount_to_cents=100_00),
        NewRule(Outcome.FOUR_EYES, amount_from_cents=800_00),
    ]
    draft = perform(buyer.finance, draft_rules, now=later, title="Stricter", rules=rules)
    done = perform(buyer.finance, simulate_rules, now=later, rule_set_id=draft.pk)
    assert (done.requisitions, done.moved) == (6, 6)
    assert done.result["outcomes"] == {
        "current": {"none": 3, "authority": 3},
        "draft": {"authority": 3, "four-eyes": 3},
    }
    first, other = str(buyer.approver.person_id), str(second.person_id)
    assert done.result["people"] == {"current": {first: 3}, "draft": {first: 6, other: 3}}
    moved = {row["requisition"]: row for row in done.result["moved"]}
    assert moved[old.pk] == {
        "requisition": old.pk, "before": "authority", "after": "four-eyes",
        "to_before": [int(first)], "to_after": [int(first), int(other)],
    }  # fmt: skip
    shown = client_of(buyer.finance).get(f"/approval-rules/{draft.pk}/moved/").content.decode()
    assert shown.count('<th scope="row">') == 6


def test_a_simulation_of_rules_that_were_changed_meanwhile_is_refused_and_counts_for_nothing():
    buyer = a_market().buyers[0]
    made = perform(buyer.finance, draft_rules, now=NOW, title="Draft", rules=[])
    asked = {"rule_set_id": made.pk, "revision": made.revision}
    perform(buyer.finance, add_rule, now=NOW, rule_set_id=made.pk, rule=NewRule(Outcome.AUTHORITY))
    assert code_of(buyer.finance, simulate_rules, **asked) == "rules-changed-meanwhile"
    day = {"rule_set_id": made.pk, "valid_from": TODAY}
    assert code_of(buyer.finance, adopt_rules, **day) == "rules-not-simulated"
    with reading(buyer.finance):
        assert RuleSet.objects.get(pk=made.pk).state == "draft"


def test_requisitions_older_than_a_year_are_left_out_of_a_simulation():
    market = a_market()
    buyer = market.buyers[0]
    a_requisition(market, buyer, PHONE)
    later = NOW + 366 * DAY
    draft = perform(buyer.finance, draft_rules, now=later, title="Next", rules=[])
    assert perform(buyer.finance, simulate_rules, now=later, rule_set_id=draft.pk).requisitions == 0


def test_the_page_drafts_simulates_by_a_job_and_adopts():
    from samkop.platform.jobs import run_job
    from samkop.platform.models import JobRun
    from samkop.site import wiring

    market = a_market()
    buyer = market.buyers[0]
    client = client_of(buyer.finance)
    address = client.post("/approval-rules/draft/", {"title": "From the page"})["Location"]
    sent = client.post(f"{address}add/", {"outcome": "none", "amount_to": "100.00"})
    assert sent.status_code == 303
    wrong = client.post(f"{address}add/", {"outcome": "role-first"})
    assert wrong.status_code == 422
    client.post(f"{address}simulate/")
    wiring.connect()
    with reading(buyer.finance):
        run = JobRun.objects.get(party_id=buyer.party.pk)
    run_job(run.pk, run.party_id)
    today = day_of(NOW.now(NOW.tzinfo), buyer.party.time_zone)
    assert client.post(f"{address}adopt/", {"valid_from": today.isoformat()}).status_code == 303
    with reading(buyer.finance):
        made = RuleSet.objects.get(party=buyer.party)
        rule = made.rules.get()
    assert (made.state, rule.amount_to_cents, rule.outcome) == ("adopted", 100_00, "none")


@pytest.mark.parametrize(
    ("path", "who", "queries"),
    [("/approval-rules/", "finance", 8), ("/delegations/", "approver", 8)],
)
def test_a_list_needs_the_same_queries_for_1_and_30_rows(path, who, queries):
    buyer = a_market().buyers[0]
    delegate = an_actor(buyer.party, RoleName.APPROVER)
    client = client_of(getattr(buyer, who))

    def fill(number):
        perform(buyer.finance, draft_rules, now=NOW, title=f"Version {number}", rules=[])
        day = TODAY + number * DAY
        away(buyer.approver, delegate, day, day)

    fill(0)
    one = queries_of(client, path)
    for number in range(1, 30):
        fill(number)
    assert (one, queries_of(client, path)) == (queries, queries)


def test_a_simulation_asks_for_the_roles_of_the_organisations_own_day():
    market = a_market()
    buyer = market.buyers[0]
    # Half past midnight of 3 March in the buyer's own time zone; 2 March by UTC.
    late = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    a_requisition(market, buyer, PHONE, 1, now=late)
    membership = Membership.objects.using("owner").get(person_id=buyer.employee.person_id)
    RoleAssignment.objects.using("owner").create(
        membership=membership, person_id=membership.person_id, party_id=membership.party_id,
        role=RoleName.BUYER, valid_from=date(2026, 3, 3),
    )  # fmt: skip
    rules = [NewRule(Outcome.NONE, requester_role=RoleName.BUYER)]
    draft = perform(buyer.finance, draft_rules, now=late, title="Buyers", rules=rules)
    later = late + timedelta(days=1)
    done = perform(buyer.finance, simulate_rules, now=later, rule_set_id=draft.pk)
    assert done.result["outcomes"]["draft"] == {"none": 1}


def test_a_simulation_over_nothing_says_so_instead_of_showing_empty_tables():
    market = a_market()
    buyer = market.buyers[0]
    client = client_of(buyer.finance)

    def tables():
        draft = perform(
            buyer.finance, draft_rules, now=NOW, title="First", rules=[NewRule(Outcome.FOUR_EYES)]
        )
        perform(buyer.finance, simulate_rules, now=NOW, rule_set_id=draft.pk)
        page = client.get(f"/approval-rules/{draft.pk}/").content.decode()
        return page.count("<table"), page.count(f"/approval-rules/{draft.pk}/adopt/")

    # The table of the rules themselves stands there either way, and so does adopting.
    assert tables() == (1, 1)
    a_requisition(market, buyer)
    assert tables() == (3, 1)
