"""Work orders for programs: the owner follows them, an installer's own system reports on them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from samkop.fleet.api.paging import Before, Day, Id, Moment, SerialNumber, page_of
from samkop.fleet.models import WorkOrder, WorkOrderLine
from samkop.fleet.policies import may_see_work
from samkop.fleet.queries.work import signatures_of, work_order_of, work_order_page
from samkop.fleet.rules.reporting import SIGNED, Said, Taken
from samkop.fleet.usecases.work_reports import LONGEST_NOTE, sync_work
from samkop.fleet.vocabulary import (
    EnrolmentCheck,
    NotDoneReason,
    ReportKind,
    WorkKind,
    WorkLineState,
    WorkState,
)
from samkop.parties.vocabulary import Criticality
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform_then, require

router = Router(tags=["Work orders"])

READ, WRITE = "work-orders:read", "work-orders:write"
# As many as a phone sends at once.
MOST_AT_ONCE = 200
Since = Annotated[Day | None, Query(description="Due on this day or later")]
Until = Annotated[Day | None, Query(description="Due on this day or earlier")]


class WorkOrderOut(Schema):
    """Work to be done on devices, at one place on one day."""

    id: int
    number: str
    kind: WorkKind
    state: WorkState
    owner: str = Field(description="Whose devices they are")
    performer: str = Field(description="Who does it")
    site: str
    street: str
    postal_code: str
    city: str
    criticality: Criticality
    due_on: date
    window_from: time | None = Field(description="In the site's own time")
    window_to: time | None
    promised_on: date | None
    signed_for: bool = Field(description="Somebody at the site signs")
    devices: int
    devices_done: int
    created_at: datetime
    ended_at: datetime | None


class WorkOrderLineOut(Schema):
    """One device of a work order, and what became of it."""

    position: int
    asset_number: str
    serial_number: str
    device_model: str
    takes_back: bool = Field(description="Fetched at the visit, not brought")
    to: str = Field(description="Who gets it, or empty")
    state: WorkLineState
    reason: NotDoneReason | None = Field(description="Why it was not done")
    problem: str = Field(description="The code of what hindered a report, or empty")
    enrolment: EnrolmentCheck | None = Field(
        description="Whether the maker's enrolment programme knows it"
    )
    done_at: datetime | None


class SignatureOut(Schema):
    """Who signed at the site."""

    name: str
    signed_at: datetime


class WholeWorkOrderOut(WorkOrderOut):
    """A work order with its devices and who signed."""

    note: str
    person: str = Field(description="Who of the performer's people does it, or empty")
    lines: list[WorkOrderLineOut]
    signatures: list[SignatureOut]


class WorkOrderPage(Schema):
    """Up to 100 work orders, newest first; ``next_before`` asks for the next page."""

    work_orders: list[WorkOrderOut]
    next_before: int | None


class WorkReportIn(Schema):
    """What was done with one device; or ``signed``: who took over whatever was scanned."""

    kind: ReportKind | Literal["signed"]
    device: str = Field("", max_length=100, description="Its serial or asset number")
    reason: NotDoneReason | None = Field(None, description="Why, of what was not done")
    note: str = Field("", max_length=LONGEST_NOTE)
    name: str = Field("", max_length=120, description="Of whoever signs")
    at: Moment | None = Field(None, description="When; without it now")


class WorkReportsIn(Schema):
    """Reports on one work order, in the order in which the work was done."""

    reports: list[WorkReportIn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class WorkReportAnswer(Schema):
    """What became of the report in the same place: kept, or refused and why."""

    status: Literal["kept", "refused"]
    code: str = Field(description="Of the refusal, or empty")
    detail: str = Field(description="What to do about it, for people")


class WorkReportsAnswer(Schema):
    """The answers in the reports' order, and the work order after them."""

    answers: list[WorkReportAnswer]
    work_order: WholeWorkOrderOut


@router.get(
    "/work-orders", response={200: WorkOrderPage, **PROBLEMS}, operation_id="list_work_orders"
)
@reads(READ)
def work_order_list(
    request: HttpRequest, before: Before = None, state: WorkState | None = None,
    kind: WorkKind | None = None, serial_number: SerialNumber = "", since: Since = None,
    until: Until = None,
) -> WorkOrderPage:  # fmt: skip
    """Work on the organisation's devices, and what it is to do for others."""
    actor = caller(request)
    require(may_see_work(actor))
    found = work_order_page(
        actor.own_party_id, before, state=state or "", kind=kind or "",
        serial_number=serial_number, since=since, until=until,
    )  # fmt: skip
    orders, following = page_of(found, lambda one: WorkOrderOut(**_fields(one)))
    return WorkOrderPage(work_orders=orders, next_before=following)


