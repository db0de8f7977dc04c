"""Models tried out before publication, the best combination found, and what is proposed."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connections
from django.utils import translation

from factories.opened_bids import CLAUSE, NOW, POINTS, WEIGHED, Evaluation
from samkop.core.award.drawing import drawn, seed_of
from samkop.platform import jobs
from samkop.platform.jobs import cancel_job
from samkop.platform.models import JobRun
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site import wiring
from samkop.tendering.models import AwardRun, LaboratoryRun
from samkop.tendering.queries import proposal_of
from samkop.tendering.usecases.award_decision import decide_award
from samkop.tendering.usecases.award_runs import begin_award_run, propose_award
from samkop.tendering.usecases.compliance import Found, check_compliance, reject_bid
from samkop.tendering.usecases.laboratory import (
    Tried,
    attach_laboratory_run,
    begin_laboratory_run,
)
from samkop.tendering.usecases.marks import GivenMark, agree_on_marks
from samkop.tendering.vocabulary import AwardMethod

pytestmark = pytest.mark.usefixtures("database")

ALIKE = ((("1000.00", "0.00"), ("1000.00", "0.00"), ("2000.00", "0.00")),)
FIVE = (("5", "2"),) * 3


def refusal(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=NOW, **inputs)
    return refused.value.code


def worked(scene, task, run):
    """The job's row after its worker has run it."""
    wiring.connect()
    with reading(scene.runner):
        job = JobRun.objects.get(task=task, key=str(run.pk))
    jobs.run_job(job.pk, job.party_id)
    with reading(scene.runner):
        return JobRun.objects.get(id=job.pk)


def proposed(scene):
    with reading(scene.runner):
        proposal = proposal_of(scene.tender.pk)
        return proposal, list(proposal.awards.order_by("lot__code"))


def test_on_one_lot_the_best_bid_is_proposed_and_a_tie_is_drawn_by_lot():
    scene = Evaluation(prices=ALIKE)
    assert refusal(scene.runner, propose_award, tender_id=scene.tender.pk) == "marks-not-agreed"
    scene.evaluated(FIVE)
    perform(scene.runner, propose_award, now=NOW, tender_id=scene.tender.pk)
    proposal, (award,) = proposed(scene)
    told = proposal.outcome["lots_drawn"]
    numbers = [bid.number for bid in scene.bids[0][:2]]
    seed = seed_of(scene.tender.number, scene.tender.register_number, told["root"])
    winner = next(bid for bid in scene.bids[0] if bid.number == drawn(seed, numbers)[0])
    assert (award.bid_id, award.rank, award.price_cents) == (winner.pk, 1, 100_000_00)
    assert award.evaluated_cost_cents == 100_000_00 - 15_000_00 - 4_000_00
    assert award.score is None
    assert award.reason != ""


def test_a_model_in_points_is_proposed_by_points_and_never_in_combination():
    scene = Evaluation(model=POINTS, criteria=WEIGHED).evaluated(FIVE)
    perform(scene.runner, propose_award, now=NOW, tender_id=scene.tender.pk)
    _proposal, (award,) = proposed(scene)
    # Of 1,000 points: 400 for the lowest price, 200 and 80 for the marks.
    assert (award.score, award.evaluated_cost_cents) == (680_000, None)
    code = refusal(scene.runner, begin_award_run, tender_id=scene.tender.pk)
    assert code == "not-in-combination"


@pytest.fixture(scope="module")
def combined(database):
    """Two lots; A is best on both, and may win one."""
    prices = (
        (("1000.00", "0.00"), ("1100.00", "0.00"), ("1500.00", "0.00")),
        (("1000.00", "0.00"), ("1200.00", "0.00"), ("1300.00", "0.00")),
    )
    return Evaluation(prices=prices, combined=True).evaluated(FIVE, FIVE)


