"""One question after a delivery: who is asked, once; what becomes of the answer; what stays."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connections

from factories.answers import let_facts_work
from factories.feedback import (
    ASKED,
    CLOSED,
    an_employee,
    answered_by,
    asked,
    delivered,
    questions_in,
    said,
)
from factories.fleet import received_devices
from factories.ordering import LAPTOP, NOW, PHONE, TODAY, a_market
from factories.parties import OPERATOR, a_person, a_region, acting, an_actor
from samkop.fleet.usecases.handing_over import hand_over
from samkop.followup.feedback_clock import watch_feedback
from samkop.followup.models import (
    FeedbackAnswer,
    FeedbackMonth,
    FeedbackQuestion,
    FeedbackReferral,
    FeedbackText,
)
from samkop.followup.queries.feedback_sums import (
    members_shown,
    own_sums,
    region_sums,
    supplier_sums,
)
from samkop.followup.rules.feedback import Asking
from samkop.followup.usecases.feedback_answers import (
    answer_feedback,
    pass_feedback_on,
    settle_feedback,
    take_back_feedback_line,
)
from samkop.followup.usecases.feedback_asking import ask_feedback
from samkop.followup.usecases.feedback_responses import respond_to_feedback
from samkop.followup.usecases.feedback_rules import decide_feedback_rule
from samkop.parties.usecases.parties import add_region_member
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.models import AuditEntry, Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import clock_of, perform, reading

pytestmark = pytest.mark.usefixtures("database")
YEAR = (date(2026, 1, 1), date(2026, 12, 1))
MARCH = date(2026, 3, 1)


def refused(actor, use_case, **inputs) -> str:
    with pytest.raises(Refused) as found:
        perform(actor, use_case, **{"now": ASKED, **inputs})
    return found.value.code


def told(actor) -> list[str]:
    with reading(actor):
        rows = Notification.objects.filter(person_id=actor.person_id, kind__startswith="feedback")
        return list(rows.order_by("id").values_list("kind", flat=True))


def test_whom_it_was_ordered_for_is_asked_three_days_after_and_once():
    market = a_market()
    buyer = market.buyers[0]
    colleague = an_employee(buyer)
    order = delivered(market, buyer, PHONE, LAPTOP, recipient_id=colleague.person_id)
    for days in (0, 2):
        watch_feedback(NOW + timedelta(days=days))
        assert questions_in(buyer) == []
    for _ in range(2):
        watch_feedback(ASKED)
    (question,) = questions_in(buyer)
    assert (question.person_id, question.requisition_id) == (
        colleague.person_id, order.requisition_id,
    )  # fmt: skip
    assert (question.delivered_on, question.asked_on, question.closes_on) == (
        TODAY, date(2026, 3, 5), date(2026, 3, 19),
    )  # fmt: skip
    with reading(buyer.manager):
        assert question.things.count() == 2
    assert told(colleague) == ["feedback-asked"]
    assert told(buyer.employee) == []


def test_who_was_asked_a_short_while_ago_is_left_alone_and_what_is_long_past_is_not_asked():
    market = a_market()
    buyer = market.buyers[0]
    asked(market, buyer)
    delivered(market, buyer, LAPTOP, at=NOW + timedelta(days=20))
    for day in range(20, 33):
        watch_feedback(NOW + timedelta(days=day))
    assert len(questions_in(buyer)) == 1
    # Rested on the thirtieth day after the question, and the delivery is within its days still.
    watch_feedback(ASKED + timedelta(days=30))
    assert [one.asked_on for one in questions_in(buyer)] == [date(2026, 3, 5), date(2026, 4, 4)]
    late = an_employee(buyer)
    delivered(market, buyer, by=late)
    watch_feedback(NOW + timedelta(days=18))
    assert [one for one in questions_in(buyer) if one.person_id == late.person_id] == []


def test_a_device_is_asked_about_once_it_is_handed_over():
    market = a_market()
    buyer = market.buyers[0]
    with clock_of(lambda: NOW):
        (device,) = received_devices(market, "FEEDBACK-1")
    watch_feedback(ASKED)
    assert questions_in(buyer) == []
    handed = NOW + timedelta(days=40)
    perform(
        buyer.manager, hand_over, now=handed, asset_ids=[device.pk], kind="person",
        code=str(buyer.employee.person_id),
    )  # fmt: skip
    watch_feedback(handed + timedelta(days=3))
    (question,) = questions_in(buyer)
    assert (question.wanted_on, question.delivered_on) == (TODAY, date(2026, 4, 11))
    with reading(buyer.manager):
        (whole,) = own_sums(buyer.party.pk, "all", *YEAR)
    assert (whole.asked, whole.mean_days) == (1, 40)


def test_one_reminder_and_then_the_clock_closes_it_as_no_answer():
    market = a_market()
    buyer = market.buyers[0]
    question = asked(market, buyer)
    for day in range(15):
        watch_feedback(ASKED + timedelta(days=day))
    assert told(buyer.employee) == ["feedback-asked", "feedback-reminded"]
    assert questions_in(buyer)[0].state == "open"
    watch_feedback(CLOSED)
    watch_feedback(CLOSED)
    assert (questions_in(buyer)[0].state, questions_in(buyer)[0].ended_on) == (
        "unanswered", date(2026, 3, 20),
    )  # fmt: skip
    with reading(buyer.manager):
        (whole,) = own_sums(buyer.party.pk, "all", *YEAR)
    assert (whole.asked, whole.answered, whole.yes, whole.unanswered) == (1, 0, 0, 1)
    assert whole.share_yes is None
    assert refused(
        buyer.employee, answer_feedback, now=CLOSED, question_id=question.pk, verdict="yes"
    ) == "feedback-closed"  # fmt: skip


def test_an_answer_after_the_last_day_is_refused_before_the_clock_has_closed_it():
    market = a_market()
    question = asked(market, market.buyers[0])
    assert refused(
        market.buyers[0].employee, answer_feedback, now=CLOSED, question_id=question.pk,
        verdict="yes",
    ) == "feedback-closed"  # fmt: skip


def test_wrong_steps_are_refused():
    market = a_market()
    buyer = market.buyers[0]
    question = asked(market, buyer)
    inputs = {"question_id": question.pk}
    answer = {**inputs, "verdict": "yes"}
    assert refused(buyer.manager, answer_feedback, **answer) == "not-allowed"
    assert refused(market.salesperson, answer_feedback, **answer) == "not-found"
    assert refused(buyer.employee, answer_feedback, **inputs, verdict="fine") == (
        "feedback-verdict-missing"
    )
    assert refused(buyer.employee, answer_feedback, **answer, minutes=3) == (
        "feedback-minutes-unknown"
    )
    assert refused(
        buyer.manager, ask_feedback, requisition_id=question.requisition_id,
        person_id=question.person_id,
    ) == "not-allowed"  # fmt: skip
    noted = said(buyer, buyer.employee, "yes")
    assert refused(buyer.employee, answer_feedback, **answer) == "feedback-answered"
    assert refused(buyer.manager, settle_feedback, answer_id=noted.pk, reply="Good") == (
        "feedback-in-another-state"
    )
    assert refused(
        buyer.manager, pass_feedback_on, answer_id=noted.pk, supplier_id=market.supplier.pk
    ) == "feedback-in-another-state"  # fmt: skip
    assert refused(buyer.employee, settle_feedback, answer_id=noted.pk, reply="Good") == (
        "not-allowed"
    )
    with connections["owner"].cursor() as cursor:
        for table, state in (("question", "open"), ("answer", "waiting")):
            with pytest.raises(DatabaseError, match="transition"):
                cursor.execute(f"UPDATE followup_feedback{table} SET state = '{state}'")


def test_what_does_not_work_reaches_the_manager_the_supplier_and_back():
    market = a_market()
    buyer = market.buyers[0]
    asked(market, buyer)
    answer = said(buyer, buyer.employee, "partly", line="The camera is dark", for_supplier=True)
    let_facts_work()
    assert told(buyer.manager) == ["feedback-given"]
    assert refused(
        buyer.manager, pass_feedback_on, answer_id=answer.pk, supplier_id=buyer.party.pk
    ) == "feedback-supplier-unknown"  # fmt: skip
    told_supplier = {"answer_id": answer.pk, "supplier_id": market.supplier.pk}
    referral = perform(buyer.manager, pass_feedback_on, now=ASKED, **told_supplier)
    assert refused(buyer.manager, pass_feedback_on, **told_supplier) == "feedback-passed-on-already"
    let_facts_work()
    assert told(market.salesperson) == ["feedback-passed-on"]
    with reading(market.salesperson):
        (seen,) = FeedbackReferral.objects.filter(supplier=market.supplier, party=buyer.party)
        assert (seen.line, seen.verdict, seen.order_id is not None) == (
            "The camera is dark", "partly", True,
        )  # fmt: skip
        # Neither the answer nor the question, which know the name.
        assert list(FeedbackAnswer.objects.all()) == list(FeedbackQuestion.objects.all()) == []
    response = {"referral_id": referral.pk, "text": "We change it"}
    assert refused(buyer.manager, respond_to_feedback, **response) == "not-allowed"
    assert refused(market.salesperson, respond_to_feedback, **{**response, "text": " "}) == (
        "feedback-response-missing"
    )
    perform(market.salesperson, respond_to_feedback, now=ASKED, **response)
    assert refused(market.salesperson, respond_to_feedback, **response) == "feedback-responded"
    let_facts_work()
    assert told(buyer.manager) == ["feedback-given", "feedback-responded"]
    assert refused(buyer.manager, settle_feedback, answer_id=answer.pk) == "feedback-reply-missing"
    perform(buyer.manager, settle_feedback, now=ASKED, answer_id=answer.pk, reply="It is changed")
    assert told(buyer.employee) == ["feedback-asked", "feedback-settled"]


def test_an_answer_without_a_name_is_tied_to_nothing_and_no_history_tells_it():
    market = a_market()
    buyer = market.buyers[0]
    question = asked(market, buyer)
    assert said(buyer, buyer.employee, "no", line="A secret word", without_name=True) is None
    let_facts_work()
    assert told(buyer.manager) == ["feedback-given-without-name"]
    with reading(buyer.manager):
        (answer,) = FeedbackAnswer.objects.filter(party=buyer.party)
        assert (answer.question_id, answer.month) == (None, MARCH)
        assert FeedbackQuestion.objects.get(id=question.pk).state == "answered"
        entry = AuditEntry.objects.filter(operation__endswith="answer_feedback").latest("id")
    written = json.dumps(entry.payload)
    assert [word for word in ("secret", '"no"', "verdict") if word in written] == []
    referral = perform(
        buyer.manager, pass_feedback_on, now=ASKED, answer_id=answer.pk,
        supplier_id=market.supplier.pk,
    )  # fmt: skip
    # The line stays with the buyer: its writer has not allowed more.
    assert (referral.order_id, referral.line) == (None, "")
    perform(buyer.manager, settle_feedback, now=ASKED, answer_id=answer.pk)


def test_lines_are_taken_back_and_erased_on_their_day_and_the_sums_stay():
    market = a_market()
    buyer, other = market.buyers[0], an_employee(market.buyers[0])
    rule = Asking(keep_text_days=60)
    perform(buyer.manager, decide_feedback_rule, now=NOW, valid_from=TODAY, asking=rule)
    question = asked(market, buyer)
    answer = said(buyer, buyer.employee, "no", line="Mine", for_supplier=True)
    asked(market, buyer, by=other)
    said(buyer, other, "no", line="Hers")
    referral = perform(
        buyer.manager, pass_feedback_on, now=ASKED, answer_id=answer.pk,
        supplier_id=market.supplier.pk,
    )  # fmt: skip
    assert refused(other, take_back_feedback_line, question_id=question.pk) == "not-allowed"
    perform(buyer.employee, take_back_feedback_line, now=ASKED, question_id=question.pk)

    def texts() -> list[str]:
        with reading(buyer.manager):
            referral.refresh_from_db()
            rows = FeedbackText.objects.filter(party=buyer.party)
            return [referral.line, *rows.values_list("text", flat=True)]

    assert texts() == ["", "Hers"]
    watch_feedback(ASKED + timedelta(days=59))
    assert texts() == ["", "Hers"]
    watch_feedback(ASKED + timedelta(days=60))
    assert texts() == [""]
    with reading(buyer.manager):
        (whole,) = own_sums(buyer.party.pk, "all", *YEAR)
    assert (whole.asked, whole.no) == (2, 2)


def test_rules_are_decided_from_today_on_and_hold_from_their_day():
    market = a_market()
    buyer = market.buyers[0]
    decide = {"now": NOW, "valid_from": TODAY, "asking": Asking(ask_after_days=0, rest_days=0)}
    yesterday = {**decide, "valid_from": TODAY - timedelta(days=1)}
    assert refused(buyer.employee, decide_feedback_rule, **decide) == "not-allowed"
    assert refused(buyer.manager, decide_feedback_rule, **yesterday) == "feedback-rule-in-the-past"
    wrong = {**decide, "asking": Asking(answer_within_days=7)}
    assert refused(buyer.manager, decide_feedback_rule, **wrong) == "feedback-rule-wrong"
    perform(buyer.manager, decide_feedback_rule, **decide)
    assert refused(buyer.manager, decide_feedback_rule, **decide) == "feedback-rule-that-day"
    delivered(market, buyer)
    watch_feedback(NOW)
    assert len(questions_in(buyer)) == 1


def test_sums_by_hand():
    market = a_market()
    buyer = market.buyers[0]
    answered_by(market, buyer, ["yes", "yes", "partly", ""], PHONE)
    answered_by(market, buyer, ["no", "yes"], PHONE, LAPTOP)
    with_time = an_employee(buyer)
    delivered(market, buyer, LAPTOP, by=with_time)
    watch_feedback(ASKED)
    said(buyer, with_time, "yes", minutes=5)
    watch_feedback(CLOSED)
    with reading(buyer.manager):
        (whole,) = own_sums(buyer.party.pk, "all", *YEAR)
        items = {one.key: one for one in own_sums(buyer.party.pk, "item", *YEAR)}
        months = own_sums(buyer.party.pk, "month", *YEAR)
    # Seven people: four yes, one partly, one no, one let it be. One said five minutes.
    assert (whole.asked, whole.answered, whole.yes, whole.partly, whole.no, whole.unanswered) == (
        7, 6, 4, 1, 1, 1,
    )  # fmt: skip
    assert (round(whole.share_yes * 100), round(whole.share_answered * 100)) == (67, 86)
    # An hour the old way is an assumption: 60 less 5 of the one who said so.
    assert (whole.stated, whole.minutes, whole.saved(60), whole.saved(None)) == (1, 5, 55, None)
    # The phone: four, and the two that got both. The laptop: these two and one more.
    phone, laptop = (items[market.items[code].pk] for code in (PHONE, LAPTOP))
    assert (phone.asked, phone.yes, phone.partly, phone.no, phone.unanswered) == (6, 3, 1, 1, 1)
    assert (laptop.asked, laptop.yes, laptop.no) == (3, 2, 1)
    assert [(one.key, one.asked) for one in months] == [(202603, 7)]


def a_region_of(market):
    region = a_region(market.purchasing_body)
    for buyer in market.buyers:
        perform(
            OPERATOR, add_region_member, region_id=region.pk, party_id=buyer.party.pk,
            valid_from=date(2020, 1, 1), population=10_000,
        )  # fmt: skip
    return region


def test_others_see_no_sum_of_fewer_than_five_and_a_region_is_told_of_its_month_once():
    market = a_market(buyers=3)
    region = a_region_of(market)
    many, few, none = market.buyers
    answered_by(market, many, ["yes", "yes", "yes", "no", "partly", ""], PHONE)
    answered_by(market, few, ["no", "no", "no", "no"], PHONE)
    answered_by(market, many, ["yes"], LAPTOP)
    watch_feedback(CLOSED)

    def seen(actor, by):
        with reading(actor):
            return {one.key: one for one in region_sums(region.pk, by, *YEAR)}

    # Who has answered nothing itself sees the one member with six answers, and not the other.
    (shown,) = seen(none.manager, "member").values()
    assert (shown.key, shown.asked, shown.yes, shown.partly, shown.no) == (
        many.party.pk, 7, 4, 1, 1,
    )  # fmt: skip
    with reading(none.manager):
        assert members_shown(region.pk, *YEAR) == (1, 1)
    # One answered about the laptop: hidden; and the phone as well, or the difference would tell.
    assert [one.shown for one in seen(none.manager, "item").values()] == [False, False]
    assert [one.shown for one in seen(many.manager, "item").values()] == [True, True]
    # The few see their own four, added to the other's six.
    assert {one.asked for one in seen(few.manager, "member").values()} == {7, 4}
    (whole,) = seen(few.manager, "all").values()
    assert (whole.asked, whole.answered, whole.no) == (11, 10, 5)
    outsider = an_actor(market.supplier, RoleName.BUYER)
    assert seen(outsider, "all") == {}
    with reading(market.salesperson):
        sums = {one.key: one for one in supplier_sums(*YEAR)}
    assert sums[0].asked == 11
    assert sums[0].answered == 10
    for _ in range(2):
        watch_feedback(NOW + timedelta(days=31))
    with reading(few.manager):
        (month,) = FeedbackMonth.objects.filter(region=region)
    assert (month.month, month.asked, month.yes, month.no, month.unanswered) == (MARCH, 7, 4, 1, 1)
    assert (month.members, month.left_out) == (1, 1)


def test_a_month_waits_for_its_open_questions():
    market = a_market()
    region = a_region_of(market)
    late = NOW + timedelta(days=25)
    answered_by(market, market.buyers[0], [*["yes"] * 5, ""], at=late)

    def months():
        with reading(market.buyers[0].manager):
            return FeedbackMonth.objects.filter(region=region).count()

    watch_feedback(NOW + timedelta(days=31))
    assert months() == 0
    watch_feedback(late + timedelta(days=18))
    watch_feedback(late + timedelta(days=18))
    assert months() == 1


def test_the_wall_keeps_every_row_to_its_own_side():
    market = a_market(buyers=2)
    ours, theirs = market.buyers
    asked(market, ours)
    said(ours, ours.employee, "no", line="Ours alone")
    stranger = acting(a_person(theirs.party, RoleName.ICT_MANAGER), theirs.party)
    for actor in (stranger, market.salesperson, market.category_manager):
        with reading(actor):
            for model in (FeedbackQuestion, FeedbackAnswer, FeedbackText, FeedbackReferral):
                assert model.objects.filter(party=ours.party).count() == 0
    keeper = actors.job("feedback-keeper", theirs.party.pk)
    question = questions_in(ours)[0]
    assert perform(
        keeper, ask_feedback, now=ASKED, requisition_id=question.requisition_id,
        person_id=question.person_id,
    ) is None  # fmt: skip
