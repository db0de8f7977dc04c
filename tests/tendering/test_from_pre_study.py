"""A tender takes over what its pre-study planned."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from browser_ground import a_client, pages  # noqa: F401
from factories.consultations import SUPPLIERS, an_open_consultation, answered, reported
from factories.parties import (
    a_municipality,
    a_person,
    a_purchasing_body,
    a_region,
    an_account,
    an_actor,
)
from factories.planning import (
    a_lot,
    a_pre_study,
    an_included_need,
    code_of,
    homework_done,
)
from factories.tendering import AT, a_tender_in_preparation, tender_terms
from samkop.parties.vocabulary import RoleName
from samkop.planning.queries.pre_studies import lines_in
from samkop.planning.usecases.pre_studies import finish_pre_study
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import TenderDocument
from samkop.tendering.queries import buyers_of, lots_of, tender_of
from samkop.tendering.queries.contents import documents_of
from samkop.tendering.queries.readiness import findings_of
from samkop.tendering.usecases.consultation_records import attach_consultation_records
from samkop.tendering.usecases.from_pre_study import take_over_pre_study
from samkop.tendering.usecases.tender import prepare_tender

pytestmark = pytest.mark.usefixtures("database", "pages")


class Scene:
    """A purchasing body with a pre-study that has one lot, of two buyers."""

    def __init__(self) -> None:
        self.body = a_purchasing_body()
        self.runner, self.second = (
            an_actor(self.body, RoleName.CATEGORY_MANAGER, RoleName.BUYER) for _one in range(2)
        )
        self.buyers = [a_municipality("Norrby"), a_municipality("Söderby")]
        a_region(self.body, *self.buyers)
        self.study = a_pre_study(self.runner)
        for buyer in self.buyers:
            an_included_need(self.runner, self.study, an_actor(buyer, RoleName.ICT_MANAGER))
        with reading(self.runner):
            held = [line.pk for line in lines_in(self.study.pk)]
        a_lot(self.runner, self.study, held)

    def tender(self, **terms: str) -> int:
        made = perform(self.runner, prepare_tender, now=AT, terms=tender_terms(**terms))
        return int(made.pk)


@pytest.fixture(scope="module")
def scene(database):
    return Scene()


def test_lots_come_with_reasons_buyers_and_volumes_once_the_homework_is_done(scene):
    first = {"tender_id": scene.tender(), "pre_study_id": scene.study.pk}
    assert code_of(scene.runner, take_over_pre_study, **first) == "pre-study-not-finished"
    homework_done(scene.runner, scene.second, scene.study)
    perform(scene.runner, finish_pre_study, study_id=scene.study.pk)
    stranger = an_actor(a_purchasing_body(), RoleName.CATEGORY_MANAGER)
    assert code_of(stranger, take_over_pre_study, **first) == "not-found"
    other = {**first, "tender_id": scene.tender(currency="SEK")}
    code = code_of(scene.runner, take_over_pre_study, **other)
    assert code == "pre-study-in-another-currency"

    client = a_client(an_account(a_person(scene.body, RoleName.CATEGORY_MANAGER)))
    lots = f"/tenders/{first['tender_id']}/lots/"
    assert f"{scene.study.number} Workplaces" in client.get(lots).content.decode()
    answer = client.post(f"{lots}take-over/", {"pre_study": scene.study.pk})
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.SEE_OTHER, lots)
    with reading(scene.runner):
        (lot,) = lots_of(first["tender_id"])
        volumes = {
            (row.buyer.legal_name, row.expected_quantity, row.unit, row.expected_value_cents)
            for row in buyers_of(first["tender_id"])
        }
        assert tender_of(first["tender_id"]).pre_study_id == scene.study.pk
    # Two buyers of 400 pieces in one year and 300 in the next: 700,000.00 each, 840,000 at most.
    assert (lot.code, lot.title_fi, lot.estimated_value_cents, lot.maximum_value_cents) == (
        "LOT-0001", "Tietokoneet", 140_000_000, 168_000_000,
    )  # fmt: skip
    assert lot.reason == "Others make them than run the network."
    assert volumes == {
        ("Norrby", 700, "piece", 70_000_000), ("Söderby", 700, "piece", 70_000_000),
    }  # fmt: skip
    again = client.post(f"{lots}take-over/", {"pre_study": scene.study.pk})
    assert again.status_code == HTTPStatus.CONFLICT


def test_a_record_that_is_made_later_is_attached_before_the_announcement(scene):
    made = perform(scene.runner, prepare_tender, now=AT, terms=tender_terms())
    dialogue = an_open_consultation(
        owner=scene.body,
        runner=scene.runner,
        study_id=scene.study.pk,
        opened=AT,
        names=SUPPLIERS[:1],
    )
    answered(dialogue, 0, 0, "In a year.", files=[("plan.txt", b"a plan")])
    taken = {"tender_id": made.pk, "pre_study_id": scene.study.pk}
    perform(scene.runner, take_over_pre_study, now=AT, **taken)

    def found() -> list[str]:
        with reading(scene.runner):
            tender = tender_of(made.pk)
            return [one.code for one in findings_of(tender, AT) if "consult" in one.code]

    client = a_client(an_account(a_person(scene.body, RoleName.CATEGORY_MANAGER)))
    button = f"/tenders/{made.pk}/documents/attach-records/"
    page = f"/tenders/{made.pk}/documents/"
    assert found() == ["consultation-not-reported"]
    assert button not in client.get(page).content.decode()
    record = reported(dialogue)
    assert found() == ["consultation-record-missing"]
    assert button in client.get(page).content.decode()
    assert client.post(button).status_code == HTTPStatus.SEE_OTHER
    assert found() == []
    assert button not in client.get(page).content.decode()
    with reading(scene.runner):
        kept = {row.name: row.sha256 for row in documents_of(made.pk)}
        paper = TenderDocument.objects.get(tender=made, name="consultation-MD-2027-1.pdf")
    assert list(kept) == [
        "consultation-MD-2027-1.json", "consultation-MD-2027-1.pdf", "consultation-MD-2027-1-1.txt",
    ]  # fmt: skip
    assert kept["consultation-MD-2027-1.json"] == record.sha256
    assert bytes(paper.content).startswith(b"%PDF")
    # Attached once: nothing is added a second time.
    again = perform(scene.runner, attach_consultation_records, now=AT, tender_id=made.pk)
    assert again == []


def test_lots_that_are_there_are_not_written_over(scene):
    made = a_tender_in_preparation(scene.runner)
    asked = {"tender_id": made.pk, "pre_study_id": scene.study.pk}
    assert code_of(scene.runner, take_over_pre_study, **asked) == "lots-there-already"
