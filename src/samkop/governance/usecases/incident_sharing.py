"""Marking incidents and naming who reads them; the originator alone does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.incidents.marking import Mark
from samkop.governance.models import IncidentRecipient, SecurityIncident
from samkop.governance.queries.incidents import Named, contacts_of, named_in, region_parties
from samkop.governance.usecases.incident_writing import (
    own_incident,
    set_fields,
    tell_readers,
    write_entries,
)
from samkop.governance.vocabulary import EntryKind
from samkop.platform.actors import Actor
from samkop.platform.records import create_all
from samkop.platform.refusals import Refused, not_found

Readers = dict[int, list[int] | None]


def mark_incident(
    *, actor: Actor, now: datetime, incident_id: int, mark: str, reason: str
) -> SecurityIncident:
    """Mark it anew, wider or narrower. Who was named under the old mark is not any more.

    Raises Refused: ``not-found``, ``not-allowed``, ``incident-marked-so``, ``tlp-red-by-program``.
    """
    incident = own_incident(actor, incident_id)
    wanted = Mark(mark)
    refuse_program(actor, wanted)
    if incident.mark == wanted:
        raise Refused("incident-marked-so", _("It is marked so already."))
    before = readers_of(incident, now)
    entry = f"{Mark(incident.mark).tlp} → {wanted.tlp}. {reason}".strip()
    write_entries(incident, actor, now, [(EntryKind.MARK, now, entry[:2000])])
    # In this order, for who marks it must read it at each step: the wall asks all the time.
    kept = IncidentRecipient.objects.none()
    if wanted == Mark.RED:
        _name(incident, now, [(actor.own_party_id, actor.own_person_id)])
        kept = IncidentRecipient.objects.filter(person_id=actor.own_person_id)
    set_fields(incident, mark=wanted)
    IncidentRecipient.objects.filter(incident=incident).exclude(id__in=kept.values("id")).delete()
    after = readers_of(incident, now)
    gained: Readers = {party: people for party, people in after.items() if party not in before}
    tell_readers(incident, actor, "incident-shared", gained)
    return incident


def name_in_incident(
    *, actor: Actor, now: datetime, incident_id: int,
    party_ids: Sequence[int] = (), contact_ids: Sequence[int] = (),
) -> SecurityIncident:  # fmt: skip
    """Name organisations under TLP:AMBER, persons under TLP:RED; they are told, and read it.

    Raises Refused: ``not-found``, ``not-allowed``, ``mark-names-nobody`` (another mark),
    ``recipient-unknown``.
    """
    incident = own_incident(actor, incident_id)
    name_readers(incident, actor, now, party_ids, contact_ids)
    return incident


def unname_in_incident(
    *, actor: Actor, now: datetime, incident_id: int, recipient_id: int
) -> SecurityIncident:
    """Who was named is not any more. Raises Refused: ``not-found``, ``not-allowed``,
    ``names-oneself``.
    """
    incident = own_incident(actor, incident_id)
    found = IncidentRecipient.objects.filter(incident=incident, id=recipient_id).first()
    if found is None:
        raise not_found()
    if found.person_id == actor.person_id:
        raise Refused(
            "names-oneself", _("Let somebody else of your organisation take you out: an incident"
                               " without a reader is handled by nobody."),
        )  # fmt: skip
    gone = next((one for one in named_in(incident) if one.id == recipient_id), None)
    found.delete()
    if gone is not None:
        write_entries(incident, actor, now, [(EntryKind.MARK, now, f"- {called(gone)}")])
    return incident


def name_readers(
    incident: SecurityIncident, actor: Actor, now: datetime,
    party_ids: Sequence[int], contact_ids: Sequence[int],
) -> None:  # fmt: skip
    """Name them and tell them, in the open unit of work. Raises as ``name_in_incident``."""
    if (party_ids and incident.mark != Mark.AMBER) or (contact_ids and incident.mark != Mark.RED):
        raise Refused(
            "mark-names-nobody", _("Organisations are named under TLP:AMBER, persons under"
                                   " TLP:RED. The other marks say by themselves who reads it."),
            status=422,
        )  # fmt: skip
    if not party_ids and not contact_ids:
        return
    parties = {one.pk for one in region_parties(incident.region, now)} - {incident.originator_id}
    contacts = {one.pk: one for one in contacts_of(incident.region, now)}
    if not set(party_ids) <= parties or not set(contact_ids) <= contacts.keys():
        raise Refused(
            "recipient-unknown", _("Choose among the members of the region, and the security"
                                   " officers that it may reach."),
            status=422,
        )  # fmt: skip
    people = [contacts[one] for one in contact_ids]
    persons = [(one.party_id, one.person_id) for one in people]
    new = _name(incident, now, [*((party, None) for party in party_ids), *persons])
    if not new:
        return
    fresh = [one for one in named_in(incident) if (one.party_id, one.person_id) in set(new)]
    line = "+ " + ", ".join(map(called, fresh))
    write_entries(incident, actor, now, [(EntryKind.MARK, now, line[:2000])])
    told: Readers = {}
    for party_id, person_id in new:
        if person_id is None:
            told[party_id] = None
        else:
            told[party_id] = [*(told.get(party_id) or []), person_id]
    tell_readers(incident, actor, "incident-shared", told)


def called(named: Named) -> str:
    """An organisation, or a person of one, in a line of the time line."""
    return f"{named.person} ({named.party})" if named.person else named.party


def readers_of(incident: SecurityIncident, now: datetime) -> Readers:
    """Who is told of it: persons by party, or None for the party's officers."""
    own: Readers = {incident.originator_id: None}
    rows = IncidentRecipient.objects.filter(incident=incident)
    if incident.mark == Mark.RED:
        named: Readers = {incident.originator_id: [incident.reported_by_id]}
        for party_id, person_id in rows.exclude(person=None).values_list("party_id", "person_id"):
            named[party_id] = [*(named.get(party_id) or []), person_id]
        return named
    if incident.mark == Mark.AMBER:
        return own | dict.fromkeys(rows.filter(person=None).values_list("party_id", flat=True))
    if incident.mark == Mark.AMBER_STRICT:
        return own
    return own | {party.pk: None for party in region_parties(incident.region, now)}


def refuse_program(actor: Actor, mark: Mark) -> None:
    """Raises Refused ``tlp-red-by-program``: what is for the eyes of persons, a person writes."""
    if mark == Mark.RED and actor.scopes:
        raise Refused(
            "tlp-red-by-program", _("TLP:RED is for persons. Report it on the page."), status=422
        )


def _name(
    incident: SecurityIncident, now: datetime, wanted: Iterable[tuple[int, int | None]]
) -> list[tuple[int, int | None]]:
    """Those of them who were not named before."""
    known = set(
        IncidentRecipient.objects.filter(incident=incident).values_list("party_id", "person_id")
    )
    new = [one for one in dict.fromkeys(wanted) if one not in known]
    create_all(
        [
            IncidentRecipient(
                incident=incident, originator_id=incident.originator_id, party_id=party_id,
                person_id=person_id, named_at=now,
            )
            for party_id, person_id in new
        ],
        under=incident,
    )  # fmt: skip
    return new
