"""A tender goes whole to an archive that anybody can read and check."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pytest
from django.apps import apps

from factories.awards import (
    DECIDED,
    a_decided_tender,
    a_document_request,
    a_sent_decision,
    an_opened_tender,
    signed_agreements,
)
from samkop.core.archive import faults_in
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.exporting.tender import export_tender
from samkop.tendering.archive import tables, write_archive
from samkop.tendering.models import DecisionLetter, OpenedFile
from samkop.tendering.queries import tender_of
from samkop.tendering.vocabulary import TenderState

pytestmark = pytest.mark.usefixtures("database")

OFFERS = {"Ask Ab": {1: 100_00}, "Embla Ab": {1: 120_00}}


def archived(opened, actor=None):
    target = io.BytesIO()
    with reading(actor or opened.runner):
        write_archive(tender_of(opened.tender.pk), target, DECIDED)
    return target


def test_a_signed_tender_is_archived_with_all_its_rows_files_and_history(tmp_path):
    opened = a_decided_tender(an_opened_tender(OFFERS))

    def attached(*, actor, now):
        bid = opened.bids["Ask Ab", "LOT-0001"]
        return create(OpenedFile(bid=bid, name="plan.pdf", sha256="0" * 64, content=b"a plan"))

    perform(opened.runner, attached)
    a_sent_decision(opened)
    a_document_request(opened)
    signed_agreements(opened, date(2026, 3, 13))
    archive = archived(opened)
    assert faults_in(archive) == []
    with zipfile.ZipFile(archive) as found:
        manifest = json.loads(found.read("manifest.json"))
        names = found.namelist()
        (plan,) = [name for name in names if name.endswith("-plan.pdf")]
        assert found.read(plan) == b"a plan"
        letters = [name for name in names if name.startswith("files/decisionletter/")]
        with reading(opened.runner):
            contents = {bytes(one.content) for one in
                        DecisionLetter.objects.filter(tender_id=opened.tender.pk)}  # fmt: skip
        assert {found.read(name) for name in letters} == contents
        bids = json.loads(found.read("records/openedbid.json"))
        history = json.loads(found.read("history.json"))
    assert {row["bidder_name"].split(" (")[0] for row in bids} == {"Ask Ab", "Embla Ab"}
    assert len(history) >= 5
    classes = {one["path"]: one["class"] for one in manifest["files"]}
    assert (classes["records/openedbid.json"], classes["records/contractsignature.json"]) == (
        "bids", "agreement",
    )  # fmt: skip
    assert manifest["tender"]["state"] == TenderState.CONCLUDED
    out = tmp_path / "tender.zip"
    owner = opened.tender.owner.identifier
    assert export_tender(opened.tender.number, owner, out) == 0
    with out.open("rb") as file:
        assert faults_in(file) == []
    assert export_tender(opened.tender.number, owner, out) == 2  # never over another file
    assert export_tender("no such", owner, tmp_path / "other.zip") == 2


def test_every_table_of_a_tender_is_archived():
    known = {model.__name__ for model, _path in tables()}
    every = {model.__name__ for model in apps.get_app_config("tendering").get_models()}
    assert sorted(every - known) == []


def test_nothing_is_archived_before_the_bids_are_opened():
    opened = an_opened_tender(OFFERS)
    with reading(opened.runner):
        tender = tender_of(opened.tender.pk)
        tender.state = TenderState.OPEN
        with pytest.raises(Refused) as refused:
            write_archive(tender, io.BytesIO(), DECIDED)
    assert refused.value.code == "nothing-to-archive-yet"
