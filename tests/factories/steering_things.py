"""A steering group in the middle of a meeting, and one that was held, for those who look at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from factories.parties import a_municipality, a_person, a_purchasing_body, a_region, acting
from factories.steering import NAMES
from samkop.governance.models import SeatHolder, SteeringSeat, Vote
from samkop.governance.usecases.agenda import add_agenda_item, add_paper, attach_motion
from samkop.governance.usecases.amendments import move_amendment, record_dissent
from samkop.governance.usecases.appointments import appoint
from samkop.governance.usecases.attendance import arrive, delegate_seat
from samkop.governance.usecases.meetings import (
    call_meeting,
    choose_adjusters,
    close_meeting,
    open_meeting,
    plan_meeting,
)
from samkop.governance.usecases.minutes import write_minutes
from samkop.governance.usecases.motions import propose_motion
from samkop.governance.usecases.steering_groups import Decision, NewRules, establish_group
from samkop.governance.usecases.votes import cast_ballot, close_vote, put_to_vote
from samkop.parties.models import Person
from samkop.parties.queries import party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading

FIRST = date(2026, 1, 12)


def steering_things(lead: Actor, marker: str = "Pekplattor") -> dict[str, Any]:
    """Ids of what ``lead``'s party and three others do together now; the lead sits on its seat.

    All that is written says ``marker``.
    """
    decision = Decision(FIRST, f"{marker} styrelse", f"{marker} 1", "§ 1")
    others = [a_municipality(f"Kommun {number}") for number in (2, 3, 4)]
    lead_party = _party(lead)
    region = a_region(a_purchasing_body(), lead_party, *others)
    group = perform(
        lead, establish_group, region_id=region.pk, decision=decision,
        rules=NewRules(FIRST, notice_days=0), **{name: f"{marker} {name}" for name in NAMES},
    )  # fmt: skip
    people = [lead]
    for party in others:
        registrar = acting(a_person(party, RoleName.REGISTRAR))
        person = acting(a_person(party, RoleName.STEERING_MEMBER, name=f"{marker} ledamot"))
        people.append(person)
        _appoint(registrar, group.pk, person, decision)
    holder = _appoint(lead, group.pk, lead, decision)
    with reading(lead):
        seats = {one.party_id: one.pk for one in SteeringSeat.objects.filter(group=group)}
        held = list(SeatHolder.objects.filter(group=group).values_list("party_id", "id"))
    world = World(lead, people, group.pk, seats, dict(held), marker)
    closed, _vote, _motion = world.a_meeting(f"1 {marker}"[:20])
    world.hold(closed)
    meeting, vote, motion = world.a_meeting(f"2 {marker}"[:20])
    return {
        "steering_group": group.pk, "region": region.pk, "seat_holder": holder.pk,
        "steering_seat": seats[lead.own_party_id], "held_meeting": closed, "meeting": meeting,
        "vote": vote, "ballot_choice": "yes", "motion": motion, "minutes_version": 1,
        "motion_amendment": world.amendment, "agenda_item": world.item,
        "agenda_paper": world.paper,
    }  # fmt: skip


class World:
    """The same steps for each meeting."""

    def __init__(
        self, lead: Actor, people: list[Actor], group_id: int, seats: dict[int, int],
        holders: dict[int, int], marker: str,
    ) -> None:  # fmt: skip
        self.lead, self.people, self.group_id = lead, people, group_id
        self.seats, self.holders, self.marker = seats, holders, marker
        self.amendment = self.item = self.paper = 0

    def a_meeting(self, number: str) -> tuple[int, int, int]:
        """An open meeting, the last there by delegation: one motion decided, another voted on."""
        lead, marker = self.lead, self.marker
        now = datetime.now(UTC)
        meeting_id = perform(
            lead, plan_meeting, now=now - timedelta(seconds=5), group_id=self.group_id,
            number=number, starts_at=now, venue=f"{marker} sal",
        ).pk  # fmt: skip
        item = perform(
            lead, add_agenda_item, meeting_id=meeting_id, title=f"{marker} läget", text=marker
        )
        self.item = item.pk
        self.paper = perform(
            lead, add_paper, item_id=item.pk, name=f"{marker}.pdf", content=marker.encode()
        ).pk
        decided, asked = (self._a_motion(meeting_id) for _ in range(2))
        perform(lead, call_meeting, now=now, meeting_id=meeting_id)
        to = self.seats[self.people[1].own_party_id]
        perform(self.people[3], delegate_seat, meeting_id=meeting_id, holder_seat_id=to)
        for one in self.people[:3]:
            perform(one, arrive, meeting_id=meeting_id, holder_id=self.holders[one.own_party_id])
        perform(lead, open_meeting, meeting_id=meeting_id)
        self._decide(decided)
        self.amendment = perform(
            lead, move_amendment, motion_id=asked, seat_id=self.seats[lead.own_party_id],
            kind="add", text=f"{marker} tillägg",
        ).pk  # fmt: skip
        perform(lead, add_agenda_item, meeting_id=meeting_id, title=f"{marker} sent")
        vote = perform(lead, put_to_vote, motion_id=asked).pk
        self._vote(self.people[1], vote, "yes")
        return meeting_id, vote, asked

    def hold(self, meeting_id: int) -> None:
        """The meeting ends, and its minutes are written."""
        lead = self.lead
        with reading(lead):
            vote_id = Vote.objects.get(meeting_id=meeting_id, closed_at=None).pk
        perform(lead, close_vote, vote_id=vote_id)
        two = [self.seats[one.own_party_id] for one in self.people[1:3]]
        perform(lead, choose_adjusters, meeting_id=meeting_id, seat_ids=two)
        perform(lead, close_meeting, meeting_id=meeting_id)
        perform(
            lead, write_minutes, meeting_id=meeting_id, register_number=f"{self.marker} 7",
            remarks=f"{self.marker} anmärkning",
        )  # fmt: skip

    def _a_motion(self, meeting_id: int) -> int:
        marker = self.marker
        motion = perform(
            self.lead, propose_motion, group_id=self.group_id, title=f"{marker} förslag",
            text=f"{marker} rekommenderas.", reasons=f"{marker} skäl",
        )  # fmt: skip
        perform(self.lead, attach_motion, motion_id=motion.pk, meeting_id=meeting_id)
        return motion.pk

    def _decide(self, motion_id: int) -> None:
        vote = perform(self.lead, put_to_vote, motion_id=motion_id).pk
        against = self.people[2]
        for one, choice in zip(self.people, ("yes", "yes", "no"), strict=False):
            self._vote(one, vote, choice)
        perform(self.lead, close_vote, vote_id=vote)
        perform(
            against, record_dissent, motion_id=motion_id,
            seat_id=self.seats[against.own_party_id], text=f"{self.marker} reservation",
        )  # fmt: skip

    def _vote(self, one: Actor, vote_id: int, choice: str) -> None:
        seat = self.seats[one.own_party_id]
        perform(one, cast_ballot, vote_id=vote_id, seat_id=seat, choice=choice)


def _party(actor: Actor) -> Any:
    with reading(actor):
        return party_of(actor.own_party_id)


def _appoint(by: Actor, group_id: int, who: Actor, decision: Decision) -> SeatHolder:
    with reading(who):
        person = Person.objects.get(id=who.own_person_id)
    return perform(
        by, appoint, group_id=group_id, person_id=person.pk, rank=0, valid_from=FIRST,
        decision=decision,
    )  # fmt: skip
