"""Running an agreement by program: the same use cases, the same refusals."""

from __future__ import annotations

import itertools
import json
from datetime import date
from http import HTTPStatus

import pytest
from django.test import Client

from factories.agreements import a_runner, an_agreement, an_agreement_in_preparation
from factories.parties import a_municipality, a_purchasing_body, a_supplier, an_actor
from samkop.agreements.queries import ceiling_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.tokens import SCOPES, issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

KEYS = itertools.count(1)
BASIS = {
    "kind": "central-purchasing", "valid_from": "2020-01-01", "document": "Terms",
    "register_number": "D/0",
}  # fmt: skip
OUTSIDE = {
    "document": "PO-1",
    "ordered_on": "2026-10-30",
    "amount": "500.00",
    "units": {"phones": 2},
}


class Caller:
    """A program with a token of an actor."""

    def __init__(self, actor, scopes=tuple(SCOPES)):
        self.text = new_token_text()
        perform(actor, issue_token, name="API", scopes=list(scopes), days=1, text=self.text)
        self.client = Client()

    def send(self, path, body=None):
        """The plain answer to something that is done."""
        headers = {"authorization": f"Bearer {self.text}", "idempotency-key": str(next(KEYS))}
        return self.client.post(f"/api/v1{path}", body or {}, headers=headers)

    def ask(self, path, body=None, key=None):
        headers = {
            "authorization": f"Bearer {self.text}", "idempotency-key": key or str(next(KEYS)),
        }  # fmt: skip
        if body is None:
            answer = self.client.get(f"/api/v1{path}", headers=headers)
        else:
            answer = self.client.post(
                f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers
            )
        return answer.status_code, answer.json()


def test_a_draft_gets_its_buyer_and_is_moved_until_the_judgment_ends_it():
    body, buyer = a_purchasing_body(), a_municipality()
    runner = a_runner(body)
    agreement = an_agreement_in_preparation(runner, a_supplier())
    program, one = Caller(runner), f"/agreements/{agreement.pk}"
    named = {"buyer_id": buyer.pk, "expected_share": "100.50", "legal_basis": BASIS}
    status, answer = program.ask(f"{one}/buyers", named)
    assert (status, answer[0]["expected_share"]) == (HTTPStatus.CREATED, "100.50")
    assert answer[0]["legal_bases"] == [{**BASIS, "valid_until": None}]
    status, answer = program.ask(f"{one}/buyers/{buyer.pk}/legal-basis", BASIS)
    assert (status, answer["code"]) == (HTTPStatus.CONFLICT, "basis-holds-already")
    review = {
        "court": "Marknadsdomstolen", "case_number": "417", "started_on": "2026-10-01",
        "reason": "Review.", "register_number": "D/1",
    }  # fmt: skip
    assert program.ask(f"{one}/review", review)[1]["state"] == "interim"
    judged = {"outcome": "award-annulled", "decided_on": "2026-10-30", "register_number": "D/2"}
    assert program.ask(f"{one}/judgment", judged)[1]["state"] == "annulled"
    resumed = {"decision": "resume", "reason": "So.", "register_number": "D/3"}
    status, answer = program.ask(f"{one}/decisions", resumed)
    assert (status, answer["code"]) == (HTTPStatus.CONFLICT, "transition-not-allowed")


def test_the_maximum_is_raised_within_the_room_that_is_told():
    body = a_purchasing_body()
    agreement = an_agreement(body, a_supplier(), [a_municipality()], maximum_cents=100_000_00)
    program, one = Caller(a_runner(body)), f"/agreements/{agreement.pk}/modifications"
    told = {room["ground"]: room["left"] for room in program.ask(one)[1]["room"]}
    assert (told["review-clause"], told["additional"]) == (None, "50000.00")
    raised = {
        "ground": "additional", "by": "50000.01", "description": "More.",
        "decided_on": "2026-10-30", "register_number": "D/1", "notice_number": "N",
    }  # fmt: skip
    assert program.ask(one, raised)[1]["code"] == "modification-too-large"
    status, answer = program.ask(one, {**raised, "by": "50000"})
    assert (status, answer["modifications"][0]["by"]) == (HTTPStatus.CREATED, "50000.00")


def test_an_outside_order_is_recorded_once_by_its_key_and_corrected():
    body, buyer = a_purchasing_body(), a_municipality()
    agreement = an_agreement(body, a_supplier(), [buyer])
    program = Caller(an_actor(buyer, RoleName.ICT_MANAGER))
    path, order = f"/agreements/{agreement.pk}/outside-orders", {**OUTSIDE, "buyer_id": buyer.pk}
    first = program.ask(path, order, "key-1")
    assert first[0] == HTTPStatus.CREATED
    assert program.ask(path, order, "key-1") == first
    assert program.ask(path, order)[1]["code"] == "outside-order-known"
    correction = {"amount": "20.00", "units": {"phones": 1}, "reason": "Read wrongly."}
    corrected = f"/outside-orders/{first[1]['id']}/corrections"
    assert program.ask(corrected, correction)[1]["corrected"] == "20.00"
    assert program.ask(path)[1] == {
        "orders": [{**first[1], "corrected": "20.00"}],
        "next_before": None,
    }
    with reading(a_runner(body)):
        assert ceiling_of(agreement.pk).committed_cents == 480_00


