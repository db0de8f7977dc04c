"""The day's work on a phone: scanned, signed, sent once, also where there is no connection."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from samkop.fleet.models import WorkOrder, WorkOrderLine
from samkop.fleet.pages.tabs import tabs_of
from samkop.fleet.pages.work_shown import LINE_TONES, REPORT_TONES
from samkop.fleet.policies import may_see_work
from samkop.fleet.queries.routes import is_late
from samkop.fleet.queries.work import reported_last, work_of_day
from samkop.fleet.rules.reporting import SIGNED, Said
from samkop.fleet.usecases.work_effects import FITS, NOT_ENROLLED
from samkop.fleet.usecases.work_reports import report_work, sync_work
from samkop.fleet.vocabulary import (
    HolderKind,
    ReportKind,
    WorkKind,
    WorkLineState,
)
from samkop.fleet.vocabulary.work import SAID_OF_WORK
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]
LARGEST = 2**63
# More than a day's work; the phone sends the rest after it.
MOST_AT_ONCE = 200
# What a scan can say of a transport; where somebody signs, a scan alone hands nothing over.
TRANSPORT_SAYS = (ReportKind.SCANNED, ReportKind.COLLECTED, ReportKind.BROUGHT_BACK)


def _today(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_see_work(actor))
    today = own_today()
    day = parse_day(request.GET.get("day", "")) or today
    orders = work_of_day(actor.own_party_id, actor.person_id, day)
    reported = reported_last(orders)
    return "fleet/today.html", {
        "who": f"{actor.party_id}-{actor.person_id}",
        "day": day,
        **tabs_of(actor, "work-today"),
        "jobs": [_job(order, reported, today) for order in orders],
        "devices": sum(len(order.lines.all()) for order in orders),
        "reasons": [(one.value, one.label) for one in SAID_OF_WORK],
        "refused": refused,
    }


today = page()(_today)


def _job(order: WorkOrder, reported: Mapping[int, str], today: date) -> dict[str, Any]:
    lines = list(order.lines.all())
    says = says_of(order, reported)
    return {
        "order": order,
        "is_late": is_late(order, today),
        "lines": [
            (line, *state_of_line(line, reported.get(line.pk, "")), is_loaded(line, reported))
            for line in lines
        ],
        "open": [line for line in lines if line.state == WorkLineState.OPEN],
        "says": [(one.value, _scan_words(one)) for one in says],
        "names": sorted({one.to_name for one in lines if one.to_kind == HolderKind.PERSON}),
        "ids": [str(uuid.uuid4()) for _each in range(3)],
    }


def says_of(order: WorkOrder, reported: Mapping[int, str]) -> tuple[ReportKind, ...]:
    """What a scan can say, first what it says usually: of what is brought somewhere that it is
    taken along, until all of it is. The phone goes on with that (``today.js``).
    """
    if order.kind != WorkKind.TRANSPORT:
        return (ReportKind.SCANNED if order.is_signed_for else ReportKind.DONE,)
    loaded = all(is_loaded(line, reported) for line in order.lines.all())
    return tuple(sorted(TRANSPORT_SAYS, key=lambda kind: (kind is ReportKind.COLLECTED) == loaded))


def is_loaded(line: WorkOrderLine, reported: Mapping[int, str]) -> bool:
    """Whether nobody has to take a device along any more: it was, or is dealt with."""
    return line.state != WorkLineState.OPEN or bool(line.state_before) or line.pk in reported


def _scan_words(kind: ReportKind) -> str:
    return {
        ReportKind.SCANNED: _("It is handed over here"),
        ReportKind.COLLECTED: _("I take it with me"),
        ReportKind.BROUGHT_BACK: _("I have brought it back"),
        ReportKind.DONE: _("It is done"),
    }.get(kind, str(kind.label))


def state_of_line(line: WorkOrderLine, reported: str) -> tuple[str, str]:
    """Tone and words: what became of a device, what hinders it, or was reported last of it."""
    if line.state == WorkLineState.OPEN and line.problem:
        if line.problem == NOT_ENROLLED and line.enrolment in FITS:
            return "info", _("Enrolled now: report it again")
        return "bad", _("Could not be carried out")
    if line.state == WorkLineState.OPEN and reported:
        kind = ReportKind(reported)
        return REPORT_TONES[kind], str(kind.label)
    state = WorkLineState(line.state)
    return LINE_TONES[state], str(state.label)


def parse_day(text: str) -> date | None:
    """A day by its ISO form; None where it is none."""
    try:
        return parse_date(text[:10])
    except ValueError:
        return None


@act(again=_today)
def report(request: HttpRequest, actor: Actor) -> Answer:
    """One report by a form, for browsers that run no scripts."""
    said = said_of({name: request.POST.get(name, "") for name in request.POST})
    perform(actor, report_work, said=said)
    return Answer(to=reverse("work-today") + f"#job-{said.work_order_id}", message=_("Reported."))


@act()
def sync(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What a phone has kept, in its order; each is answered by its own id."""
    try:
        body = json.loads(request.body)
        sent = body["said"][:MOST_AT_ONCE]
        said = [said_of(one) for one in sent]
    except (ValueError, KeyError, TypeError, Refused):
        return JsonResponse({"code": "report-unknown"}, status=422)
    try:
        taken = perform(actor, sync_work, said=said)
    except Refused as refused:
        return JsonResponse({"code": refused.code}, status=refused.status)
    return JsonResponse(
        {
            "answers": [
                {
                    "client_id": str(one.client_id), "status": one.status, "code": one.code,
                    "sentence": one.sentence,
                }
                for one in taken
            ]
        }
    )  # fmt: skip


def said_of(given: Mapping[str, Any]) -> Said:
    """What a form or a phone sends. Raises Refused ``report-unknown`` for what is none."""
    try:
        order_id = int(str(given["order"]))
        client_id = uuid.UUID(str(given["client_id"]))
    except (KeyError, ValueError) as error:
        raise _unknown() from error
    if not 0 < order_id < LARGEST:
        raise _unknown()
    kind = str(given.get("kind", ""))
    drawn = given.get("strokes")
    return Said(
        client_id=client_id, work_order_id=order_id, kind=kind,
        code=_text(given, "code", 100), reason=_text(given, "reason", 10),
        note=_text(given, "note", 500), at=_moment(given.get("at")),
        name=_text(given, "name", 120),
        strokes=(drawn if isinstance(drawn, list) else ()) if kind == SIGNED else (),
    )  # fmt: skip


def _text(given: Mapping[str, Any], name: str, longest: int) -> str:
    return str(given.get(name) or "")[:longest]


def _moment(text: object) -> datetime | None:
    try:
        moment = parse_datetime(text[:40]) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _unknown() -> Refused:
    return Refused("report-unknown", _("Say what was done with the device."), status=422)


@page(open_to_all=True)
def worker(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The script that keeps the page when there is no connection; it is for its folder alone."""
    text = (files("samkop.fleet") / "static" / "fleet" / "today-worker.js").read_text("utf-8")
    return HttpResponse(text, content_type="text/javascript")
