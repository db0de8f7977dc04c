"""Market consultations in open data: the planning of a tender, and no supplier in it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from browser_ground import a_client
from core.ocds import official
from core.ocds.test_releases import faults
from factories.awards import an_opened_tender
from factories.consultations import a_prepared_consultation, an_open_consultation, reported
from factories.open_data import decided, publish_what_was_decided
from factories.parties import a_municipality, an_actor
from factories.planning import a_pre_study
from samkop.core.ocds import compiled
from samkop.opendata.models import Release
from samkop.opendata.usecases.publishing_planning import publish_consultation
from samkop.opendata.usecases.publishing_tenders import publish_tender
from samkop.opendata.vocabulary import Field, ReleaseKind
from samkop.parties.vocabulary import RoleName
from samkop.planning.usecases.consultations import extend_consultation
from samkop.platform import actors
from samkop.platform.actors import ANONYMOUS
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database", "pages")


def told_of(scene) -> list[dict]:
    dispatch_waiting(FACTS, now=scene.settled + timedelta(days=1), limit=1000)
    with reading(ANONYMOUS):
        rows = Release.objects.filter(kind=ReleaseKind.PLANNING, subject_id=scene.consultation.pk)
        return [json.loads(row.body) for row in rows.order_by("id")]


def test_a_consultation_is_told_from_its_opening_to_its_record(database):
    scene = a_prepared_consultation()
    decided(scene.owner, Field.CONSULTATION, now=scene.opened)
    assert told_of(scene) == []
    perform(
        actors.job("open-data", scene.owner.pk), publish_consultation, now=scene.opened,
        consultation_id=scene.consultation.pk,
    )  # fmt: skip
    assert told_of(scene) == []


def test_extension_and_record_follow_in_releases_of_their_own(database):
    scene = an_open_consultation(number="MD-2027-2")
    assert told_of(scene) == []
    (decision,) = decided(scene.owner, Field.CONSULTATION, now=scene.opened)
    publish_what_was_decided(decision)
    (first,) = told_of(scene)
    later = scene.until + timedelta(days=2)
    given = {"consultation_id": scene.consultation.pk, "now": scene.on(3)}
    perform(scene.runner, extend_consultation, answers_until=later, **given)
    reported(scene)
    *_before, last = told = told_of(scene)
    assert first["tag"] == ["planning"]
    assert {tuple(one["tag"]) for one in told[1:]} == {("planningUpdate",)}
    assert [faults(one) for one in told] == [[] for _one in told]
    assert faults(compiled(told)) == []
    assert first["planning"]["milestones"][0]["status"] == "scheduled"
    answers, record = last["planning"]["milestones"]
    assert (answers["id"], answers["type"], answers["status"]) == ("answers", "engagement", "met")
    assert answers["dueDate"] == "2027-02-14T15:00:00Z"
    assert (record["type"], record["status"]) == ("reporting", "met")
    text = json.dumps(told, ensure_ascii=False)
    assert [one.legal_name for one in scene.suppliers if one.legal_name in text] == []
    process = f"/open-data/processes/{last['ocid']}"
    page = a_client().get(f"{process}/").content.decode()
    assert "We want the best supplier in each area" in page
    assert f"{process}/" in a_client().get("/open-data/tenders/").content.decode()
    package = a_client().get(f"{process}.json").json()
    assert package["records"][0]["compiledRelease"]["planning"]["milestones"][1] == record
    releases = a_client().get("/open-data/releases.json").json()
    if official.HERE:
        _release, validator = official.validators()
        assert [error.message for error in validator.iter_errors(releases)] == []


def test_a_tender_names_the_processes_in_which_it_was_planned(database):
    owner = a_municipality("Nybygge", country="SE", time_zone="Europe/Stockholm")
    runner = an_actor(owner, RoleName.CATEGORY_MANAGER)
    study = a_pre_study(runner)
    scene = an_open_consultation(owner=owner, runner=runner, study_id=study.pk)
    opened = an_opened_tender({"Ask Ab": {1: 100_00}}, owner=owner, pre_study_id=study.pk)
    decided(owner, Field.CONSULTATION, Field.TENDER_TITLE, now=scene.opened)
    (planned,) = told_of(scene)
    job = actors.job("open-data", owner.pk)
    perform(job, publish_tender, now=scene.settled, tender_id=opened.tender.pk)
    with reading(ANONYMOUS):
        rows = Release.objects.filter(kind=ReleaseKind.TENDER, subject_id=opened.tender.pk)
        told = json.loads(rows.order_by("-id").first().body)
    assert told["relatedProcesses"] == [
        {
            "id": "1", "relationship": ["planning"], "scheme": "ocid",
            "identifier": planned["ocid"],
        }
    ]  # fmt: skip
    assert faults(told) == []


def test_nobody_but_the_job_publishes_and_nothing_without_a_decision(database):
    scene = an_open_consultation(number="MD-2027-3")
    given = {"consultation_id": scene.consultation.pk, "now": scene.on(1)}
    with pytest.raises(Refused) as refused:
        perform(scene.runner, publish_consultation, **given)
    assert refused.value.code == "not-allowed"
    job = actors.job("open-data", scene.owner.pk)
    assert perform(job, publish_consultation, **given) is None
    assert told_of(scene) == []
