"""Questions about an open tender, answers that reach everybody, corrections, cancellation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform
from samkop.tendering.models import Tender
from samkop.tendering.pages.forms import clock_time, words
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_ask_question, may_read_tender
from samkop.tendering.queries import tender_of
from samkop.tendering.queries.law import answer_limit_of
from samkop.tendering.queries.questions import (
    answers_of,
    cancellation_of,
    corrections_of,
    waiting_questions_of,
)
from samkop.tendering.usecases.contents import DocumentFile
from samkop.tendering.usecases.corrections import CorrectionTerms, cancel_tender, correct_tender
from samkop.tendering.usecases.questions import (
    answer_tender_question,
    ask_tender_question,
    inform_bidders,
)
from samkop.tendering.vocabulary import TRANSITIONS, DocumentKind, TenderState

Shown = tuple[str, dict[str, Any]]


class AskForm(forms.Form):
    """A question."""

    text = words(
        _("Question"), help_text=_("Nobody learns who asked. Write nothing that tells it.")
    )


class AnswerForm(forms.Form):
    """An answer for everybody."""

    asked = words(
        _("The question, as all will read it"), help_text=_("Without a word that tells who asked.")
    )
    text = words(_("Answer"))
    matters = forms.BooleanField(label=_("It matters for the bids"), required=False, initial=True)


class InformForm(forms.Form):
    """Information that nobody asked for."""

    text = words(_("Information for everybody"))
    matters = forms.BooleanField(label=_("It matters for the bids"), required=False, initial=True)


class CorrectionForm(forms.Form):
    """A correction."""

    text = words(_("What is corrected"))
    substantial = forms.BooleanField(
        label=_("It is substantial: the time for bids is extended"), required=False
    )
    bids_until = clock_time(_("Bids until"), required=False)
    questions_until = clock_time(_("Questions until"), required=False)
    bids_valid_until = day(_("Bids valid until"))
    title = forms.CharField(label=_("Title of the document"), max_length=200, required=False)
    file = forms.FileField(
        label=_("File"), required=False,
        help_text=_("A file of a known name becomes its next version."),
    )  # fmt: skip

    def terms(self) -> CorrectionTerms:
        """What was entered, for the use case; the form has been checked."""
        given = dict(self.cleaned_data)
        title, file = given.pop("title"), given.pop("file")
        files: tuple[DocumentFile, ...] = ()
        if file:
            files = (DocumentFile(DocumentKind.OTHER, title or file.name, file.name, file.read()),)
        return CorrectionTerms(files=files, **given)


class CancelForm(forms.Form):
    """Why a tender ends without an award."""

    reason = words(_("Reason"))
    register_number = forms.CharField(label=_("Register number"), max_length=60, required=False)


def _questions(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None,
    sent: str = "",
) -> Shown:  # fmt: skip
    found = tender_of(tender_id)
    allow(may_read_tender(actor, found))
    frame = frame_of(actor, found, "tender-questions")
    is_open = found.state == TenderState.OPEN and _in_time(found)
    runs = frame["runs"]

    def form_of(kind: type[forms.Form], name: str, *, shown: bool) -> Any:
        here = refused if sent == name else None
        return with_refusal(kind(request.POST if here else None), here) if shown else None

    return "tendering/questions.html", {
        **frame,
        "refused": refused if sent == "answer" else None,
        "answers": answers_of(tender_id),
        "corrections": corrections_of(tender_id),
        "cancellation": cancellation_of(tender_id),
        "limit": answer_limit_of(found),
        "waiting": [
            (one, AnswerForm(prefix=one.id.hex[:8], initial={"asked": one.text}))
            for one in waiting_questions_of(tender_id)
        ] if runs and is_open else [],
        "ask": form_of(AskForm, "ask", shown=is_open and may_ask_question(actor, found)),
        "inform": form_of(InformForm, "inform", shown=is_open and runs),
        "correct": form_of(CorrectionForm, "correct", shown=is_open and runs),
        "cancel": form_of(
            CancelForm, "cancel",
            shown=runs and TenderState.CANCELLED in TRANSITIONS[TenderState(found.state)],
        ),
    }  # fmt: skip


def _in_time(tender: Tender) -> bool:
    return tender.bids_until is not None and current_unit().now <= tender.bids_until


questions = page(open_to_all=True, or_sign_in=True)(_questions)


def _again(sent: str) -> Any:
    def shown(
        request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
    ) -> Shown:
        return _questions(request, actor, tender_id, refused, sent)

    return shown


def _again_answer(
    request: HttpRequest, actor: Actor, tender_id: int, question_id: UUID,
    refused: Refused | None = None,
) -> Shown:  # fmt: skip
    return _questions(request, actor, tender_id, refused, "answer")


@act(again=_again("ask"))
def ask(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Ask."""
    values = checked(AskForm(request.POST))
    perform(actor, ask_tender_question, tender_id=tender_id, **values)
    return _back(tender_id, _("The question is asked. The answer reaches everybody here."))


@act(again=_again_answer)
def answer(request: HttpRequest, actor: Actor, tender_id: int, question_id: UUID) -> Answer:
    """Answer for everybody."""
    values = checked(AnswerForm(request.POST, prefix=question_id.hex[:8]))
    perform(actor, answer_tender_question, question_id=question_id, **values)
    return _back(tender_id, _("The answer is given to everybody."))


@act(again=_again("inform"))
def inform(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Tell everybody something."""
    values = checked(InformForm(request.POST))
    perform(actor, inform_bidders, tender_id=tender_id, **values)
    return _back(tender_id, _("The information is given to everybody."))


@act(again=_again("correct"))
def correct(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Correct the tender."""
    form = CorrectionForm(request.POST, request.FILES)
    checked(form)
    perform(actor, correct_tender, tender_id=tender_id, terms=form.terms())
    return _back(tender_id, _("The tender is corrected."))


@act(again=_again("cancel"))
def cancel(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """End the tender without an award."""
    values = checked(CancelForm(request.POST))
    perform(actor, cancel_tender, tender_id=tender_id, **values)
    return _back(tender_id, _("The tender is cancelled."))


def _back(tender_id: int, message: Any) -> Answer:
    return Answer(to=reverse("tender-questions", args=[tender_id]), message=message)
