"""Each deadline of a tender, a moment before and at its end, by the clock alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from factories.awards import (
    DECIDED,
    a_decided_tender,
    a_sent_decision,
    a_signature,
    an_opened_tender,
)
from factories.opened_bids import Evaluation
from factories.parties import a_supplier, an_actor
from factories.tendering import (
    AT,
    BIDS_UNTIL,
    a_tender_runner,
    an_announced_tender,
    an_open_tender,
)
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import BidInquiry
from samkop.tendering.usecases.announcing import NoticeGiven, record_notice, set_tender_dates
from samkop.tendering.usecases.award_reviews import lodge_review
from samkop.tendering.usecases.bid_validity import answer_extension, ask_extension
from samkop.tendering.usecases.compliance import reject_bid
from samkop.tendering.usecases.corrections import CorrectionTerms, correct_tender
from samkop.tendering.usecases.inquiries import answer_inquiry, ask_bidders, rule_on_answer
from samkop.tendering.usecases.questions import ask_tender_question, inform_bidders

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]
MOMENT = timedelta(milliseconds=1)
DONE = "done"
OFFERS = {"Ask Ab": {1: 100_00, 2: 210_00}, "Embla Ab": {1: 120_00, 2: 200_00}}


def outcome(actor, use_case, now, **inputs):
    """The code of its refusal, or that it was done."""
    try:
        perform(actor, use_case, now=now, **inputs)
    except Refused as refused:
        return refused.code
    return DONE


def end_of(year, month, day, hours):
    """The first moment after a day, so many hours before UTC's."""
    return datetime(year, month, day, tzinfo=UTC) + timedelta(days=1, hours=-hours)


@pytest.fixture(scope="module")
def runner(database):
    return a_tender_runner()


def test_bids_may_be_due_once_the_least_days_from_the_dispatch_are_over(runner):
    # Dispatched on 3 March, 30 days: the 2nd of April has to pass, in Helsinki by summer time.
    over = end_of(2026, 4, 2, hours=3)
    tender = an_announced_tender(runner, bids_until=over - MOMENT)
    now, given = AT + timedelta(days=1), {"tender_id": tender.pk}
    notice = {"notice": NoticeGiven("Hilma", "2026-1", date(2026, 3, 3)), **given}
    assert outcome(runner, record_notice, now, **notice) == "time-too-short"
    dates = {"bids_until": over, "bids_valid_until": date(2026, 9, 1), **given}
    perform(runner, set_tender_dates, now=now, **dates)
    assert outcome(runner, record_notice, now, **notice) == DONE


def test_a_notice_is_recorded_before_bids_are_due_and_not_of_a_day_to_come(runner):
    tender = an_announced_tender(runner)
    # It is 3 March in Helsinki two hours before it is in UTC.
    midnight = end_of(2026, 3, 2, hours=2)
    notice = {"notice": NoticeGiven("Hilma", "2026-1", date(2026, 3, 3)), "tender_id": tender.pk}
    found = [
        outcome(runner, record_notice, at, **notice)
        for at in (midnight - MOMENT, BIDS_UNTIL, midnight)
    ]
    assert found == ["dispatched-in-the-future", "time-is-past", DONE]


def test_questions_are_taken_until_their_very_millisecond(runner):
    tender = an_open_tender(runner)
    seller = an_actor(a_supplier(), RoleName.SALESPERSON)
    last, asked = tender.questions_until, {"tender_id": tender.pk, "text": "How many?"}
    found = [outcome(seller, ask_tender_question, at, **asked) for at in (last, last + MOMENT)]
    assert found == [DONE, "questions-over"]


def test_what_matters_is_told_until_the_end_of_the_laws_last_day(runner):
    # Six days before 4 May: to the end of 28 April in Helsinki.
    over = end_of(2026, 4, 28, hours=3)
    told = {"tender_id": an_open_tender(runner).pk, "text": "There are 900 rooms."}
    found = [outcome(runner, inform_bidders, at, **told) for at in (over - MOMENT, over)]
    assert found == [DONE, "answer-needs-an-extension"]


