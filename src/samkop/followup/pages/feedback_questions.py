"""The one question: does it work for you? Signed in, or by the link of its mail."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samkop.followup.mailed_questions import link_in
from samkop.followup.models import FeedbackAnswer, FeedbackQuestion
from samkop.followup.pages.feedback_forms import AnswerForm
from samkop.followup.policies.feedback import may_answer
from samkop.followup.queries.feedback import question_of, questions_to
from samkop.followup.usecases.feedback_answers import (
    answer_feedback,
    closed,
    take_back_feedback_line,
)
from samkop.followup.vocabulary.feedback import FeedbackQuestionState, FeedbackTextKind, Verdict
from samkop.parties.in_whose_name import actor_of_person
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import refusal_page
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
MOST = 100
TONES = {
    FeedbackQuestionState.OPEN: "info", FeedbackQuestionState.ANSWERED: "good",
    FeedbackQuestionState.UNANSWERED: "neutral",
}  # fmt: skip


@page()
def mine(request: HttpRequest, actor: Actor) -> Shown:
    """What one was asked, and what one said."""
    found = list(questions_to(actor.own_person_id, actor.own_party_id)[:MOST])
    return "followup/feedback_mine.html", {
        "rows": [(one, TONES[FeedbackQuestionState(one.state)], _things(one)) for one in found]
    }


def _question(
    request: HttpRequest, actor: Actor, feedback_question_id: int, refused: Refused | None = None
) -> Shown:
    found = question_of(feedback_question_id)
    if not may_answer(actor, found):
        raise not_found()
    answer = FeedbackAnswer.objects.filter(question=found).first()
    texts = {one.kind: one.text for one in answer.texts.all()} if answer else {}
    waits = found.state == FeedbackQuestionState.OPEN and own_today() <= found.closes_on
    form = AnswerForm(request.POST if refused else None)
    return "followup/feedback_question.html", {
        "question": found, "things": _things(found), "answer": answer, "waits": waits,
        "tone": TONES[FeedbackQuestionState(found.state)], "verdicts": Verdict.choices,
        "form": with_refusal(form, refused) if waits else None,
        "line": texts.get(FeedbackTextKind.LINE, ""), "reply": texts.get(FeedbackTextKind.REPLY),
        "action": reverse("answer-feedback", args=[feedback_question_id]),
        "trail": [(_("How it went"), reverse("my-feedback"))],
    }  # fmt: skip


question = page()(_question)


@act(again=_question)
def answer(request: HttpRequest, actor: Actor, feedback_question_id: int) -> Answer:
    """One click, and whatever else was filled in."""
    perform(actor, answer_feedback, question_id=feedback_question_id, **_said(request))
    return Answer(
        to=reverse("feedback-question", args=[feedback_question_id]), message=_("Thank you.")
    )


@act(again=_question)
def take_back(request: HttpRequest, actor: Actor, feedback_question_id: int) -> Answer:
    """Erase one's own line."""
    perform(actor, take_back_feedback_line, question_id=feedback_question_id)
    return Answer(
        to=reverse("feedback-question", args=[feedback_question_id]),
        message=_("Your line is erased."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, feedback_token: str) -> HttpResponse:
    """The page behind a mailed link; posted, the answer. No session is read or made."""
    try:
        _not_too_often(request)
        link = link_in(feedback_token)
        actor, language = actor_of_person(
            link.person_id, link.party_id, datetime.now(UTC), by="a mailed link"
        )
        translation.activate(language)
        if request.method == "POST":
            perform(actor, answer_feedback, question_id=link.question_id, **_said(request))
        with reading(actor):
            return _shown_by_link(request, link.question_id, answered=request.method == "POST")
    except Refused as refused:
        return refusal_page(request, refused)


def _not_too_often(request: HttpRequest) -> None:
    if not consume(request, action="approval_link"):
        raise Refused(
            "too-many-tries", _("Too many tries. Wait some minutes and try again."), status=429
        )


def _shown_by_link(request: HttpRequest, question_id: int, *, answered: bool) -> HttpResponse:
    found = question_of(question_id)
    if answered:
        return TemplateResponse(request, "followup/feedback_thanks.html", {}).render()
    if found.state == FeedbackQuestionState.ANSWERED:
        raise Refused("feedback-answered", _("You have answered this already. Thank you."))
    if found.state != FeedbackQuestionState.OPEN or own_today() > found.closes_on:
        raise closed()
    context = {
        "question": found, "things": _things(found), "form": AnswerForm(), "waits": True,
        "verdicts": Verdict.choices, "action": request.path, "mailed": True,
    }  # fmt: skip
    return TemplateResponse(request, "followup/feedback_question.html", context).render()


def _said(request: HttpRequest) -> dict[str, Any]:
    """What was filled in; the verdict is the button that was pressed."""
    return {**checked(AnswerForm(request.POST)), "verdict": request.POST.get("verdict", "")}


def _things(found: FeedbackQuestion) -> str:
    return ", ".join(dict.fromkeys(one.shown_name for one in found.things.all()))
