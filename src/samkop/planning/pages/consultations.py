"""A market consultation: its page for the buyer, a supplier or anybody, and the buyer's steps."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import parties_of_kind
from samkop.planning.models import ConsultationAnswer, MarketConsultation, PreStudy
from samkop.planning.pages.consultation_forms import (
    ConsultationForm,
    LimitForm,
    QuestionForm,
    RecordForm,
    SuppliersForm,
)
from samkop.planning.pages.consultation_list import shown_state
from samkop.planning.policies import (
    may_prepare_consultation,
    may_run_consultation,
    may_see_answers,
    may_see_consultations,
    may_take_part,
)
from samkop.planning.queries import (
    asked_in,
    claims_in,
    consultation_of,
    meetings_in,
    messages_in,
    missing_of,
    newest_answers_in,
    participants_in,
    questions_of,
    studies_of,
)
from samkop.planning.usecases.consultation_record import report_consultation
from samkop.planning.usecases.consultations import (
    CONSULTED,
    add_consultation_question,
    change_consultation,
    extend_consultation,
    invite_to_consultation,
    open_consultation,
    prepare_consultation,
    remove_consultation_question,
)
from samkop.planning.vocabulary import ConsultationState
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading

Shown = tuple[str, dict[str, Any]]
SAME = ("number", "register_number", "about", "answers_until", "comment_days", "secret_days")
LANGUAGES = ("sv", "fi", "en")


def trail(found: MarketConsultation | None = None) -> list[tuple[str, str]]:
    """The pages above one of a consultation's."""
    above = [(_("Consultations"), reverse("consultations"))]
    if found is not None:
        above.append((found.number, reverse("consultation", args=[found.pk])))
    return above


def to_consultation(consultation_id: int, message: str) -> Answer:
    """Back to its page."""
    return Answer(to=reverse("consultation", args=[consultation_id]), message=message)


def again(refused: Refused | None) -> None:
    """The form's page would be refused just as its action was: the refusal's own page it is."""
    if refused is not None and refused.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
        raise refused


