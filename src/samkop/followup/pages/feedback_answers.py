"""What the organisation's people said: the list, and what is done about one answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.fleet.models import Asset
from samkop.followup.models import FeedbackAnswer
from samkop.followup.pages.feedback_forms import PassOnForm, SettleForm
from samkop.followup.policies.feedback import may_see_answers
from samkop.followup.queries.feedback import answer_of, answers_of, referrals_of
from samkop.followup.usecases.feedback_answers import pass_feedback_on, settle_feedback
from samkop.followup.vocabulary.feedback import FeedbackAnswerState, FeedbackTextKind, Verdict
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_date
from samkop.platform.lists import Choice, Column, Empty, Listing, list_page, pill, text
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
VERDICT_TONES = {Verdict.YES: "good", Verdict.PARTLY: "warn", Verdict.NO: "bad"}
STATE_TONES = {
    FeedbackAnswerState.NOTED: "neutral", FeedbackAnswerState.WAITING: "warn",
    FeedbackAnswerState.PASSED_ON: "info", FeedbackAnswerState.SETTLED: "good",
}  # fmt: skip
MOST_DEVICES = 20
MONTH = "YEAR_MONTH_FORMAT"


def things_of(answer: FeedbackAnswer) -> str:
    """What an answer is about."""
    return ", ".join(one.shown_name for one in answer.about.all())


def line_of(answer: FeedbackAnswer) -> str:
    """The free line, where there is one still."""
    return next((one.text for one in answer.texts.all() if one.kind == FeedbackTextKind.LINE), "")


def _who(answer: FeedbackAnswer) -> Any:
    return answer.question.person.name if answer.question else _("Without a name")


def _of_verdict(rows: QuerySet[FeedbackAnswer], verdict: str) -> QuerySet[FeedbackAnswer]:
    return rows.filter(verdict=verdict)


ANSWERS: Listing[FeedbackAnswer] = Listing(
    name="feedback-answers",
    title=gettext_lazy("What people said"),
    address="feedback-answers",
    columns=(
        Column(
            "things", pgettext_lazy("feedback", "About"), lambda one: text(things_of(one)),
            link=lambda one: reverse("feedback-answer", args=[one.pk]),
        ),
        Column(
            "verdict", gettext_lazy("Does it work?"),
            lambda one: pill(VERDICT_TONES[Verdict(one.verdict)], one.get_verdict_display()),
        ),
        Column("line", gettext_lazy("In their own words"), lambda one: text(line_of(one))),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(STATE_TONES[FeedbackAnswerState(one.state)], one.get_state_display()),
        ),
        Column("who", pgettext_lazy("feedback", "Who"), lambda one: text(_who(one))),
        Column(
            "month", gettext_lazy("Asked in"), lambda one: text(format_date(one.month, MONTH)),
            sort="month", down=True,
        ),
    ),
    filters=(
        Choice("verdict", gettext_lazy("Does it work?"), Verdict.choices, _of_verdict),
        Choice(
            "state", gettext_lazy("State"), FeedbackAnswerState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
    ),
    empty=Empty(
        gettext_lazy("Nobody has answered yet"),
        gettext_lazy("A few days after a delivery whoever got it is asked whether it works."),
        "people",
    ),
)  # fmt: skip


@page()
def answers(request: HttpRequest, actor: Actor) -> Any:
    """What the organisation's people said of what was delivered."""
    allow(may_see_answers(actor))
    return list_page(
        request, actor, ANSWERS, [answers_of(actor.own_party_id)], "followup/feedback_answers.html",
        **cooperation_tabs(actor, "feedback"),
    )  # fmt: skip


def _answer(
    request: HttpRequest, actor: Actor, feedback_answer_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_answers(actor))
    found = answer_of(feedback_answer_id, actor.own_party_id)
    referrals = referrals_of(found.pk)
    told = {one.supplier_id for one in referrals}
    open_to = {one.supplier_id: one.supplier for one in found.about.all()}
    left: list[Party] = [one for key, one in open_to.items() if key not in told]
    passing = "supplier" in request.POST
    waiting = found.state in {FeedbackAnswerState.WAITING, FeedbackAnswerState.PASSED_ON}
    texts = {one.kind: one.text for one in found.texts.all()}
    return "followup/feedback_answer.html", {
        "answer": found, "things": things_of(found), "referrals": referrals,
        "tone": VERDICT_TONES[Verdict(found.verdict)],
        "state_tone": STATE_TONES[FeedbackAnswerState(found.state)],
        "line": texts.get(FeedbackTextKind.LINE, ""), "reply": texts.get(FeedbackTextKind.REPLY),
        "for_supplier": any(one.for_supplier for one in found.texts.all()),
        "orders": _orders(found), "devices": _devices(found),
        "settle": _form(SettleForm, request, None if passing else refused) if waiting else None,
        "pass_on": _form(PassOnForm, request, refused if passing else None, suppliers=left)
        if waiting and left else None,
        "month": format_date(found.month, MONTH),
        "trail": [(_("What people said"), reverse("feedback-answers"))],
    }  # fmt: skip


answer = page()(_answer)


@act(again=_answer)
def settle(request: HttpRequest, actor: Actor, feedback_answer_id: int) -> Answer:
    """It has been seen to."""
    said = checked(SettleForm(request.POST))
    perform(actor, settle_feedback, answer_id=feedback_answer_id, reply=said["reply"])
    return _to(feedback_answer_id, _("Settled."))


@act(again=_answer)
def pass_on(request: HttpRequest, actor: Actor, feedback_answer_id: int) -> Answer:
    """The supplier is told."""
    with reading(actor):
        allow(may_see_answers(actor))
        about = answer_of(feedback_answer_id, actor.own_party_id).about.all()
        suppliers = list({one.supplier_id: one.supplier for one in about}.values())
    said = checked(PassOnForm(request.POST, suppliers=suppliers))
    perform(
        actor, pass_feedback_on, answer_id=feedback_answer_id, supplier_id=said["supplier"],
        note_text=said["note"],
    )  # fmt: skip
    return _to(feedback_answer_id, _("The supplier is told."))


def _form(
    form: type[forms.Form], request: HttpRequest, refused: Refused | None, **named: Any
) -> forms.Form:
    return with_refusal(form(request.POST if refused else None, **named), refused)


def _orders(found: FeedbackAnswer) -> list[Any]:
    if found.question is None:
        return []
    return list({one.order_id: one.order for one in found.question.things.all()}.values())


def _devices(found: FeedbackAnswer) -> list[Asset]:
    """The devices of the order's lines that the person has."""
    if found.question is None:
        return []
    rows = Asset.objects.filter(
        owner_id=found.party_id, holder__person_id=found.question.person_id,
        order_id__in={one.order_id for one in found.question.things.all()},
    )  # fmt: skip
    return list(rows.order_by("id")[:MOST_DEVICES])


def _to(answer_id: int, message: str) -> Answer:
    return Answer(to=reverse("feedback-answer", args=[answer_id]), message=message)
