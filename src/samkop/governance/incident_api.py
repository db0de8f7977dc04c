"""Security incidents for programs: read as far as their marks allow, reported, told on.

TLP:RED is for persons: no token reads it or writes it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import AwareDatetime, Field

from samkop.core.incidents.marking import Mark
from samkop.governance.incident_export import (
    IncidentClockContent,
    IncidentContent,
    clock_content,
    content_of,
)
from samkop.governance.models import IncidentClock, SecurityIncident
from samkop.governance.policies import may_see_security
from samkop.governance.queries.incidents import clocks_running, incident_of, incidents_read_by
from samkop.governance.usecases.incident_clocks import report_to_authority
from samkop.governance.usecases.incidents import (
    Described,
    NewIncident,
    report_incident,
    write_in_timeline,
)
from samkop.governance.vocabulary import EntryKind, IncidentState, ReportKind
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.pages.times import FIRST, LAST
from samkop.platform.unit_of_work import current_unit, perform_then, require

router = Router(tags=["Security incidents"])

READ, WRITE = "incidents:read", "incidents:write"
PAGE, LARGEST = 100, 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Before = Annotated[int | None, Query(ge=1, le=LARGEST, description="Ids below this one")]
Moment = Annotated[
    AwareDatetime,
    Field(
        ge=datetime.fromisoformat(f"{FIRST}T00:00:00+00:00"),
        le=datetime.fromisoformat(f"{LAST}T00:00:00+00:00"),
    ),
]
Count = Annotated[int | None, Field(ge=0, le=10**9, description="null: nobody knows")]


class IncidentIn(Schema):
    """What happened to one's own organisation, and who may read it."""

    region: int = Field(ge=1, le=LARGEST, description="The region's id")
    title: str = Field(min_length=1, max_length=200)
    summary: str = Field(min_length=1, max_length=20_000)
    affected: str = Field("", max_length=4_000)
    services_affected: Count = None
    devices_affected: Count = None
    persons_affected: Count = None
    mark: Mark = Field(Mark.AMBER, description="By FIRST TLP 2.0; red is refused to programs")
    parties: list[Annotated[int, Field(ge=1, le=LARGEST)]] = Field(
        default_factory=list, max_length=100, description="Organisations named, under amber"
    )
    aware_at: Moment
    detected_at: Moment | None = None
    began_at: Moment | None = None
    significant: bool
    personal_data: bool


class TimelineEntryIn(Schema):
    """What happened when."""

    kind: EntryKind
    happened_at: Moment
    text: str = Field(min_length=1, max_length=2_000)


class AuthorityReportIn(Schema):
    """A report that was made to an authority."""

    report: ReportKind
    sent_at: Moment
    reference: str = Field("", max_length=120)


class IncidentOut(Schema):
    """An incident in the list."""

    id: int
    number: str
    tlp: str
    originator: str
    state: IncidentState
    title: str
    aware_at: datetime


class IncidentPage(Schema):
    """Up to 100 incidents, the newest first; ``next_before`` asks for the next page."""

    incidents: list[IncidentOut]
    next_before: int | None


class RunningClockOut(IncidentClockContent):
    """A report that is due, and of which incident."""

    incident_id: int


class RunningClocks(Schema):
    """What one's own organisation has to report next, what is due first at the top."""

    clocks: list[RunningClockOut]


@router.get(
    "/incidents", response={200: IncidentPage, **PROBLEMS}, operation_id="list_incidents"
)  # fmt: skip
@reads(READ)
def list_incidents(
    request: HttpRequest, before: Before = None, state: IncidentState | None = None
) -> IncidentPage:
    """What the token's person may read, but for TLP:RED."""
    actor = caller(request)
    require(may_see_security(actor))
    rows = incidents_read_by(actor)
    if state is not None:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows[: PAGE + 1])
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return IncidentPage(incidents=[_listed(one) for one in found[:PAGE]], next_before=following)