@router.get(
    "/work-orders/{work_order_id}", response={200: WholeWorkOrderOut, **PROBLEMS},
    operation_id="read_work_order",
)  # fmt: skip
@reads(READ)
def read_work_order(request: HttpRequest, work_order_id: Id) -> WholeWorkOrderOut:
    """One work order with its devices."""
    require(may_see_work(caller(request)))
    return _whole(work_order_of(work_order_id))


@router.post(
    "/work-orders/{work_order_id}/reports", response={200: WorkReportsAnswer, **PROBLEMS},
    operation_id="report_work",
)  # fmt: skip
@writes(WRITE)
def report_on_work(
    request: HttpRequest, work_order_id: Id, key: IdempotencyKey, body: WorkReportsIn
) -> WorkReportsAnswer:
    """Say what was done with the devices of a work order: it is done when each of them is.

    Where somebody signs, each device is reported as ``scanned`` and a report ``signed`` says who
    took them over. One report that is refused hinders no other. Own devices follow at once,
    another organisation's in a moment.
    """
    actor = caller(request)

    def after(taken: Sequence[Taken | Mapping[str, str]]) -> WorkReportsAnswer:
        return WorkReportsAnswer(
            answers=[_answer(one) for one in taken], work_order=_whole(work_order_of(work_order_id))
        )

    return perform_then(
        actor, sync_work, after, key=key,
        said=[
            _said(actor, work_order_id, key, place, one)
            for place, one in enumerate(body.reports)
        ],
    )  # fmt: skip


def _said(actor: Actor, work_order_id: int, key: str, place: int, one: WorkReportIn) -> Said:
    """A report under an id of its own: the key's, so that it is kept once."""
    name = f"{actor.identity}/{actor.party_id}/{work_order_id}/{key}/{place}"
    return Said(
        client_id=uuid.uuid5(uuid.NAMESPACE_URL, name), work_order_id=work_order_id,
        kind=str(one.kind), code="" if one.kind == SIGNED else one.device,
        reason=one.reason.value if one.reason else "", note=one.note, name=one.name, at=one.at,
    )  # fmt: skip


def _answer(one: Taken | Mapping[str, str]) -> WorkReportAnswer:
    """One answer; a key that is known has kept it as its fields."""
    said = one if isinstance(one, Mapping) else vars(one)
    kept = said["status"] == "kept"
    return WorkReportAnswer(
        status="kept" if kept else "refused", code=said["code"], detail=said["sentence"]
    )


def _fields(one: WorkOrder) -> dict[str, Any]:
    lines = list(one.lines.all())
    return {
        "id": one.pk, "number": one.number, "kind": one.kind, "state": one.state,
        "owner": one.owner.legal_name, "performer": one.performer.legal_name,
        "site": one.site_name, "street": one.street, "postal_code": one.postal_code,
        "city": one.city, "criticality": one.criticality, "due_on": one.due_on,
        "window_from": one.window_from, "window_to": one.window_to,
        "promised_on": one.promised_on, "signed_for": one.is_signed_for,
        "devices": len(lines),
        "devices_done": sum(line.state == WorkLineState.DONE for line in lines),
        "created_at": one.created_at, "ended_at": one.ended_at,
    }  # fmt: skip


def _whole(one: WorkOrder) -> WholeWorkOrderOut:
    return WholeWorkOrderOut(
        **_fields(one), note=one.note,
        person=one.performer_person.name if one.performer_person else "",
        lines=[_line(line) for line in one.lines.all()],
        signatures=[
            SignatureOut(name=signed.name, signed_at=signed.signed_at)
            for signed in signatures_of(one)
        ],
    )  # fmt: skip


def _line(line: WorkOrderLine) -> WorkOrderLineOut:
    return WorkOrderLineOut(
        position=line.position, asset_number=line.asset_number, serial_number=line.serial_number,
        device_model=line.model_name, takes_back=line.takes_back, to=line.to_name,
        state=WorkLineState(line.state),
        reason=NotDoneReason(line.reason) if line.reason else None, problem=line.problem,
        enrolment=EnrolmentCheck(line.enrolment) if line.enrolment else None,
        done_at=line.done_at,
    )  # fmt: skip
