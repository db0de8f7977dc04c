"""Answering a question, and what an ICT manager does about answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.followup.models import (
    FeedbackAbout,
    FeedbackAnswer,
    FeedbackQuestion,
    FeedbackReferral,
)
from samkop.followup.policies.feedback import may_answer, may_see_answers
from samkop.followup.queries.feedback import asking_of, question_of
from samkop.followup.rules.feedback import MINUTES, month_of
from samkop.followup.usecases.feedback_counting import count_answered
from samkop.followup.usecases.feedback_texts import LONGEST, erase_texts, write_text
from samkop.followup.vocabulary.feedback import (
    ANSWER_TRANSITIONS,
    FeedbackAnswerState,
    FeedbackQuestionState,
    FeedbackTextKind,
    Verdict,
)
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.outbox import tell
from samkop.platform.records import change, create_all, note, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def answer_feedback(
    *, actor: Actor, now: datetime, question_id: int, verdict: str, line: str = "",
    minutes: int | None = None, without_name: bool = False, for_supplier: bool = False,
) -> FeedbackQuestion:  # fmt: skip
    """Say whether it works, once; whoever was asked alone.

    ``minutes`` is what ordering took (one of ``MINUTES``). ``without_name`` ties the answer
    to nothing; ``for_supplier`` lets the supplier read the line. Told as ``feedback-given``
    where it does not work, or in part. Raises Refused: ``not-found``, ``not-allowed``,
    ``feedback-verdict-missing``, ``feedback-minutes-unknown``, ``feedback-answered``,
    ``feedback-closed``.
    """
    question, today = _locked_question(question_id), own_today()
    require(may_answer(actor, question))
    _check(question, verdict, minutes)
    if today > question.closes_on:
        raise closed()
    change(question, state=FeedbackQuestionState.ANSWERED, ended_on=today)
    works = verdict == Verdict.YES
    answer = FeedbackAnswer(
        party_id=question.party_id, question=None if without_name else question,
        month=month_of(question.asked_on), verdict=verdict, minutes=minutes,
        state=FeedbackAnswerState.NOTED if works else FeedbackAnswerState.WAITING,
    )  # fmt: skip
    create_all([answer], under=question)
    items = {one.item_id: one for one in question.things.all()}
    create_all(
        (
            FeedbackAbout(
                answer=answer, party_id=question.party_id, item_id=item_id,
                supplier_id=one.supplier_id, name=one.name,
            )
            for item_id, one in sorted(items.items())
        ),
        under=question,
    )  # fmt: skip
    keep = timedelta(days=asking_of(question.party_id, today).keep_text_days)
    write_text(
        answer, FeedbackTextKind.LINE, line, today + keep, under=question,
        for_supplier=for_supplier,
    )  # fmt: skip
    count_answered(question, verdict, minutes)
    if not works:
        tell("feedback-given", answer_id=answer.pk, party_id=question.party_id)
    return question


def take_back_feedback_line(*, actor: Actor, now: datetime, question_id: int) -> int:
    """Erase what one wrote oneself, here and at the supplier; the verdict stays. How many lines.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    question = _locked_question(question_id)
    require(may_answer(actor, question))
    # Locked: who passes it on just now is through first, and the supplier's line goes too.
    answer = FeedbackAnswer.objects.select_for_update().filter(question=question).first()
    if answer is None:
        raise not_found()
    erased = erase_texts(answer.texts.filter(kind=FeedbackTextKind.LINE))
    note(erased=erased)
    return erased


def settle_feedback(
    *, actor: Actor, now: datetime, answer_id: int, reply: str = ""
) -> FeedbackAnswer:
    """Say that it has been seen to; who gave the answer with a name reads the reply.

    Raises Refused: ``not-found``, ``not-allowed``, ``feedback-in-another-state``,
    ``feedback-reply-missing``.
    """
    answer = locked_answer(actor, answer_id)
    _require_may_become(answer, FeedbackAnswerState.SETTLED)
    if answer.question_id is not None and not reply.strip():
        sentence = _("Say what was done: whoever told you reads it.")
        raise Refused("feedback-reply-missing", sentence, status=422, fields={"reply": sentence})
    today = own_today()
    change(answer, state=FeedbackAnswerState.SETTLED)
    keep = timedelta(days=asking_of(answer.party_id, today).keep_text_days)
    write_text(answer, FeedbackTextKind.REPLY, reply, today + keep, under=answer)
    if answer.question_id is not None:
        question = question_of(answer.question_id)
        notify(
            party_id=answer.party_id, person_ids=[question.person_id], kind="feedback-settled",
            subject=subject_of(question), url=reverse("feedback-question", args=[question.pk]),
            facts={"things": in_each_language(lambda: _names(answer))},
        )  # fmt: skip
    return answer