def test_the_best_combination_is_found_by_a_job_and_proposed_with_the_reason(combined):
    scene = combined
    tender = {"tender_id": scene.tender.pk}
    assert refusal(scene.runner, propose_award, **tender) == "combination-announced"
    assert refusal(scene.anna, begin_award_run, **tender) == "not-allowed"
    # What is asked is the same in whatever language it is asked and proposed.
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE parties_party SET name_fi = 'Toimittaja' WHERE id = %s", [scene.bidders[0].pk]
        )
    with translation.override("fi"):
        run = perform(scene.runner, begin_award_run, now=NOW, **tender)
    early = {**tender, "run_id": run.pk}
    assert refusal(scene.runner, propose_award, **early) == "combination-not-proven"
    assert worked(scene, "award-combination", run).state == JobRun.State.DONE
    with reading(scene.runner):
        run = AwardRun.objects.get(id=run.pk)
    # B on the first lot and A on the second: 91,000 + 81,000; A on both would be 162,000.
    assert (run.outcome["status"], run.outcome["cost"]) == ("optimal", "172000.00")
    assert run.outcome["rule_prices"] == [{"rule": "max_lots_per_bidder", "cost": "10000.00"}]
    assert set(run.reports["sv"]["by_lot"]) == {"LOT-0001"}
    assert run.clauses == {"max_lots_per_bidder": CLAUSE}
    perform(scene.runner, propose_award, now=NOW, **early)
    proposal, awards = proposed(scene)
    assert (proposal.method, proposal.problem) == (AwardMethod.COMBINATION, run.problem)
    assert [(one.bid_id, one.rank, one.reason != "") for one in awards] == [
        (scene.bids[0][1].pk, 2, True), (scene.bids[1][0].pk, 1, False),
    ]  # fmt: skip


def test_figures_that_changed_since_are_not_proposed():
    scene = Evaluation(prices=ALIKE, combined=True).evaluated((("2", "2"), *FIVE[:2]))
    tender = {"tender_id": scene.tender.pk}
    code = refusal(scene.runner, begin_award_run, **tender)
    assert code == "below-minimum-not-rejected"
    low = {"bid_id": scene.bids[0][0].pk, "ground": "minimum", "reason": "Below 3 in Q1."}
    perform(scene.runner, reject_bid, now=NOW, **low)
    run = perform(scene.runner, begin_award_run, now=NOW, **tender)
    worked(scene, "award-combination", run)
    scene.agree_on(0, scene.bids[0][1], "Q1", "6")
    code = refusal(scene.runner, propose_award, **tender, run_id=run.pk)
    assert code == "scores-changed-since"


def test_a_model_is_examined_by_a_job_and_its_report_goes_with_the_tender():
    scene = Evaluation(model=POINTS, criteria=WEIGHED, opened=False)
    asked = {
        "tender_id": scene.tender.pk, "lot_id": scene.lots[0].pk, "language": "sv",
        "tried": Tried(50_00, 150_00, 3, draws=100),
    }  # fmt: skip
    none = {**asked, "tried": Tried(50_00, 150_00, 3, draws=0)}
    assert refusal(scene.runner, begin_laboratory_run, **none) == "draws-out-of-range"
    upside = {**asked, "tried": Tried(150_00, 50_00)}
    assert refusal(scene.runner, begin_laboratory_run, **upside) == "problem-unusable"
    run = perform(scene.runner, begin_laboratory_run, now=NOW, **asked)
    early = {"run_id": run.pk}
    assert refusal(scene.runner, attach_laboratory_run, **early) == "report-not-made"
    assert worked(scene, "laboratory", run).state == JobRun.State.DONE
    with reading(scene.runner):
        run = LaboratoryRun.objects.get(id=run.pk)
    assert run.answer["verdicts"]["independence"] == "counter-example"
    assert bytes(run.pdf[:5]) == b"%PDF-"
    assert hashlib.sha256(run.pdf).hexdigest() == run.pdf_sha256
    assert set(run.reports) == {"sv", "fi", "en"}
    perform(scene.runner, attach_laboratory_run, now=NOW, **early)
    stopped = perform(scene.runner, begin_laboratory_run, now=NOW + timedelta(1), **asked)
    with reading(scene.runner):
        job = JobRun.objects.get(task="laboratory", key=str(stopped.pk))
    perform(scene.runner, cancel_job, run_id=job.pk)
    assert worked(scene, "laboratory", stopped).state == JobRun.State.CANCELLED
    with reading(scene.seller(0)):
        assert list(LaboratoryRun.objects.filter(tender=scene.tender)) == []
    scene.open()
    with reading(scene.seller(0)):
        found = LaboratoryRun.objects.filter(tender=scene.tender)
        assert list(found.values_list("id", flat=True)) == [run.pk]


