"""An evaluator's own pages: the lots, the declaration of interests, the marks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.award.scoring.showing import plain
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import EvaluatorAppointment, OpenedBid
from samkop.tendering.pages.evaluation_forms import InterestForm, MarksForm
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_mark
from samkop.tendering.queries import tender_of
from samkop.tendering.queries.evaluation import (
    appointment_of,
    bids_on,
    files_of,
    has_handed_in,
    is_declared,
    marks_by,
    own_appointments,
    rejections_of,
)
from samkop.tendering.queries.schemes import Scheme, scheme_of
from samkop.tendering.usecases.evaluators import declare_interest, hand_in_marks
from samkop.tendering.usecases.marks import give_marks
from samkop.tendering.vocabulary import TenderState

Shown = tuple[str, dict[str, Any]]


@page()
def own_lots(request: HttpRequest, actor: Actor, tender_id: int) -> Shown:
    """The lots that the evaluator marks, with how far each has come."""
    found = tender_of(tender_id)
    own = own_appointments(tender_id, actor.person_id)
    allow(any(may_mark(actor, one) for one in own))
    opened = found.state == TenderState.OPENED
    return "tendering/own_lots.html", {
        **frame_of(actor, found, "tender-marking"),
        "rows": [(one, *_progress(one, opened=opened)) for one in own],
        "opened": opened,
    }


def _progress(appointment: EvaluatorAppointment, *, opened: bool) -> tuple[int, int]:
    """(marks given, marks that are asked for)."""
    if not opened or not is_declared(appointment):
        return 0, 0
    bids = _marked(appointment)
    leaves = {leaf.id for leaf in scheme_of(appointment.lot).model.leaves}
    within = {bid.pk for bid in bids}
    given = [at for at in marks_by(appointment.pk) if at[0] in within and at[1] in leaves]
    return len(given), len(bids) * len(leaves)


def _marked(appointment: EvaluatorAppointment) -> list[OpenedBid]:
    out = rejections_of(appointment.tender_id)
    return [bid for bid in bids_on(appointment.lot_id) if bid.pk not in out]


def _declaring(
    request: HttpRequest, actor: Actor, appointment_id: int, refused: Refused | None = None
) -> Shown:
    found = appointment_of(appointment_id)
    allow(may_mark(actor, found))
    return "tendering/declare_interest.html", {
        **frame_of(actor, found.tender, "tender-marking"),
        "appointment": found,
        "form": with_refusal(InterestForm(request.POST if refused else None), refused),
    }


declaring = page()(_declaring)


@act(again=_declaring)
def declare(request: HttpRequest, actor: Actor, appointment_id: int) -> Answer:
    """Declare one's interests."""
    values = checked(InterestForm(request.POST))
    made = perform(actor, declare_interest, appointment_id=appointment_id, **values)
    with reading(actor):
        tender_id = appointment_of(appointment_id).tender_id
    said = _("Declared: others mark this lot.") if made.conflict else _("Declared.")
    return Answer(to=reverse("tender-marking", args=[tender_id]), message=said)


def _marking(
    request: HttpRequest, actor: Actor, appointment_id: int, refused: Refused | None = None
) -> Shown:
    found = appointment_of(appointment_id)
    allow(
        may_mark(actor, found) and is_declared(found) and found.tender.state == TenderState.OPENED
    )
    scheme, bids = scheme_of(found.lot), _marked(found)
    done = has_handed_in(found)
    form = _form(request, found, bids, scheme, bound=refused is not None and not done)
    files = files_of([bid.pk for bid in bids])
    given, asked = _progress(found, opened=True)
    return "tendering/marking.html", {
        **frame_of(actor, found.tender, "tender-marking"),
        "appointment": found, "lot": found.lot, "done": done, "given": given, "asked": asked,
        "form": with_refusal(form, refused) if refused else form,
        "bids": [(bid, _rows(form, scheme, bid), files[bid.pk]) for bid in bids],
        "whole": given == asked,
    }  # fmt: skip


marking = page()(_marking)


def _form(
    request: HttpRequest, appointment: EvaluatorAppointment, bids: list[OpenedBid],
    scheme: Scheme, *, bound: bool,
) -> MarksForm:  # fmt: skip
    return MarksForm(
        request.POST if bound else None, bids=bids, leaves=scheme.model.leaves,
        filled=marks_by(appointment.pk),
    )  # fmt: skip


def _rows(form: MarksForm, scheme: Scheme, bid: OpenedBid) -> list[dict[str, Any]]:
    """Each criterion with what it says, what the bid answers, and the two fields."""
    texts = {one.code: one.text for one in scheme.form.criteria}
    answers = {one["code"]: one for one in bid.answers.get("criteria", [])}
    rows = []
    for leaf in scheme.model.leaves:
        mark, reason = form.of(bid, leaf)
        rows.append({
            "code": leaf.id, "text": texts.get(leaf.id, ""), "answer": answers.get(leaf.id, {}),
            "top": plain(leaf.top).number,
            "minimum": None if leaf.minimum is None else plain(leaf.minimum).number,
            "mark": mark, "reason": reason,
        })  # fmt: skip
    return rows


@act(again=_marking)
def mark(request: HttpRequest, actor: Actor, appointment_id: int) -> Answer:
    """Keep the marks that were given; what is left empty may follow."""
    with reading(actor):
        found = appointment_of(appointment_id)
        form = _form(request, found, _marked(found), scheme_of(found.lot), bound=True)
    checked(form)
    perform(actor, give_marks, appointment_id=appointment_id, marks=form.given())
    return Answer(to=reverse("marking", args=[appointment_id]), message=_("Your marks are kept."))


@act(again=_marking)
def hand_in(request: HttpRequest, actor: Actor, appointment_id: int) -> Answer:
    """Fix one's marks, and see the others'."""
    perform(actor, hand_in_marks, appointment_id=appointment_id)
    with reading(actor):
        lot_id = appointment_of(appointment_id).lot_id
    return Answer(
        to=reverse("consensus", args=[lot_id]),
        message=_("Handed in: your marks stand, and you see the others'."),
    )