@router.get(
    "/incidents/clocks", response={200: RunningClocks, **PROBLEMS},
    operation_id="list_incident_clocks",
)  # fmt: skip
@reads(READ)
def list_incident_clocks(request: HttpRequest) -> RunningClocks:
    """Reports to authorities that are due."""
    actor = caller(request)
    require(may_see_security(actor))
    now = current_unit().now
    return RunningClocks(
        clocks=[
            RunningClockOut(
                incident_id=one.incident_id, **clock_content(one, now, ZoneInfo("UTC")).dict()
            )
            for one in clocks_running(actor)
        ]
    )  # fmt: skip


@router.get(
    "/incidents/{incident_id}", response={200: IncidentContent, **PROBLEMS},
    operation_id="read_incident",
)  # fmt: skip
@reads(READ)
def read_incident(request: HttpRequest, incident_id: Id) -> IncidentContent:
    """One incident, whole."""
    actor = caller(request)
    require(may_see_security(actor))
    return content_of(actor, incident_of(actor, incident_id), current_unit().now)


@router.post(
    "/incidents", response={201: IncidentContent, **PROBLEMS}, operation_id="report_incident"
)
@writes(WRITE)
def report_new_incident(
    request: HttpRequest, key: IdempotencyKey, body: IncidentIn
) -> Status[IncidentContent]:
    """Report an incident of one's own organisation."""
    actor = caller(request)
    given = NewIncident(
        region_id=body.region, mark=body.mark.value, aware_at=body.aware_at,
        detected_at=body.detected_at, began_at=body.began_at, significant=body.significant,
        personal_data=body.personal_data, party_ids=tuple(body.parties),
        described=Described(
            title=body.title, summary=body.summary, affected=body.affected,
            services=body.services_affected, devices=body.devices_affected,
            persons=body.persons_affected,
        ),
    )  # fmt: skip
    made = perform_then(actor, report_incident, _whole(actor), key=key, incident=given)
    return Status(201, made)


@router.post(
    "/incidents/{incident_id}/timeline", response={200: IncidentContent, **PROBLEMS},
    operation_id="write_in_timeline",
)  # fmt: skip
@writes(WRITE)
def write_incident_timeline(
    request: HttpRequest, incident_id: Id, key: IdempotencyKey, body: TimelineEntryIn
) -> IncidentContent:
    """Write a line of the time line; it stays."""
    actor = caller(request)
    return perform_then(
        actor, write_in_timeline, _whole(actor), key=key, incident_id=incident_id,
        kind=body.kind.value, happened_at=body.happened_at, text=body.text,
    )  # fmt: skip


@router.post(
    "/incidents/{incident_id}/reports", response={200: IncidentContent, **PROBLEMS},
    operation_id="report_incident_to_authority",
)  # fmt: skip
@writes(WRITE)
def report_incident_clock(
    request: HttpRequest, incident_id: Id, key: IdempotencyKey, body: AuthorityReportIn
) -> IncidentContent:
    """Write down that a report was made to an authority."""
    actor = caller(request)

    def then(clock: IncidentClock) -> IncidentContent:
        return _whole(actor)(clock.incident)

    return perform_then(
        actor, report_to_authority, then, key=key, incident_id=incident_id,
        report=body.report.value, sent_at=body.sent_at, reference=body.reference,
    )  # fmt: skip


def _whole(actor: Actor) -> Callable[[SecurityIncident], IncidentContent]:
    def read(incident: SecurityIncident) -> IncidentContent:
        return content_of(actor, incident_of(actor, incident.pk), current_unit().now)

    return read


def _listed(one: SecurityIncident) -> IncidentOut:
    return IncidentOut(
        id=one.pk, number=one.number, tlp=one.tlp, originator=one.originator.legal_name,
        state=IncidentState(one.state), title=one.title,  # type: ignore[attr-defined]  # annotated
        aware_at=one.aware_at,
    )  # fmt: skip