def test_a_tender_is_corrected_until_bids_are_due(runner):
    tender = an_open_tender(runner)
    given = {"tender_id": tender.pk, "terms": CorrectionTerms("A slip.", substantial=False)}
    moments = (BIDS_UNTIL, BIDS_UNTIL + MOMENT)
    found = [outcome(runner, correct_tender, at, **given) for at in moments]
    assert found == [DONE, "time-is-past"]


def an_asked_bid(kind):
    """A bid whose bidder is asked until 8 March 2027, and the first moment after that day."""
    scene = Evaluation()
    bid = scene.bids[0][0]
    asked = perform(
        scene.runner, ask_bidders, now=datetime(2027, 3, 1, 9, tzinfo=UTC),
        tender_id=scene.tender.pk, kind=kind, bid_ids=[bid.pk], question="How?",
        answer_until=date(2027, 3, 8),
    )  # fmt: skip
    with reading(scene.runner):
        return scene, bid, BidInquiry.objects.get(round=asked), end_of(2027, 3, 8, hours=2)


def test_a_bidder_answers_to_the_end_of_the_day_and_is_judged_after_it():
    scene, _bid, inquiry, over = an_asked_bid("clarification")
    seller = scene.seller(0)
    answer = {"inquiry_id": inquiry.pk, "text": "So."}
    ruling = {"inquiry_id": inquiry.pk, "outcome": "within-limits", "reason": "Clear."}
    assert [outcome(seller, answer_inquiry, at, **answer) for at in (over - MOMENT, over)] == [
        DONE, "answer-too-late",
    ]  # fmt: skip
    found = [
        outcome(scene.runner, rule_on_answer, at, **ruling) for at in (over - MOMENT, over, over)
    ]
    assert found == ["answer-days-run", DONE, "ruled-already"]


def test_a_low_bid_is_rejected_after_the_last_day_for_its_explanation():
    scene, bid, inquiry, over = an_asked_bid("abnormally-low")
    out = {"bid_id": bid.pk, "ground": "abnormally-low", "reason": "Not explained."}
    assert [outcome(scene.runner, reject_bid, at, **out) for at in (over - MOMENT, over)] == [
        "explanation-days-run", "explanation-not-judged",
    ]  # fmt: skip
    ruling = {"inquiry_id": inquiry.pk, "outcome": "not-explained", "reason": "Nothing came."}
    perform(scene.runner, rule_on_answer, now=over, **ruling)
    assert outcome(scene.runner, reject_bid, over, **out) == DONE


def a_sent(**fields):
    """A decision sent on Monday 2 March 2026 in Sweden: its ten days end with the 12th."""
    opened = a_decided_tender(an_opened_tender(OFFERS, **fields))
    assert a_sent_decision(opened).last_day == date(2026, 3, 12)
    return opened


@pytest.mark.parametrize(("filed", "held"), [(date(2026, 3, 12), True), (date(2026, 3, 13), False)])
def test_a_review_filed_on_the_last_day_holds_and_the_day_after_it_does_not(filed, held):
    opened = a_sent()
    review = perform(
        opened.runner, lodge_review, now=datetime(2026, 3, 20, 9, tzinfo=UTC),
        tender_id=opened.tender.pk, court="Förvaltningsrätten", instance="first",
        case_number="1-26", applicant="Embla Ab", filed_on=filed, register_number="D/11",
    )  # fmt: skip
    assert review.held is held


def test_a_bidder_consents_to_the_end_of_the_last_day_and_is_bound_to_the_end_of_its_own():
    opened = a_sent(valid_until=date(2026, 3, 31))
    extension = perform(
        opened.runner, ask_extension, now=DECIDED, tender_id=opened.tender.pk,
        bound_until=date(2026, 6, 30), answer_by=date(2026, 3, 24), reason="A review may come.",
        register_number="D/14",
    )  # fmt: skip
    over = end_of(2026, 3, 24, hours=1)  # in Stockholm, winter time
    answer = {"extension_id": extension.pk, "consents": True}
    found = [
        outcome(opened.salesperson(name), answer_extension, at, **answer)
        for name, at in (("Ask Ab", over - MOMENT), ("Embla Ab", over))
    ]
    assert found == [DONE, "answer-too-late"]
    ask, embla = opened.awarded()
    a_signature(opened, embla, date(2026, 3, 31))  # its last day
    a_signature(opened, ask, date(2026, 6, 30))
