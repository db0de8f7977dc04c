"""Work orders: the list, one of them, planning, changing, the route of a day, signatures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.fleet.models import WorkOrder, WorkOrderLine
from samkop.fleet.pages.tabs import tabs_of
from samkop.fleet.pages.today import parse_day, state_of_line
from samkop.fleet.pages.work_form import WhenForm, WorkForm, codes
from samkop.fleet.pages.work_list import WORK_ORDERS
from samkop.fleet.pages.work_shown import ENROLMENT_TONES, WORK_TONES, window_of
from samkop.fleet.policies import (
    may_do_work,
    may_except,
    may_plan_work,
    may_see_fleet,
    may_see_work,
)
from samkop.fleet.queries.called import ids_called, person_called
from samkop.fleet.queries.routes import is_late
from samkop.fleet.queries.work import (
    reported_last,
    signature_of,
    signatures_of,
    work_of_day,
    work_order_of,
    work_orders_of,
)
from samkop.fleet.rules.reporting import path_of
from samkop.fleet.usecases.enrolment import except_from_enrolment
from samkop.fleet.usecases.work_effects import NOT_ENROLLED
from samkop.fleet.usecases.work_orders import cancel_work, change_work, plan_work
from samkop.fleet.vocabulary import (
    GOING_ON,
    EnrolmentCheck,
    HolderKind,
    WorkLineState,
    WorkState,
)
from samkop.ordering.pages.parts import every_word
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
DIFFERS = frozenset({EnrolmentCheck.NOT_ENROLLED, EnrolmentCheck.OTHER_GROUP})


def _trail() -> list[tuple[str, str]]:
    return [(_("Work orders"), reverse("work-orders"))]


@page()
def work_orders(request: HttpRequest, actor: Actor) -> Any:
    """Work on one's own devices, and what one does for others."""
    allow(may_see_work(actor))
    return list_page(
        request, actor, WORK_ORDERS, work_orders_of(actor.own_party_id), "fleet/work_orders.html",
        plans=may_plan_work(actor, actor.own_party_id), **tabs_of(actor, "work-orders"),
    )  # fmt: skip


def _order(
    request: HttpRequest, actor: Actor, work_order_id: int, refused: Refused | None = None,
    **_named: int,
) -> Shown:  # fmt: skip
    allow(may_see_work(actor))
    found = work_order_of(work_order_id)
    own = found.owner_id == actor.party_id
    plans = may_plan_work(actor, found.owner_id) and found.state in GOING_ON
    reported = reported_last([found])
    return "fleet/work_order.html", {
        "order": found,
        "tone": WORK_TONES[WorkState(found.state)],
        "is_late": found.state in GOING_ON and is_late(found, own_today()),
        "window": window_of(found),
        "own": own,
        "lines": [_line(line, reported.get(line.pk, "")) for line in found.lines.all()],
        "signatures": [(one, path_of(one.strokes)) for one in signatures_of(found)],
        "does": found.state in GOING_ON and may_do_work(actor, found),
        "excepts": plans and may_except(actor, found.owner_id),
        "form": with_refusal(_when(request, found, sent=refused is not None), refused)
        if plans else None,
        "refused": refused,
        "history": history_of(subject_of(found), every_word()) if own else [],
        "trail": _trail(),
    }  # fmt: skip


order = page()(_order)


def _line(line: WorkOrderLine, reported: str) -> dict[str, Any]:
    tone, words = state_of_line(line, reported)
    check = EnrolmentCheck(line.enrolment) if line.enrolment else None
    return {
        "line": line, "tone": tone, "state": words,
        "check_tone": ENROLMENT_TONES[check] if check else "",
        "hindered": check in DIFFERS and line.problem == NOT_ENROLLED,
        "differs": check in DIFFERS and line.state == WorkLineState.OPEN,
    }  # fmt: skip


def _when(request: HttpRequest, found: WorkOrder, *, sent: bool) -> WhenForm:
    initial = {
        "due_on": found.due_on, "window_from": found.window_from, "window_to": found.window_to,
        "note": found.note,
    }  # fmt: skip
    return WhenForm(request.POST if sent and "due_on" in request.POST else None, initial=initial)


