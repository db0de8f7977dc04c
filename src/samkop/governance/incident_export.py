"""An incident as it leaves the system: what its reader may see, and nothing else.

The same content is the JSON file, what the API answers (its description is the schema,
``IncidentContent``) and what the paper is set from. Times are ISO 8601 with their offset from
UTC; indicators in JSON are for machines, and not defanged.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from ninja import Schema
from pydantic import Field

from samkop.core.incidents.marking import Mark
from samkop.governance.models import IncidentClock, SecurityIncident
from samkop.governance.queries.incidents import (
    clocks_of,
    entries_of,
    indicators_of,
    named_in,
    text_of,
)
from samkop.governance.vocabulary import EntryKind, IncidentState, IndicatorKind, ReportKind
from samkop.platform.actors import Actor


class TimelineEntry(Schema):
    """What happened, and when it was written down."""

    kind: EntryKind
    happened_at: datetime
    written_at: datetime
    text: str


class IncidentIndicatorContent(Schema):
    """What the attack is recognised by."""

    kind: IndicatorKind
    value: str


class IncidentClockContent(Schema):
    """A report that a law asks of the originator; told to its own people alone."""

    report: ReportKind
    due_at: datetime | None = Field(description="null until what sets it going has happened")
    sent_at: datetime | None
    late: bool = Field(description="Sent too late, or not sent and due")
    reference: str
    authority: str
    source: str
    checked: bool = Field(description="Whether somebody has read the source for this table")
    applies: bool = Field(description="false: the law holds for such an organisation perhaps")


class IncidentContent(Schema):
    """A security incident, as far as its reader may see it."""

    id: int
    number: str
    tlp: str = Field(description="The marking by FIRST TLP 2.0, such as TLP:AMBER+STRICT")
    originator: str
    state: IncidentState
    title: str
    summary: str
    affected: str
    services_affected: int | None = Field(description="null: nobody knows")
    devices_affected: int | None
    persons_affected: int | None
    significant: bool
    personal_data: bool
    aware_at: datetime
    reported_at: datetime
    time_zone: str = Field(description="That of the originator (IANA)")
    timeline: list[TimelineEntry]
    indicators: list[IncidentIndicatorContent]
    named: list[str] = Field(description="Who is named, told to the originator's people alone")
    clocks: list[IncidentClockContent]


def content_of(actor: Actor, incident: SecurityIncident, now: datetime) -> IncidentContent:
    """What the actor, who reads the incident, sees of it at ``now``."""
    text, own = text_of(incident.pk), actor.party_id == incident.originator_id
    zone = ZoneInfo(incident.originator.time_zone)
    return IncidentContent(
        id=incident.pk, number=incident.number, tlp=Mark(incident.mark).tlp,
        originator=incident.originator.legal_name, state=IncidentState(incident.state),
        title=text.title, summary=text.summary, affected=text.affected,
        services_affected=text.services, devices_affected=text.devices,
        persons_affected=text.persons, significant=incident.significant,
        personal_data=incident.personal_data, aware_at=incident.aware_at.astimezone(zone),
        reported_at=incident.reported_at.astimezone(zone), time_zone=zone.key,
        timeline=[
            TimelineEntry(
                kind=EntryKind(one.kind), happened_at=one.happened_at.astimezone(zone),
                written_at=one.written_at.astimezone(zone), text=one.text,
            )
            for one in reversed(entries_of(incident.pk))
        ],
        indicators=[
            IncidentIndicatorContent(kind=IndicatorKind(one.kind), value=one.value)
            for one in indicators_of(incident.pk)
        ],
        named=[
            f"{one.person}, {one.party}" if one.person else one.party for one in named_in(incident)
        ] if own else [],
        clocks=[clock_content(one, now, zone) for one in clocks_of(incident.pk)] if own else [],
    )  # fmt: skip


def clock_content(clock: IncidentClock, now: datetime, zone: ZoneInfo) -> IncidentClockContent:
    """A clock as it stands at ``now``."""
    due, sent = clock.due_at, clock.sent_at
    return IncidentClockContent(
        report=ReportKind(clock.report), due_at=due and due.astimezone(zone),
        sent_at=sent and sent.astimezone(zone), late=due is not None and (sent or now) > due,
        reference=clock.reference, authority=clock.authority, source=clock.source,
        checked=clock.checked, applies=clock.applies,
    )  # fmt: skip