def pass_feedback_on(
    *, actor: Actor, now: datetime, answer_id: int, supplier_id: int, note_text: str = ""
) -> FeedbackReferral:
    """Pass an answer on to a supplier of what it is about, without the name; once to each.

    The line goes with it only where its writer allows that. Told as ``feedback-passed-on``.
    Raises Refused: ``not-found``, ``not-allowed``, ``feedback-in-another-state``,
    ``feedback-supplier-unknown``, ``feedback-passed-on-already``.
    """
    answer = locked_answer(actor, answer_id)
    if answer.state != FeedbackAnswerState.PASSED_ON:
        _require_may_become(answer, FeedbackAnswerState.PASSED_ON)
    about = [one for one in answer.about.select_related("item") if one.supplier_id == supplier_id]
    if not about:
        sentence = _("That supplier delivered nothing of what this is about.")
        raise Refused(
            "feedback-supplier-unknown", sentence, status=422, fields={"supplier": sentence}
        )
    if FeedbackReferral.objects.filter(answer=answer, supplier_id=supplier_id).exists():
        raise Refused("feedback-passed-on-already", _("That supplier has been told of it already."))
    allowed = answer.texts.filter(kind=FeedbackTextKind.LINE, for_supplier=True).first()
    referral = FeedbackReferral(
        answer=answer, party_id=answer.party_id, supplier_id=supplier_id,
        order_id=_order_of(answer, supplier_id), verdict=answer.verdict,
        things=", ".join(one.name for one in about)[:LONGEST],
        line=allowed.text if allowed else "", note=note_text.strip()[:LONGEST], sent_at=now,
        sent_by_id=actor.own_person_id,
    )  # fmt: skip
    create_all([referral], under=answer)
    change(answer, state=FeedbackAnswerState.PASSED_ON)
    tell("feedback-passed-on", referral_id=referral.pk, supplier_id=supplier_id)
    return referral


def locked_answer(actor: Actor, answer_id: int) -> FeedbackAnswer:
    """One of the own organisation's answers, locked until the end, for who sees to them.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    require(may_see_answers(actor))
    rows = FeedbackAnswer.objects.select_for_update().filter(party_id=actor.own_party_id)
    found = rows.filter(id=answer_id).first()
    if found is None:
        raise not_found()
    return found


def closed() -> Refused:
    """The question's last day has passed."""
    return Refused(
        "feedback-closed",
        _("The days for an answer are over. Tell your ICT manager if something does not work."),
    )


def _check(question: FeedbackQuestion, verdict: str, minutes: int | None) -> None:
    if verdict not in Verdict.values:
        sentence = _("Choose yes, partly or no.")
        raise Refused(
            "feedback-verdict-missing", sentence, status=422, fields={"verdict": sentence}
        )
    if minutes is not None and minutes not in MINUTES:
        sentence = _("Choose one of the times offered.")
        raise Refused(
            "feedback-minutes-unknown", sentence, status=422, fields={"minutes": sentence}
        )
    if question.state == FeedbackQuestionState.ANSWERED:
        raise Refused("feedback-answered", _("You have answered this already. Thank you."))
    if question.state == FeedbackQuestionState.UNANSWERED:
        raise closed()


def _order_of(answer: FeedbackAnswer, supplier_id: int) -> int | None:
    if answer.question is None:
        return None
    things = answer.question.things.filter(supplier_id=supplier_id).order_by("id")
    return things.values_list("order_id", flat=True).first()


def _names(answer: FeedbackAnswer) -> str:
    return ", ".join(one.shown_name for one in answer.about.select_related("item").order_by("id"))


def _require_may_become(answer: FeedbackAnswer, state: FeedbackAnswerState) -> None:
    if state not in ANSWER_TRANSITIONS[FeedbackAnswerState(answer.state)]:
        raise Refused(
            "feedback-in-another-state",
            _("This answer is in the state \u201c%(state)s\u201d: there is nothing more to do."),
            state=FeedbackAnswerState(answer.state).label,
        )


def _locked_question(question_id: int) -> FeedbackQuestion:
    found = FeedbackQuestion.objects.select_for_update().filter(id=question_id).first()
    if found is None:
        raise not_found()
    return found
