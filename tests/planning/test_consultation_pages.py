"""The pages of a market consultation, walked by the buyer and two suppliers, and what leaks."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from browser_ground import a_client, queries_of
from factories.consultations import (
    SUPPLIERS,
    a_reported_consultation,
    an_open_consultation,
    answered,
    asked_and_told,
    claimed,
    met,
)
from factories.parties import a_municipality, a_person, a_supplier, an_account, an_actor
from factories.planning import a_pre_study
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.planning.models import ConsultationFile, ConsultationRecord
from samkop.planning.queries import record_of
from samkop.planning.record_paper import paper_of
from samkop.planning.rules.consultations import canonical_sha256
from samkop.platform.models import Account
from samkop.platform.tokens import SCOPES, issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
PLANTED = "hemligt pris 4711"
OK, SEE_OTHER = HTTPStatus.OK, HTTPStatus.SEE_OTHER


def client_of(actor):
    """The very person who acts."""
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
        account = Account.objects.filter(person_id=actor.person_id).first()
    return a_client(account or an_account(person))


def days_ago(days):
    return datetime.now(UTC) - timedelta(days=days)


def typed(days):
    """A moment so many days ahead, as the browser's picker sends it."""
    return days_ago(-days).strftime("%Y-%m-%dT%H:%M")


def sent(client, path, **fields):
    answer = client.post(path, fields)
    assert answer.status_code == SEE_OTHER, answer.content.decode()[-3000:]
    return answer["Location"]


def text_of(client, path):
    answer = client.get(path)
    assert answer.status_code == OK, path
    return answer.content.decode()


def test_a_consultation_is_walked_from_its_preparation_to_the_answers():
    owner, supplier = a_municipality("Nybygge"), a_supplier("Nätbyggarna Ab")
    buyer = a_client(an_account(a_person(owner, RoleName.CATEGORY_MANAGER)))
    seller = a_client(an_account(a_person(supplier, RoleName.SALESPERSON)))
    one = sent(
        buyer, "/consultations/send/", number="MD-1", register_number="KS 1", title_sv="Nät",
        title_fi="Verkot", title_en="Networks", about="Networks of 90 schools.",
        answers_until=typed(20), comment_days=7, secret_days=14,
    )  # fmt: skip
    assert seller.get(one).status_code == HTTPStatus.NOT_FOUND
    assert "MD-1" not in text_of(seller, "/consultations/")
    sent(buyer, f"{one}questions/", text="How would you divide it?")
    sent(buyer, f"{one}questions/", text="What else?")
    question = re.findall(r"/consultation-questions/(\d+)/remove/", text_of(buyer, one))
    sent(buyer, f"/consultation-questions/{question[1]}/remove/")
    sent(buyer, f"{one}invite/", suppliers=[supplier.pk])
    sent(buyer, f"{one}open/")
    assert "MD-1" in text_of(seller, "/consultations/?state=open&part=joined")
    answer = f"/consultation-questions/{question[0]}/answer/"
    file = SimpleUploadedFile("räkning.txt", PLANTED.encode())
    sent(seller, f"{answer}send/", text="By district.", attachments=[file])
    page = text_of(seller, answer)
    kept = re.search(r'name="keep" value="(\d+)"', page)[1]
    sent(seller, f"{answer}send/", text="By district, twelve of them.", keep=[kept])
    download = seller.get(f"/consultation-files/{kept}/")
    assert download.content == PLANTED.encode()
    assert download["Content-Type"] == "application/octet-stream"
    secret = sent(seller, f"/consultation-files/{kept}/secret/send/", reason="Our costs.")
    sent(seller, f"{one}ask/send/", text="May we see the cables?")
    waiting = re.search(r"/supplier-questions/(\d+)/answer/", text_of(buyer, one))[0]
    refused = buyer.post(
        f"{waiting}send/", {"asked": "Nätbyggarna Ab asks", "text": "Yes."}
    )  # fmt: skip
    assert (refused.status_code, "Nätbyggarna Ab asks" in refused.content.decode()) == (409, True)
    sent(buyer, f"{waiting}send/", asked="Can the cables be seen?", text="Yes, on Friday.")
    assert "Can the cables be seen?" in text_of(seller, one)
    sent(buyer, f"{secret}decide/", accepted="yes", reason="It is.", register_number="KS 2")
    sent(buyer, f"{one}tell/send/", text="We moved to the new house.")
    sent(
        buyer, f"{one}meetings/send/", met_at=typed(-1),
        suppliers=[supplier.pk], attended="CIO", told="Nothing new.", said="Neither.",
    )  # fmt: skip
    note = re.search(r"/meeting-notes/\d+/", text_of(seller, one))[0]
    sent(seller, f"{note}comment/", accepted="no", text="We said more.")
    assert "We said more." in text_of(buyer, note)
    assert "By district, twelve of them." in text_of(buyer, f"{one}answers/")
    sent(buyer, f"{one}extend/", answers_until=typed(30))
    early = buyer.post(f"{one}report/", {"register_number": "KS 3"})
    assert early.status_code == HTTPStatus.CONFLICT


