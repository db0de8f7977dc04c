"""The homework of a pre-study: the checklist, and one point with its answer and evidence."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import colleagues_of, own_today
from samkop.planning.homework_points import USUAL
from samkop.planning.models import HomeworkEvidence, HomeworkPoint
from samkop.planning.pages.studies import frame_of, trail
from samkop.planning.pages.study_forms import AnswerForm, EvidenceForm, PlanForm, PointForm
from samkop.planning.queries.missing import WORDS, homework_of, missing_of_point, question_of
from samkop.planning.usecases.homework import (
    NewEvidence,
    accept_point,
    add_evidence,
    add_point,
    answer_point,
    plan_point,
    remove_evidence,
    remove_point,
    reopen_point,
)
from samkop.planning.vocabulary import EvidenceKind, HomeworkState
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
TONES = {HomeworkState.OPEN: "info", HomeworkState.ANSWERED: "warn", HomeworkState.ACCEPTED: "good"}


def _homework(
    request: HttpRequest, actor: Actor, study_id: int, refused: Refused | None = None
) -> Shown:
    around = frame_of(actor, study_id, "homework")
    today = own_today()
    form = PointForm(request.POST if refused else None)
    return "planning/homework.html", {
        **around, "rows": [_row(point, today) for point in homework_of(study_id)],
        "form": with_refusal(form, refused) if around["runs"] else None,
    }  # fmt: skip


homework = page()(_homework)


@act(again=_homework)
def add(request: HttpRequest, actor: Actor, study_id: int) -> Answer:
    """Add a point of one's own."""
    said = checked(PointForm(request.POST))
    perform(actor, add_point, study_id=study_id, **said)
    return Answer(to=reverse("homework", args=[study_id]), message=_("The point is added."))


def _point(
    request: HttpRequest, actor: Actor, study_id: int, point_id: int,
    refused: Refused | None = None,
) -> Shown:  # fmt: skip
    around = frame_of(actor, study_id, "homework")
    found = next((one for one in homework_of(study_id) if one.pk == point_id), None)
    if found is None:
        raise not_found()
    changes = around["runs"] and found.state != HomeworkState.ACCEPTED
    which = request.POST.get("form", "") if refused else ""
    forms = _forms(request, found, which)
    if which in forms:
        with_refusal(forms[which], refused)
    rests = HomeworkEvidence.objects.filter(point=found).defer("content").order_by("id")
    return "planning/homework_point.html", {
        **around, "point": found, **_row(found, own_today()), "changes": changes,
        "forms": forms if changes else None, "refused": None if which in forms else refused,
        "rests": list(rests.select_related("added_by")),
        "may_accept": changes and found.state == HomeworkState.ANSWERED
        and found.answered_by_id != actor.person_id,
        "may_reopen": around["runs"] and found.state != HomeworkState.OPEN,
        "may_remove": changes and not found.code and found.state == HomeworkState.OPEN,
        "hint": USUAL[found.code].hint if found.code in USUAL else "",
        "trail": [*trail(around["study"]), (_("Homework"), reverse("homework", args=[study_id]))],
    }  # fmt: skip


point = page()(_point)


@act(again=_point)
def plan(request: HttpRequest, actor: Actor, study_id: int, point_id: int) -> Answer:
    """Say who answers, and by when."""
    with reading(actor):
        people = list(colleagues_of(actor.own_party_id, own_today()))
    said = checked(PlanForm(request.POST, people=people))
    perform(
        actor, plan_point, study_id=study_id, point_id=point_id,
        responsible_id=said["responsible"], due_on=said["due_on"],
    )  # fmt: skip
    return _to(study_id, point_id, _("Kept."))


@act(again=_point)
def answer(request: HttpRequest, actor: Actor, study_id: int, point_id: int) -> Answer:
    """Answer it."""
    said = checked(AnswerForm(request.POST))
    perform(actor, answer_point, study_id=study_id, point_id=point_id, answer=said["answer"])
    return _to(study_id, point_id, _("The answer is kept. Somebody else accepts it."))