@act(again=_order)
def change(request: HttpRequest, actor: Actor, work_order_id: int) -> Answer:
    """Another day or other hours."""
    form = WhenForm(request.POST)
    values = checked(form)
    perform(
        actor, change_work, work_order_id=work_order_id, due_on=values["due_on"],
        window=form.window, note_text=values["note"],
    )  # fmt: skip
    return Answer(to=reverse("work-order", args=[work_order_id]), message=_("Changed."))


@act(again=_order)
def cancel(request: HttpRequest, actor: Actor, work_order_id: int) -> Answer:
    """What has not been done is not to be done."""
    perform(actor, cancel_work, work_order_id=work_order_id)
    return Answer(to=reverse("work-order", args=[work_order_id]), message=_("Cancelled."))


@act(again=_order)
def make_exception(
    request: HttpRequest, actor: Actor, work_order_id: int, work_line_id: int
) -> Answer:  # fmt: skip
    """Let a device be prepared without being enrolled."""
    reason = request.POST.get("reason", "")
    perform(actor, except_from_enrolment, line_id=work_line_id, reason=reason)
    return Answer(
        to=reverse("work-order", args=[work_order_id]), message=_("The exception is written down.")
    )


def _plan(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_plan_work(actor, actor.own_party_id))
    form = _form(request, actor, sent=refused is not None)
    return "fleet/work_plan.html", {"form": with_refusal(form, refused), "trail": _trail()}


plan = page()(_plan)


def _form(request: HttpRequest, actor: Actor, *, sent: bool) -> WorkForm:
    owner = party_of(actor.own_party_id)
    initial = {
        "due_on": own_today(), "kind": request.GET.get("kind", ""),
        "devices": "\n".join(request.GET.getlist("device")[:100])[:5000],
    }  # fmt: skip
    return WorkForm(request.POST if sent else None, owner=owner, initial=initial)


@act(again=_plan)
def send_plan(request: HttpRequest, actor: Actor) -> Answer:
    """Plan the work."""
    with reading(actor):
        form = _form(request, actor, sent=True)
        values = checked(form)
        fetched = ids_called(actor.own_party_id, codes(values["fetched"]), "fetched")
        wanted = ids_called(actor.own_party_id, codes(values["devices"]), "devices")
        to_code = values["to_code"].strip()
        if values["to_kind"] == HolderKind.PERSON:
            to_code = str(person_called(actor.own_party_id, to_code, "to_code"))
    made: WorkOrder = perform(
        actor, plan_work, kind=values["kind"], asset_ids=[*dict.fromkeys([*wanted, *fetched])],
        visit=form.visit(), to_kind=values["to_kind"], to_code=to_code,
        takes_back=frozenset(fetched),
    )  # fmt: skip
    return Answer(to=reverse("work-order", args=[made.pk]), message=_("Planned."))


@page()
def route(request: HttpRequest, actor: Actor) -> Shown:
    """The stops of a day in their order, to be printed."""
    allow(may_see_work(actor))
    day = parse_day(request.GET.get("day", "")) or own_today()
    orders = work_of_day(actor.own_party_id, actor.person_id, day)
    return "fleet/route.html", {
        "day": day,
        "stops": [(one, window_of(one), is_late(one, day)) for one in orders],
        "trail": [(_("Jobs of the day"), reverse("work-today"))],
    }


@page()
def signature(request: HttpRequest, actor: Actor, signature_id: int) -> Shown:
    """Who signed, for which devices, and when."""
    allow(may_see_work(actor))
    found = signature_of(signature_id)
    return "fleet/signature.html", {
        "signature": found,
        "own": found.owner_id == actor.party_id and may_see_fleet(actor),
        "path": path_of(found.strokes),
        "lines": [report.line for report in found.reports.all()],
        "trail": [
            *_trail(),
            (found.work_order.number, reverse("work-order", args=[found.work_order_id])),
        ],
    }
