"""Several requisitions approved at once: each by the rules, each by itself, told row by row."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approving import client_of, code_of, queries_of
from factories.ordering import LAPTOP, NOW, PHONE, a_market, a_requisition, adopted, approved
from factories.parties import an_actor
from samkop.ordering.handlers import approve_chosen
from samkop.ordering.models import Order, Requisition
from samkop.ordering.usecases.approval_rules import NewRule
from samkop.ordering.usecases.authority import grant_authority
from samkop.ordering.usecases.chosen_approvals import MOST, TASK, start_approvals
from samkop.ordering.usecases.requisition import approve_requisition, withdraw_requisition
from samkop.ordering.vocabulary import Outcome
from samkop.parties.usecases.jobs import stop_job
from samkop.parties.vocabulary import RoleName
from samkop.platform import jobs
from samkop.platform.models import JobRun
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading
from samkop.site import wiring

pytestmark = pytest.mark.usefixtures("database", "pages")


def another_approver(buyer, *, limit=10_000_00):
    made = an_actor(buyer.party, RoleName.APPROVER, name="Second")
    perform(
        buyer.finance, grant_authority, now=NOW, person_id=made.person_id, cost_centre_id=None,
        limit_cents=limit,
    )  # fmt: skip
    return made


def ask(actor, requisitions):
    return perform(
        actor, start_approvals, requisition_ids=[requisition.pk for requisition in requisitions]
    )


def run(actor, requisitions):
    """The job from its asking to its end."""
    wiring.connect()
    asked = ask(actor, requisitions)
    jobs.run_job(asked.pk, asked.party_id)
    return run_of(actor, asked)


def run_of(actor, asked):
    with reading(actor):
        return JobRun.objects.get(pk=asked.pk)


def states_of(buyer, requisitions):
    with reading(buyer.manager):
        found = dict(Requisition.objects.filter(party=buyer.party).values_list("id", "state"))
    return [found[requisition.pk] for requisition in requisitions]


def orders_of(buyer):
    with reading(buyer.manager):
        return Order.objects.filter(buyer=buyer.party).count()


class Stopping:
    """The job's own progress, told to stop as soon as one requisition has been taken."""

    def __init__(self, progress, approver):
        self.progress, self.approver = progress, approver

    def __setattr__(self, name, value):
        if name == "kept":
            self.progress.kept = value
        else:
            super().__setattr__(name, value)

    def __call__(self, done, total=None):
        if done == 1:
            perform(self.approver, stop_job, run_id=self.progress.run_id)
        self.progress(done, total)


def test_each_is_approved_by_itself_and_what_is_refused_says_why():
    market = a_market(approval_limit_cents=500_00)
    buyer = market.buyers[0]
    another_approver(buyer, limit=20_000_00)
    plain, laptop = a_requisition(market, buyer, PHONE), a_requisition(market, buyer, LAPTOP)
    own = a_requisition(market, replace(buyer, employee=buyer.approver), PHONE)
    decided = approved(market, buyer, PHONE)
    beyond = a_requisition(market, buyer, PHONE, 2)
    client_of(buyer.approver)
    chosen = [plain, laptop, own, decided, beyond]
    found = run(buyer.approver, chosen)
    counts = {name: found.result[name] for name in ("ordered", "approved", "refused")}
    assert (found.state, counts, found.done, found.total) == (
        "done", {"ordered": 1, "approved": 0, "refused": 4}, 5, 5,
    )  # fmt: skip
    refused = {row["requisition_id"]: row["code"] for row in found.result["rows"]}
    assert refused == {
        laptop.pk: "authority-missing", own.pk: "own-requisition",
        decided.pk: "decided-already", beyond.pk: "authority-missing",
    }  # fmt: skip
    assert all(row["sentence"] for row in found.result["rows"])
    assert states_of(buyer, chosen) == [
        "ordered", "submitted", "submitted", "ordered", "submitted"
    ]  # fmt: skip


def test_four_eyes_stay_two_people_when_many_are_approved_at_once():
    market = a_market()
    buyer = market.buyers[0]
    adopted(buyer.finance, [NewRule(Outcome.FOUR_EYES)])
    second = another_approver(buyer)
    chosen = [a_requisition(market, buyer) for _ in range(2)]
    client_of(buyer.approver)
    client_of(second)
    first = run(buyer.approver, chosen)
    again = run(buyer.approver, chosen)
    last = run(second, chosen)
    told = [(one.result["approved"], one.result["ordered"]) for one in (first, again, last)]
    assert told == [(2, 0), (0, 0), (0, 2)]
    assert {row["code"] for row in again.result["rows"]} == {"approved-by-you-already"}
    assert (states_of(buyer, chosen), orders_of(buyer)) == (["ordered"] * 2, 2)


