"""Cases of devices for programs: a service desk reports and closes, a supplier says how it goes."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from samkop.core.money import amount_text
from samkop.fleet.api.paging import Before, GivenId, Id, Moment, SerialNumber, page_of
from samkop.fleet.models import DeviceCase, RepairReport
from samkop.fleet.policies import may_see_case, may_see_cases
from samkop.fleet.queries.cases import case_of, case_page
from samkop.fleet.usecases.cases import LONGEST, close_case, open_case, take_handed_in
from samkop.fleet.usecases.repairs import report_repair
from samkop.fleet.vocabulary import (
    CaseKind,
    CaseOutcome,
    CaseState,
    FaultKind,
    RepairStep,
    RepairWay,
)
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform_then, require

router = Router(tags=["Devices"])

READ, WRITE = "devices:read", "devices:write"
Since = Annotated[Moment | None, Query(description="Opened then or later")]


class DeviceCaseOut(Schema):
    """A fault (ITIL: incident), or a swap or a return that was asked for (ITIL: request)."""

    id: int
    number: str
    kind: CaseKind
    fault: FaultKind | None = Field(description="What is wrong; null of what is no fault")
    state: CaseState
    outcome: CaseOutcome | None
    owner: str
    asset_id: int | None = Field(description="Null for the supplier, who has no register of it")
    asset_number: str
    serial_number: str
    device_model: str
    opened_at: datetime
    closed_at: datetime | None
    supplier: str = Field(description="Who repairs it, or empty")
    rma_number: str = Field(description="The supplier's own number of the return")
    expected_on: date | None = Field(description="When it is expected back")


class RepairReportOut(Schema):
    """What the supplier said of the repair."""

    step: RepairStep
    serial_number: str = Field(description="Of the device that comes instead, or empty")
    note: str
    reported_at: datetime


class WholeDeviceCaseOut(DeviceCaseOut):
    """A case with the words of all sides; what is the owner's own is empty for the supplier."""

    words: str
    answer: str
    holder: str
    way: RepairWay | None = Field(description="Who pays for the repair")
    cost: str | None = Field(description="Expected, without VAT: a decimal string")
    currency: str
    replacement_serial_number: str
    reports: list[RepairReportOut]


class DeviceCasePage(Schema):
    """Up to 100 cases, newest first; ``next_before`` asks for the next page."""

    cases: list[DeviceCaseOut]
    next_before: int | None


class DeviceCaseIn(Schema):
    """What is asked for, and of which device."""

    asset_id: GivenId
    kind: CaseKind = CaseKind.FAULT
    fault: FaultKind | None = Field(None, description="What is wrong, of a fault alone")
    words: str = Field("", max_length=LONGEST)


class DeviceCaseClosing(Schema):
    """How it ended; what comes of a swap or a repair is said by those."""

    outcome: CaseOutcome
    words: str = Field("", max_length=LONGEST, description="Whoever asked reads it")


class DeviceCaseHandedIn(Schema):
    """Where its user handed the device in."""

    site_id: GivenId


class RepairReportIn(Schema):
    """How the repair goes."""

    step: RepairStep
    serial_number: str = Field(
        "", max_length=100, description="Of the device that comes instead, where one does"
    )
    note: str = Field("", max_length=LONGEST)


@router.get(
    "/device-cases", response={200: DeviceCasePage, **PROBLEMS}, operation_id="list_device_cases"
)
@reads(READ)
def device_case_list(
    request: HttpRequest, before: Before = None, state: CaseState | None = None,
    kind: CaseKind | None = None, serial_number: SerialNumber = "", since: Since = None,
) -> DeviceCasePage:  # fmt: skip
    """The organisation's cases, and those that came to it for repair."""
    actor = caller(request)
    require(may_see_cases(actor))
    found = case_page(
        actor.own_party_id, before, state=state or "", kind=kind or "",
        serial_number=serial_number, since=since,
    )  # fmt: skip
    cases, following = page_of(found, lambda one: DeviceCaseOut(**_fields(actor, one)))
    return DeviceCasePage(cases=cases, next_before=following)