def test_what_is_judged_after_the_proposal_is_not_decided_by_it():
    scene = Evaluation().evaluated((("5", "2"), ("6", "2"), ("7", "2")))
    given = {
        "tender_id": scene.tender.pk, "register_number": "D/9", "decided_by": "The board",
        "decided_on": NOW.date(), "case": "award", "lot_reasons": {}, "bid_reasons": {},
    }  # fmt: skip
    perform(scene.runner, propose_award, now=NOW, tender_id=scene.tender.pk)
    _proposal, (award,) = proposed(scene)
    assert refusal(scene.runner, decide_award, **given) == "reason-missing"
    late = {"bid_id": award.bid_id, "ground": "late", "reason": "It came late."}
    assert refusal(scene.runner, reject_bid, **late) == "late-not-opened"
    unsigned = [Found("form", "form", "not-met", "Nobody signed it.")]
    perform(scene.runner, check_compliance, now=NOW, bid_id=award.bid_id, found=unsigned)
    perform(
        scene.runner, reject_bid, now=NOW, bid_id=award.bid_id, ground="formal", code="form",
        reason="Nobody signed it.",
    )  # fmt: skip
    assert refusal(scene.runner, decide_award, **given) == "judged-since-the-proposal"
    perform(scene.runner, propose_award, now=NOW, tender_id=scene.tender.pk)
    assert refusal(scene.runner, decide_award, **given) == "reason-missing"
    other = next(bid for bid in scene.bids[0] if bid.pk != award.bid_id)
    later = [GivenMark(other.pk, "Q1", Decimal(9), "Agreed on again.")]
    perform(
        scene.runner, agree_on_marks, now=NOW + timedelta(hours=1), lot_id=scene.lots[0].pk,
        marks=later,
    )  # fmt: skip
    assert refusal(scene.runner, decide_award, **given) == "judged-since-the-proposal"


def test_who_does_not_meet_a_requirement_wins_nothing():
    scene = Evaluation().evaluated((("5", "2"), ("6", "2"), ("7", "2")))
    bid = scene.bids[0][0]

    def found(outcome):
        one = [Found("requirement", "R1", outcome, "Seen in the bid.")]
        perform(scene.runner, check_compliance, now=NOW, bid_id=bid.pk, found=one)

    found("not-met")
    assert refusal(scene.runner, propose_award, tender_id=scene.tender.pk) == "unmet-not-rejected"
    found("met")
    perform(scene.runner, propose_award, now=NOW, tender_id=scene.tender.pk)


def test_prices_that_add_up_to_more_than_can_be_compared_are_rejected_first():
    beyond = ((("1000.00", "0.00"), ("9999999999.99", "9999999999.99"), ("2000.00", "0.00")),)
    scene = Evaluation(prices=beyond).evaluated(FIVE)
    code = refusal(scene.runner, propose_award, tender_id=scene.tender.pk)
    assert code == "price-not-comparable"
    broken = [Found("form", "form", "not-met", "Nobody can pay that.")]
    bid = scene.bids[0][1]
    perform(scene.runner, check_compliance, now=NOW, bid_id=bid.pk, found=broken)
    perform(
        scene.runner, reject_bid, now=NOW, bid_id=bid.pk, ground="formal", code="form",
        reason="Nobody can pay that.",
    )  # fmt: skip
    perform(scene.runner, propose_award, now=NOW, tender_id=scene.tender.pk)
