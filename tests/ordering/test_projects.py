"""Closing a project: nothing new, nothing that waits, and what is committed stays."""

from __future__ import annotations

import json
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from browser_ground import a_client
from factories.answers import let_facts_work
from factories.ordering import NOW, PHONE, a_market
from factories.parties import a_person, an_account, an_actor
from samkop.ordering.models import Budget, BudgetProject, Order
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.budget import set_budget
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.projects import add_project, close_project, reopen_project
from samkop.ordering.usecases.requisition import (
    approve_requisition,
    submit_requisition,
    withdraw_requisition,
)
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.refusals import Refused
from samkop.platform.tokens import SCOPES, issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


class Building:
    """A market with a project that has money."""

    def __init__(self, **fields):
        self.market = a_market(**fields)
        self.buyer = self.market.buyers[0]
        self.project = perform(
            self.buyer.finance, add_project, now=NOW, code="P1", name="New school"
        )
        perform(
            self.buyer.finance, set_budget, now=NOW, cost_centre_id=self.buyer.cost_centre.pk,
            project_id=self.project.pk, year=2026, amount_cents=5_000_00, currency="EUR",
        )  # fmt: skip

    def close(self):
        perform(self.buyer.finance, close_project, now=NOW, project_id=self.project.pk)

    def reopen(self):
        perform(self.buyer.finance, reopen_project, now=NOW, project_id=self.project.pk)

    def send(self):
        buyer = self.buyer
        item_id = self.market.items[PHONE].pk
        perform(buyer.employee, add_to_basket, now=NOW, item_id=item_id)
        return perform(
            buyer.employee, submit_requisition, now=NOW, cost_centre_id=buyer.cost_centre.pk,
            delivery_location_id=buyer.site.pk, project_id=self.project.pk,
        )  # fmt: skip

    def approve(self, requisition):
        approver = self.buyer.approver
        perform(approver, approve_requisition, now=NOW, requisition_id=requisition.pk)

    def committed(self):
        with reading(self.buyer.finance):
            return Budget.objects.get(project=self.project).committed_cents


def refused_of(call, *inputs, **named):
    with pytest.raises(Refused) as refused:
        call(*inputs, **named)
    return refused.value.code


def test_a_closed_project_takes_nothing_new_and_keeps_what_is_committed():
    building = Building()
    building.approve(building.send())
    before = building.committed()
    building.close()
    assert refused_of(building.send) == "project-unknown"
    assert (building.committed(), before) == (300_00, 300_00)
    with reading(building.buyer.manager):
        order = Order.objects.get()
    perform(building.buyer.manager, cancel_order, now=NOW, order_id=order.pk)
    assert building.committed() == 0


def test_what_waits_is_told_and_not_ordered_until_the_project_is_open_again():
    building = Building()
    waiting, gone = building.send(), building.send()
    perform(building.buyer.employee, withdraw_requisition, now=NOW, requisition_id=gone.pk)
    let_facts_work()
    building.close()
    let_facts_work()
    employee = building.buyer.employee
    with reading(actors.person(employee.person_id, employee.name)):
        told = Notification.objects.filter(kind="project-closed").order_by("id")
        assert [(one.facts["number"], one.facts["project"]) for one in told] == [
            (waiting.number, "P1 New school")
        ]
    assert refused_of(building.approve, waiting) == "project-closed"
    assert building.committed() == 0
    building.reopen()
    building.approve(waiting)
    assert building.committed() == 300_00


def test_a_project_is_closed_once_and_opened_once_by_who_keeps_budgets():
    building = Building()
    assert refused_of(building.reopen) == "project-open-already"
    building.close()
    assert refused_of(building.close) == "project-closed-already"
    other = Building()
    for actor, code in (
        (other.buyer.finance, "not-found"),
        (building.buyer.employee, "not-allowed"),
    ):
        closing = {"now": NOW, "project_id": building.project.pk}
        assert refused_of(perform, actor, close_project, **closing) == code


def test_it_is_closed_and_opened_on_its_page_and_its_history_says_so():
    building = Building()
    person = a_person(building.buyer.party, RoleName.FINANCE_CLERK)
    client = a_client(an_account(person))
    building.send()
    one = f"/budgets/projects/{building.project.pk}/"
    page = client.get("/budgets/projects/").content.decode()
    assert (f'action="{one}close/"' in page, f'action="{one}reopen/"' in page) == (True, False)
    assert client.post(f"{one}close/").status_code == HTTPStatus.SEE_OTHER
    assert client.post(f"{one}close/").status_code == HTTPStatus.CONFLICT
    page = client.get("/budgets/projects/").content.decode()
    assert (f'action="{one}close/"' in page, f'action="{one}reopen/"' in page) == (False, True)
    history = client.get(f"/history/project/{building.project.pk}/")
    assert (history.status_code, person.name in history.content.decode()) == (HTTPStatus.OK, True)
    reader = a_client(an_account(a_person(building.buyer.party, RoleName.ICT_MANAGER)))
    assert reader.post(f"{one}reopen/").status_code == HTTPStatus.FORBIDDEN


def queries_of(client):
    client.get("/budgets/projects/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/budgets/projects/").status_code == HTTPStatus.OK
    return len(asked)


def test_the_projects_page_asks_as_much_for_thirty_as_for_one():
    building = Building()
    client = a_client(an_account(a_person(building.buyer.party, RoleName.FINANCE_CLERK)))
    few = queries_of(client)
    for number in range(29):
        perform(building.buyer.finance, add_project, now=NOW, code=f"N{number}", name="")
    assert queries_of(client) == few == 10


def test_a_program_keeps_projects():
    building = Building()
    actor = an_actor(building.buyer.party, RoleName.FINANCE_CLERK)
    text, client = new_token_text(), a_client(an_account(a_person(building.buyer.party)))
    perform(actor, issue_token, name="API", scopes=list(SCOPES), days=1, text=text)

    def ask(path, body=None, key=""):
        headers = {"authorization": f"Bearer {text}", "idempotency-key": key}
        given = () if body is None else (json.dumps(body),)
        call = client.get if body is None else client.post
        answer = call(
            f"/api/v1/budget-projects{path}", *given, headers=headers,
            **({} if body is None else {"content_type": "application/json"}),
        )  # fmt: skip
        return answer.status_code, answer.json()

    status, made = ask("", {"code": "P2", "name": "Bridge"}, "1")
    assert (status, made["active"]) == (201, True)
    building.send()
    listed = [(one["code"], one["active"], one["waiting"]) for one in ask("")[1]]
    assert listed == [("P1", True, 1), ("P2", True, 0)]
    assert ask(f"/{made['id']}/closure", {}, "2") == (200, {**made, "active": False})
    assert ask(f"/{made['id']}/closure", {}, "3")[1]["code"] == "project-closed-already"
    assert ask(f"/{made['id']}/reopening", {}, "4") == (200, made)
    with reading(building.buyer.finance):
        assert BudgetProject.objects.get(code="P2").active