def test_a_job_that_died_halfway_is_run_again_without_harm():
    market = a_market()
    buyer = market.buyers[0]
    chosen = [a_requisition(market, buyer) for _ in range(3)]
    client_of(buyer.approver)
    asked = ask(buyer.approver, chosen)
    key = f"run:{asked.pk}:{chosen[0].pk}"
    perform(buyer.approver, approve_requisition, key=key, requisition_id=chosen[0].pk)
    wiring.connect()
    jobs.run_job(asked.pk, asked.party_id)
    found = run_of(buyer.approver, asked)
    assert (found.result["ordered"], found.result["rows"], orders_of(buyer)) == (3, [], 3)
    jobs.run_job(asked.pk, asked.party_id)
    assert (run_of(buyer.approver, asked).result, orders_of(buyer)) == (found.result, 3)


def test_stopped_halfway_it_keeps_what_was_approved_and_leaves_the_rest():
    market = a_market()
    buyer = market.buyers[0]
    chosen = [a_requisition(market, buyer) for _ in range(3)]
    client_of(buyer.approver)
    asked = ask(buyer.approver, chosen)
    jobs.register({
        TASK: lambda run, actor, progress: approve_chosen(
            run, actor, Stopping(progress, buyer.approver)
        )
    })  # fmt: skip
    jobs.run_job(asked.pk, asked.party_id)
    wiring.connect()
    found = run_of(buyer.approver, asked)
    assert (found.state, found.result["ordered"]) == ("cancelled", 1)
    assert states_of(buyer, chosen) == ["ordered", "submitted", "submitted"]
    ended = perform(buyer.approver, stop_job, run_id=asked.pk)
    assert (ended.state, run(buyer.approver, chosen).result["ordered"]) == ("cancelled", 2)


def test_who_has_no_account_any_more_approves_nothing_by_a_job():
    market = a_market()
    buyer = market.buyers[0]
    chosen = [a_requisition(market, buyer)]
    found = run(buyer.approver, chosen)
    assert (found.state, found.result["code"]) == ("failed", "not-found")
    assert states_of(buyer, chosen) == ["submitted"]


def test_what_cannot_be_asked_for():
    market = a_market(buyers=2)
    buyer, other = market.buyers
    waiting, foreign = a_requisition(market, buyer), a_requisition(market, other)

    def code(actor, *ids):
        return code_of(actor, start_approvals, requisition_ids=ids)

    assert code(buyer.approver) == "none-chosen"
    assert code(buyer.approver, *range(MOST + 1)) == "too-many-chosen"
    assert code(buyer.approver, waiting.pk, foreign.pk) == "not-found"
    assert code(buyer.employee, waiting.pk) == "not-allowed"


def test_asked_twice_for_the_same_ones_it_is_one_job():
    market = a_market()
    buyer = market.buyers[0]
    first, second = (a_requisition(market, buyer) for _ in range(2))
    asked = [ask(buyer.approver, some) for some in ([first, second], [second, first], [first])]
    assert (asked[0].pk == asked[1].pk, asked[0].pk == asked[2].pk) == (True, False)


def test_the_pages_tick_tell_the_sum_approve_and_show_what_was_refused():
    market = a_market()
    buyer = market.buyers[0]
    chosen = [a_requisition(market, buyer, PHONE), a_requisition(market, buyer, LAPTOP, 2)]
    client = client_of(buyer.approver)
    assert '"/to-approve/several/"' in client.get("/to-approve/").content.decode()
    ticked = client.get("/to-approve/several/?all=1").content.decode()
    assert ticked.count("checked") == 2
    both = "&".join(f"requisition={one.pk}" for one in chosen)
    shown = client.get(f"/to-approve/several/?{both}").content.decode()
    together = re.search(r"<tfoot>.*?</tfoot>", shown, re.DOTALL)[0]
    # One at 300.00 and two at 900.00.
    assert re.sub(r"[^\d.]", "", re.sub(r"<[^>]*>", "", together)) == "2100.00"
    refused = client.post("/to-approve/several/start/", {})
    assert (refused.status_code, b"<tfoot>" in refused.content) == (422, True)
    perform(buyer.employee, withdraw_requisition, requisition_id=chosen[0].pk)
    gone = client.get(f"/to-approve/several/?{both}").content.decode()
    assert gone.count('type="hidden" name="requisition"') == 1
    at = client.post(
        "/to-approve/several/start/", {"requisition": [one.pk for one in chosen]}
    )["Location"]  # fmt: skip
    waiting = client.get(at).content.decode()
    assert "<progress" in waiting
    wiring.connect()
    jobs.run_job(int(at.split("/")[-2]), buyer.party.pk)
    done = client.get(at).content.decode()
    assert ("<progress" in done, done.count('<th scope="row">')) == (False, 2)
    assert states_of(buyer, chosen) == ["withdrawn", "ordered"]
    others = client_of(another_approver(buyer)), client_of(buyer.manager)
    assert [one.get(at).status_code for one in others] == [404, 404]


