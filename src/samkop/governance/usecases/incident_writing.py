"""How incidents are written so that the audit trail tells that, and never what.

More people read the trail of an organisation than TLP:RED names. So the rows of an incident are
counted in it, and their fields are not; the incident's own time line is its history.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from samkop.core.incidents.marking import Mark
from samkop.governance.models import IncidentEntry, SecurityIncident
from samkop.governance.policies import may_run_incident
from samkop.governance.queries.incidents import incident_of
from samkop.governance.vocabulary import EntryKind
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create_all
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def own_incident(actor: Actor, incident_id: int) -> SecurityIncident:
    """The incident, locked, for those who write it. Raises ``not-found``, ``not-allowed``."""
    found = incident_of(actor, incident_id)
    require(may_run_incident(actor, found))
    SecurityIncident.objects.select_for_update().get(id=incident_id)
    found.refresh_from_db(fields=["mark", "state", "significant", "personal_data", "aware_at"])
    return found


def set_fields(incident: SecurityIncident, **fields: Any) -> None:
    """Set them; what they were and are is told by the time line."""
    for name, value in fields.items():
        setattr(incident, name, value)
    if SecurityIncident.objects.filter(id=incident.pk).update(**fields) != 1:
        raise DatabaseError(f"{incident} was not there to be changed")


def write_entries(
    incident: SecurityIncident, actor: Actor, now: datetime,
    entries: Iterable[tuple[EntryKind, datetime, str]],
) -> None:  # fmt: skip
    """Lines of the time line. Raises Refused ``happens-later``."""
    rows = [
        IncidentEntry(
            incident=incident, originator_id=incident.originator_id, kind=kind, happened_at=at,
            text=text, person_id=actor.own_person_id, written_at=now,
        )
        for kind, at, text in entries
    ]  # fmt: skip
    if any(row.happened_at > now for row in rows):
        raise happens_later("happened_at")
    create_all(rows, under=incident)


def happens_later(field: str) -> Refused:
    """What is written down has happened."""
    sentence = _("This lies in the future. Write down what has happened.")
    return Refused("happens-later", sentence, status=422, fields={field: sentence})


def tell_readers(
    incident: SecurityIncident, actor: Actor, kind: str, readers: dict[int, list[int] | None]
) -> None:
    """Told as ``incident-news``: to whom, never what. ``readers``: persons by party, or None for
    the party's security officers and ICT managers; who does it is not told.
    """
    if readers:
        tell(
            "incident-news", incident_id=incident.pk, number=incident.number, kind=kind,
            mark=Mark(incident.mark).tlp, by_id=actor.own_person_id,
            readers=[[party_id, persons] for party_id, persons in sorted(readers.items())],
        )  # fmt: skip
