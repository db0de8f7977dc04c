"""Recording decisions and what happens to them by the pages, and what the shop says of it."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from browser_ground import a_client
from factories.agreements import NewPrice, a_runner
from factories.catalogue import PHONE, a_shelf
from factories.decisions import TITLES, a_cooperation, a_project, an_agreement_of
from factories.parties import a_person, a_supplier, an_account, an_actor
from samkop.agreements.models import Participation
from samkop.governance.models import DecisionDocument, MemberDecision, Project
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import reading

pytestmark = [pytest.mark.usefixtures("database", "pages"), pytest.mark.empty_database]


def client_of(party, role, language="en"):
    return a_client(an_account(a_person(party, role, language=language)))


@pytest.fixture
def found():
    """A region of two with a project that is open today."""
    now = timezone.now()
    made = a_cooperation(2, opened=False)
    made.project = a_project(made.region, made.body, decide_by=now.date() + timedelta(30), now=now)
    return made


def said(**given):
    day = timezone.now().date().isoformat()
    return {
        "choice": "join", "decider": "organ", "organ": "Kommunstyrelsen", "decided_on": day,
        "register_number": "KS 7/2026", "orders_from": day, "enforcement": "unless-appealed",
        "amount_limit": "1000.50", **given,
    }  # fmt: skip


def test_a_member_decides_about_a_project_by_the_form_and_its_right_follows(found):
    member = found.members[0]
    agreement = an_agreement_of(found)
    registrar = client_of(member, RoleName.REGISTRAR)
    page = f"/cooperation/projects/{found.project.pk}/"
    assert f"{page}decide/" in registrar.get(page).content.decode()
    assert registrar.get(f"{page}decide/").status_code == HTTPStatus.OK
    wrong = registrar.post(f"{page}decide/send/", said(choice="wait"))
    assert (wrong.status_code, b"KS 7/2026" in wrong.content) == (422, True)
    paper = SimpleUploadedFile("beslut.pdf", b"paper")
    sent = registrar.post(f"{page}decide/send/", {**said(), "file": paper})
    assert sent.status_code == HTTPStatus.SEE_OTHER
    with reading(found.registrar(member)):
        decision = MemberDecision.objects.get()
        assert (decision.amount_limit_cents, decision.enforcement) == (100_050, "unless-appealed")
        assert Participation.objects.get().decision_id == decision.pk
        assert bytes(DecisionDocument.objects.get().content) == b"paper"
    at = f"/cooperation/decisions/{decision.pk}/"
    # Everybody of the region reads it; only the member records what happens to it.
    other = client_of(found.members[1], RoleName.REGISTRAR)
    assert other.get(at).status_code == HTTPStatus.OK
    assert other.get(f"{at}document/").content == b"paper"
    event = {
        "form": "event", "event": "appealed", "happened_on": said()["decided_on"], "court": "X",
        "case_number": "1",
    }  # fmt: skip
    assert other.post(f"{at}event/", event).status_code == HTTPStatus.FORBIDDEN
    no_court = registrar.post(f"{at}event/", {**event, "court": ""})
    assert no_court.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert registrar.post(f"{at}event/", event).status_code == HTTPStatus.SEE_OTHER
    with reading(found.registrar(member)):
        assert MemberDecision.objects.get().state == "appealed"
    shown = client_of(found.body, RoleName.CATEGORY_MANAGER).get(f"/agreements/{agreement.pk}/")
    assert at in shown.content.decode()
    # The supplier sees the agreement too, and not the project that it came of.
    with reading(a_runner(found.body)):
        seller = Party.objects.get(id=agreement.supplier_id)
    supplier = client_of(seller, RoleName.SALESPERSON)
    assert supplier.get(f"/agreements/{agreement.pk}/").status_code == HTTPStatus.OK
    assert supplier.get(page).status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}


def test_who_waits_sees_the_goods_with_the_reason_and_who_declines_sees_none(found):
    waiting, declining = found.members
    item = a_shelf(an_agreement_of(found, prices=[NewPrice("PHONE-1", "phones", 40_000)]), PHONE)
    later = (timezone.now() + timedelta(90)).date().isoformat()
    page = f"/cooperation/projects/{found.project.pk}/decide/send/"
    waits = said(choice="wait", reason="Next year's budget", waits_until=later)
    for member, given in ((waiting, waits), (declining, said(choice="decline"))):
        sent = client_of(member, RoleName.REGISTRAR).post(page, given)
        assert sent.status_code == HTTPStatus.SEE_OTHER, sent.content
    address = f"/shop/items/{item['PHONE-1'].pk}/"
    shop = client_of(waiting, RoleName.EMPLOYEE).get("/shop/").content.decode()
    assert (address in shop, "budget" in shop, 'name="item"' in shop) == (True, True, False)
    one = client_of(waiting, RoleName.EMPLOYEE).get(address).content.decode()
    assert ("budget" in one, 'name="item"' in one) == (True, False)
    none = client_of(declining, RoleName.EMPLOYEE).get("/shop/").content.decode()
    assert address not in none


def test_a_project_is_prepared_opened_and_given_more_time_by_the_pages(found):
    runner = client_of(found.body, RoleName.CATEGORY_MANAGER)
    # Late in the evening by UTC it is tomorrow where the parties are.
    day = timezone.now().date() + timedelta(1)
    form = {
        "project_region": found.region.pk, "project_kind": "service", "meaning": "More.",
        **{f"title_{language}": title for language, title in TITLES.items()},
        "decide_by": day.isoformat(),
    }  # fmt: skip
    assert runner.get("/cooperation/projects/new/").status_code == HTTPStatus.OK
    missing = runner.post("/cooperation/projects/new/send/", {**form, "meaning": ""})
    assert missing.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    made = runner.post("/cooperation/projects/new/send/", form)
    assert made.status_code == HTTPStatus.SEE_OTHER
    page = made.headers["Location"]
    assert runner.post(f"{page}move/", {"change": "open"}).status_code == HTTPStatus.SEE_OTHER
    assert runner.get(f"{page}change/").status_code == HTTPStatus.OK
    sooner = {**form, "decide_by": (day - timedelta(1)).isoformat()}
    assert runner.post(f"{page}change/send/", sooner).status_code == 422
    later = {**form, "decide_by": (day + timedelta(9)).isoformat()}
    assert runner.post(f"{page}change/send/", later).status_code == HTTPStatus.SEE_OTHER
    assert runner.post(f"{page}move/", {"change": "close"}).status_code == HTTPStatus.SEE_OTHER
    again = runner.post(f"{page}move/", {"change": "drop"})
    assert again.status_code == HTTPStatus.CONFLICT
    with reading(a_runner(found.body)):
        project = Project.objects.get(id=int(page.split("/")[-2]))
    assert (project.state, project.decide_by) == ("closed", day + timedelta(9))
    member = client_of(found.members[0], RoleName.STEERING_MEMBER)
    assert "Tablets" in member.get("/cooperation/projects/").content.decode()
    assert member.post(f"{page}move/", {"change": "open"}).status_code == HTTPStatus.FORBIDDEN
    outsider = an_actor(a_supplier(), RoleName.SALESPERSON)
    with reading(outsider):
        assert not Project.objects.exists()