@router.post(
    "/device-cases", response={201: WholeDeviceCaseOut, **PROBLEMS},
    operation_id="open_device_case",
)  # fmt: skip
@writes(WRITE)
def open_device_case(
    request: HttpRequest, key: IdempotencyKey, body: DeviceCaseIn
) -> Status[WholeDeviceCaseOut]:
    """Report a fault, or ask for a swap or a return; the ICT managers are told."""
    actor = caller(request)

    def opened(made: DeviceCase) -> WholeDeviceCaseOut:
        return _whole(actor, case_of(made.pk))

    answer = perform_then(
        actor, open_case, opened, key=key, asset_id=body.asset_id, kind=body.kind.value,
        fault=body.fault.value if body.fault else "", words=body.words,
    )  # fmt: skip
    return Status(201, answer)


@router.get(
    "/device-cases/{case_id}", response={200: WholeDeviceCaseOut, **PROBLEMS},
    operation_id="read_device_case",
)  # fmt: skip
@reads(READ)
def read_device_case(request: HttpRequest, case_id: Id) -> WholeDeviceCaseOut:
    """One case with what was said of it."""
    actor = caller(request)
    found = case_of(case_id)
    require(may_see_case(actor, found))
    return _whole(actor, found)


@router.post(
    "/device-cases/{case_id}/closure", response={200: WholeDeviceCaseOut, **PROBLEMS},
    operation_id="close_device_case",
)  # fmt: skip
@writes(WRITE)
def close_device_case(
    request: HttpRequest, case_id: Id, key: IdempotencyKey, body: DeviceCaseClosing
) -> WholeDeviceCaseOut:
    """Close a case by a word: helped, not repaired, or withdrawn."""
    actor = caller(request)
    return perform_then(
        actor, close_case, lambda made: _whole(actor, case_of(made.pk)), key=key, case_id=case_id,
        outcome=body.outcome.value, words=body.words,
    )  # fmt: skip


@router.post(
    "/device-cases/{case_id}/hand-in", response={200: WholeDeviceCaseOut, **PROBLEMS},
    operation_id="take_handed_in_device",
)  # fmt: skip
@writes(WRITE)
def take_device_of_case(
    request: HttpRequest, case_id: Id, key: IdempotencyKey, body: DeviceCaseHandedIn
) -> WholeDeviceCaseOut:
    """Take in the device of a case at a site; its return begins with it."""
    actor = caller(request)
    return perform_then(
        actor, take_handed_in, lambda made: _whole(actor, case_of(made.pk)), key=key,
        case_id=case_id, location_id=body.site_id,
    )  # fmt: skip


@router.post(
    "/device-cases/{case_id}/repair-reports", response={201: WholeDeviceCaseOut, **PROBLEMS},
    operation_id="report_repair",
)  # fmt: skip
@writes(WRITE)
def report_repair_of_case(
    request: HttpRequest, case_id: Id, key: IdempotencyKey, body: RepairReportIn
) -> Status[WholeDeviceCaseOut]:
    """The supplier says how a repair goes; the case's state follows in a moment."""
    actor = caller(request)

    def said(made: RepairReport) -> WholeDeviceCaseOut:
        return _whole(actor, case_of(made.case_id))

    answer = perform_then(
        actor, report_repair, said, key=key, case_id=case_id, step=body.step.value,
        serial=body.serial_number, words=body.note,
    )  # fmt: skip
    return Status(201, answer)


def _fields(actor: Actor, one: DeviceCase) -> dict[str, Any]:
    return {
        "id": one.pk, "number": one.number, "kind": one.kind, "fault": one.fault or None,
        "state": one.state, "outcome": one.outcome or None, "owner": one.owner.legal_name,
        "asset_id": one.asset_id if one.owner_id == actor.party_id else None,
        "asset_number": one.asset_number, "serial_number": one.serial_number,
        "device_model": one.model_name, "opened_at": one.opened_at, "closed_at": one.closed_at,
        "supplier": one.supplier.legal_name if one.supplier else "",
        "rma_number": one.rma_number, "expected_on": one.expected_on,
    }  # fmt: skip


def _whole(actor: Actor, one: DeviceCase) -> WholeDeviceCaseOut:
    own = one.owner_id == actor.party_id
    return WholeDeviceCaseOut(
        **_fields(actor, one), words=one.words, answer=one.answer,
        holder=one.holder.name if own else "", way=RepairWay(one.way) if one.way else None,
        cost=amount_text(one.cost_cents) if own and one.cost_cents is not None else None,
        currency=one.currency, replacement_serial_number=one.replacement_serial,
        reports=[
            RepairReportOut(
                step=RepairStep(said.step), serial_number=said.serial_number, note=said.note,
                reported_at=said.reported_at,
            )
            for said in one.reports.all()
        ],
    )  # fmt: skip
