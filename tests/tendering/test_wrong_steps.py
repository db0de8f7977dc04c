"""What is no step of a tender where it stands is refused with its code, and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from factories.awards import (
    DECIDED,
    INSTRUCTIONS,
    a_decided_tender,
    a_document_request,
    a_sent_decision,
    a_signature,
    an_opened_tender,
    signed_agreements,
)
from factories.opened_bids import NOW, POINTS, WEIGHED, Evaluation
from factories.parties import an_actor
from factories.tendering import a_tender_in_preparation, a_tender_runner
from samkop.parties.vocabulary import RoleName
from samkop.platform import jobs
from samkop.platform.models import JobRun
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site import wiring
from samkop.tendering.models import AwardReview, Tender
from samkop.tendering.queries.awards import letters_of
from samkop.tendering.queries.documents import decided_documents_of, documents_of_bids
from samkop.tendering.usecases.announcing import NoticeGiven, record_notice
from samkop.tendering.usecases.award_decision import LetterTo, decide_award, send_decision
from samkop.tendering.usecases.award_reviews import (
    agree_interim,
    lodge_review,
    record_review_judgment,
    take_back_decision,
)
from samkop.tendering.usecases.award_runs import begin_award_run, propose_award
from samkop.tendering.usecases.bid_validity import ask_extension
from samkop.tendering.usecases.comparing import set_award_criterion
from samkop.tendering.usecases.corrections import CorrectionTerms, cancel_tender, correct_tender
from samkop.tendering.usecases.documents import Document, decide_on_document
from samkop.tendering.usecases.evaluators import appoint_evaluator, declare_interest, hand_in_marks
from samkop.tendering.usecases.inquiries import ask_bidders
from samkop.tendering.usecases.laboratory import (
    Tried,
    attach_laboratory_run,
    begin_laboratory_run,
)
from samkop.tendering.usecases.marks import GivenMark, give_marks
from samkop.tendering.usecases.questions import inform_bidders
from samkop.tendering.usecases.signing import sign_award
from samkop.tendering.vocabulary import TenderState

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]

DAY = date(2026, 3, 5)
LATER = datetime(2026, 3, 6, 12, tzinfo=UTC)
OFFERS = {"Ask Ab": {1: 100_00, 2: 210_00}, "Embla Ab": {1: 120_00, 2: 200_00}}
REVIEW = {
    "court": "Förvaltningsrätten", "instance": "first", "case_number": "1-26",
    "applicant": "Embla Ab", "filed_on": DAY, "register_number": "D/11",
}  # fmt: skip
JUDGMENT = {"outcome": "award-stands", "decided_on": DAY, "register_number": "D/12"}
INTERIM = {"reason": "Schools need computers.", "register_number": "D/13"}
LONGER = {
    "bound_until": date(2026, 12, 31), "answer_by": date(2026, 3, 20), "reason": "A review.",
    "register_number": "D/14",
}  # fmt: skip
DECISION = {
    "register_number": "D/9", "decided_by": "Nämnden", "decided_on": DECIDED.date(),
    "case": "award", "lot_reasons": {}, "bid_reasons": {},
}  # fmt: skip
SIGNED = {
    "awarded_lot_id": 0, "signed_on": DAY, "starts_on": DAY, "signed_for_buyer": "A",
    "signed_for_supplier": "B", "register_number": "D/10",
}  # fmt: skip
QUESTION = {"kind": "clarification", "bid_ids": [0], "question": "How?", "answer_until": DAY}


def refused(actor, use_case, now=LATER, **inputs):
    with pytest.raises(Refused) as caught:
        perform(actor, use_case, now=now, **inputs)
    return caught.value.code


def decided():
    return a_decided_tender(an_opened_tender(OFFERS))


def sent(**fields):
    opened = a_decided_tender(an_opened_tender(OFFERS, **fields))
    a_sent_decision(opened)
    return opened


# --- a tender in each state ------------------------------------------------------------------

OF_OTHER_STATES = [
    (record_notice, {"notice": NoticeGiven("Hilma", "1", DAY)}),
    (correct_tender, {"terms": CorrectionTerms("So.", substantial=False)}),
    (inform_bidders, {"text": "So."}),
    (ask_bidders, QUESTION),
    (begin_award_run, {}),
    (propose_award, {}),
    (decide_award, DECISION),
    (send_decision, {"letters": [], "instructions": {}}),
    (sign_award, SIGNED),
    (lodge_review, REVIEW),
    (agree_interim, {"review_id": 0, **INTERIM}),
    (record_review_judgment, {"review_id": 0, **JUDGMENT}),
    (take_back_decision, {"reason": "So.", "register_number": "D"}),
    (ask_extension, LONGER),
]


@pytest.fixture(scope="module")
def prepared(database):
    runner = a_tender_runner()
    return runner, a_tender_in_preparation(runner)


@pytest.mark.parametrize(("use_case", "inputs"), OF_OTHER_STATES)
def test_a_tender_in_preparation_takes_no_step_of_a_later_state(prepared, use_case, inputs):
    runner, tender = prepared
    assert refused(runner, use_case, tender_id=tender.pk, **inputs) == "tender-in-another-state"


def test_a_concluded_tender_takes_no_further_step_and_is_not_cancelled():
    opened = sent()
    signed_agreements(opened, date(2026, 3, 13))
    given = {"tender_id": opened.tender.pk}
    codes = {refused(opened.runner, one, **given, **more) for one, more in OF_OTHER_STATES}
    assert codes == {"tender-in-another-state"}
    code = refused(opened.runner, cancel_tender, reason="No money.", **given)
    assert code == "signed-already"
    with reading(opened.runner):
        assert Tender.objects.get(id=opened.tender.pk).state == TenderState.CONCLUDED


# --- decision, letters, signature ------------------------------------------------------------


def test_a_decision_follows_its_proposal_and_is_sent_once_to_all_with_instructions():
    scene = Evaluation()
    code = refused(scene.runner, decide_award, NOW, tender_id=scene.tender.pk, **DECISION)
    assert code == "no-proposal"
    opened = decided()
    letters = [LetterTo(one.pk, "sv", "electronic") for one in opened.bidders.values()]
    given = {"tender_id": opened.tender.pk, "letters": letters}
    bare = {**given, "instructions": {"sv": " ", "en": "Ask the court."}}
    assert refused(opened.runner, send_decision, **bare) == "instructions-missing"
    (awarded, _second) = opened.awarded()
    with pytest.raises(Refused) as caught:
        a_signature(opened, awarded, date(2026, 3, 13))
    assert caught.value.code == "decision-not-sent"
    assert refused(opened.runner, lodge_review, tender_id=opened.tender.pk, **REVIEW) == (
        "decision-not-sent"
    )
    a_sent_decision(opened)
    again = {**given, "instructions": INSTRUCTIONS}
    assert refused(opened.runner, send_decision, **again) == "decision-sent-already"
    with reading(opened.runner):
        assert len(letters_of(awarded.decision_id)) == 2


def test_a_lot_is_signed_once_by_who_won_it_and_not_ahead():
    opened = sent()
    first, second = opened.awarded()
    signs = {**SIGNED, "tender_id": opened.tender.pk, "awarded_lot_id": first.pk}
    at = datetime(2026, 3, 13, 12, tzinfo=UTC)
    ahead = {"signed_on": date(2026, 3, 14), "starts_on": date(2026, 3, 14)}
    before = {"signed_on": date(2026, 3, 13), "starts_on": date(2026, 3, 12)}
    assert refused(opened.runner, sign_award, at, **signs | ahead) == "signed-in-the-future"
    assert refused(opened.runner, sign_award, at, **signs | before) == "starts-before-the-signature"
    assert refused(opened.runner, sign_award, at, **signs | {"awarded_lot_id": 0}) == "not-found"
    a_signature(opened, first, at.date())
    assert refused(opened.runner, sign_award, at, **signs) == "signed-already"
    seller = opened.salesperson("Embla Ab")
    other = signs | {"awarded_lot_id": second.pk}
    assert refused(seller, sign_award, at, **other) == "not-found"


def test_a_lot_that_nobody_won_is_not_signed():
    opened = an_opened_tender({"Ask Ab": {2: 100_00}})
    first, second = opened.lots
    perform(
        opened.runner, decide_award, now=DECIDED, tender_id=opened.tender.pk,
        **DECISION | {"lot_reasons": {first.pk: "Nobody bid.", second.pk: "The best."}},
    )  # fmt: skip
    a_sent_decision(opened)
    with pytest.raises(Refused) as caught:
        a_signature(opened, opened.awarded()[0], date(2026, 3, 20))
    assert caught.value.code == "lot-not-awarded"


# --- reviews and the validity of bids --------------------------------------------------------

WRONG_REVIEWS = [
    ({"court": " "}, "review-unnamed"),
    ({"case_number": ""}, "review-unnamed"),
    ({"filed_on": date(2026, 3, 1)}, "filed-before-the-decision"),
    ({"filed_on": date(2026, 3, 7)}, "filed-in-the-future"),
    ({"lot_id": 0}, "not-found"),
]


def test_a_review_that_contradicts_itself_is_not_recorded():
    opened = sent()
    given = {"tender_id": opened.tender.pk, **REVIEW}
    found = [
        refused(opened.runner, lodge_review, **given | wrong) for wrong, _code in WRONG_REVIEWS
    ]
    assert found == [code for _wrong, code in WRONG_REVIEWS]
    with reading(opened.runner):
        assert AwardReview.objects.filter(tender=opened.tender).count() == 0


def test_a_review_is_judged_once_and_has_one_interim_agreement_meanwhile():
    opened = sent()
    given = {"tender_id": opened.tender.pk}
    review = perform(opened.runner, lodge_review, now=LATER, **given, **REVIEW)
    given["review_id"] = review.pk
    over = {**given, **INTERIM, "interim_until": date(2026, 3, 5)}
    assert refused(opened.runner, agree_interim, **over) == "interim-ends-before-it-starts"
    perform(opened.runner, agree_interim, now=LATER, **given, **INTERIM)
    assert refused(opened.runner, agree_interim, **given, **INTERIM) == "interim-decided-already"
    judged = {**given, **JUDGMENT}
    wrong = [
        ({"outcome": "nobody-knows"}, "outcome-unknown"),
        ({"decided_on": date(2026, 3, 4)}, "judgment-before-the-review"),
        ({"decided_on": date(2026, 3, 7)}, "judgment-in-the-future"),
    ]
    for changed, code in wrong:
        assert refused(opened.runner, record_review_judgment, **judged | changed) == code
    perform(opened.runner, record_review_judgment, now=LATER, **judged)
    assert refused(opened.runner, record_review_judgment, **judged) == "no-review-runs"
    assert refused(opened.runner, agree_interim, **given, **INTERIM) == "no-review-runs"


WRONG_EXTENSIONS = [
    ({"bound_until": date(2026, 8, 31)}, "extension-not-longer"),
    ({"answer_by": date(2026, 3, 5)}, "answers-too-soon"),
    ({"answer_by": date(2026, 12, 31)}, "answers-too-late"),
]


def test_bidders_are_asked_for_longer_and_in_time():
    opened = sent(valid_until=date(2026, 8, 31))
    for wrong, code in WRONG_EXTENSIONS:
        asked = {"tender_id": opened.tender.pk, **LONGER, **wrong}
        assert refused(opened.runner, ask_extension, **asked) == code


# --- evaluation, laboratory, documents -------------------------------------------------------


def test_who_evaluates_is_appointed_to_lots_declares_once_and_leaves_no_mark_out():
    scene = Evaluation()
    given = {"tender_id": scene.tender.pk, "evaluator_id": scene.anna.person_id}
    assert refused(scene.runner, appoint_evaluator, NOW, lot_ids=[], **given) == "no-lot-chosen"
    (own,) = scene.appoint(scene.anna)[scene.anna]
    asked = {"appointment_id": own}
    assert refused(scene.anna, declare_interest, NOW, conflict=False, **asked) == "declared-already"
    assert refused(scene.bo, hand_in_marks, NOW, **asked) == "not-allowed"
    marks = [GivenMark(scene.bids[0][0].pk, one, Decimal(3), "Seen.") for one in ("Q1", "Q2")]
    perform(scene.anna, give_marks, now=NOW, marks=marks, **asked)
    with pytest.raises(Refused) as caught:
        perform(scene.anna, hand_in_marks, now=NOW, **asked)
    # Three bids by two criteria, of which one bid has its two marks.
    assert (caught.value.code, caught.value.facts["count"]) == ("marks-missing", 4)


WRONG_QUESTIONS = [
    ({"kind": "haggling"}, "question-unknown"),
    ({"question": " "}, "question-missing"),
    ({"bid_ids": []}, "nobody-asked"),
]


def test_bidders_are_asked_something_that_may_be_asked():
    scene = Evaluation()
    bids = [scene.bids[0][0].pk]
    until = {"answer_until": NOW.date() + timedelta(days=7)}
    asked = {"tender_id": scene.tender.pk, **QUESTION, "bid_ids": bids, **until}
    for wrong, code in WRONG_QUESTIONS:
        assert refused(scene.runner, ask_bidders, NOW, **asked | wrong) == code


def test_a_model_is_examined_in_preparation_and_its_report_is_of_that_very_model():
    scene = Evaluation(model=POINTS, criteria=WEIGHED, opened=False)
    asked = {
        "tender_id": scene.tender.pk, "lot_id": scene.lots[0].pk, "language": "sv",
        "tried": Tried(50_00, 150_00, 3, draws=1),
    }  # fmt: skip
    stranger = an_actor(scene.bidders[0], RoleName.BUYER)
    assert refused(stranger, begin_laboratory_run, NOW, **asked) == "not-found"
    run = perform(scene.runner, begin_laboratory_run, now=NOW, **asked)
    wiring.connect()
    with reading(scene.runner):
        job = JobRun.objects.get(task="laboratory", key=str(run.pk))
    jobs.run_job(job.pk, job.party_id)
    milder = replace(WEIGHED[0], minimum_mark=Decimal(2))
    given = {"tender_id": scene.tender.pk, "terms": milder}
    perform(scene.runner, set_award_criterion, now=NOW, **given)
    code = refused(scene.runner, attach_laboratory_run, NOW, run_id=run.pk)
    assert code == "model-changed-since"
    scene.open()
    assert refused(scene.runner, begin_laboratory_run, NOW, **asked) == "tender-in-another-state"
    code = refused(scene.runner, attach_laboratory_run, NOW, run_id=run.pk)
    assert code == "tender-in-another-state"


def test_of_a_request_as_many_documents_are_decided_on_as_were_decided():
    opened = sent()
    request = a_document_request(opened)
    with reading(opened.runner):
        documents = [one.bid.pk for one in documents_of_bids(opened.tender.pk)]
    asked = {
        "tender_id": opened.tender.pk, "request_id": request.pk, "outcome": "given",
        "decided_by": "Registrator", "register_number": "D/22",
    }  # fmt: skip
    for bid_id in documents[:3]:
        perform(opened.runner, decide_on_document, now=LATER, document=Document(bid_id), **asked)
    foreign = {**asked, "request_id": 0, "document": Document(documents[0])}
    assert refused(opened.runner, decide_on_document, **foreign) == "not-found"
    with reading(opened.runner):
        # Two bidders on two lots are four documents; three were given.
        assert (len(documents), len(decided_documents_of(request.pk))) == (4, 3)