@act(again=_point)
def give_evidence(request: HttpRequest, actor: Actor, study_id: int, point_id: int) -> Answer:
    """Add what the answer rests on."""
    said = checked(EvidenceForm(request.POST, request.FILES))
    file, address = said["file"], said["address"].strip()
    if address and not _is_a_page(address):
        sentence = _("There is no such page in this system. Copy its address from the browser,"
                     " from the first slash after the name on.")  # fmt: skip
        raise Refused("evidence-missing", sentence, status=422, fields={"address": sentence})
    evidence = NewEvidence(
        title=said["title"], address=address,
        name="" if file is None else file.name.replace('"', "")[-120:],
        content=None if file is None else file.read(),
    )  # fmt: skip
    perform(actor, add_evidence, study_id=study_id, point_id=point_id, evidence=evidence)
    return _to(study_id, point_id, _("The evidence is added."))


@act(again=_point)
def accept(request: HttpRequest, actor: Actor, study_id: int, point_id: int) -> Answer:
    """Accept the answer."""
    perform(actor, accept_point, study_id=study_id, point_id=point_id)
    return _to(study_id, point_id, _("Accepted."))


@act(again=_point)
def reopen(request: HttpRequest, actor: Actor, study_id: int, point_id: int) -> Answer:
    """Take it up again."""
    perform(actor, reopen_point, study_id=study_id, point_id=point_id)
    return _to(study_id, point_id, _("The point is open again."))


@act(again=_point)
def remove(request: HttpRequest, actor: Actor, study_id: int, point_id: int) -> Answer:
    """Remove a point of one's own."""
    perform(actor, remove_point, study_id=study_id, point_id=point_id)
    return Answer(to=reverse("homework", args=[study_id]), message=_("Removed."))


@act()
def drop_evidence(request: HttpRequest, actor: Actor, study_id: int, evidence_id: int) -> Answer:
    """Remove it."""
    perform(actor, remove_evidence, study_id=study_id, evidence_id=evidence_id)
    return Answer(to=reverse("homework", args=[study_id]), message=_("Removed."))


@page()
def evidence_file(
    request: HttpRequest, actor: Actor, study_id: int, evidence_id: int
) -> HttpResponse:
    """The file as it was uploaded; always to be saved, never shown as a page of ours."""
    frame_of(actor, study_id, "homework")
    rows = HomeworkEvidence.objects.filter(point__study_id=study_id, kind=EvidenceKind.FILE)
    found = rows.filter(id=evidence_id).first()
    if found is None:
        raise not_found()
    response = HttpResponse(bytes(found.content or b""), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response


def _forms(request: HttpRequest, point: HomeworkPoint, sent: str) -> dict[str, Form]:
    """The forms of a point by their names; the one that was sent as it was sent."""
    people = colleagues_of(point.owner_id, own_today())
    planned = {"responsible": point.responsible_id, "due_on": point.due_on}
    said = {name: request.POST if name == sent else None for name in ("plan", "answer", "evidence")}
    return {
        "plan": PlanForm(said["plan"], people=people, initial=planned),
        "answer": AnswerForm(said["answer"], initial={"answer": point.answer}),
        "evidence": EvidenceForm(said["evidence"], request.FILES if said["evidence"] else None),
    }


def _row(point: HomeworkPoint, today: Any) -> dict[str, Any]:
    return {
        "point": point,
        "question": question_of(point),
        "tone": TONES[HomeworkState(point.state)],
        "lacks": [WORDS[code][0] for code in missing_of_point(point, today)],
    }


def _is_a_page(address: str) -> bool:
    try:
        resolve(address.partition("?")[0].partition("#")[0])
    except Http404:
        return False
    return True


def _to(study_id: int, point_id: int, message: str) -> Answer:
    return Answer(to=reverse("homework-point", args=[study_id, point_id]), message=message)
