"""Needs: a draft is its owner's alone; reported, it is seen by who sources it; no step back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from browser_ground import a_client
from factories.parties import (
    a_municipality,
    a_person,
    a_purchasing_body,
    a_region,
    acting,
    an_account,
    an_actor,
)
from factories.planning import LAPTOPS, a_need, a_reported_need, code_of, new_need
from samkop.parties.vocabulary import RoleName
from samkop.planning.queries import lines_of, need_of, needs_reported_to
from samkop.planning.usecases.needs import change_need, enter_need, report_need, withdraw_need
from samkop.platform.refusals import Refused
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture(scope="module")
def scene(database):
    body, buyer, other = a_purchasing_body(), a_municipality(), a_municipality()
    a_region(body, buyer, other)
    return {
        "body": body, "buyer": buyer,
        "runner": an_actor(body, RoleName.BUYER),
        "manager": an_actor(buyer, RoleName.ICT_MANAGER),
        "neighbour": an_actor(other, RoleName.ICT_MANAGER),
    }  # fmt: skip


def seen_by(actor, need):
    try:
        with reading(actor):
            need_of(need.pk)
            return len(lines_of(need.pk))
    except Refused as refused:
        return refused.code


def test_a_draft_is_its_owners_and_what_is_reported_its_receivers_too(scene):
    need = a_need(scene["manager"])
    readers = [scene[name] for name in ("manager", "runner", "neighbour")]
    assert [seen_by(one, need) for one in readers] == [2, "not-found", "not-found"]
    perform(scene["manager"], report_need, need_id=need.pk, reported_to_id=scene["body"].pk)
    assert [seen_by(one, need) for one in readers] == [2, 2, "not-found"]
    with reading(scene["runner"]):
        assert need in needs_reported_to(scene["body"].pk)


def test_what_is_reported_is_not_changed_and_what_is_withdrawn_not_reported(scene):
    need = a_reported_need(scene["manager"], scene["body"])
    asked = {"need_id": need.pk}
    manager = scene["manager"]
    assert code_of(manager, change_need, need=new_need(), **asked) == "need-in-another-state"
    assert code_of(scene["runner"], withdraw_need, **asked) == "not-found"
    perform(manager, withdraw_need, **asked)
    again = {"reported_to_id": scene["body"].pk, **asked}
    assert code_of(manager, report_need, **again) == "need-in-another-state"
    assert code_of(manager, withdraw_need, **asked) == "need-in-another-state"


def test_a_need_goes_to_ones_own_purchasing_body_or_stays_and_has_lines(scene):
    manager = scene["manager"]
    need, empty = a_need(manager), a_need(manager, lines=())
    stranger = a_purchasing_body("Någon annans Ab")
    asked = {"need_id": need.pk, "reported_to_id": stranger.pk}
    assert code_of(manager, report_need, **asked) == "need-receiver-unknown"
    own = scene["buyer"].pk
    assert code_of(manager, report_need, need_id=empty.pk, reported_to_id=own) == (
        "need-without-lines"
    )
    assert perform(manager, report_need, need_id=need.pk, reported_to_id=own).state == "reported"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([replace(LAPTOPS[0], low_cents=50_000_000)], "need-line-wrong"),
        ([replace(LAPTOPS[0], text=" ")], "need-line-wrong"),
        ([LAPTOPS[0], replace(LAPTOPS[0], quantity=1)], "need-line-twice"),
    ],
)
def test_lines_that_contradict_themselves_are_refused(scene, lines, code):
    assert code_of(scene["manager"], enter_need, need=new_need(lines=lines)) == code


def test_a_need_is_entered_changed_and_reported_by_its_pages(scene):
    person = a_person(scene["buyer"], RoleName.ICT_MANAGER)
    client = a_client(an_account(person))
    form = {
        "title": "Phones", "category": "mobile-devices", "wanted_from": "2027-01-01",
        "wanted_until": "2027-12-31", "note": "", "text_0": "Phones", "unit_0": "piece",
        "year_0": "2027", "quantity_0": "10", "likely_0": "4000.00",
    }  # fmt: skip
    assert client.post("/needs/send/", form | {"quantity_0": ""}).status_code == 422
    address = client.post("/needs/send/", form)["location"]
    client.post(f"{address}change/send/", form | {"low_0": "3000", "high_0": "5000.50"})
    assert client.get(f"{address}change/").status_code == 200
    client.post(f"{address}report/", {"reported_to": scene["body"].pk})
    actor, need_id = acting(person, scene["buyer"]), int(address.split("/")[2])
    with reading(actor):
        [line] = lines_of(need_id)
        assert (line.low_cents, line.likely_cents, line.high_cents) == (300_000, 400_000, 500_050)
        assert need_of(need_id).state == "reported"
    assert "Phones" in client.get("/needs/").content.decode()
    assert client.get(address).status_code == 200


def test_a_program_enters_and_reports_a_need_and_reads_it_back(scene):
    person = a_person(scene["buyer"], RoleName.ICT_MANAGER)
    text = new_token_text()
    perform(
        acting(person, scene["buyer"]), issue_token, name="planning", text=text, days=1,
        scopes=["needs:read", "needs:write"],
    )  # fmt: skip
    client, address = Client(), "/api/v1/needs"

    def send(to, body, key):
        headers = {"authorization": f"Bearer {text}", "idempotency-key": key}
        return client.post(to, body, headers=headers, content_type="application/json")

    line = {"text": "Phones", "unit": "piece", "year": 2027, "quantity": 5, "low": "900.00",
            "likely": "1000.00", "high": "1200.50"}  # fmt: skip
    body = {"category": "mobile-devices", "title": "Phones by API", "wanted_from": "2027-01-01",
            "wanted_until": "2027-12-31", "lines": [line]}  # fmt: skip
    made = send(address, body, "one")
    assert (made.status_code, made.json()["lines"]) == (201, [line])
    assert send(address, body, "one").json()["id"] == made.json()["id"]
    report = f"{address}/{made.json()['id']}/report"
    assert send(report, {"reported_to": scene["body"].pk}, "two").json()["state"] == "reported"
    read = {"authorization": f"Bearer {text}"}
    listed = client.get(f"{address}?state=reported", headers=read).json()["needs"]
    assert "Phones by API" in [one["title"] for one in listed]
    whole = client.get(f"{address}/{made.json()['id']}", headers=read).json()
    assert whole["reported_to"] == scene["body"].legal_name
