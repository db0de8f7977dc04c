"""A rule of approval for the members of a group, in the flow, simulated, and on the pages."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections
from django.test import Client

from approving import client_of, code_of
from factories.ordering import NOW, PHONE, TODAY, a_market, a_requisition, adopted
from factories.parties import LONG_AGO
from samkop.ordering.models import ApprovalRule, Requisition
from samkop.ordering.usecases.approval_rules import NewRule, add_rule, draft_rules
from samkop.ordering.usecases.rule_simulation import simulate_rules
from samkop.ordering.vocabulary import Outcome
from samkop.parties.models import Person
from samkop.parties.usecases.groups import add_group, add_group_member
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
DAY = timedelta(days=1)


def a_group(buyer, code="it", *members, until=None):
    group = perform(
        buyer.manager, add_group, now=NOW, party_id=buyer.party.pk, code=code, name="IT staff"
    )
    for actor in members:
        with reading(buyer.manager):
            email = Person.objects.get(id=actor.person_id).email
        perform(
            buyer.manager, add_group_member, now=NOW, group_id=group.pk, email=email,
            valid_from=LONG_AGO, valid_until=until,
        )  # fmt: skip
    return group


def free_for(group):
    return [NewRule(Outcome.NONE, requester_group_id=group.pk), NewRule(Outcome.AUTHORITY)]


def state_of(buyer, requisition):
    with reading(buyer.manager):
        return Requisition.objects.get(id=requisition.pk).state


def test_members_of_a_group_need_no_approval_until_they_leave_it_by_the_clock():
    market = a_market(budget_cents=10**8)
    buyer = market.buyers[0]
    group = a_group(buyer, "it", buyer.employee, until=TODAY)
    adopted(buyer.finance, free_for(group))
    assert state_of(buyer, a_requisition(market, buyer, PHONE)) == "ordered"
    later = a_requisition(market, buyer, PHONE, now=NOW + DAY)
    assert state_of(buyer, later) == "submitted"


def test_a_group_that_one_is_not_in_changes_nothing():
    market = a_market()
    buyer = market.buyers[0]
    adopted(buyer.finance, free_for(a_group(buyer, "it", buyer.manager)))
    assert state_of(buyer, a_requisition(market, buyer, PHONE)) == "submitted"


def test_the_simulation_asks_who_was_in_the_group_on_the_day_it_was_sent_in():
    market = a_market(budget_cents=10**8)
    buyer = market.buyers[0]
    group = a_group(buyer, "it", buyer.employee, until=TODAY)
    a_requisition(market, buyer, PHONE)
    a_requisition(market, buyer, PHONE, now=NOW + 2 * DAY)
    later = NOW + 3 * DAY
    draft = perform(
        buyer.finance, draft_rules, now=later, title="IT staff freely", rules=free_for(group)
    )
    done = perform(buyer.finance, simulate_rules, now=later, rule_set_id=draft.pk)
    assert (done.requisitions, done.moved) == (2, 1)
    assert done.result["outcomes"] == {
        "current": {"authority": 2}, "draft": {"none": 1, "authority": 1},
    }  # fmt: skip


def test_another_organisations_group_is_refused_by_use_case_and_database():
    market = a_market(buyers=2)
    buyer, other = market.buyers
    foreign = a_group(other)
    draft = perform(buyer.finance, draft_rules, now=NOW, title="Draft", rules=[])
    rule = NewRule(Outcome.NONE, requester_group_id=foreign.pk)
    given = {"rule_set_id": draft.pk, "rule": rule}
    assert code_of(buyer.finance, add_rule, **given) == "group-unknown"
    with connections["owner"].cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(
            "INSERT INTO ordering_approvalrule (party_id, rule_set_id, position, category,"
            " requester_role, outcome, role, requester_group_id)"
            " VALUES (%s, %s, 9, '', '', 'none', '', %s)",
            [buyer.party.pk, draft.pk, foreign.pk],
        )


def test_the_page_adds_a_rule_for_a_group_and_says_so():
    market = a_market()
    buyer = market.buyers[0]
    group = a_group(buyer)
    client = client_of(buyer.finance)
    draft = perform(buyer.finance, draft_rules, now=NOW, title="Draft", rules=[])
    client.post(
        f"/approval-rules/{draft.pk}/add/", {"outcome": "none", "requester_group": group.pk}
    )
    with reading(buyer.finance):
        row = ApprovalRule.objects.get(rule_set=draft)
    assert row.requester_group_id == group.pk
    page = client.get(f"/approval-rules/{draft.pk}/").content.decode()
    assert page.count("IT staff") == 2  # in the table, and among the choices


def test_a_program_drafts_and_reads_rules_with_a_group_by_its_code():
    market = a_market()
    buyer = market.buyers[0]
    a_group(buyer, "g-1")
    text = new_token_text()
    scopes = ["approvals:read", "approvals:write"]
    perform(buyer.finance, issue_token, name="Rules", scopes=scopes, days=1, text=text)
    headers = {"authorization": f"Bearer {text}", "idempotency-key": "k1"}
    rules = [{"outcome": "four-eyes", "requester_group": "g-1"}, {"outcome": "authority"}]
    made = Client().post(
        "/api/v1/approval-rules", json.dumps({"title": "Draft", "rules": rules}),
        content_type="application/json", headers=headers,
    )  # fmt: skip
    assert made.status_code == 201
    assert [row["requester_group"] for row in made.json()["rules"]] == ["g-1", None]
    wrong = {"title": "Draft", "rules": [{"outcome": "none", "requester_group": "g-2"}]}
    refused = Client().post(
        "/api/v1/approval-rules", json.dumps(wrong), content_type="application/json",
        headers={**headers, "idempotency-key": "k2"},
    )  # fmt: skip
    assert (refused.status_code, refused.json()["code"]) == (422, "group-unknown")
