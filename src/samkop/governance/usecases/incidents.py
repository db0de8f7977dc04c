"""Security incidents: reported, described anew, handled step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.incidents.marking import Mark
from samkop.governance.models import IncidentIndicator, IncidentText, SecurityIncident
from samkop.governance.policies import may_keep_security
from samkop.governance.queries import regions_of
from samkop.governance.queries.incidents import text_of
from samkop.governance.rules.indicators import kind_of
from samkop.governance.usecases.incident_clocks import set_clocks
from samkop.governance.usecases.incident_sharing import (
    name_readers,
    readers_of,
    refuse_program,
)
from samkop.governance.usecases.incident_writing import (
    happens_later,
    own_incident,
    set_fields,
    tell_readers,
    write_entries,
)
from samkop.governance.vocabulary import INCIDENT_TRANSITIONS, WRITTEN, EntryKind, IncidentState
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.records import create_all, note
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

MOST_INDICATORS = 2_000


@dataclass(frozen=True)
class Described:
    """What an incident is; counts are None where nobody knows."""

    title: str
    summary: str
    affected: str = ""
    services: int | None = None
    devices: int | None = None
    persons: int | None = None


@dataclass(frozen=True)
class NewIncident:
    """What is reported, by whom it may be read, and since when the organisation knows."""

    region_id: int
    described: Described
    mark: str
    aware_at: datetime
    significant: bool
    personal_data: bool
    began_at: datetime | None = None
    detected_at: datetime | None = None
    party_ids: Sequence[int] = field(default=())
    contact_ids: Sequence[int] = field(default=())


def report_incident(*, actor: Actor, now: datetime, incident: NewIncident) -> SecurityIncident:
    """Report an incident of the actor's own organisation to whom its mark allows.

    Raises Refused: ``not-allowed``, ``region-not-ours``, ``tlp-red-by-program``,
    ``happens-later``, ``no-reporting-rule``, ``mark-names-nobody``, ``recipient-unknown``.
    """
    require(may_keep_security(actor))
    refuse_program(actor, Mark(incident.mark))
    regions = {one.pk for one in regions_of(actor.own_party_id, own_today())}
    if incident.region_id not in regions:
        raise Refused("region-not-ours", _("Choose a region that you take part in."), status=422)
    if incident.aware_at > now:
        raise happens_later("aware_at")
    [made] = create_all(
        [
            SecurityIncident(
                region_id=incident.region_id, originator_id=actor.own_party_id,
                reported_by_id=actor.own_person_id, mark=incident.mark,
                state=IncidentState.REPORTED, significant=incident.significant,
                personal_data=incident.personal_data, aware_at=incident.aware_at, reported_at=now,
            )
        ]
    )  # fmt: skip
    _describe(made, actor, now, incident.described, 1)
    times = (
        (EntryKind.BEGAN, incident.began_at), (EntryKind.DETECTED, incident.detected_at),
        (EntryKind.AWARE, incident.aware_at),
    )  # fmt: skip
    write_entries(made, actor, now, [(kind, at, "") for kind, at in times if at is not None])
    set_clocks(made)
    told = readers_of(made, now)
    name_readers(made, actor, now, incident.party_ids, incident.contact_ids)
    tell_readers(made, actor, "incident-shared", told)
    return made


def describe_incident(
    *, actor: Actor, now: datetime, incident_id: int, described: Described
) -> SecurityIncident:
    """Describe it anew; what was written before is kept.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    found = own_incident(actor, incident_id)
    _describe(found, actor, now, described, text_of(incident_id).number + 1)
    tell_readers(found, actor, "incident-changed", readers_of(found, now))
    return found


def write_in_timeline(
    *, actor: Actor, now: datetime, incident_id: int, kind: str, happened_at: datetime, text: str
) -> SecurityIncident:
    """Write down what happened when; it stays.

    Raises Refused: ``not-found``, ``not-allowed``, ``happens-later``, ``entry-of-its-own`` (states
    and markings write their lines by themselves).
    """
    found = own_incident(actor, incident_id)
    if kind not in WRITTEN:
        raise Refused(
            "entry-of-its-own", _("Such a line is written by the step itself."), status=422
        )
    write_entries(found, actor, now, [(EntryKind(kind), happened_at, text)])
    return found


def move_incident(*, actor: Actor, now: datetime, incident_id: int, state: str) -> SecurityIncident:
    """Take the next step.

    Raises Refused: ``not-found``, ``not-allowed``, ``incident-in-another-state``,
    ``reports-missing`` (closing what has running clocks).
    """
    found = own_incident(actor, incident_id)
    if IncidentState(state) not in INCIDENT_TRANSITIONS[IncidentState(found.state)]:
        raise Refused(
            "incident-in-another-state",
            _("The incident is in the state \u201c%(state)s\u201d, from which there is no such"
              " step."),
            state=IncidentState(found.state).label,
        )  # fmt: skip
    if state == IncidentState.CLOSED and found.clocks.filter(sent_at=None).exists():
        raise Refused(
            "reports-missing", _("Reports to authorities are missing. Enter them, or say that the"
                                 " incident is not one that has to be reported."),
        )  # fmt: skip
    entry = f"{found.state} → {state}"
    set_fields(found, state=state)
    write_entries(found, actor, now, [(EntryKind.STATE, now, entry)])
    tell_readers(found, actor, "incident-changed", readers_of(found, now))
    return found


def add_indicators(*, actor: Actor, now: datetime, incident_id: int, lines: Sequence[str]) -> int:
    """Add what the attack is recognised by, one a line, defanged or not; how many were new.

    Raises Refused: ``not-found``, ``not-allowed``, ``indicator-unknown`` with ``line``,
    ``too-many-indicators``.
    """
    found = own_incident(actor, incident_id)
    wanted: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, lines)):
        known = kind_of(line)
        if known is None:
            sentence = _("\u201c%(line)s\u201d is no address, domain, hash or web address.")
            raise Refused(
                "indicator-unknown", sentence, status=422, line=line[:100],
            )  # fmt: skip
        wanted.append(known)
    there = set(found.indicators.values_list("kind", "value"))
    new = [one for one in dict.fromkeys(wanted) if one not in there]
    if len(there) + len(new) > MOST_INDICATORS:
        raise Refused("too-many-indicators", _("An incident has at most 2,000 indicators."))
    create_all(
        [
            IncidentIndicator(
                incident=found, originator_id=found.originator_id, kind=kind, value=value,
                added_at=now,
            )
            for kind, value in new
        ],
        under=found,
    )  # fmt: skip
    return len(new)


def remove_indicator(
    *, actor: Actor, now: datetime, incident_id: int, indicator_id: int
) -> SecurityIncident:
    """Remove one that proved wrong. Raises Refused: ``not-found``, ``not-allowed``."""
    found = own_incident(actor, incident_id)
    gone, _each = IncidentIndicator.objects.filter(incident=found, id=indicator_id).delete()
    if not gone:
        raise not_found()
    note(incident=found.pk, indicators=-1)
    return found


def _describe(
    incident: SecurityIncident, actor: Actor, now: datetime, said: Described, number: int
) -> None:
    create_all(
        [
            IncidentText(
                incident=incident, originator_id=incident.originator_id, number=number,
                person_id=actor.own_person_id, written_at=now, **vars(said),
            )
        ],
        under=incident,
    )  # fmt: skip
