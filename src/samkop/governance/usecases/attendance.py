"""Who is there for which seat: the member, a deputy in order, or another by delegation."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.governance.models import Attendance, Meeting, MeetingDelegation, SeatHolder
from samkop.governance.policies import may_appoint, may_run
from samkop.governance.queries.meetings import (
    day_of_meeting,
    delegations_in,
    rules_of,
    seats_voting_in,
)
from samkop.governance.queries.steering import holders_on, no_seat
from samkop.governance.usecases.meeting_steps import (
    held_meeting,
    require_its_day,
    require_state,
)
from samkop.governance.vocabulary.steering import MeetingState, Presence
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def delegate_seat(
    *, actor: Actor, now: datetime, meeting_id: int, holder_seat_id: int
) -> MeetingDelegation:
    """Let another seat's representative speak and vote for one's own member in a meeting.

    By the delegating member itself, before the meeting opens; it ends with the meeting. Raises
    Refused ``not-found``, ``not-allowed``, ``meeting-in-another-state``, ``no-seat``,
    ``delegation-exists``, ``delegation-to-nobody``, ``delegation-passed-on``,
    ``delegations-full``.
    """
    found = held_meeting(meeting_id)
    require(may_appoint(actor) or RoleName.STEERING_MEMBER in actor.roles)
    require_state(found, MeetingState.PLANNED, MeetingState.CALLED)
    seats = {one.pk: one for one in seats_voting_in(found)}
    own = next((one for one in seats.values() if one.party_id == actor.party_id), None)
    if own is None:
        raise no_seat()
    if holder_seat_id not in seats or holder_seat_id == own.pk:
        words = _("Choose another member with a seat in the group.")
        raise Refused("delegation-to-nobody", words, status=422, fields={"holder_seat_id": words})
    given = delegations_in(meeting_id)
    if any(one.seat_id == own.pk for one in given):
        raise Refused(
            "delegation-exists", _("You have given your vote already. Take it back first.")
        )
    passed_on = {one.seat_id for one in given}
    if holder_seat_id in passed_on or any(one.holder_seat_id == own.pk for one in given):
        raise Refused(
            "delegation-passed-on",
            _("A vote that was given is not given on. Choose a member that will be there itself."),
        )
    if sum(one.holder_seat_id == holder_seat_id for one in given) >= (
        rules_of(found).delegations_a_holder
    ):
        raise Refused(
            "delegations-full",
            _("This member speaks for as many others as the group's rules allow. Choose another."),
        )
    made = create(
        MeetingDelegation(
            meeting=found, group_id=found.group_id, region_id=found.region_id, seat=own,
            party_id=own.party_id, holder_seat_id=holder_seat_id, recorded_at=now,
        )
    )  # fmt: skip
    there = _current(found, holder_seat_id)
    if there is not None and own.pk not in _been_there(found):
        _attendance(found, own.pk, own.party_id, there.holder, Presence.DELEGATION, now)
    return made


def withdraw_delegation(*, actor: Actor, now: datetime, meeting_id: int) -> MeetingDelegation:
    """Take one's own member's vote back before the meeting opens, also if its holder is there.

    Raises Refused ``not-found``, ``not-allowed``, ``meeting-in-another-state``.
    """
    found = held_meeting(meeting_id)
    require(may_appoint(actor) or RoleName.STEERING_MEMBER in actor.roles)
    require_state(found, MeetingState.PLANNED, MeetingState.CALLED)
    given = next(
        (one for one in delegations_in(meeting_id) if one.party_id == actor.party_id), None
    )
    if given is None:
        raise not_found()
    current = _current(found, given.seat_id)
    if current is not None and current.presence == Presence.DELEGATION:
        change(current, left_at=now)
    return change(given, withdrawn_at=now)


def arrive(*, actor: Actor, now: datetime, meeting_id: int, holder_id: int) -> Attendance:
    """Somebody appointed is there for the seat: the person says so, or who runs the meeting.

    On the meeting's day, from its call on. Who comes before in the order takes over from a
    deputy or a delegation; votes that are given to the seat come with it. Raises Refused
    ``not-found``, ``not-allowed``, ``meeting-in-another-state``, ``meeting-another-day``,
    ``not-appointed``, ``seat-represented``.
    """
    found = held_meeting(meeting_id)
    holder = _holder_in(found, holder_id)
    own = actor.person_id == holder.person_id and actor.party_id == holder.party_id
    require(own or may_run(actor, found))
    require_state(found, MeetingState.CALLED, MeetingState.OPEN)
    require_its_day(found, now)
    current = _current(found, holder.seat_id)
    if current is not None and current.presence != Presence.DELEGATION:
        if current.holder_id == holder.pk:
            return current
        if current.holder.rank < holder.rank:
            raise Refused(
                "seat-represented", _("Somebody before in the order is there for this seat.")
            )
    if current is not None:
        change(current, left_at=now)
    presence = Presence.DEPUTY if holder.rank else Presence.MEMBER
    made = _attendance(found, holder.seat_id, holder.party_id, holder, presence, now)
    _delegated_come(found, holder, now)
    return made


def leave(*, actor: Actor, now: datetime, meeting_id: int, seat_id: int) -> Attendance:
    """Who is there for a seat leaves, and the votes given to it with it.

    Said by the person, or by who runs the meeting. Raises Refused ``not-found``,
    ``not-allowed``, ``meeting-in-another-state``, ``chair-leaves``.
    """
    found = held_meeting(meeting_id)
    current = _current(found, seat_id)
    if current is None:
        raise not_found()
    own = actor.person_id == current.holder.person_id and actor.party_id == current.party_id
    require(own or may_run(actor, found))
    require_state(found, MeetingState.CALLED, MeetingState.OPEN)
    if found.state == MeetingState.OPEN and found.chair_seat_id == seat_id:
        raise Refused("chair-leaves", _("The chair passes the chair on before leaving."))
    for one in _spoken_for(found, seat_id):
        change(one, left_at=now)
    return change(current, left_at=now)


def _holder_in(meeting: Meeting, holder_id: int) -> SeatHolder:
    """The appointment, of a seat with a vote, as it holds on the meeting's day."""
    seats = set(seats_voting_in(meeting).values_list("id", flat=True))
    for one in holders_on(meeting.group_id, day_of_meeting(meeting)):
        if one.pk == holder_id and one.seat_id in seats:
            return one
    if not SeatHolder.objects.filter(id=holder_id, group_id=meeting.group_id).exists():
        raise not_found()
    raise Refused("not-appointed", _("This person is not appointed on the day of the meeting."))