def test_a_token_without_the_scope_or_the_role_runs_nothing():
    body, buyer = a_purchasing_body(), a_municipality()
    agreement = an_agreement(body, a_supplier(), [buyer])
    reader = Caller(a_runner(body), scopes=["agreements:read"])
    member = Caller(an_actor(buyer, RoleName.EMPLOYEE))
    stranger = Caller(a_runner(a_purchasing_body()))
    decision = {"decision": "suspend", "reason": "So.", "register_number": "D/3"}
    path = f"/agreements/{agreement.pk}/decisions"
    answers = [caller.ask(path, decision) for caller in (reader, member, stranger)]
    assert [(status, answer["code"]) for status, answer in answers] == [
        (HTTPStatus.FORBIDDEN, "not-allowed"),
        (HTTPStatus.FORBIDDEN, "not-allowed"),
        (HTTPStatus.NOT_FOUND, "not-found"),
    ]


def test_the_run_out_forecast_is_told_and_the_lead_of_a_tender_set():
    body, buyer = a_purchasing_body(), a_municipality()
    agreement = an_agreement(body, a_supplier(), [buyer], valid_until=date(2099, 12, 31))
    program, address = Caller(a_runner(body)), f"/agreements/{agreement.pk}/run-out"
    status, answer = program.ask(address)
    months = answer["forecast"].pop("months")
    assert (status, answer) == (
        HTTPStatus.OK,
        {
            "tender_lead_months": 9,
            "forecast": {
                "ceiling_reached_on": None, "earliest": None, "latest": None,
                "runs_out_on": "2099-12-31", "next_tender_starts_by": "2099-03-31", "alarm": None,
            },
        },
    )  # fmt: skip
    assert [one["committed"] for one in months] == ["0.00"] * 12
    status, answer = program.ask(address, {"tender_lead_months": 12})
    assert (status, answer["forecast"]["next_tender_starts_by"]) == (HTTPStatus.OK, "2098-12-31")
    status, answer = Caller(an_actor(buyer, RoleName.BUYER)).ask(address)
    assert (status, answer["code"]) == (HTTPStatus.FORBIDDEN, "not-allowed")


def test_a_draft_has_no_forecast():
    runner = a_runner(a_purchasing_body())
    agreement = an_agreement_in_preparation(runner, a_supplier())
    assert Caller(runner).ask(f"/agreements/{agreement.pk}/run-out")[1] == {
        "tender_lead_months": 9, "forecast": None,
    }  # fmt: skip


TERMS = {
    "number": "API-2026", "register_number": "D/1", "category": "workstations",
    "titles": {"sv": "Datorer", "fi": "Tietokoneet", "en": "Computers"},
    "valid_from": "2026-01-01", "valid_until": "2029-12-31", "currency": "EUR",
    "maximum_value": "1000.50", "acts_as": "wholesaler", "markup": "2.5",
}  # fmt: skip


def test_an_agreement_is_prepared_corrected_and_a_buyer_taken_out_again():
    runner, supplier, buyer = a_runner(a_purchasing_body()), a_supplier(), a_municipality()
    program = Caller(runner)
    status, made = program.ask("/agreements", {**TERMS, "supplier_id": supplier.pk})
    assert (status, made["state"], made["maximum_value"]) == (201, "in-preparation", "1000.50")
    one = f"/agreements/{made['id']}"
    longer = {**TERMS, "supplier_id": supplier.pk, "valid_until": "2031-12-31"}
    status, answer = program.ask(f"{one}/terms", longer)
    assert (status, answer["code"]) == (HTTPStatus.CONFLICT, "term-too-long")
    justified = {**longer, "term_justification": "A long-lived system."}
    assert program.ask(f"{one}/terms", justified)[1]["valid_until"] == "2031-12-31"
    program.ask(f"{one}/buyers", {"buyer_id": buyer.pk, "expected_share": "1.00"})
    assert program.send(f"{one}/buyers/{buyer.pk}/out").status_code == HTTPStatus.NO_CONTENT
    assert program.ask(f"{one}/buyers") == (HTTPStatus.OK, [])


def test_an_organisation_joins_and_leaves_and_its_legal_basis_ends():
    body, buyer = a_purchasing_body(), a_municipality()
    agreement = an_agreement(body, a_supplier(), [buyer], joined=False)
    one, manager = f"/agreements/{agreement.pk}", Caller(an_actor(buyer, RoleName.ICT_MANAGER))
    decision = {
        "decided_on": "2026-11-02", "organ": "Board", "register_number": "D/2",
        "orders_from": "2026-11-03",
    }  # fmt: skip
    status, joined = manager.ask(f"{one}/participation", decision)
    assert (status, joined["orders_from"], joined["orders_until"]) == (201, "2026-11-03", None)
    early = manager.ask(f"{one}/participation/end", {"last_day": "2026-11-02"})[1]
    assert early["code"] == "orders-end-before-they-start"
    left = manager.ask(f"{one}/participation/end", {"last_day": "2026-12-31"})[1]
    assert left["orders_until"] == "2026-12-31"
    end = f"{one}/buyers/{buyer.pk}/legal-basis/end"
    assert manager.ask(end, {"last_day": "2026-12-31"})[1]["code"] == "not-allowed"
    ended = Caller(a_runner(body)).ask(end, {"last_day": "2026-12-31"})[1]
    assert (ended["kind"], ended["valid_until"]) == ("central-purchasing", "2026-12-31")
