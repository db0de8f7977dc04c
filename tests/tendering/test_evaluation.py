"""From opened bids to scores: evaluators alone, then together; bidders asked; who is out."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError
from django.utils import translation

from factories.opened_bids import NOW, Evaluation
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import (
    BidInquiry,
    ConsensusMark,
    InquiryRound,
    InquiryRuling,
    Mark,
    OpenedBid,
)
from samkop.tendering.queries.evaluation import inquiries_to, marks_on
from samkop.tendering.queries.scores import scores_on
from samkop.tendering.rules.abnormally_low import BELOW_MEAN, BELOW_NEXT, signals
from samkop.tendering.score_table import steps
from samkop.tendering.usecases.compliance import (
    Found,
    check_compliance,
    reinstate_bid,
    reject_bid,
)
from samkop.tendering.usecases.evaluators import (
    appoint_evaluator,
    declare_interest,
    end_appointment,
    hand_in_marks,
)
from samkop.tendering.usecases.inquiries import answer_inquiry, ask_bidders, rule_on_answer
from samkop.tendering.usecases.marks import GivenMark, agree_on_marks, give_marks

pytestmark = pytest.mark.usefixtures("database")

MARKS = (("8", "3"), ("5", "4"), ("7", "2"))
DAY = date(2027, 3, 8)  # until which bidders answer
AFTER = datetime(2027, 3, 9, 9, tzinfo=NOW.tzinfo)


def refusal(actor, use_case, now=NOW, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=now, **inputs)
    return refused.value.code


@pytest.fixture(scope="module")
def scene(database):
    return Evaluation()


def test_each_marks_alone_and_sees_the_others_once_both_are_done(scene):
    own = scene.appoint(scene.anna, scene.bo)
    (anna,), (bo,) = own[scene.anna], own[scene.bo]
    scene.mark(scene.anna, anna, 0, *MARKS)
    scene.mark(scene.bo, bo, 0, *MARKS[:2], ("6", "2"))
    assert seen_by(scene.anna) == {"Anna": 6}
    assert seen_by(scene.runner) == {}
    assert code_of_agreeing(scene) == "marks-outstanding"
    perform(scene.anna, hand_in_marks, now=NOW, appointment_id=anna)
    # Who has still to hand in does not see what others did; who runs the tender does.
    assert seen_by(scene.bo) == {"Bo": 6}
    assert seen_by(scene.runner) == {"Anna": 6}
    assert seen_by(scene.anna) == {"Anna": 6}
    more = [GivenMark(scene.bids[0][0].pk, "Q1", Decimal(2), "Changed my mind.")]
    assert refusal(scene.anna, give_marks, appointment_id=anna, marks=more) == "marks-handed-in"
    with pytest.raises(DatabaseError):
        perform(scene.anna, slip_in, now=NOW, like=anna)
    perform(scene.bo, hand_in_marks, now=NOW, appointment_id=bo)
    assert seen_by(scene.bo) == seen_by(scene.anna) == {"Anna": 6, "Bo": 6}
    # They differ in one mark: that consensus needs its reason, and both are kept.
    assert code_of_agreeing(scene, reason="") == "consensus-without-reason"
    assert scene.agree(0, *MARKS) == 6
    assert scene.agree(0, *MARKS) == 0
    with reading(scene.runner):
        assert ConsensusMark.objects.filter(lot=scene.lots[0]).count() == 6
        assert len(marks_on(scene.lots[0].pk)[scene.bids[0][2].pk, "Q1"]) == 2


def seen_by(actor):
    with reading(actor):
        found = Mark.objects.filter(bid__bidder__isnull=False).select_related("evaluator")
        names = [mark.evaluator.name for mark in found]
    return {name: names.count(name) for name in names}


def code_of_agreeing(scene, reason="Agreed on."):
    with pytest.raises(Refused) as refused:
        scene.agree(0, *MARKS, reason=reason)
    return refused.value.code


def slip_in(*, actor, now, like):
    """Past the use case, at the database itself."""
    mark = Mark.objects.filter(appointment_id=like).first()
    mark.pk, mark.at = None, now
    create(mark)


def test_scores_are_as_computed_by_hand_step_by_step(scene):
    # A: 100 * 1,000.00 + 40.5 * 50.00 = 102,025.00, less 30,000 * 8/10 and 10,000 * 3/5: 72,025.
    # B: 100 * 900.00 + 40.5 * 80.00 = 93,240.00, less 15,000 and 8,000: 70,240.
    # C: 100 * 950.00 + 40.5 * 60.00 = 97,430.00, less 21,000 and 4,000: 72,430.
    with reading(scene.runner), translation.override("en"):
        scores = scores_on(scene.lots[0])
        rows = list(steps(scores))
    found = [(one.bid.bidder.name[-1], one.price_cents, one.evaluated_cents) for one in scores.bids]
    assert found == [
        ("B", 93_240_00, 70_240_00), ("A", 102_025_00, 72_025_00), ("C", 97_430_00, 72_430_00),
    ]  # fmt: skip
    of_b = [row[5:] for row in rows if row[1] == scores.bids[0].name]
    assert of_b == [
        ("900.00 × 100", "90000.00"), ("80.00 × 40.5", "3240.00"), ("sum of the lines", "93240.00"),
        ("30000.00 × 5 / 10", "15000.00"), ("10000.00 × 4 / 5", "8000.00"),
        ("price less deductions", "70240.00"), ("", "1"),
    ]  # fmt: skip


def test_marks_are_of_the_scale_with_a_reason_and_by_who_may(scene):
    other = Evaluation()
    rows = perform(
        other.runner, appoint_evaluator, now=NOW, tender_id=other.tender.pk,
        lot_ids=[other.lots[0].pk], evaluator_id=other.anna.person_id,
    )  # fmt: skip
    asked = {"appointment_id": rows[0].pk}
    bid = other.bids[0][0].pk
    good = [GivenMark(bid, "Q1", Decimal(4), "As described.")]
    assert refusal(other.anna, give_marks, **asked, marks=good) == "declaration-missing"
    assert refusal(other.bo, give_marks, **asked, marks=good) == "not-allowed"
    assert refusal(other.runner, give_marks, **asked, marks=good) == "not-allowed"
    assert refusal(other.bo, declare_interest, **asked, conflict=False) == "not-allowed"
    perform(other.anna, declare_interest, now=NOW, **asked, conflict=False)
    assert refusal(other.anna, declare_interest, **asked, conflict=False) == "declared-already"
    for value in ("11", "-1", "4.5"):
        marks = [GivenMark(bid, "Q1", Decimal(value), "So.")]
        assert refusal(other.anna, give_marks, **asked, marks=marks) == "mark-outside-scale"
    bare = [GivenMark(bid, "Q1", Decimal(4), " ")]
    assert refusal(other.anna, give_marks, **asked, marks=bare) == "mark-without-reason"
    foreign = [GivenMark(scene.bids[0][0].pk, "Q1", Decimal(4), "Not of this tender.")]
    assert refusal(other.anna, give_marks, **asked, marks=foreign) == "not-found"
    assert refusal(other.anna, hand_in_marks, **asked) == "marks-missing"
    told = {"tender_id": other.tender.pk, "lot_ids": [other.lots[0].pk]}
    again = {**told, "evaluator_id": other.anna.person_id}
    assert refusal(other.runner, appoint_evaluator, **again) == "already-appointed"
    outsider = other.seller(0)
    stranger = {**told, "evaluator_id": outsider.person_id}
    assert refusal(other.runner, appoint_evaluator, **stranger) == "not-found"


def test_who_has_a_conflict_of_interest_marks_nothing_and_sees_nothing(scene):
    other = Evaluation()
    rows = perform(
        other.runner, appoint_evaluator, now=NOW, tender_id=other.tender.pk,
        lot_ids=[other.lots[0].pk], evaluator_id=other.bo.person_id,
    )  # fmt: skip
    asked = {"appointment_id": rows[0].pk}
    assert refusal(other.bo, declare_interest, **asked, conflict=True) == "conflict-not-told"
    perform(other.bo, declare_interest, now=NOW, **asked, conflict=True, note="My brother's firm.")
    good = [GivenMark(other.bids[0][0].pk, "Q1", Decimal(4), "As described.")]
    assert refusal(other.bo, give_marks, **asked, marks=good) == "conflict-of-interest"
    nobody = {"lot_id": other.lots[0].pk, "marks": good}
    assert refusal(other.runner, agree_on_marks, **nobody) == "no-evaluator"
    perform(other.runner, end_appointment, now=NOW, **asked, reason="Conflict of interest.")
    ended = {**asked, "reason": "Again."}
    assert refusal(other.runner, end_appointment, **ended) == "appointment-ended"


def test_a_bid_is_out_only_by_what_was_found_and_can_be_taken_back():
    scene = Evaluation()
    bid = scene.bids[0][0].pk
    out = {"bid_id": bid, "ground": "requirement", "code": "R1", "reason": "No å, ä, ö."}
    assert refusal(scene.runner, reject_bid, **out) == "check-missing"
    unclear = [Found("requirement", "R1", "clarify")]
    assert refusal(scene.runner, check_compliance, bid_id=bid, found=unclear) == "reason-missing"
    found = [
        Found("requirement", "R1", "not-met", "Only a and o."),
        Found("espd", "exg-crim-part", "met"),
    ]
    assert len(perform(scene.runner, check_compliance, now=NOW, bid_id=bid, found=found)) == 2
    assert perform(scene.runner, check_compliance, now=NOW, bid_id=bid, found=found) == []
    assert refusal(scene.anna, reject_bid, **out) == "not-allowed"
    rejected = perform(scene.runner, reject_bid, now=NOW, **out)
    assert refusal(scene.runner, reject_bid, **out) == "already-rejected"
    (anna,) = scene.appoint(scene.anna)[scene.anna]
    mark = [GivenMark(bid, "Q1", Decimal(4), "As described.")]
    assert refusal(scene.anna, give_marks, appointment_id=anna, marks=mark) == "bid-rejected"
    with reading(scene.runner):
        names = [
            (one.bid.bidder.name[-1], one.rejection is None)
            for one in scores_on(scene.lots[0]).bids
        ]
    assert names == [("A", False), ("B", True), ("C", True)]
    back = {"rejection_id": rejected.pk, "reason": "The keyboard has them."}
    perform(scene.runner, reinstate_bid, now=NOW, **back)
    assert refusal(scene.runner, reinstate_bid, **back) == "reinstated-already"


def test_an_abnormally_low_bid_is_heard_before_it_is_rejected():
    scene = Evaluation(prices=((("1000.00", "50.00"), ("300.00", "50.00"), ("950.00", "60.00")),))
    low = scene.bids[0][1]
    out = {"bid_id": low.pk, "ground": "abnormally-low", "reason": "It cannot be delivered so."}
    assert refusal(scene.runner, reject_bid, **out) == "explanation-not-asked"
    asked = perform(
        scene.runner, ask_bidders, now=NOW, tender_id=scene.tender.pk, kind="abnormally-low",
        bid_ids=[low.pk], question="How do you reach the price of P1?", answer_until=DAY,
    )  # fmt: skip
    with reading(scene.runner):
        inquiry = BidInquiry.objects.get(round=asked)
    assert refusal(scene.runner, reject_bid, **out) == "explanation-days-run"
    ruling = {"inquiry_id": inquiry.pk, "outcome": "not-explained", "reason": "No reason given."}
    assert refusal(scene.runner, rule_on_answer, **ruling) == "answer-days-run"
    assert refusal(scene.runner, reject_bid, AFTER, **out) == "explanation-not-judged"
    good = {**ruling, "outcome": "explained"}
    assert refusal(scene.runner, rule_on_answer, AFTER, **good) == "nothing-to-count"
    perform(scene.runner, rule_on_answer, now=AFTER, **ruling)
    assert perform(scene.runner, reject_bid, now=AFTER, **out).ground == "abnormally-low"


def test_prices_are_signalled_by_the_rules_of_the_table():
    # Others of 1: mean 150, next lowest 100. 104 is 30.67 % below the mean, 70 is 30 % below 100.
    found = signals({1: 104, 2: 100, 3: 200})
    assert [[one.rule.name for one in found.get(bid, [])] for bid in (1, 2, 3)] == [
        [BELOW_MEAN], [BELOW_MEAN], [],
    ]  # fmt: skip
    assert {one.rule.name for one in signals({1: 79, 2: 100})[1]} == {BELOW_NEXT}
    assert signals({1: 80, 2: 100}) == signals({1: 70}) == signals({1: 0, 2: 0}) == {}


def test_bidders_are_asked_the_same_and_see_only_what_they_are_asked():
    scene = Evaluation()
    bids = [bid.pk for bid in scene.bids[0]]
    question = {
        "tender_id": scene.tender.pk, "kind": "clarification", "question": "Which warranty?",
        "answer_until": DAY,
    }  # fmt: skip
    soon = {**question, "bid_ids": bids[:1], "answer_until": NOW.date()}
    assert refusal(scene.runner, ask_bidders, **soon) == "no-days-to-answer"
    assert refusal(scene.seller(0), ask_bidders, **question, bid_ids=bids) == "not-found"
    perform(scene.runner, ask_bidders, now=NOW, **question, bid_ids=bids[:2])
    first, second, third = (scene.seller(place) for place in range(3))
    with reading(first):
        (inquiry,) = inquiries_to(scene.bidders[0].pk, scene.tender.pk)
        assert inquiry.round.question == "Which warranty?"
        assert BidInquiry.objects.filter(tender=scene.tender).count() == 1
        assert OpenedBid.objects.filter(tender=scene.tender).count() == 1
    with reading(third):
        assert list(InquiryRound.objects.filter(tender=scene.tender)) == []
    said = {"inquiry_id": inquiry.pk, "text": "Three years."}
    assert refusal(second, answer_inquiry, **said) == "not-found"
    assert refusal(first, answer_inquiry, AFTER, **said) == "answer-too-late"
    midnight = datetime(2027, 3, 8, 21, 59, 59, tzinfo=NOW.tzinfo)  # 23.59.59 in Helsinki
    perform(first, answer_inquiry, now=midnight, **said, file_name="w.pdf", file=b"warranty")
    ruling = {"inquiry_id": inquiry.pk, "reason": "A new price is no clarification."}
    wrong = {**ruling, "outcome": "explained"}
    assert refusal(scene.runner, rule_on_answer, AFTER, **wrong) == "outcome-unknown"
    perform(scene.runner, rule_on_answer, now=AFTER, **ruling, outcome="not-counted")
    with reading(first):
        assert list(InquiryRuling.objects.filter(inquiry=inquiry)) == []


def test_a_bid_below_an_announced_minimum_waits_for_its_rejection():
    scene = Evaluation().evaluated((("2", "3"), ("5", "4"), ("7", "2")))
    with reading(scene.runner):
        scores = scores_on(scene.lots[0])
    assert [bid.id for bid, _missed in scores.ranking.out] == [scene_name(scene, 0)]
    other = {"bid_id": scene.bids[0][1].pk, "ground": "minimum", "reason": "Too low."}
    assert refusal(scene.runner, reject_bid, **other) == "not-below-minimum"
    perform(scene.runner, reject_bid, now=NOW, **{**other, "bid_id": scene.bids[0][0].pk})


def scene_name(scene, place):
    return scene.bids[0][place].number[:8]
