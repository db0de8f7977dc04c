"""The pages of an evaluation, walked as those who use them do; and who does not get in."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from browser_ground import a_client
from factories.opened_bids import Evaluation
from factories.parties import an_account, an_actor
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform import jobs
from samkop.platform.models import JobRun
from samkop.platform.unit_of_work import reading
from samkop.site import wiring
from samkop.tendering.models import AwardRun, BidInquiry, EvaluatorAppointment, LaboratoryRun
from samkop.tendering.queries import proposal_of

pytestmark = pytest.mark.usefixtures("database", "pages")

MARKS = (("8", "3"), ("5", "4"), ("7", "2"))


def client_for(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


class Walk:
    """Addresses asked and forms sent by one person."""

    def __init__(self, actor):
        self.client = client_for(actor)

    def see(self, name, *ids, status=200):
        answer = self.client.get(reverse(name, args=ids))
        assert answer.status_code == status, name
        return answer.content.decode()

    def send(self, name, *ids, status=303, **values):
        answer = self.client.post(reverse(name, args=ids), values)
        assert answer.status_code == status, answer.content.decode()
        return answer.headers.get("Location", "")


def worked(scene, task):
    wiring.connect()
    with reading(scene.runner):
        job = JobRun.objects.filter(task=task, party_id=scene.body.pk).latest("id")
    jobs.run_job(job.pk, job.party_id)


def tried_out(scene, runner, tender, lot):
    """The laboratory, before the tender is announced."""
    tried = {"lot": lot, "low": "50000", "high": "150000", "bidders": 3, "draws": 20, "seed": 1}
    run = runner.send("begin-laboratory-run", tender, **tried)
    assert "hx-get" in runner.client.get(run).content.decode()
    worked(scene, "laboratory")
    with reading(scene.runner):
        made = LaboratoryRun.objects.get(tender_id=tender).pk
    runner.see("laboratory-run", made)
    runner.send("attach-laboratory-run", made)
    runner.see("laboratory", tender)


def test_from_the_laboratory_to_the_proposal_by_the_pages():
    scene = Evaluation(combined=True, opened=False)
    runner, tender = Walk(scene.runner), scene.tender.pk
    anna, outsider = Walk(scene.anna), Walk(an_actor(scene.body, RoleName.EMPLOYEE))
    lot = scene.lots[0].pk
    tried_out(scene, runner, tender, lot)
    runner.see("tender-evaluators", tender)
    runner.send("appoint-evaluator", tender, evaluator=scene.anna.person_id, lots=[lot])
    with reading(scene.runner):
        appointment = EvaluatorAppointment.objects.get(tender_id=tender).pk
    anna.see("tender-marking", tender)
    anna.see("marking", appointment, status=403)
    scene.open()
    first = scene.bids[0][0].pk
    with reading(scene.runner):
        file = scene.bids[0][0].files.get().pk
    anna.see("opened-file", tender, first, file, status=403)
    anna.see("declare-interest", appointment)
    anna.send("send-interest", appointment, conflict="no")
    assert anna.see("opened-file", tender, first, file) == "How we run it."
    outsider.see("opened-file", tender, first, file, status=403)
    runner.see("opened-file", tender, scene.bids[0][1].pk, file, status=404)
    runner.see("opened-bids", tender)
    assert reverse("opened-file", args=[tender, first, file]) in runner.see(
        "opened-bid", tender, first
    )
    anna.see("opened-bids", tender, status=403)
    runner.send(
        "check-compliance", tender, first, **{"check-requirement-R1": "not-met"}, status=422
    )
    runner.send("check-compliance", tender, first, **{"check-requirement-R1": "met"})
    given = {
        f"{field}-{bid.pk}-{criterion}": value
        for bid, pair in zip(scene.bids[0], MARKS, strict=True)
        for criterion, mark in zip(("Q1", "Q2"), pair, strict=True)
        for field, value in (("mark", mark), ("reason", "As described."))
    }
    assert "plan.txt" in anna.see("marking", appointment)
    outsider.see("marking", appointment, status=403)
    runner.see("marking", appointment, status=403)
    anna.send("give-marks", appointment, status=422, **{**given, f"mark-{first}-Q1": "11"})
    anna.send("give-marks", appointment, **given)
    anna.send("hand-in-marks", appointment)
    anna.see("marking", appointment)
    anna.see("consensus", lot)
    outsider.see("consensus", lot, status=403)
    runner.send("agree-on-marks", lot, **given)
    runner.see("consensus", lot)
    runner.see("tender-scores", tender)
    runner.send("propose-award", tender, status=409)
    proposed(scene, runner, tender)
    outsider.see("tender-scores", tender, status=403)


def proposed(scene, runner, tender):
    """The best combination, its PDF and the proposal; every step as a file."""
    runner.client.get(runner.send("begin-award-run", tender))
    worked(scene, "award-combination")
    with reading(scene.runner):
        found = AwardRun.objects.get(tender_id=tender).pk
    assert "70" in runner.see("award-run", found)
    file = runner.client.get(reverse("award-run-file", args=[found]))
    assert file.content[:5] == b"%PDF-"
    runner.send("propose-combination", found)
    with reading(scene.runner):
        assert proposal_of(tender).awards.get().bid_id == scene.bids[0][1].pk
    file = runner.client.get(reverse("scores-file", args=[tender])).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file), delimiter=";"))
    assert rows[1][0] == "LOT-0001"
    assert "70240.00" in {row[-1] for row in rows}


def test_a_bidder_answers_on_its_own_page_and_sees_no_other():
    scene = Evaluation()
    tender, runner = scene.tender.pk, Walk(scene.runner)
    first, third = Walk(scene.seller(0)), Walk(scene.seller(2))
    asked = [scene.bids[0][0].pk, scene.bids[0][1].pk]
    until = (datetime.now(UTC) + timedelta(days=8)).date()
    question = {"kind": "clarification", "question": "Zqfraga?", "answer_until": until}
    runner.send("ask-bidders", tender, **question, status=422)
    runner.send("ask-bidders", tender, **question, bids=asked)
    runner.see("bid-questions", tender)
    page = first.see("questions-to-us", tender)
    assert (page.count("Zqfraga?"), scene.bidders[1].name in page) == (1, False)
    third.see("questions-to-us", tender, status=403)
    with reading(scene.runner):
        inquiry = BidInquiry.objects.get(bid=scene.bids[0][0]).pk
    file = io.BytesIO(b"warranty")
    file.name = "w.pdf"
    first.send("answer-bid-question", inquiry, text="Three years.", file=file)
    third.send("answer-bid-question", inquiry, text="Mine.", status=404)
    with reading(scene.runner):
        answer = BidInquiry.objects.get(id=inquiry).answers.get().pk
    for who, status in ((first, 200), (runner, 200), (third, 404)):
        address = reverse("bid-answer-file", args=[inquiry, answer])
        assert who.client.get(address).status_code == status
    runner.see("judge-answer", inquiry)
    judged = {"outcome": "within-limits", "reason": "Clear."}
    runner.send("send-ruling", inquiry, **judged, status=409)
    first.see("opened-bids", tender, status=403)
    first.see("tender-scores", tender, status=403)
