"""The job that asks how it went, reminds once, and closes what nobody answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from samkop.followup.models import FeedbackQuestion, FeedbackThing
from samkop.followup.policies.feedback import is_feedback_keeper
from samkop.followup.queries.feedback import (
    Delivery,
    asking_of,
    due_deliveries,
    question_of,
    texts_to_erase,
)
from samkop.followup.rules.feedback import Asking
from samkop.followup.usecases.feedback_counting import count_asked, count_unanswered
from samkop.followup.usecases.feedback_texts import erase_texts
from samkop.followup.vocabulary.feedback import FeedbackQuestionState
from samkop.parties.models import Membership
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.records import change, create_all, create_new, note, subject_of
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import require


def ask_feedback(
    *, actor: Actor, now: datetime, requisition_id: int, person_id: int
) -> FeedbackQuestion | None:
    """Ask a person how that went which a requisition brought, if it is to be asked today.

    None where it is not: asked already, the person asked about something else a short while
    ago, nothing handed over. By the job ``feedback-keeper``. Raises Refused ``not-allowed``.
    """
    require(is_feedback_keeper(actor))
    party_id, today = actor.own_party_id, own_today()
    _one_at_a_time(party_id, person_id)
    asking = asking_of(party_id, today)
    due = due_deliveries(party_id, today, asking, requisition_id)
    found = next((one for one in due if one.person_id == person_id), None)
    return _asked(party_id, found, asking, now, today) if found else None


def remind_of_feedback(*, actor: Actor, now: datetime, question_id: int) -> bool:
    """Recall a question that waits, once; whether it was recalled.

    By the job ``feedback-keeper``. Raises Refused: ``not-found``, ``not-allowed``.
    """
    require(is_feedback_keeper(actor))
    question, today = _locked(question_id), own_today()
    due = question.remind_on is not None and question.remind_on <= today <= question.closes_on
    if question.state != FeedbackQuestionState.OPEN or question.reminded_at or not due:
        return False
    change(question, reminded_at=now)
    _tell(question_of(question_id), "feedback-reminded")
    return True


def close_feedback(*, actor: Actor, now: datetime, question_id: int) -> bool:
    """Close a question whose last day has passed, as *no answer*; whether it was closed.

    By the job ``feedback-keeper``. Raises Refused: ``not-found``, ``not-allowed``.
    """
    require(is_feedback_keeper(actor))
    question, today = _locked(question_id), own_today()
    if question.state != FeedbackQuestionState.OPEN or today <= question.closes_on:
        return False
    change(question, state=FeedbackQuestionState.UNANSWERED, ended_on=today)
    count_unanswered(question)
    return True


def erase_feedback_texts(*, actor: Actor, now: datetime) -> int:
    """Erase the acting party's lines whose day has come; how many.

    By the job ``feedback-keeper``. Raises Refused ``not-allowed``.
    """
    require(is_feedback_keeper(actor))
    erased = erase_texts(texts_to_erase(actor.own_party_id, own_today()))
    note(erased=erased)
    return erased


def _one_at_a_time(party_id: int, person_id: int) -> None:
    """Two workers that would ask the same person take turns."""
    rows = Membership.objects.select_for_update().filter(party_id=party_id, person_id=person_id)
    list(rows.order_by("id").values_list("id", flat=True))


def _asked(
    party_id: int, delivery: Delivery, asking: Asking, now: datetime, today: date
) -> FeedbackQuestion | None:
    question = FeedbackQuestion(
        party_id=party_id, person_id=delivery.person_id, requisition_id=delivery.requisition_id,
        wanted_on=min(delivery.wanted_on, delivery.delivered_on),
        delivered_on=delivery.delivered_on, asked_on=today, asked_at=now,
        remind_on=asking.remind_on(today), closes_on=asking.closes_on(today),
    )  # fmt: skip
    if not create_new(question):
        return None
    things = create_all(
        (FeedbackThing(question=question, party_id=party_id, **vars(line))
         for line in delivery.lines),
        under=question,
    )  # fmt: skip
    count_asked(question, things)
    _tell(question_of(question.pk), "feedback-asked")
    return question


def _tell(question: FeedbackQuestion, kind: str) -> None:
    things = list(question.things.all())
    notify(
        party_id=question.party_id, person_ids=[question.person_id], kind=kind,
        subject=subject_of(question), url=reverse("feedback-question", args=[question.pk]),
        facts={
            "things": in_each_language(lambda: names_of(things)),
            "delivered_on": question.delivered_on.isoformat(),
            "closes_on": question.closes_on.isoformat(),
        },
    )  # fmt: skip


def names_of(things: Sequence[FeedbackThing]) -> str:
    """What came, each thing once, in the reader's language."""
    return ", ".join(dict.fromkeys(one.shown_name for one in things))


def _locked(question_id: int) -> FeedbackQuestion:
    found = FeedbackQuestion.objects.select_for_update().filter(id=question_id).first()
    if found is None:
        raise not_found()
    return found