@pytest.fixture(scope="module")
def scene(database):
    """Open; the first supplier's answer, question, file and meeting hold a planted secret."""
    scene = an_open_consultation(names=SUPPLIERS[:3], opened=days_ago(12))
    files = [(f"{PLANTED}.txt", PLANTED.encode())]
    answered(scene, 0, 0, f"We ask {PLANTED}.", files=files)
    answered(scene, 1, 0, "We divide by floors.")
    asked_and_told(scene, 0, f"Is {PLANTED} too much?", "Is there a highest price?", "No.")
    note = met(scene, 0, told="We begin in May.", said=f"{PLANTED} was named.")
    claimed(scene, 0, now=scene.on(11), note_id=note.pk, passage=PLANTED)
    return scene


def addresses_of(scene):
    """Every page of the consultation, and what stands on the buyer's own pages as links."""
    client = client_of(scene.runner)
    one = f"/consultations/{scene.consultation.pk}/"
    found = {"/consultations/", one, f"{one}answers/", f"{one}record/", f"{one}record.pdf"}
    for _round in range(2):
        for path in sorted(found):
            page = client.get(path)
            if "html" in page.get("Content-Type", "") and page.status_code == OK:
                links = r"/(?:consultation|meeting|supplier|trade|record|history)[a-z-]*/[\w/.-]+"
                found |= set(re.findall(f'href="({links})"', page.content.decode()))
    return found


def test_no_page_and_no_answer_of_the_api_shows_another_suppliers_secret_or_name(scene):
    buyers = addresses_of(scene)
    with reading(scene.runner):
        question, files = scene.questions[0].pk, scene.consultation.answers.first().file_ids
    buyers |= {f"/consultation-questions/{question}/answer/", f"/consultation-files/{files[0]}/"}
    assert sum(PLANTED in _body(client_of(scene.runner).get(path)) for path in buyers) > 4
    for place, own in ((1, "floors"), (2, "")):
        client = client_of(scene.sellers[place])
        seen = "\n".join(_body(client.get(path)) for path in sorted(buyers))
        api = "\n".join(_asked_by_api(scene.sellers[place], scene.consultation.pk))
        for text in (seen, api):
            assert (PLANTED in text, "Klientdrift" in text) == (False, False)
            assert own in text
            assert "Is there a highest price?" in text


def _body(answer):
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode(
        errors="replace"
    )


def _asked_by_api(actor, consultation_id):
    headers = token_of(actor)
    for path in ("", f"/{consultation_id}", f"/{consultation_id}/record"):
        yield a_client().get(f"/api/v1/consultations{path}", headers=headers).content.decode()


def token_of(actor):
    text = new_token_text()
    perform(actor, issue_token, name="ours", scopes=list(SCOPES), days=1, text=text)
    return {"authorization": f"Bearer {text}", "idempotency-key": text[-12:]}


def test_the_list_takes_as_many_queries_for_several_as_for_one(scene):
    client = client_of(scene.sellers[1])
    one, page = queries_of(client, "/consultations/?part=joined")
    an_open_consultation(names=(), opened=days_ago(5))
    several, longer = queries_of(client, "/consultations/")
    assert (page.count("MD-2027-1<"), longer.count("MD-2027-1<"), one) == (1, 2, several)


