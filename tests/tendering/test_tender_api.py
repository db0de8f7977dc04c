"""Tenders and sealed bids for programs: the whole path of a supplier's own system."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from api_ground import caller
from browser_ground import pages  # noqa: F401
from factories.bids import bid_content, closed_tender, submitted_bid
from factories.parties import a_municipality, a_supplier, an_actor
from factories.tendering import a_tender_in_preparation, a_tender_runner, an_open_tender
from samkop.core.bidding import faults_of, read_content, read_form
from samkop.core.sealing.members import canonical
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform
from samkop.tendering.queries.register import PART
from samkop.tendering.usecases.contents import DocumentFile, add_tender_document
from samkop.tendering.usecases.questions import answer_tender_question
from serving_ground import COMMAND

pytestmark = pytest.mark.usefixtures("database", "pages")
SCOPES = ["tenders:read", "tenders:write", "bids:write"]
NOW = datetime.now(UTC)
LOT = "LOT-0001"


class Scene:
    """A tender that is open now, a supplier's program, and one of the buyer's."""

    def __init__(self) -> None:
        self.runner = a_tender_runner()
        self.tender = an_open_tender(
            self.runner, now=NOW, bids_until=NOW + timedelta(days=60),
            questions_until=NOW + timedelta(days=30),
        )  # fmt: skip
        self.supplier = a_supplier("Programleverans Ab")
        self.seller = an_actor(self.supplier, RoleName.SALESPERSON)
        self.program = caller(self.seller, scopes=SCOPES)
        self.at = f"/tenders/{self.tender.pk}"

    def send(self, sealed: bytes, program=None):
        """Part by part, as the API says, and then the bid."""
        program = program or self.program
        begun = program.post(f"{self.at}/lots/{LOT}/sealed-files", {"size": len(sealed)}).json()
        length = begun["part_length"]
        for place in range(-(-len(sealed) // length)):
            part = sealed[place * length : (place + 1) * length]
            kept = put_part(program, f"{self.at}/sealed-files/{begun['id']}/parts/{place}", part)
            assert kept.json() == {"place": place}
        return program.post(f"{self.at}/lots/{LOT}/bids", {"file": begun["id"]})


def put_part(program, path, part: bytes):
    return program.client.post(
        f"/api/v1{path}", {"part": SimpleUploadedFile("part", part)}, headers=program.headers
    )


@pytest.fixture(scope="module")
def scene(database):
    return Scene()


def sealed_by_the_command(scene, tmp_path, name: str) -> bytes:
    """A bid that the command seals to the key, and by the form, that the API gave."""
    key, out = tmp_path / "key.json", tmp_path / f"{name}.sealed"
    key.write_text(json.dumps(scene.program.get(f"{scene.at}/key").json()))
    form = read_form(json.dumps(scene.program.get(f"{scene.at}/lots/{LOT}/form").json()))
    prices = [{"line": line.code, "price": "10.00"} for line in form.prices]
    given = bid_content(
        scene.tender, LOT, scene.supplier, prices=prices,
        requirements=[{"code": row.code, "meets": True, "note": ""} for row in form.requirements],
        criteria=[{"code": row.code, "answer": "A plan."} for row in form.criteria],
        espd=[{"code": row.code, "yes": False, "note": ""} for row in form.espd],
        valid_until=form.valid_until.isoformat(),
    )  # fmt: skip
    content = tmp_path / "bid.json"
    content.write_bytes(canonical(given))
    assert faults_of(form, read_content(content.read_text()), {}) == []
    padding = tmp_path / f"{name}.bin"
    padding.write_bytes(b"x" * (PART + 1))
    subprocess.run(
        [*COMMAND, "bid", "seal", str(content), str(padding), "--key", str(key), "--lot", LOT,
         "--bidder", scene.supplier.identifier, "--out", str(out)],
        check=True, capture_output=True,
    )  # fmt: skip
    return out.read_bytes()


def test_a_supplier_reads_what_is_published_and_its_files(scene):
    listed = scene.program.get("/tenders").json()
    assert [one["id"] for one in listed["tenders"]] == [scene.tender.pk]
    assert listed["next_before"] is None
    assert scene.program.get("/tenders?state=cancelled").json()["tenders"] == []
    read = scene.program.get(scene.at).json()
    assert [one["code"] for one in read["lots"]] == ["LOT-0001", "LOT-0002"]
    assert (read["state"], read["lots"][0]["maximum_value"]) == ("open", "800000.00")
    assert [one["unit"] for one in read["lots"][0]["buyers"]] == ["piece"]
    assert [one["portal"] for one in read["notices"]] == ["Hilma"]
    stranger = caller(an_actor(a_supplier(), RoleName.SALESPERSON), scopes=["consultations:read"])
    assert stranger.get("/tenders").status_code == 403
    assert scene.program.get("/tender-documents/999999999").status_code == 404


def test_a_document_is_given_as_its_bytes(database):
    runner = a_tender_runner()
    tender = a_tender_in_preparation(runner)
    file = DocumentFile("contract", "Draft", "draft.pdf", b"%PDF of the draft")
    document = perform(runner, add_tender_document, now=NOW, tender_id=tender.pk, file=file)
    own = caller(runner, scopes=["tenders:read"])
    (listed,) = own.get(f"/tenders/{tender.pk}").json()["documents"]
    assert (listed["id"], listed["sha256"]) == (document.pk, document.sha256)
    given = own.get(f"/tender-documents/{document.pk}")
    assert (given.content, given["Content-Type"]) == (
        b"%PDF of the draft", "application/octet-stream",
    )  # fmt: skip
    # In preparation it is the owner's alone.
    other = caller(an_actor(a_supplier(), RoleName.SALESPERSON), scopes=["tenders:read"])
    assert other.get(f"/tenders/{tender.pk}").status_code == 404
    assert other.get(f"/tender-documents/{document.pk}").status_code == 404


def test_a_question_is_asked_once_a_key_and_its_answer_reaches_everybody(scene):
    asked = scene.program.post(f"{scene.at}/questions", {"text": "By when?"}, key="q-1")
    again = scene.program.post(f"{scene.at}/questions", {"text": "By when?"}, key="q-1")
    assert asked.json() == again.json()
    assert scene.program.get(scene.at).json()["waiting_questions"] == []
    buyer = caller(scene.runner, scopes=SCOPES)
    (waiting,) = buyer.get(scene.at).json()["waiting_questions"]
    assert waiting == {**asked.json(), "asked_at": waiting["asked_at"], "text": "By when?"}
    perform(
        scene.runner, answer_tender_question, now=NOW, question_id=waiting["id"],
        asked="By when?", text="By June.",
    )  # fmt: skip
    rival = caller(an_actor(a_supplier(), RoleName.SALESPERSON), scopes=SCOPES)
    (answer,) = rival.get(scene.at).json()["answers"]
    assert (answer["asked"], answer["text"]) == ("By when?", "By June.")
    assert buyer.post(f"{scene.at}/questions", {"text": "Us?"}, key="q-2").status_code == 403


def test_a_bid_that_the_command_seals_comes_in_is_replaced_and_withdrawn(scene, tmp_path):
    first = scene.send(sealed_by_the_command(scene, tmp_path, "first")).json()
    assert (first["kind"], first["lot"], first["stands"], first["of"]) == ("bid", LOT, True, "")
    assert first["receipt"]["samkop"] == "bid-receipt"
    second = scene.send(sealed_by_the_command(scene, tmp_path, "second")).json()
    assert second["of"] == first["number"]
    listed = scene.program.get(f"{scene.at}/bids").json()
    assert [(one["number"], one["stands"]) for one in listed] == [
        (second["number"], True), (first["number"], False),
    ]  # fmt: skip
    gone = scene.program.post(f"{scene.at}/bids/{second['number']}/withdrawal").json()
    assert (gone["kind"], gone["of"], gone["stands"]) == ("withdrawal", second["number"], False)
    again = scene.program.post(f"{scene.at}/bids/{second['number']}/withdrawal")
    assert again.status_code == 404
    proof = f"{scene.at}/bids/{second['number']}/proof"
    assert scene.program.get(proof).status_code == 404
    assert scene.program.get(f"{scene.at}/bids/{'0' * 32}/proof").status_code == 404


def test_nobody_else_sees_or_sends_anything(scene, tmp_path):
    sealed = sealed_by_the_command(scene, tmp_path, "third")
    sent = scene.send(sealed).json()
    rivals = an_actor(a_supplier("Rivalen Ab"), RoleName.SALESPERSON)
    employee = an_actor(scene.supplier, RoleName.EMPLOYEE)
    rival = caller(rivals, scopes=SCOPES)
    assert rival.get(f"{scene.at}/bids").json() == []
    assert rival.post(f"{scene.at}/bids/{sent['number']}/withdrawal").status_code == 404
    begun = scene.program.post(f"{scene.at}/lots/{LOT}/sealed-files", {"size": 3}).json()
    part = f"{scene.at}/sealed-files/{begun['id']}/parts/0"
    assert put_part(rival, part, b"abc").status_code == 404
    wrong = put_part(scene.program, part, b"abcd")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "part-wrong")
    # Who does not sell does not bid, whatever the token may; nor does the buyer, or a program
    # that was not let to.
    without_role = caller(employee, scopes=SCOPES)
    buyer = caller(scene.runner, scopes=SCOPES)
    reader = caller(scene.seller, scopes=["tenders:read"])
    for program in (without_role, buyer, reader):
        assert program.get(f"{scene.at}/bids").status_code == 403
        begun = program.post(f"{scene.at}/lots/{LOT}/sealed-files", {"size": 3})
        assert begun.status_code == 403
        assert put_part(program, part, b"abc").status_code == 403
    # All of it is noted, and of suppliers by no name.
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT verb, outcome, actor FROM tendering_bidattempt WHERE tender_id = %s",
            [scene.tender.pk],
        )
        noted = cursor.fetchall()
    assert {"not-found", "part-wrong", "not-allowed"} <= {outcome for _verb, outcome, _who in noted}
    named = {one.identity for one in (scene.seller, rivals, employee)}
    assert named.isdisjoint(who for _verb, _outcome, who in noted)


def test_after_the_deadline_one_has_the_proof_of_ones_own(database):
    scene = Scene()
    content = bid_content(scene.tender, LOT, scene.supplier)
    entry = submitted_bid(scene.tender, LOT, scene.seller, content)
    closed_tender(scene.tender)
    proof = scene.program.get(f"{scene.at}/bids/{entry.number}/proof")
    assert (proof.status_code, proof.json()["samkop"]) == (200, "register-proof")
    late = scene.program.post(f"{scene.at}/bids/{entry.number}/withdrawal")
    assert (late.status_code, late.json()["code"]) == (409, "bids-closed")


def test_a_municipality_lists_its_own_and_what_others_announced(scene):
    program = caller(an_actor(a_municipality(), RoleName.ICT_MANAGER), scopes=["tenders:read"])
    shown = program.get("/tenders").json()["tenders"]
    assert {"open"} >= {one["state"] for one in shown}
    assert scene.tender.pk in {one["id"] for one in shown}
