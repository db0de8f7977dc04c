"""Reporting clocks: set going by what an incident is, stopped by a report, rung by the job."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import DatabaseError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.incidents.marking import Mark
from samkop.core.incidents.reporting import (
    OF_PERSONAL_DATA,
    OF_SIGNIFICANT,
    Report,
    Rule,
    Start,
    rules_of,
)
from samkop.core.period import day_of
from samkop.governance.models import IncidentClock, IncidentRecipient, SecurityIncident
from samkop.governance.usecases.incident_writing import (
    happens_later,
    own_incident,
    set_fields,
    write_entries,
)
from samkop.governance.vocabulary import EntryKind, ReportKind
from samkop.parties.models import Party
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_date
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.records import create_all, note, subject_of
from samkop.platform.refusals import Refused, not_found

SOON, PASSED = "soon", "passed"


def report_to_authority(
    *, actor: Actor, now: datetime, incident_id: int, report: str, sent_at: datetime, reference: str
) -> IncidentClock:
    """Write down that a report was made; that of the notification starts the final report's clock.

    Raises Refused: ``not-found``, ``not-allowed``, ``report-not-asked``, ``report-made``,
    ``clock-not-begun``, ``happens-later``, ``reported-before-aware``.
    """
    incident = own_incident(actor, incident_id)
    clock = IncidentClock.objects.filter(incident=incident, report=report).first()
    if clock is None:
        raise Refused("report-not-asked", _("No law in the table asks for this report here."))
    if clock.sent_at is not None:
        raise Refused("report-made", _("This report has been made."))
    if clock.begun_at is None:
        raise Refused(
            "clock-not-begun", _("The final report follows the notification: enter that first.")
        )
    if sent_at > now:
        raise happens_later("sent_at")
    if sent_at < clock.begun_at:
        sentence = _("This lies before the clock began.")
        raise Refused("reported-before-aware", sentence, status=422, fields={"sent_at": sentence})
    _set(clock, sent_at=sent_at, reference=reference)
    note(report=report)
    line = " · ".join(filter(None, (report, clock.authority, reference)))
    write_entries(incident, actor, now, [(EntryKind.AUTHORITY, sent_at, line)])
    if report == Report.NOTIFICATION:
        _begin_final(incident, sent_at)
    return clock


def change_clock_facts(
    *, actor: Actor, now: datetime, incident_id: int,
    significant: bool, personal_data: bool, aware_at: datetime, reason: str,
) -> SecurityIncident:  # fmt: skip
    """Say anew what sets clocks going. What has been reported stays reported.

    Raises Refused: ``not-found``, ``not-allowed``, ``happens-later``, ``no-reporting-rule``.
    """
    incident = own_incident(actor, incident_id)
    if aware_at > now:
        raise happens_later("aware_at")
    lines = [(EntryKind.NOTE, now, reason)]
    if aware_at != incident.aware_at:
        lines.append((EntryKind.AWARE, aware_at, ""))
    write_entries(incident, actor, now, lines)
    set_fields(incident, significant=significant, personal_data=personal_data, aware_at=aware_at)
    set_clocks(incident)
    return incident


def set_clocks(incident: SecurityIncident) -> None:
    """Let the clocks be those that the incident sets going. Raises ``no-reporting-rule``."""
    party = party_of(incident.originator_id)
    wanted = dict(_wanted(incident, party))
    known = {one.report: one for one in IncidentClock.objects.filter(incident=incident)}
    gone = [one.pk for name, one in known.items() if name not in wanted and one.sent_at is None]
    IncidentClock.objects.filter(id__in=gone).delete()
    new = []
    for report, rule in wanted.items():
        clock = known.get(report)
        if clock is None:
            new.append(_clock(incident, party, rule))
        elif clock.sent_at is None and rule.start is Start.AWARE:
            _set(clock, **_run(rule, incident.aware_at, party))
    create_all(new, under=incident)
    # A final report that is asked for anew follows the notification that was made already.
    made = known.get(Report.NOTIFICATION)
    if made is not None and made.sent_at is not None and Report.FINAL_REPORT not in known:
        _begin_final(incident, made.sent_at)


def warn_of_clock(*, actor: Actor, now: datetime, clock_id: int, stage: str) -> None:
    """Tell those who handle an incident that a report is due soon, or has not been made in time.

    Of an incident under TLP:RED the persons named are told, of others the security officers. Says
    which report and until when, and nothing of what happened. Raises ``not-found``.
    """
    clock = IncidentClock.objects.select_related("incident").filter(id=clock_id).first()
    if clock is None or clock.due_at is None:
        raise not_found()
    incident, party = clock.incident, party_of(actor.own_party_id)
    due = clock.due_at.astimezone(ZoneInfo(party.time_zone))
    kind = ReportKind(clock.report)
    notify(
        party_id=party.pk,
        person_ids=_handlers_of(incident, party, now),
        kind=f"incident-clock-{stage}",
        subject=subject_of(incident),
        facts={
            "number": incident.number, "mark": Mark(incident.mark).tlp,
            "report": in_each_language(lambda: str(kind.label)),
            "due": in_each_language(lambda: format_date(due, "SHORT_DATETIME_FORMAT")),
        },
        url=reverse("incident", args=[incident.pk]),
    )  # fmt: skip


def _handlers_of(incident: SecurityIncident, party: Party, now: datetime) -> list[int]:
    if incident.mark == Mark.RED:
        named = IncidentRecipient.objects.filter(incident=incident, party=party)
        return [
            incident.reported_by_id,
            *(one for one in named.values_list("person_id", flat=True) if one is not None),
        ]
    return ids_with_any_role(party.pk, [RoleName.SECURITY_OFFICER], day_of(now, party.time_zone))


def _wanted(incident: SecurityIncident, party: Party) -> Iterator[tuple[str, Rule]]:
    rules = rules_of(party.country, party.kind, day_of(incident.aware_at, party.time_zone))
    for asked, reports in (
        (incident.significant, OF_SIGNIFICANT), (incident.personal_data, OF_PERSONAL_DATA),
    ):  # fmt: skip
        for report in reports if asked else ():
            if report not in rules:
                raise Refused(
                    "no-reporting-rule",
                    _("The table of reporting times says nothing of your organisation on that"
                      " day. Ask whoever runs the installation, and report by the law meanwhile."),
                )  # fmt: skip
            yield report.value, rules[report]


def _clock(incident: SecurityIncident, party: Party, rule: Rule) -> IncidentClock:
    begun = incident.aware_at if rule.start is Start.AWARE else None
    run = _run(rule, begun, party) if begun else {}
    return IncidentClock(
        incident=incident, originator_id=incident.originator_id, report=rule.report.value,
        authority=rule.authority, source=rule.source, checked=rule.checked, applies=rule.applies,
        **run,
    )  # fmt: skip


def _begin_final(incident: SecurityIncident, sent_at: datetime) -> None:
    party = party_of(incident.originator_id)
    rules = rules_of(party.country, party.kind, day_of(incident.aware_at, party.time_zone))
    final = IncidentClock.objects.filter(
        incident=incident, report=Report.FINAL_REPORT, sent_at=None
    ).first()
    if final is not None:
        _set(final, **_run(rules[Report.FINAL_REPORT], sent_at, party))


def _run(rule: Rule, begun: datetime, party: Party) -> dict[str, datetime]:
    due = rule.due(begun, party.time_zone)
    return {"begun_at": begun, "due_at": due, "warn_at": rule.warned(due)}


def _set(clock: IncidentClock, **fields: object) -> None:
    """Counted in the audit trail, not told (``incident_writing``)."""
    for name, value in fields.items():
        setattr(clock, name, value)
    if IncidentClock.objects.filter(id=clock.pk).update(**fields) != 1:
        raise DatabaseError(f"the clock {clock.report} was not there to be set")