def test_a_consultation_belongs_to_a_pre_study_of_its_own_buyer_alone():
    runner = an_actor(a_municipality(), RoleName.CATEGORY_MANAGER)
    own, others = a_pre_study(runner), a_pre_study(an_actor(a_municipality(), RoleName.BUYER))
    client = client_of(runner)
    given = {
        "register_number": "KS 1", "title_sv": "N", "title_fi": "V", "title_en": "N",
        "about": "Networks.", "answers_until": typed(20), "comment_days": 7, "secret_days": 14,
    }  # fmt: skip
    made = sent(client, "/consultations/send/", number="MD-S", study=own.pk, **given)
    assert own.number in text_of(client, made)
    answer = client.post("/consultations/send/", {"number": "MD-T", "study": others.pk, **given})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_program_answers_and_the_files_stay_with_the_answer(scene):
    headers, question = token_of(scene.sellers[0]), scene.questions[0].pk
    path = f"/api/v1/consultation-questions/{question}/answer"
    given = {"text": f"Now {PLANTED} and a half."}
    for _twice in range(2):
        answer = a_client().put(path, given, content_type="application/json", headers=headers)
        assert (answer.status_code, answer.json()["version"]) == (OK, 2)
    assert answer.json()["files"] == [f"{PLANTED}.txt"]
    another = token_of(scene.runner)
    refused = a_client().put(path, given, content_type="application/json", headers=another)
    assert refused.json()["code"] == "not-allowed"


def test_the_record_is_one_document_for_everybody_by_page_paper_and_program():
    scene, record = a_reported_consultation(opened=days_ago(90), number="MD-R")
    one = f"/consultations/{scene.consultation.pk}/"
    client = a_client(an_account(a_person(a_municipality("Fjärrby"), RoleName.EMPLOYEE)))
    page = text_of(client, f"{one}record/")
    assert all(name in page for name in SUPPLIERS)
    assert ("trade secret" in page, "990 euros" in page, record.sha256 in page) == (
        True,
        False,
        True,
    )
    assert "run your network" not in page
    printed = client.get(f"{one}record.pdf")
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    content = client.get(f"{one}record.json").content
    assert canonical_sha256(json.loads(content)) == record.sha256
    assert b"990 euros" not in content
    with reading(scene.runner):
        paper = str(paper_of(record_of(scene.consultation.pk)))
    assert ("990 euros" in paper, "run your network" in paper) == (False, False)
    asked = a_client().get(f"/api/v1{one}record", headers=token_of(scene.sellers[5]))
    assert asked.json()["content"] == json.loads(content)
    with reading(scene.runner):
        assert ConsultationRecord.objects.get(consultation=scene.consultation).files.count() == 0
    assert a_client().get(f"{one}record/").status_code == HTTPStatus.FOUND


def test_a_colleague_reads_nothing_that_suppliers_said_before_the_record():
    scene = an_open_consultation()
    name = scene.suppliers[0].name
    answered(scene, 0, 0, f"We ask {PLANTED}.", files=[("Priser.txt", PLANTED.encode())])
    note = met(scene, 0, told="We begin.", said=f"We ask {PLANTED}.")
    claim = claimed(scene, 0, question_id=scene.questions[0].pk, passage=PLANTED)
    with reading(scene.runner):
        file = ConsultationFile.objects.get(consultation=scene.consultation)
    pages = [
        f"/consultations/{scene.consultation.pk}/answers/", f"/consultation-files/{file.pk}/",
        f"/meeting-notes/{note.pk}/", f"/trade-secrets/{claim.pk}/",
    ]  # fmt: skip
    buyer = client_of(scene.runner)
    colleague = client_of(an_actor(scene.owner, RoleName.EMPLOYEE))
    assert [buyer.get(page).status_code for page in pages] == [OK] * 4
    assert [colleague.get(page).status_code for page in pages] == [HTTPStatus.FORBIDDEN] * 4
    whole = f"/consultations/{scene.consultation.pk}/"
    assert name in buyer.get(whole).content.decode()
    assert name not in colleague.get(whole).content.decode()