def _current(meeting: Meeting, seat_id: int) -> Attendance | None:
    rows = Attendance.objects.select_related("holder")
    return rows.filter(meeting=meeting, seat_id=seat_id, left_at__isnull=True).first()


def _spoken_for(meeting: Meeting, holder_seat_id: int) -> list[Attendance]:
    """The seats that are there by a delegation to this one."""
    given = [
        one.seat_id for one in delegations_in(meeting.pk) if one.holder_seat_id == holder_seat_id
    ]
    return list(
        Attendance.objects.filter(
            meeting=meeting, seat_id__in=given, presence=Presence.DELEGATION, left_at__isnull=True
        )
    )


def _been_there(meeting: Meeting) -> set[int]:
    """The seats whose own member has been there: a vote that was given ends with that."""
    rows = Attendance.objects.filter(meeting=meeting).exclude(presence=Presence.DELEGATION)
    return set(rows.values_list("seat_id", flat=True))


def _delegated_come(meeting: Meeting, holder: SeatHolder, now: datetime) -> None:
    """Votes given to the seat: of members that have not been there themselves."""
    for one in _spoken_for(meeting, holder.seat_id):
        change(one, left_at=now)
    voting = set(seats_voting_in(meeting).values_list("id", flat=True))
    been = _been_there(meeting)
    for given in delegations_in(meeting.pk):
        mine = given.holder_seat_id == holder.seat_id
        if mine and given.seat_id in voting and given.seat_id not in been:
            _attendance(meeting, given.seat_id, given.party_id, holder, Presence.DELEGATION, now)


def _attendance(
    meeting: Meeting, seat_id: int, party_id: int, holder: SeatHolder, presence: Presence,
    now: datetime,
) -> Attendance:  # fmt: skip
    return create(
        Attendance(
            meeting=meeting, group_id=meeting.group_id, region_id=meeting.region_id,
            seat_id=seat_id, party_id=party_id, represented_by_id=holder.party_id,
            presence=presence, holder=holder, arrived_at=now,
        )
    )  # fmt: skip
