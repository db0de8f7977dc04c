"""My things, and one requisition on its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.agreements.queries import choices_for
from samkop.core.period import day_of
from samkop.ordering.models import OrderLine, Requisition, RequisitionLine
from samkop.ordering.pages.basket import basket_filled_in
from samkop.ordering.pages.budget_left import budget_left
from samkop.ordering.pages.left_out import left_out_words
from samkop.ordering.pages.origins import origins_of
from samkop.ordering.pages.posted import number_of
from samkop.ordering.pages.progress import progress_of
from samkop.ordering.pages.way import steps_of_way
from samkop.ordering.pages.whereabouts import coming_rows, rows_of_mine, whole_steps
from samkop.ordering.policies import (
    may_repeat,
    may_see_requisition,
    may_shop,
    may_withdraw,
)
from samkop.ordering.queries import PAGE, requisition_of, requisitions_of
from samkop.ordering.queries.waiting import open_steps
from samkop.ordering.rules import Decider
from samkop.ordering.usecases.reminder import remind_approvers
from samkop.ordering.usecases.repeating import fill_from_requisition
from samkop.ordering.usecases.requisition import withdraw_requisition
from samkop.ordering.vocabulary import DONE
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import current_unit, perform, reading


@page()
def mine(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """What I have asked for or get, newest first: what comes, when, and what I can do."""
    allow(may_shop(actor))
    party = Party.objects.get(id=actor.own_party_id)
    before = number_of(request.GET.get("after", ""))
    found = requisitions_of(party.pk, actor.own_person_id)
    if before is not None:
        found = found.filter(id__lt=before)
    rows = list(found[: PAGE + 1])
    today = day_of(current_unit().now, party.time_zone)
    return "ordering/mine.html", {
        "rows": rows_of_mine(actor, rows[:PAGE], today),
        "following": rows[PAGE - 1].pk if len(rows) > PAGE else None,
    }


@page()
def requisition(
    request: HttpRequest, actor: Actor, requisition_id: int
) -> tuple[str, dict[str, Any]]:
    """One requisition: where it stands, what it costs, who decides."""
    found = requisition_of(requisition_id)
    if found is None:
        raise not_found()
    allow(may_see_requisition(actor, found))
    today = day_of(current_unit().now, found.party.time_zone)
    waiting = open_steps(found, today)
    candidates = waiting[0].deciders if waiting else []
    may_approve = actor.person_id in {one.person_id for one in candidates}
    context = {
        "requisition": found,
        "progress": (progress := progress_of(found)),
        "lines": _lines(found),
        "cheaper": progress.ordered_cents is not None
        and progress.ordered_cents < found.total_cents,
        "coming": coming_rows(actor, found, waiting, today),
        "steps": steps_of_way(found, waiting),
        "for_whom": _for_whom(actor, candidates, waiting[0].names) if waiting else "",
        "may_approve": may_approve,
        **(budget_left(found, today) if may_approve else {}),
        "last_step": _is_last(found),
        "origins": origins_of(_priced_lines(found)),
        "call_offs": choices_for(found.party_id, found.number),
        "may_withdraw": may_withdraw(actor, found),
        "whole": whole_steps(actor, found),
        "may_repeat": may_repeat(actor, found),
        "just_sent": "sent" in request.GET,
        "history": history_of(subject_of(found), DONE),
    }
    return "ordering/requisition.html", context


@act()
def withdraw(request: HttpRequest, actor: Actor, requisition_id: int) -> Answer:
    """Take one's own requisition back."""
    perform(actor, withdraw_requisition, requisition_id=requisition_id)
    return Answer(to=reverse("requisition", args=[requisition_id]), message=_("Withdrawn."))


@act()
def remind(request: HttpRequest, actor: Actor, requisition_id: int) -> Answer:
    """Tell those who decide once more that it waits."""
    perform(actor, remind_approvers, requisition_id=requisition_id)
    return Answer(to=reverse("requisition", args=[requisition_id]), message=_("Reminded."))


@act()
def repeat(request: HttpRequest, actor: Actor, requisition_id: int) -> Answer:
    """Put the same things into the basket again, to be paid and delivered as before."""
    done = perform(actor, fill_from_requisition, requisition_id=requisition_id)
    with reading(actor):
        before = Requisition.objects.select_related("cost_centre").get(id=requisition_id)
    for_other = before.requester_id == actor.person_id != before.recipient_id
    return Answer(
        to=basket_filled_in(
            cost_centre=before.cost_centre_id if before.cost_centre.active else None,
            project=before.project_id,
            delivery_location=before.delivery_location_id,
            recipient=before.recipient_id if for_other else None,
        ),
        message=left_out_words(done["left_out"]),
    )


def _priced_lines(requisition: Requisition) -> list[RequisitionLine | OrderLine]:
    """The lines whose prices hold: those of the orders once there are any."""
    ordered = [line for order in requisition.orders.all() for line in order.lines.all()]
    return [*(ordered or requisition.lines.all())]


def _lines(requisition: Requisition) -> list[dict[str, Any]]:
    """Each line at the price that it was ordered at, beside the one that was asked for.

    An item costs the same in every order of a requisition: they are placed together.
    """
    ordered = {
        line.item_id: line.unit_price_cents
        for order in requisition.orders.all()
        for line in order.lines.all()
    }
    rows = []
    for line in requisition.lines.all():
        unit_cents = ordered.get(line.item_id, line.unit_price_cents)
        asked = line.unit_price_cents if unit_cents != line.unit_price_cents else None
        rows.append(
            {
                "line": line, "unit_cents": unit_cents, "asked_cents": asked,
                "net_cents": line.quantity * unit_cents,
            }
        )  # fmt: skip
    return rows


def _for_whom(actor: Actor, candidates: list[Decider], names: Mapping[int, str]) -> str:
    """The absent approver for whom this person would decide; empty for one's own authority."""
    own = next((one for one in candidates if one.person_id == actor.person_id), None)
    if own is None or own.on_behalf_of_id is None:
        return ""
    return names.get(own.on_behalf_of_id, "")


def _is_last(requisition: Requisition) -> bool:
    return len(requisition.approvals.all()) + 1 == len(requisition.steps.all())
