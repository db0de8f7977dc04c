"""Planned lots: all of a pre-study with their volumes, and one to be planned or changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.planning.models import PlannedLot, PlannedLotLine
from samkop.planning.pages.studies import frame_of, trail
from samkop.planning.pages.study_forms import LotForm, initial_of_lot
from samkop.planning.queries import planned_lots_of
from samkop.planning.queries.pre_studies import lines_in
from samkop.planning.usecases.lots import change_lot, plan_lot, remove_lot
from samkop.planning.vocabulary import Division, Outsourcing
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_number
from samkop.platform.pages import Answer, act, page
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]


def _lots(
    request: HttpRequest, actor: Actor, study_id: int, refused: Refused | None = None
) -> Shown:
    around = frame_of(actor, study_id, "study-lots")
    found = PlannedLot.objects.filter(study_id=study_id).in_bulk()
    return "planning/lots.html", {
        **around, "refused": refused,
        "lots": [
            {
                "plan": one, "title": found[one.lot_id].title,
                "division": Division(one.division).label,
                "outsourcing": Outsourcing(one.outsourcing).label,
            }
            for one in planned_lots_of(study_id)
        ],
        "left": [line for line, lot in _placed(study_id) if lot is None],
    }  # fmt: skip


lots = page()(_lots)


def _planning(
    request: HttpRequest, actor: Actor, study_id: int, refused: Refused | None = None
) -> Shown:
    around = frame_of(actor, study_id, "study-lots")
    form = LotForm(request.POST if refused else None, lines=_offered(study_id))
    return "planning/lot_form.html", {
        **around, "form": with_refusal(form, refused), "trail": _trail(around, study_id),
        "action": reverse("send-planned-lot", args=[study_id]),
    }  # fmt: skip


planning = page()(_planning)


@act(again=_planning)
def send(request: HttpRequest, actor: Actor, study_id: int) -> Answer:
    """Plan one more lot."""
    with reading(actor):
        form = LotForm(request.POST, lines=_offered(study_id))
    checked(form)
    perform(actor, plan_lot, study_id=study_id, lot=form.lot())
    return _to(study_id, _("The lot is planned."))


def _lot(
    request: HttpRequest,
    actor: Actor,
    study_id: int,
    planned_lot_id: int,
    refused: Refused | None = None,
) -> Shown:
    around = frame_of(actor, study_id, "study-lots")
    found = PlannedLot.objects.filter(study_id=study_id, id=planned_lot_id).first()
    if found is None:
        raise not_found()
    held = PlannedLotLine.objects.filter(lot=found).values_list("line_id", flat=True)
    form = LotForm(
        request.POST if refused else None, lines=_offered(study_id, planned_lot_id),
        initial=initial_of_lot(found, held),
    )  # fmt: skip
    return "planning/lot_form.html", {
        **around, "lot": found, "form": with_refusal(form, refused),
        "trail": _trail(around, study_id),
        "action": reverse("send-change-of-planned-lot", args=[study_id, planned_lot_id]),
    }  # fmt: skip


lot = page()(_lot)


@act(again=_lot)
def change(request: HttpRequest, actor: Actor, study_id: int, planned_lot_id: int) -> Answer:
    """Change it."""
    with reading(actor):
        form = LotForm(request.POST, lines=_offered(study_id, planned_lot_id))
    checked(form)
    perform(actor, change_lot, study_id=study_id, lot_id=planned_lot_id, lot=form.lot())
    return _to(study_id, _("Changed."))


@act(again=_lot)
def remove(request: HttpRequest, actor: Actor, study_id: int, planned_lot_id: int) -> Answer:
    """Remove it; what it holds is free for another."""
    perform(actor, remove_lot, study_id=study_id, lot_id=planned_lot_id)
    return _to(study_id, _("Removed."))


def _placed(study_id: int) -> list[tuple[Any, int | None]]:
    """The lines that count, each with the lot that holds it."""
    rows = PlannedLotLine.objects.filter(study_id=study_id)
    held = dict(rows.values_list("line_id", "lot_id"))
    return [(line, held.get(line.pk)) for line in lines_in(study_id)]


def _offered(study_id: int, lot_id: int | None = None) -> list[tuple[int, str]]:
    """Lines that no other lot holds, in words."""
    return [
        (
            line.pk,
            f"{line.need.owner}: {line}, {format_number(line.quantity)} {line.unit_name}",
        )
        for line, holder in _placed(study_id)
        if holder in {None, lot_id}
    ]


def _trail(around: dict[str, Any], study_id: int) -> list[tuple[str, str]]:
    return [*trail(around["study"]), (_("Lots"), reverse("study-lots", args=[study_id]))]


def _to(study_id: int, message: str) -> Answer:
    return Answer(to=reverse("study-lots", args=[study_id]), message=message)
