"""Approving several requisitions at once: choosing, the sum, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.ordering.models import Requisition
from samkop.ordering.pages.posted import number_of
from samkop.ordering.pages.progress import REQUISITION_TONES
from samkop.ordering.policies import may_decide
from samkop.ordering.queries import to_decide
from samkop.ordering.queries.chosen_approvals import approval_run_of, chosen_requisitions
from samkop.ordering.usecases.chosen_approvals import MOST, TASK, start_approvals, stop_approvals
from samkop.ordering.vocabulary import RequisitionState
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]


def _several(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    """What waits for me, to be ticked; with some ticked, what approving these means."""
    allow(may_decide(actor))
    today = own_today()
    waiting = to_decide(actor.own_party_id, actor.own_person_id, today)[:MOST]
    asked = set() if refused else _ids(request.GET.getlist("requisition"))
    chosen = [one for one in waiting if one.pk in asked]
    return "ordering/approve_several.html", {
        "waiting": waiting,
        "chosen": chosen,
        "gone": len(asked) - len(chosen),
        "sums": sums_of(chosen),
        "whole": sums_of(waiting),
        "tick": "all" in request.GET,
        "refused": refused,
        "trail": [(_("To approve"), reverse("to-approve"))],
    }


several = page()(_several)


@act(again=_several)
def start(request: HttpRequest, actor: Actor) -> Answer:
    """Ask for the chosen ones to be approved, one by one."""
    made = perform(
        actor, start_approvals, requisition_ids=_ids(request.POST.getlist("requisition"))
    )  # fmt: skip
    return Answer(to=reverse("approval-run", args=[made.pk]))


@page()
def run(request: HttpRequest, actor: Actor, approval_run_id: int) -> Shown:
    """How far it has come, and each requisition with what became of it."""
    found = approval_run_of(actor.own_party_id, actor.own_person_id, TASK, approval_run_id)
    said = {row["requisition_id"]: row["sentence"] for row in found.result.get("rows", [])}
    rows = chosen_requisitions(actor.own_party_id, found.inputs["requisitions"])
    return "ordering/approval_run.html", {
        "run": found,
        "rows": [(one, *_state(one, found.ended_at is None), said.get(one.pk, "")) for one in rows],
        "trail": [(_("To approve"), reverse("to-approve"))],
    }


@act()
def stop(request: HttpRequest, actor: Actor, approval_run_id: int) -> Answer:
    """Stop before the next requisition."""
    perform(actor, stop_approvals, run_id=approval_run_id)
    return Answer(
        to=reverse("approval-run", args=[approval_run_id]),
        message=_("It stops before the next one. What has been approved stays approved."),
    )


def sums_of(requisitions: Iterable[Requisition]) -> list[tuple[str, int]]:
    """The sum of each currency, in cents."""
    sums: Counter[str] = Counter()
    for one in requisitions:
        sums[one.currency] += one.total_cents
    return sorted(sums.items())


def _state(requisition: Requisition, running: bool) -> tuple[str, str]:  # noqa: FBT001 - one of two
    state = RequisitionState(requisition.state)
    if state == RequisitionState.SUBMITTED and requisition.approvals.all():
        return "info", _("Approved in part: somebody else decides too")
    if state == RequisitionState.SUBMITTED and running:
        return "neutral", _("Waiting for its turn")
    return REQUISITION_TONES[state], str(state.label)


def _ids(texts: Iterable[str]) -> set[int]:
    return {number for number in map(number_of, texts) if number is not None}