def test_the_pages_need_the_same_queries_for_2_and_30_requisitions():
    market = a_market(budget_cents=10**9, maximum_cents=10**9)
    buyer = market.buyers[0]
    waiting = [a_requisition(market, buyer) for _ in range(2)]
    client = client_of(buyer.approver)

    def counted():
        asked = ask(buyer.approver, waiting)
        return [
            queries_of(client, path)
            for path in ("/to-approve/several/", f"/to-approve/runs/{asked.pk}/")
        ]

    two = counted()
    waiting += [a_requisition(market, buyer) for _ in range(28)]
    assert (two, counted()) == ([14, 9], [14, 9])


class Program:
    """Asks with a token of an approver, or of another member."""

    def __init__(self, actor):
        self.token = new_token_text()
        scopes = ["orders:read", "orders:write"]
        perform(actor, issue_token, name="ledger", days=30, text=self.token, scopes=scopes)

    def ask(self, path, body=None, key="k"):
        client, headers = Client(headers={"host": "localhost"}), self.headers(key)
        if body is None:
            return client.get(f"/api/v1{path}", headers=headers)
        return client.post(
            f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers
        )

    def headers(self, key):
        return {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}


def test_a_program_reads_what_waits_approves_several_and_reads_what_became_of_each():
    market = a_market()
    buyer = market.buyers[0]
    chosen = [a_requisition(market, buyer, PHONE, 2), a_requisition(market, buyer)]
    withdrawn = a_requisition(market, buyer)
    client_of(buyer.approver)
    program = Program(buyer.approver)
    listed = program.ask("/to-approve").json()
    assert (listed["more"], [one["id"] for one in listed["requisitions"]]) == (
        0, [one.pk for one in (*chosen, withdrawn)],
    )  # fmt: skip
    assert listed["requisitions"][0]["total"] == "600.00"
    perform(buyer.employee, withdraw_requisition, requisition_id=withdrawn.pk)
    body = {"requisition_ids": [one.pk for one in (*chosen, withdrawn)]}
    asked = program.ask("/approval-runs", body)
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert asked["Location"] == asked.json()["href"]
    assert program.ask("/approval-runs", body).json()["id"] == asked.json()["id"]
    wiring.connect()
    jobs.run_job(asked.json()["id"], buyer.party.pk)
    done = program.ask(asked["Location"].removeprefix("/api/v1")).json()
    assert (done["state"], done["ordered"], done["refused"]) == ("done", 2, 1)
    assert [(one["state"], one["code"]) for one in done["requisitions"]] == [
        ("ordered", ""), ("ordered", ""), ("withdrawn", "decided-already"),
    ]  # fmt: skip
    assert orders_of(buyer) == 2


def test_a_program_stops_its_own_and_sees_nobody_elses():
    market = a_market(buyers=2)
    buyer, other = market.buyers
    waiting, foreign = a_requisition(market, buyer), a_requisition(market, other)
    program, second = Program(buyer.approver), Program(another_approver(buyer))
    employee = Program(buyer.employee)
    client_of(buyer.approver)

    def code(answer):
        return answer.status_code, answer.json()["code"]

    both = {"requisition_ids": [waiting.pk, foreign.pk]}
    assert code(program.ask("/approval-runs", both)) == (404, "not-found")
    assert code(program.ask("/approval-runs", {"requisition_ids": []})) == (422, "request-invalid")
    assert code(employee.ask("/to-approve")) == (403, "not-allowed")
    path = program.ask("/approval-runs", {"requisition_ids": [waiting.pk]}, "one").json()["href"]
    path = path.removeprefix("/api/v1")
    assert code(second.ask(path)) == (404, "not-found")
    assert code(second.ask(f"{path}/stop", {}, "stop")) == (404, "not-found")
    asked = program.ask(f"{path}/stop", {}, "stop").json()
    wiring.connect()
    jobs.run_job(asked["id"], buyer.party.pk)
    assert program.ask(path).json()["state"] == "cancelled"
    assert states_of(buyer, [waiting]) == ["submitted"]


def test_programs_need_the_same_queries_for_1_and_30_requisitions():
    market = a_market(budget_cents=10**9, maximum_cents=10**9)
    buyer = market.buyers[0]
    program = Program(buyer.approver)
    waiting = [a_requisition(market, buyer)]

    def counted():
        href = reverse("api:approval_progress", args=[ask(buyer.approver, waiting).pk])
        found = []
        for path in ("/to-approve", href.removeprefix("/api/v1")):
            with CaptureQueriesContext(connection) as taken:
                assert program.ask(path).status_code == 200
            found.append(len(taken))
        return found

    one = counted()
    waiting += [a_requisition(market, buyer) for _ in range(29)]
    assert (one, counted()) == ([13, 8], [13, 8])
