"""Who asked reminds those who decide, and not more than once a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError

from api_ground import caller
from browser_ground import a_client
from factories.ordering import NOW, PHONE, a_market, a_requisition, adopted
from factories.parties import an_account, an_actor
from samkop.ordering.models import ApprovalReminder
from samkop.ordering.rules import reminding_from
from samkop.ordering.usecases.approval_rules import NewRule
from samkop.ordering.usecases.authority import grant_authority
from samkop.ordering.usecases.reminder import remind_approvers
from samkop.ordering.usecases.requisition import approve_requisition, withdraw_requisition
from samkop.ordering.vocabulary import Outcome
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.models import Notification
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database", "pages")
DAY = timedelta(days=1)


def told_to(actor):
    while dispatch_waiting(FACTS):
        continue
    with reading(actor):
        rows = Notification.objects.filter(person_id=actor.person_id).order_by("id")
        return [row.kind for row in rows]


def remind(actor, requisition, now):
    return perform(actor, remind_approvers, now=now, requisition_id=requisition.pk)


def code_of(actor, requisition, now):
    with pytest.raises(Refused) as refusal:
        remind(actor, requisition, now)
    return refusal.value.code


def test_a_day_after_it_was_sent_in_those_who_decide_are_told_once_more_and_nobody_else():
    market = a_market()
    buyer = market.buyers[0]
    without = an_actor(buyer.party, RoleName.APPROVER)
    requisition = a_requisition(market, buyer, PHONE, 2)
    almost = NOW + DAY - timedelta(seconds=1)
    assert code_of(buyer.employee, requisition, almost) == "reminded-lately"
    assert told_to(buyer.approver) == ["requisition-submitted"]
    remind(buyer.employee, requisition, NOW + DAY)
    assert told_to(buyer.approver) == ["requisition-submitted", "requisition-reminded"]
    assert (told_to(without), told_to(buyer.employee)) == ([], [])
    assert code_of(buyer.employee, requisition, NOW + DAY) == "reminded-lately"
    remind(buyer.employee, requisition, NOW + 2 * DAY)
    assert told_to(buyer.approver).count("requisition-reminded") == 2


def test_a_step_that_was_taken_told_the_next_ones_anew():
    market = a_market()
    buyer = market.buyers[0]
    adopted(buyer.finance, [NewRule(Outcome.FOUR_EYES)])
    second = an_actor(buyer.party, RoleName.APPROVER)
    perform(
        buyer.finance, grant_authority, now=NOW, person_id=second.person_id,
        cost_centre_id=None, limit_cents=10_000_00,
    )  # fmt: skip
    requisition = a_requisition(market, buyer)
    perform(second, approve_requisition, now=NOW + DAY, requisition_id=requisition.pk)
    assert code_of(buyer.employee, requisition, NOW + DAY) == "reminded-lately"
    remind(buyer.employee, requisition, NOW + 2 * DAY)
    assert told_to(second).count("requisition-reminded") == 0
    assert told_to(buyer.approver).count("requisition-reminded") == 1


def test_only_who_asked_reminds_and_only_of_what_waits():
    market = a_market(buyers=2)
    buyer, other = market.buyers
    requisition = a_requisition(market, buyer)
    later = NOW + DAY
    assert code_of(buyer.manager, requisition, later) == "not-allowed"
    assert code_of(other.employee, requisition, later) == "not-found"
    perform(buyer.employee, withdraw_requisition, now=NOW, requisition_id=requisition.pk)
    assert code_of(buyer.employee, requisition, later) == "not-allowed"


def test_who_decides_meanwhile_is_not_bothered():
    market = a_market()
    buyer = market.buyers[0]
    requisition = a_requisition(market, buyer)
    remind(buyer.employee, requisition, NOW + DAY)
    perform(buyer.approver, approve_requisition, now=NOW + DAY, requisition_id=requisition.pk)
    assert told_to(buyer.approver) == []


def test_the_button_is_there_while_one_may_remind_on_both_pages():
    market = a_market()
    buyer = market.buyers[0]
    requisition = a_requisition(market, buyer)
    with reading(buyer.employee):
        person = Person.objects.get(id=buyer.employee.person_id)
    client, address = a_client(an_account(person)), f"/requisitions/{requisition.pk}/remind/"
    pages = ("/mine/", f"/requisitions/{requisition.pk}/")
    shown = [f'action="{address}"' in client.get(path).content.decode() for path in pages]
    assert shown == [True, True]
    assert client.post(address)["Location"] == f"/requisitions/{requisition.pk}/"
    shown = [f'action="{address}"' in client.get(path).content.decode() for path in pages]
    assert shown == [False, False]
    assert client.post(address).status_code == 409


def test_a_program_reminds_once_a_day():
    market = a_market()
    buyer = market.buyers[0]
    path = f"/requisitions/{a_requisition(market, buyer).pk}"
    program = caller(buyer.employee)
    assert program.get(path).json()["next_steps"] == ["remind", "withdraw", "repeat"]
    answer = program.post(f"{path}/reminder", key="1")
    assert (answer.status_code, answer.json()["next_steps"]) == (200, ["withdraw", "repeat"])
    again = program.post(f"{path}/reminder", key="2")
    assert (again.status_code, again.json()["code"]) == (409, "reminded-lately")


def _forge(*, actor, now, **fields):
    return create(ApprovalReminder(at=now, **fields))


def _rewrite(*, actor, now, reminder):
    ApprovalReminder.objects.filter(id=reminder.pk).update(at=now)


def test_no_reminder_is_anothers_or_changes_afterwards():
    market = a_market(buyers=2)
    buyer, other = market.buyers
    requisition = a_requisition(market, buyer)
    with pytest.raises(IntegrityError):
        perform(
            other.employee, _forge, party_id=other.party.pk, requisition_id=requisition.pk,
            person_id=other.employee.person_id,
        )  # fmt: skip
    with pytest.raises(ProgrammingError):
        perform(
            other.employee, _forge, party_id=buyer.party.pk, requisition_id=requisition.pk,
            person_id=buyer.employee.person_id,
        )  # fmt: skip
    made = remind(buyer.employee, requisition, NOW + DAY)
    with pytest.raises(ProgrammingError):
        perform(buyer.employee, _rewrite, reminder=made)
    with reading(other.manager):
        assert ApprovalReminder.objects.count() == 0


def test_from_the_newest_telling_a_day_has_to_pass():
    assert reminding_from([NOW + DAY, NOW]) == NOW + 2 * DAY
