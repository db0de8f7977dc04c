"""The pages of a pre-study, walked from the first need to the lots of a tender."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from browser_ground import a_client
from factories.parties import a_municipality, a_person, acting, an_account
from factories.planning import a_reported_need, a_service
from samkop.parties.vocabulary import RoleName
from samkop.planning.models import HomeworkPoint, PreStudy
from samkop.planning.queries import planned_lots_of, study_of
from samkop.planning.queries.operating_forms import comparison_of, services_of
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.fixture(scope="module")
def people(database):
    party = a_municipality("Nacka")
    return party, [a_person(party, RoleName.BUYER, name=name) for name in ("Ada", "Bo")]


def test_a_pre_study_is_walked_through_by_its_pages(people):
    party, (ada, bo) = people
    first, second = (a_client(an_account(one)) for one in (ada, bo))
    actor = acting(ada, party)
    a_reported_need(actor, party)
    said = {
        "number": "F-2026-1", "title_sv": "IT-drift", "title_fi": "ICT-palvelut",
        "title_en": "IT operations", "category": "services", "aim": "The best of each area.",
    }  # fmt: skip
    assert first.post("/pre-studies/send/", said | {"title_sv": ""}).status_code == 422
    study = first.post("/pre-studies/send/", said)["location"]
    assert "F-2026-1" in page(first, "/pre-studies/")
    # A municipality of no region waits for itself alone; its need is of another category.
    needs = page(first, f"{study}needs/")
    [need_id] = re.findall(r'name="need" value="(\d+)"', needs)
    first.post(f"{study}needs/include/", {"need": need_id})
    assert "400" in page(first, f"{study}needs/")
    with reading(actor):
        point = HomeworkPoint.objects.filter(study__owner=party).order_by("position")[0]
    at = f"{study}homework/{point.pk}/"
    first.post(f"{at}plan/", {"form": "plan", "responsible": ada.pk, "due_on": "2020-01-01"})
    empty = first.post(f"{at}answer/", {"form": "answer", "answer": ""})
    assert (empty.status_code, b"error-summary" in empty.content) == (422, True)
    first.post(f"{at}answer/", {"form": "answer", "answer": "Everything below the desk."})
    nowhere = {"form": "evidence", "title": "Where", "address": "/no-such-page/"}
    assert first.post(f"{at}evidence/", nowhere).status_code == 422
    first.post(f"{at}evidence/", nowhere | {"address": "/needs/"})
    file = SimpleUploadedFile("study.txt", b"what we found")
    first.post(f"{at}evidence/", {"form": "evidence", "title": "Study", "file": file})
    shown = page(first, at)
    [kept] = re.findall(rf'href="({study}evidence/\d+/)"', shown)
    assert first.get(kept).content == b"what we found"
    assert first.post(f"{at}accept/").status_code == 409
    assert second.post(f"{at}accept/").status_code == 303
    assert "Accepted" in page(second, f"{study}homework/")
    assert first.post(f"{study}move/", {"change": "finish"}).status_code == 409
    assert "No answer (15)" in page(first, study)


def test_forms_of_operation_and_lots_are_entered_by_their_pages(people):
    party, (ada, _bo) = people
    client, actor = a_client(an_account(a_person(party, RoleName.BUYER))), acting(ada, party)
    with reading(actor):
        study = PreStudy.objects.filter(owner=party).order_by("-id").first()
    at = f"/pre-studies/{study.pk}/"
    client.post(f"{at}services/add/", {"name": "Mail", "years": "4", "rate": "2.5"})
    a_service(actor, study, "Telephony")
    with reading(actor):
        mail = next(one for one in services_of(study.pk) if one.name == "Mail")
    assert (mail.over_years, mail.rate_basis_points) == (4, 250)
    service = f"/pre-studies/services/{mail.pk}/"
    client.post(f"{service}forms/add/", {"kind": "cloud", "name": "Cloud"})
    [form] = set(re.findall(r"/forms/(\d+)/cost/", page(client, service)))
    cost = {"name": "Fee", "time": "yearly", "low": "100", "likely": "120.50", "high": "150"}
    assert client.post(f"{service}forms/{form}/cost/", cost | {"low": ""}).status_code == 422
    assert client.post(f"{at}needs/999999/exclude/").status_code == 404
    client.post(f"{service}forms/{form}/cost/", cost)
    assert "Nothing is compared until" in page(client, service)
    hours = {"name": "One person", "low": "10", "likely": "20", "high": "30", "hour": "50"}
    client.post(f"{service}forms/{form}/staff/", hours)
    assert "chart-span" in page(client, service)
    client.post(f"{service}change/", {"years": "1", "rate": "0"})
    with reading(actor):
        mail.refresh_from_db()
        assert comparison_of(mail).costs[0].total.likely == 1_120_50
    lot = {
        "title_sv": "Klient", "title_fi": "Päätelaitteet", "title_en": "Client", "unit": "piece",
        "division": "divided", "reason": "Others are best at it.", "outsourcing": "suits",
    }  # fmt: skip
    lines = re.findall(r'name="lines" value="(\d+)"', page(client, f"{at}lots/plan/"))
    client.post(f"{at}lots/plan/send/", lot | {"lines": lines[:1]})
    with reading(actor):
        [planned] = planned_lots_of(study.pk)
    one = f"{at}lots/{planned.lot_id}/"
    assert "checked" in page(client, one)
    client.post(f"{one}change/", lot | {"lines": lines, "description": "Laptops."})
    with reading(actor):
        assert planned_lots_of(study.pk)[0].quantity == 700
        assert study_of(study.pk).number == "F-2026-1"
    assert "Laptops." in page(client, f"{at}lots/")
    assert "Telephony" in page(client, f"{at}services/")
