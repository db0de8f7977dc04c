"""Meetings: planned, called in time, opened with a quorum and a chair, closed, or cancelled."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.governance.models import Attendance, Meeting, MinutesAdjuster, Motion
from samkop.governance.policies import may_lead
from samkop.governance.queries.meetings import day_of_meeting, last_day_to_call, present_in
from samkop.governance.queries.steering import group_of
from samkop.governance.usecases.meeting_steps import (
    held_meeting,
    party_ids_of,
    prepared_meeting,
    require_its_day,
    require_quorum,
    require_state,
    run_meeting,
    spread,
)
from samkop.governance.usecases.steering_groups import require_texts, written
from samkop.governance.vocabulary.steering import MeetingState, MotionState
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_date
from samkop.platform.notifications import in_each_language
from samkop.platform.records import change, create_new
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def plan_meeting(
    *,
    actor: Actor,
    now: datetime,
    group_id: int,
    number: str,
    starts_at: datetime,
    venue: str = "",
    link: str = "",
) -> Meeting:
    """Plan a meeting of the group that one's party leads.

    Raises Refused ``not-found``, ``not-allowed``, ``text-missing``, ``meeting-in-the-past``,
    ``meeting-number-used``.
    """
    group = group_of(group_id)
    require(may_lead(actor, group))
    made = Meeting(
        group=group, region_id=group.region_id, created_at=now,
        **_terms(now, number, starts_at, venue, link),
    )  # fmt: skip
    if not create_new(made):
        raise _number_used()
    return made


def change_meeting(
    *,
    actor: Actor,
    now: datetime,
    meeting_id: int,
    number: str,
    starts_at: datetime,
    venue: str = "",
    link: str = "",
) -> Meeting:
    """Change when and where, before the meeting is called.

    Raises Refused ``not-found``, ``not-allowed``, ``meeting-in-another-state``; and as
    ``plan_meeting``.
    """
    found = prepared_meeting(actor, meeting_id, MeetingState.PLANNED)
    terms = _terms(now, number, starts_at, venue, link)
    others = Meeting.objects.filter(group_id=found.group_id).exclude(id=meeting_id)
    if others.filter(number=terms["number"]).exists():
        raise _number_used()
    return change(found, **terms)


def call_meeting(*, actor: Actor, now: datetime, meeting_id: int) -> Meeting:
    """Call the members, so many days before as the group's rules say; they are told.

    Raises Refused ``not-found``, ``not-allowed``, ``meeting-in-another-state``,
    ``agenda-empty``, ``call-too-late``.
    """
    found = prepared_meeting(actor, meeting_id, MeetingState.PLANNED)
    if not found.items.exists():
        raise Refused("agenda-empty", _("Put something on the agenda before you call."))
    last = last_day_to_call(found)
    if day_of(now, found.group.lead.time_zone) > last:
        raise Refused(
            "call-too-late",
            _("By the group's rules this meeting was to be called by %(day)s at the latest. Choose"
              " a later day for it."),
            day=format_date(last),
        )  # fmt: skip
    change(found, state=MeetingState.CALLED, called_at=now)
    _say(found, "meeting-called", now)
    return found


def cancel_meeting(*, actor: Actor, now: datetime, meeting_id: int, reason: str) -> Meeting:
    """Call a meeting off, with the reason; its motions can be put on another agenda.

    Raises Refused ``not-found``, ``not-allowed``, ``meeting-in-another-state``, ``text-missing``.
    """
    found = prepared_meeting(actor, meeting_id, MeetingState.PLANNED, MeetingState.CALLED)
    was_called = found.state == MeetingState.CALLED
    texts = require_texts(cancelled_because=reason)
    change(found, state=MeetingState.CANCELLED, **texts)
    for motion in _undecided(found):
        change(motion, state=MotionState.PROPOSED, agenda_item=None)
    if was_called:
        _say(found, "meeting-cancelled", now, reason=texts["cancelled_because"])
    return found


def open_meeting(
    *, actor: Actor, now: datetime, meeting_id: int, chair_seat_id: int | None = None
) -> Meeting:
    """Open the meeting on its day, with a quorum: the lead's representative chairs.

    Where the lead is not there those present choose another (``chair_seat_id``). Opened by the
    lead's people, or by who is there. Raises Refused ``not-found``, ``not-allowed``,
    ``meeting-in-another-state``, ``meeting-another-day``, ``quorum-missing``, ``lead-chairs``,
    ``chair-missing``.
    """
    found = held_meeting(meeting_id)
    present = present_in(found)
    is_there = any(
        one.holder.person_id == actor.person_id and one.represented_by_id == actor.party_id
        for one in present
    )
    require(may_lead(actor, found.group) or (actor.person_id is not None and is_there))
    require_state(found, MeetingState.CALLED)
    require_its_day(found, now)
    require_quorum(found)
    chair = _chair_of(found, present, chair_seat_id)
    return change(found, state=MeetingState.OPEN, opened_at=now, chair_seat=chair.seat)


def pass_chair(*, actor: Actor, now: datetime, meeting_id: int, seat_id: int) -> Meeting:
    """Let another who is there chair from now on, such as where the chair leaves.

    Not while a vote is open: who decides a tie is known before it is. Raises Refused
    ``not-found``, ``not-allowed``, ``meeting-in-another-state``, ``vote-open``, ``chair-missing``.
    """
    found = run_meeting(actor, meeting_id, MeetingState.OPEN)
    _require_no_open_vote(found)
    chair = _there(present_in(found), seat_id)
    return change(found, chair_seat=chair.seat)


def choose_adjusters(
    *, actor: Actor, now: datetime, meeting_id: int, seat_ids: list[int]
) -> list[MinutesAdjuster]:
    """Name who approves the minutes: two who are there in person and do not chair.

    One, where no more are there. Raises Refused ``not-found``, ``not-allowed``,
    ``meeting-in-another-state``, ``adjusters-chosen``, ``adjusters-wrong``.
    """
    found = run_meeting(actor, meeting_id, MeetingState.OPEN)
    if found.adjusters.exists():
        raise Refused("adjusters-chosen", _("They are chosen already."))
    can = {
        one.seat_id: one
        for one in present_in(found)
        if one.party_id == one.represented_by_id and one.seat_id != found.chair_seat_id
    }
    chosen = set(seat_ids)
    if not chosen or not chosen <= can.keys() or len(chosen) != min(2, len(can)):
        words = _("Choose two who are here in person and do not chair.")
        raise Refused("adjusters-wrong", words, status=422, fields={"seats": words})
    made = [
        MinutesAdjuster(
            meeting=found, group_id=found.group_id, region_id=found.region_id, seat_id=each,
            party_id=can[each].party_id, person_id=can[each].holder.person_id,
            name=can[each].holder.name,
        )
        for each in sorted(chosen)
    ]  # fmt: skip
    for one in made:
        create_new(one)
    return made


def close_meeting(*, actor: Actor, now: datetime, meeting_id: int) -> Meeting:
    """Close the meeting: delegations end, motions that were not decided wait for the next.

    Raises Refused ``not-found``, ``not-allowed``, ``meeting-in-another-state``, ``vote-open``,
    ``adjusters-missing``.
    """
    found = run_meeting(actor, meeting_id, MeetingState.OPEN)
    _require_no_open_vote(found)
    if not found.adjusters.exists():
        raise Refused("adjusters-missing", _("Choose first who approves the minutes."))
    for one in Attendance.objects.filter(meeting=found, left_at__isnull=True):
        change(one, left_at=now)
    for motion in _undecided(found):  # it stays on this agenda, until it stands on another
        change(motion, state=MotionState.PROPOSED)
    return change(found, state=MeetingState.CLOSED, closed_at=now)


def _require_no_open_vote(meeting: Meeting) -> None:
    if meeting.votes.filter(closed_at__isnull=True).exists():
        raise Refused("vote-open", _("A vote is open. Close it first."))


def _chair_of(meeting: Meeting, present: list[Attendance], chair_seat_id: int | None) -> Attendance:
    lead = next((one for one in present if one.party_id == meeting.group.lead_id), None)
    if lead is not None and lead.represented_by_id == meeting.group.lead_id:
        if chair_seat_id not in {None, lead.seat_id}:
            raise Refused("lead-chairs", _("The lead's representative is here and chairs."))
        return lead
    return _there(present, chair_seat_id)


def _there(present: list[Attendance], seat_id: int | None) -> Attendance:
    """Who is there for its own seat."""
    own = (one for one in present if one.party_id == one.represented_by_id)
    found = next((one for one in own if one.seat_id == seat_id), None)
    if found is None:
        words = _("Choose among those who are here who chairs.")
        raise Refused("chair-missing", words, status=422, fields={"chair": words})
    return found


def _undecided(meeting: Meeting) -> list[Motion]:
    rows = Motion.objects.filter(agenda_item__meeting=meeting, state=MotionState.ON_AGENDA)
    return list(rows.order_by("id"))


def _terms(
    now: datetime, number: str, starts_at: datetime, venue: str, link: str
) -> dict[str, object]:
    texts = require_texts(number=number)
    where = {"venue": written(venue), "link": written(link)}
    if not any(where.values()):
        words = _("Say where it is held: a place, a link, or both.")
        raise Refused("text-missing", words, status=422, fields={"venue": words})
    if starts_at <= now:
        words = _("Choose a time to come.")
        raise Refused("meeting-in-the-past", words, status=422, fields={"starts_at": words})
    return {**texts, **where, "starts_at": starts_at}


def _number_used() -> Refused:
    words = _("Another meeting has this number.")
    return Refused("meeting-number-used", words, status=422, fields={"number": words})


def _say(meeting: Meeting, kind: str, now: datetime, **facts: str) -> None:
    spread(
        meeting.group, kind, party_ids_of(meeting.group, now), "meeting", meeting.pk,
        number=meeting.number, meets_on=day_of_meeting(meeting).isoformat(),
        name=in_each_language(lambda: meeting.group.name), **facts,
    )  # fmt: skip
