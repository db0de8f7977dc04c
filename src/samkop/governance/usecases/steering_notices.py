"""Telling people of the steering group's work, each party by itself; what the clock brings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from samkop.core.period import day_of
from samkop.governance.models import Meeting, SeatHolder
from samkop.governance.policies import COOPERATES
from samkop.governance.policies.steering import PREPARES
from samkop.governance.queries.meetings import (
    day_of_meeting,
    last_day_to_call,
    meeting_of,
    seats_voting_in,
)
from samkop.governance.queries.steering import group_of
from samkop.governance.vocabulary.steering import MotionState
from samkop.parties.queries import ids_with_any_role, party_of, valid_on
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.records import subject_of


def tell_of_steering(
    *,
    actor: Actor,
    now: datetime,
    group_id: int,
    kind: str,
    page: str,
    thing_id: int,
    facts: Mapping[str, Any],
) -> None:
    """Tell who sits on the acting party's seat; of the lead and the purchasing body their own.

    Raises Refused ``not-found``.
    """
    group = group_of(group_id)
    party = party_of(actor.own_party_id)
    today = day_of(now, party.time_zone)
    holders = SeatHolder.objects.filter(valid_on(today), group_id=group_id, party=party)
    people = set(holders.values_list("person_id", flat=True))
    if party.pk == group.lead_id:
        people |= set(ids_with_any_role(party.pk, PREPARES, today))
    elif party.pk == group.region.purchasing_body_id:
        people |= set(ids_with_any_role(party.pk, COOPERATES, today))
    said = dict(facts)
    if "outcome" in said:
        outcome = MotionState(said["outcome"])
        said["outcome"] = in_each_language(lambda: str(outcome.label))
    notify(
        party_id=party.pk, person_ids=people, kind=kind, subject=subject_of(group), facts=said,
        url=reverse(page, args=[thing_id]),
    )  # fmt: skip


def remind_of_call(*, actor: Actor, now: datetime, meeting_id: int) -> None:
    """The last day to call a planned meeting is near: its lead is told. Raises ``not-found``."""
    meeting = meeting_of(meeting_id)
    party = party_of(actor.own_party_id)
    notify(
        party_id=party.pk,
        person_ids=ids_with_any_role(party.pk, PREPARES, day_of(now, party.time_zone)),
        kind="meeting-to-call", subject=subject_of(meeting.group),
        facts=_facts(meeting) | {"last_on": last_day_to_call(meeting).isoformat()},
        url=reverse("meeting", args=[meeting_id]),
    )  # fmt: skip


def remind_of_meeting(*, actor: Actor, now: datetime, meeting_id: int) -> None:
    """A called meeting is tomorrow: who sits on the acting party's seat is told.

    Raises Refused ``not-found``.
    """
    meeting = meeting_of(meeting_id)
    if not seats_voting_in(meeting).filter(party_id=actor.own_party_id).exists():
        return
    holders = SeatHolder.objects.filter(
        valid_on(day_of_meeting(meeting)), group_id=meeting.group_id, party_id=actor.own_party_id
    )
    notify(
        party_id=actor.own_party_id, person_ids=holders.values_list("person_id", flat=True),
        kind="meeting-soon", subject=subject_of(meeting.group), facts=_facts(meeting),
        url=reverse("meeting", args=[meeting_id]),
    )  # fmt: skip


def _facts(meeting: Meeting) -> dict[str, Any]:
    return {
        "number": meeting.number, "name": in_each_language(lambda: meeting.group.name),
        "meets_on": day_of_meeting(meeting).isoformat(),
    }  # fmt: skip
