"""Reads: incidents as far as who asks may read them, and what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from samkop.core.incidents.marking import Mark
from samkop.governance.models import (
    IncidentClock,
    IncidentEntry,
    IncidentIndicator,
    IncidentRecipient,
    IncidentText,
    SecurityContact,
    SecurityIncident,
)
from samkop.governance.vocabulary import COOPERATES, IncidentState
from samkop.parties.models import Party, Region, RegionMember
from samkop.parties.queries import valid_on
from samkop.platform.actors import Actor
from samkop.platform.pages.numbers import number_of
from samkop.platform.refusals import not_found


def incidents_read_by(actor: Actor) -> QuerySet[SecurityIncident]:
    """The incidents that an actor reads, the newest first, each with its ``title``.

    The wall lets through what the marks allow. Beyond it: TLP:RED is for the eyes of the persons
    named, so no program reads it with their token and nobody who views the pages as them; and who
    takes no part in the cooperation reads what is for everybody.
    """
    rows = SecurityIncident.objects.select_related("originator", "region")
    if COOPERATES.isdisjoint(actor.roles):
        rows = rows.filter(mark=Mark.CLEAR)
    if actor.scopes or actor.viewing_id is not None:
        rows = rows.exclude(mark=Mark.RED)
    return rows.annotate(title=_newest("title")).order_by("-id")


def incident_of(actor: Actor, incident_id: int) -> SecurityIncident:
    """One of them. Raises Refused ``not-found``."""
    found = incidents_read_by(actor).filter(id=incident_id).first()
    if found is None:
        raise not_found()
    return found


def incidents_called(actor: Actor, text: str, limit: int) -> list[SecurityIncident]:
    """Those that an actor reads whose title holds a text, or that are called so."""
    number = number_of(text.strip().upper().removeprefix("SI-"))
    called = Q(id=number or 0)
    wanted = Q(title__icontains=text)
    return list(incidents_read_by(actor).filter(wanted | called)[:limit])


def text_of(incident_id: int) -> IncidentText:
    """What an incident is, as described last. Raises Refused ``not-found``."""
    found = IncidentText.objects.filter(incident_id=incident_id).order_by("-number").first()
    if found is None:
        raise not_found()
    return found


def entries_of(incident_id: int) -> list[IncidentEntry]:
    """The time line, the newest first."""
    rows = IncidentEntry.objects.filter(incident_id=incident_id)
    return list(rows.order_by("-happened_at", "-id"))


def indicators_of(incident_id: int) -> list[IncidentIndicator]:
    """What the attack is recognised by, by kind."""
    rows = IncidentIndicator.objects.filter(incident_id=incident_id)
    return list(rows.order_by("kind", "value", "id"))


def clocks_of(incident_id: int) -> list[IncidentClock]:
    """The reports that laws ask for, the next due first; those that wait last."""
    rows = IncidentClock.objects.filter(incident_id=incident_id)
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "id"))


def clocks_running(actor: Actor) -> list[IncidentClock]:
    """Of the actor's own organisation: what is due next, of what the actor reads."""
    own = incidents_read_by(actor).filter(originator_id=actor.own_party_id)
    rows = IncidentClock.objects.filter(
        incident_id__in=own.order_by().values("id"), sent_at=None, due_at__isnull=False
    )
    return list(rows.select_related("incident").order_by("due_at", "id"))


def clocks_ringing(originator_id: int, now: datetime) -> list[IncidentClock]:
    """Of which somebody is to be warned: due soon or passed, and not reported."""
    rows = IncidentClock.objects.filter(originator_id=originator_id, sent_at=None, warn_at__lte=now)
    return list(rows.order_by("id"))


@dataclass(frozen=True)
class Named:
    """Who is named in an incident: an organisation, or a person by its contact's name."""

    id: int
    party: str
    party_id: int
    person: str
    person_id: int | None


def named_in(incident: SecurityIncident) -> list[Named]:
    """Who is named, as far as the mark uses it."""
    by_person = incident.mark == Mark.RED
    rows = IncidentRecipient.objects.filter(
        incident=incident, person__isnull=not by_person
    ).select_related("party")
    called = dict(
        SecurityContact.objects.filter(
            person_id__in=[row.person_id for row in rows if row.person_id]
        ).values_list("person_id", "name")
    )  # fmt: skip
    return [
        Named(
            row.pk, str(row.party), row.party_id, called.get(row.person_id or 0, ""), row.person_id
        )
        for row in rows
    ]  # fmt: skip


def region_parties(region: Region, now: datetime) -> list[Party]:
    """Members of the day and the purchasing body, by name; the community of TLP:GREEN."""
    members = RegionMember.objects.filter(valid_on(now.date()), region=region)
    rows = Party.objects.filter(
        Q(id__in=members.values("party_id")) | Q(id=region.purchasing_body_id)
    )
    return list(rows.order_by("legal_name", "id"))


def contacts_of(region: Region, now: datetime) -> list[SecurityContact]:
    """The security officers whom the region may reach, by organisation and name."""
    ids = [party.pk for party in region_parties(region, now)]
    rows = SecurityContact.objects.filter(party_id__in=ids).select_related("party")
    return list(rows.order_by("party__legal_name", "name", "id"))


def open_incidents(actor: Actor) -> QuerySet[SecurityIncident]:
    """What is not closed yet, of what the actor reads."""
    return incidents_read_by(actor).exclude(state=IncidentState.CLOSED)


def _newest(field: str) -> Subquery:
    texts = IncidentText.objects.filter(incident_id=OuterRef("pk")).order_by("-number")
    return Subquery(texts.values(field)[:1])
