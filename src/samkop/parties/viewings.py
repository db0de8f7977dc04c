"""Reads of who looks at the pages as whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet

from samkop.parties.models import Viewing
from samkop.parties.queries import Standing, standings_of
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.actors import Actor


@dataclass(frozen=True)
class Seen:
    """A viewing that goes on: as whom, and what that person may see."""

    viewing: Viewing
    actor: Actor
    standing: Standing


def belongs_elsewhere(person_id: int, party_id: int, today: date) -> bool:
    """Whether a member of the party belongs to any other on this day; no more is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT samkop_belongs_elsewhere(%s, %s, %s)", [person_id, party_id, today])
        return bool(cursor.fetchone()[0])


def viewing_that_goes_on(
    viewing_id: int, viewer: Actor, now: datetime, today: date
) -> Viewing | None:
    """The viewer's own viewing, unless it is over; read as the viewer.

    It is over by the clock, when it was ended, when the viewer acts for another party or
    is no administrator any more, and when the person has come to belong elsewhere.
    """
    if RoleName.ADMINISTRATOR not in viewer.roles:
        return None
    found = (
        Viewing.objects.filter(
            id=viewing_id, viewer_id=viewer.person_id, party_id=viewer.party_id or 0,
            ended_at__isnull=True, started_at__lte=now, ends_at__gt=now,
        )
        .select_related("person", "viewer")
        .first()
    )  # fmt: skip
    if found is None or belongs_elsewhere(found.person_id, found.party_id, today):
        return None
    return found


def seen_as(viewing: Viewing, now: datetime) -> Seen | None:
    """The actor that the pages are shown to; read as the person looked at."""
    standing = next(
        (s for s in standings_of(viewing.person_id, now) if s.party.pk == viewing.party_id), None
    )
    if standing is None:
        return None
    actor = actors.person(viewing.person_id, standing.person.name, viewing.party_id, standing.roles)
    # The bell is the person's own: what somebody was told is not counted for others.
    return Seen(viewing, replace(actor, viewing_id=viewing.pk), replace(standing, unread=0))


def viewings_of(person_id: int) -> QuerySet[Viewing]:
    """Who has looked at the pages as this person, the newest first."""
    return Viewing.objects.filter(person_id=person_id).select_related("viewer").order_by("-id")
