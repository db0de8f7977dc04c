"""Tenders and awards in open data: from the published notice on, and no bid before the award."""

from __future__ import annotations

import json

import pytest

from browser_ground import a_client
from core.ocds.test_releases import faults
from factories.awards import DECIDED, a_decided_tender, a_sent_decision, an_opened_tender
from factories.open_data import decided
from factories.tendering import AT, a_tender_runner, an_announced_tender
from samkop.core.ocds import compiled
from samkop.opendata.models import Release
from samkop.opendata.usecases.publishing_tenders import publish_tender
from samkop.opendata.vocabulary import Field, ReleaseKind
from samkop.parties.models import Party
from samkop.platform import actors
from samkop.platform.actors import ANONYMOUS
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS
from samkop.tendering.usecases.announcing import NoticeGiven, record_notice

pytestmark = pytest.mark.usefixtures("database", "pages")
TENDER = tuple(
    field
    for field in Field
    if field.startswith(("tender.", "award.")) and field != Field.AWARD_REASONS
)


def told_of(tender) -> list[dict]:
    with reading(ANONYMOUS):
        rows = Release.objects.filter(kind=ReleaseKind.TENDER, subject_id=tender.pk)
        return [json.loads(row.body) for row in rows.order_by("id")]


def test_a_tender_is_told_once_its_notice_is_published(database):
    runner = a_tender_runner()
    with reading(runner):
        body = Party.objects.get(id=runner.party_id)
    decided(body, *TENDER)
    tender = an_announced_tender(runner)
    dispatch_waiting(FACTS, limit=1000)
    assert told_of(tender) == []
    notice = NoticeGiven("Hilma", "2026-1", AT.date())
    perform(runner, record_notice, now=AT, tender_id=tender.pk, notice=notice)
    dispatch_waiting(FACTS, limit=1000)
    (told,) = told_of(tender)
    assert (told["tag"], told["tender"]["status"]) == (["tender"], "active")
    assert [lot["id"] for lot in told["tender"]["lots"]] == ["LOT-0001", "LOT-0002"]
    assert faults(told) == []
    assert tender.number in a_client().get("/open-data/tenders/").content.decode()


def test_no_bid_and_no_bidder_is_told_before_the_decision_is_sent(database):
    offers = {"Vinnaren Ab": {1: 500_000_00}, "Förloraren Ab": {1: 600_000_00}}
    opened = an_opened_tender(offers, country="FI", currency="EUR")
    owner = opened.tender.owner
    decided(owner, *TENDER, now=DECIDED)
    job = actors.job("open-data", owner.pk)

    def publish():
        perform(job, publish_tender, now=DECIDED, tender_id=opened.tender.pk)
        return json.dumps(told_of(opened.tender), ensure_ascii=False)

    hidden = ("Vinnaren", "Förloraren", "500000", "600000", "numberOfTenderers")
    assert [word for word in hidden if word in publish()] == []
    a_decided_tender(opened)
    assert [word for word in hidden if word in publish()] == []
    a_sent_decision(opened)
    assert [word for word in hidden if word in publish()] == [
        "Vinnaren", "500000", "numberOfTenderers",
    ]  # fmt: skip
    *_earlier, told = told_of(opened.tender)
    (award,) = told["awards"]
    assert award["value"] == {"amount": 500_000, "currency": "EUR"}
    assert (told["tag"][-1], told["tender"]["numberOfTenderers"]) == ("award", 2)
    assert faults(told) == []
    assert faults(compiled(told_of(opened.tender))) == []
    dispatch_waiting(FACTS, limit=1000)
    assert len(told_of(opened.tender)) == len([*_earlier, told])
    page = a_client().get(f"/open-data/processes/{told['ocid']}/").content.decode()
    assert "Vinnaren Ab" in page
    assert "Förloraren" not in page
    # The reasons of the decision and of each bid stay with those concerned.
    assert "The best price and more quality." not in page + json.dumps(told_of(opened.tender))
