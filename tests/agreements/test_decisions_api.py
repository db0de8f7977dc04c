"""A registrar's case system reads projects, records decisions and what happens to them."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from factories.decisions import a_cooperation, a_project, an_agreement_of
from factories.parties import a_person, acting
from samkop.parties.vocabulary import RoleName
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform

pytestmark = [pytest.mark.usefixtures("database", "pages"), pytest.mark.empty_database]


class Program:
    """What acts with a token of a member's registrar."""

    def __init__(self, party, *scopes):
        text = new_token_text()
        registrar = acting(a_person(party, RoleName.REGISTRAR), party)
        perform(registrar, issue_token, name="p", scopes=list(scopes), days=1, text=text)
        self.headers = {"Authorization": f"Bearer {text}"}

    def get(self, path):
        return Client().get(f"/api/v1{path}", headers=self.headers)

    def post(self, path, body, key=None):
        answer = Client().post(
            f"/api/v1{path}", json.dumps(body), content_type="application/json",
            headers={**self.headers, "Idempotency-Key": key or uuid4().hex},
        )  # fmt: skip
        return answer.status_code, answer.json()


@pytest.fixture
def found():
    now = timezone.now()
    made = a_cooperation(2, opened=False)
    made.project = a_project(made.region, made.body, decide_by=now.date() + timedelta(9), now=now)
    return made


def test_a_program_records_a_decision_once_and_reads_how_members_stand(found):
    member, other = found.members
    an_agreement_of(found)
    program = Program(member, "decisions:read", "decisions:write")
    day = timezone.now().date().isoformat()
    decided = {
        "decided_by": "Kommunstyrelsen", "decided_on": day, "register_number": "KS 7/2026",
        "orders_from": day, "amount_limit": "1000.50", "currency": "EUR",
        "document": {"name": "b.pdf", "content": b64encode(b"paper").decode()},
    }  # fmt: skip
    at = f"/joint-projects/{found.project.pk}"
    status, made = program.post(f"{at}/decisions", decided, "one")
    assert (status, made["amount_limit"], made["state"]) == (201, "1000.50", "appealable")
    assert made["document_sha256"] == sha256(b"paper").hexdigest()
    assert program.post(f"{at}/decisions", decided, "one") == (201, made)
    broken = {**decided, "anew": True, "document": {"name": "b.pdf", "content": "%"}}
    assert program.post(f"{at}/decisions", broken)[1]["code"] == "document-unreadable"
    project = program.get(at).json()
    assert [(one["member_id"], one["kind"], one["stopped_by"]) for one in project["members"]] == [
        (member.pk, "join", None), (other.pk, None, None),
    ]  # fmt: skip
    event = {"kind": "appealed", "happened_on": day, "court": "X", "case_number": "1"}
    path = f"/decisions/{made['id']}"
    status, after = program.post(f"{path}/events", event)
    assert (status, after["state"], len(after["events"])) == (201, "appealed", 1)
    assert program.get(path).json() == after
    assert [one["id"] for one in program.get("/decisions").json()["decisions"]] == [made["id"]]
    assert program.get("/joint-projects").json()["projects"][0]["id"] == found.project.pk
    # Another member reads it and records nothing of it.
    neighbour = Program(other, "decisions:read", "decisions:write")
    assert neighbour.get(path).status_code == 200
    assert neighbour.get("/decisions").json()["decisions"] == []
    assert neighbour.post(f"{path}/events", {**event, "case_number": "2"})[0] == 403
    assert Program(other, "decisions:read").post(f"{at}/decisions", decided)[0] == 403


def test_a_program_lets_in_nobody_whom_the_procurement_did_not_name(found):
    named, unnamed = found.members
    agreement = an_agreement_of(found, named)
    day = timezone.now().date().isoformat()
    decided = {
        "decided_by": "Board", "decided_on": day, "register_number": "1", "orders_from": day,
    }  # fmt: skip
    at = f"/agreements/{agreement.pk}/participation/decisions"
    assert Program(unnamed, "decisions:write").post(at, decided)[0] == 404
    status, made = Program(named, "decisions:write").post(at, decided)
    assert (status, made["project_id"], made["agreement_id"]) == (201, found.project.pk, None)
