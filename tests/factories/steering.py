"""A region with its steering group: members, seats, who sits on them, meetings, motions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from factories.parties import (
    a_municipality,
    a_person,
    a_purchasing_body,
    a_region,
    acting,
)
from samkop.governance.models import (
    Ballot,
    Meeting,
    Motion,
    SeatHolder,
    SteeringGroup,
    SteeringSeat,
    Vote,
)
from samkop.governance.usecases.agenda import add_agenda_item, attach_motion
from samkop.governance.usecases.appointments import appoint
from samkop.governance.usecases.attendance import arrive
from samkop.governance.usecases.meetings import call_meeting, open_meeting, plan_meeting
from samkop.governance.usecases.motions import propose_motion
from samkop.governance.usecases.steering_groups import Decision, NewRules, establish_group
from samkop.governance.usecases.votes import cast_ballot, close_vote, put_to_vote
from samkop.parties.models import Party, Person, Region
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading

DAY = date(2026, 3, 2)
MORNING = datetime(2026, 3, 2, 7, tzinfo=UTC)
DECISION = Decision(date(2026, 1, 12), "Kommunstyrelsen", "KS 4/2026", "§ 12")
NAMES = {
    "name_sv": "Styrgruppen", "name_fi": "Ohjausryhmä", "name_en": "The steering group",
}  # fmt: skip


@dataclass
class Member:
    """A member of the region: its registrar, who appoints, and its own in the group."""

    party: Party
    registrar: Actor
    person: Person
    actor: Actor
    seat: SteeringSeat


@dataclass
class Steering:
    """A region with a steering group; the first member leads it."""

    region: Region
    body: Party
    group: SteeringGroup
    members: list[Member]

    @property
    def lead(self) -> Member:
        return self.members[0]


def a_steering_group(
    size: int = 3, *, parties: Sequence[Party] = (), appointed: bool = True,
    now: datetime = MORNING, **rules: Any,
) -> Steering:  # fmt: skip
    """A region of so many members, or these, and its group; each has appointed one person, if
    asked for.
    """
    body = a_purchasing_body()
    parties = parties or [a_municipality(f"Kommun {number}") for number in range(1, size + 1)]
    region = a_region(body, *parties)
    lead = acting(a_person(parties[0], RoleName.REGISTRAR))
    given = NewRules(**{"valid_from": DECISION.decided_on, **rules})
    group = perform(
        lead, establish_group, now=now, region_id=region.pk, rules=given, decision=DECISION, **NAMES
    )
    with reading(lead):
        seats = {one.party_id: one for one in SteeringSeat.objects.filter(group=group)}
    members = []
    for party in parties:
        registrar = lead if party is parties[0] else acting(a_person(party, RoleName.REGISTRAR))
        person = a_person(party, RoleName.STEERING_MEMBER, name=f"Ledamot i {party.legal_name}")
        members.append(Member(party, registrar, person, acting(person), seats[party.pk]))
        if appointed:
            appointed_to(members[-1], now=now)
    return Steering(region, body, group, members)


def appointed_to(
    member: Member, person: Person | None = None, rank: int = 0, *, now: datetime = MORNING,
    valid_from: date = DECISION.decided_on, valid_until: date | None = None,
) -> SeatHolder:  # fmt: skip
    """A person of the member's, appointed to its seat."""
    return perform(
        member.registrar, appoint, now=now, group_id=member.seat.group_id,
        person_id=(person or member.person).pk, rank=rank, valid_from=valid_from,
        valid_until=valid_until, decision=DECISION,
    )  # fmt: skip


def a_motion(steering: Steering, by: Actor | None = None, **given: Any) -> Motion:
    """A motion of the lead's, or of who is given."""
    said = {
        "title": "Gå med i avtalet om pekplattor",
        "text": "Styrgruppen rekommenderar.",
        **given,
    }
    return perform(
        by or steering.lead.actor, propose_motion, now=MORNING, group_id=steering.group.pk, **said
    )


MEETS = datetime(2026, 3, 16, 8, tzinfo=UTC)


def a_meeting(steering: Steering, *motions: Motion, called: bool = True, **given: Any) -> Meeting:
    """A meeting on ``MEETS`` with these motions on its agenda, called on ``DAY``."""
    lead = steering.lead.actor
    said = {"number": uuid.uuid4().hex[:8], "starts_at": MEETS, "venue": "Stadshuset", **given}
    meeting = perform(lead, plan_meeting, now=MORNING, group_id=steering.group.pk, **said)
    if not motions:
        perform(lead, add_agenda_item, now=MORNING, meeting_id=meeting.pk, title="Läget")
    for one in motions:
        perform(lead, attach_motion, now=MORNING, motion_id=one.pk, meeting_id=meeting.pk)
    if called:
        perform(lead, call_meeting, now=MORNING, meeting_id=meeting.pk)
    return meeting


def arrived(steering: Steering, meeting: Meeting, *members: Member, now: datetime = MEETS) -> None:
    """The appointed members of these seats, or of all, are there."""
    for one in members or steering.members:
        with reading(one.actor):
            rows = SeatHolder.objects.filter(seat=one.seat, person_id=one.person.pk)
            holder_id = rows.values_list("id", flat=True).get()
        perform(one.actor, arrive, now=now, meeting_id=meeting.pk, holder_id=holder_id)


def an_open_meeting(steering: Steering, *motions: Motion, there: Sequence[Member] = ()) -> Meeting:
    """The same, opened by the lead with these members, or all, there."""
    meeting = a_meeting(steering, *motions)
    arrived(steering, meeting, *there)
    return perform(steering.lead.actor, open_meeting, now=MEETS, meeting_id=meeting.pk)


def put(steering: Steering, motion: Motion) -> Vote:
    """The motion's next question is put to the vote."""
    return perform(steering.lead.actor, put_to_vote, now=MEETS, motion_id=motion.pk)


def vote(member: Member, question: Vote, choice: str, seat: SteeringSeat | None = None) -> Ballot:
    """The member's own in the group votes for its seat, or for another's."""
    return perform(
        member.actor, cast_ballot, now=MEETS, vote_id=question.pk,
        seat_id=(seat or member.seat).pk, choice=choice,
    )  # fmt: skip


def count(steering: Steering, question: Vote) -> Vote:
    """The vote is closed and counted."""
    return perform(steering.lead.actor, close_vote, now=MEETS, vote_id=question.pk)