def _consultation(
    request: HttpRequest, actor: Actor, consultation_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    allow(may_see_consultations(actor))
    found = consultation_of(consultation_id)
    tone, state = shown_state(found)
    runs, sells = may_run_consultation(actor, found), may_take_part(actor, found)
    own = found.owner_id == actor.party_id
    sees = may_see_answers(actor, found)
    answers = newest_answers_in(consultation_id, None if own else actor.own_party_id)
    sent = request.POST if refused else None
    return "planning/consultation.html", {
        "found": found, "tone": tone, "state": state, "refused": refused,
        "own": own and sees, "sells": sells, "trail": trail(),
        "is_open": state == ConsultationState.OPEN,
        "goes_on": state in {ConsultationState.OPEN, ConsultationState.CLOSED},
        "questions": _with_answers(consultation_id, answers if sees else []),
        "messages_told": messages_in(consultation_id),
        "asked": asked_in(consultation_id) if sees else [],
        "meetings": meetings_in(consultation_id) if sees else [],
        "claims": claims_in(consultation_id) if sees else [],
        **(_buyers_part(found, state, sent, refused) if runs else {}),
    }  # fmt: skip


def _with_answers(consultation_id: int, answers: list[ConsultationAnswer]) -> list[Any]:
    """Each question with the answers that are seen, and the first of them."""
    by_question: dict[int, list[ConsultationAnswer]] = {}
    for one in answers:
        by_question.setdefault(one.question_id, []).append(one)
    return [
        (question, given := by_question.get(question.pk, []), given[0] if given else None)
        for question in questions_of(consultation_id)
    ]


def _buyers_part(
    found: MarketConsultation, state: ConsultationState, sent: Any, refused: Refused | None
) -> dict[str, Any]:
    """What those who run it do next; after a refusal with what was typed."""
    participants = participants_in(found.pk)
    joined = {one.supplier_id for one in participants}
    drafted = state == ConsultationState.IN_PREPARATION
    closed = state == ConsultationState.CLOSED
    forms = {
        "question_form": QuestionForm(_sent(sent, "text")) if drafted else None,
        "suppliers_form": SuppliersForm(
            suppliers=[one for one in suppliers() if one.pk not in joined | {found.owner_id}]
        ) if drafted or state == ConsultationState.OPEN else None,
        "limit_form": LimitForm(
            _sent(sent, "answers_until"), initial={"answers_until": found.answers_until}
        ) if state in {ConsultationState.OPEN, ConsultationState.CLOSED} else None,
        "record_form": RecordForm(
            _sent(sent, "register_number"), initial={"register_number": found.register_number}
        ) if closed else None,
    }  # fmt: skip
    return {
        "runs": True, "drafted": drafted, "study": found.study, "participants": participants,
        "missing": missing_of(found, current_unit().now) if closed else [],
        **{
            name: with_refusal(form, refused) if form is not None and form.is_bound else form
            for name, form in forms.items()
        },
    }  # fmt: skip


def _sent(sent: Any, field: str) -> Any:
    """What was sent, for the one form that has the field."""
    return sent if sent is not None and field in sent else None


def suppliers() -> list[Party]:
    """Whom one can ask, by name."""
    return list(parties_of_kind(*CONSULTED))


consultation = page()(_consultation)


def _preparing(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    again(refused)
    allow(may_prepare_consultation(actor))
    form = ConsultationForm(request.POST if refused else None, studies=_studies(actor))
    return "planning/consultation_form.html", {
        "form": with_refusal(form, refused), "trail": trail(),
        "send": reverse("send-consultation"), "back": reverse("consultations"),
    }  # fmt: skip


preparing = page()(_preparing)


@act(again=_preparing)
def send(request: HttpRequest, actor: Actor) -> Answer:
    """Write the consultation down; its questions are next."""
    made = perform(actor, prepare_consultation, **_entered(request, actor))
    return to_consultation(made.pk, _("The consultation is in preparation. Add its questions."))


def _changing(
    request: HttpRequest, actor: Actor, consultation_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    found = consultation_of(consultation_id)
    allow(may_run_consultation(actor, found))
    names = (*SAME, *(f"title_{language}" for language in LANGUAGES))
    form = ConsultationForm(
        request.POST if refused else None, studies=_studies(actor),
        initial={"study": found.study_id, **{name: getattr(found, name) for name in names}},
    )  # fmt: skip
    return "planning/consultation_form.html", {
        "found": found, "form": with_refusal(form, refused), "trail": trail(found),
        "send": reverse("send-changed-consultation", args=[consultation_id]),
        "back": reverse("consultation", args=[consultation_id]),
    }  # fmt: skip


changing = page()(_changing)


@act(again=_changing)
def change(request: HttpRequest, actor: Actor, consultation_id: int) -> Answer:
    """Write it down anew."""
    perform(actor, change_consultation, consultation_id=consultation_id, **_entered(request, actor))
    return to_consultation(consultation_id, _("Changed."))


def _studies(actor: Actor) -> list[PreStudy]:
    return list(studies_of(actor.own_party_id))


def _entered(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    with reading(actor):
        studies = _studies(actor)
    values = checked(ConsultationForm(request.POST, studies=studies))
    titles = {language: values[f"title_{language}"] for language in LANGUAGES}
    return {
        "titles": titles,
        "study_id": values.get("study"),
        **{name: values[name] for name in SAME},
    }


@act(again=_consultation)
def add_question(request: HttpRequest, actor: Actor, consultation_id: int) -> Answer:
    """Ask one more."""
    values = checked(QuestionForm(request.POST))
    perform(actor, add_consultation_question, consultation_id=consultation_id, **values)
    return to_consultation(consultation_id, _("The question is added."))


@act()
def remove_question(request: HttpRequest, actor: Actor, consultation_question_id: int) -> Answer:
    """Take one out."""
    left = perform(actor, remove_consultation_question, question_id=consultation_question_id)
    return to_consultation(left, _("The question is removed."))


@act(again=_consultation)
def invite(request: HttpRequest, actor: Actor, consultation_id: int) -> Answer:
    """Have suppliers told."""
    with reading(actor):
        offered = suppliers()
    values = checked(SuppliersForm(request.POST, suppliers=offered))
    perform(
        actor, invite_to_consultation, consultation_id=consultation_id,
        supplier_ids=values["suppliers"],
    )  # fmt: skip
    return to_consultation(consultation_id, _("They are told as soon as it is open."))


@act(again=_consultation)
def open_it(request: HttpRequest, actor: Actor, consultation_id: int) -> Answer:
    """Open it to everybody."""
    perform(actor, open_consultation, consultation_id=consultation_id)
    return to_consultation(consultation_id, _("The consultation is open."))


@act(again=_consultation)
def extend(request: HttpRequest, actor: Actor, consultation_id: int) -> Answer:
    """Give everybody more time."""
    values = checked(LimitForm(request.POST))
    perform(actor, extend_consultation, consultation_id=consultation_id, **values)
    return to_consultation(consultation_id, _("Everybody has more time, and is told."))


@act(again=_consultation)
def report(request: HttpRequest, actor: Actor, consultation_id: int) -> Answer:
    """Make the record."""
    values = checked(RecordForm(request.POST))
    perform(actor, report_consultation, consultation_id=consultation_id, **values)
    return Answer(
        to=reverse("consultation-record", args=[consultation_id]),
        message=_("The record is made. Everybody can read it now."),
    )
