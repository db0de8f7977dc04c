"""What the steps of a meeting have in common: locks, states, who runs it, news."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.governance.models import Attendance, Meeting, SteeringGroup
from samkop.governance.policies import may_lead, may_run, represents
from samkop.governance.queries.meetings import meeting_of, standing_of
from samkop.governance.queries.steering import seats_with_vote
from samkop.governance.vocabulary.steering import MeetingState
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.outbox import tell
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

NEWS = "steering-news"


def held_meeting(meeting_id: int) -> Meeting:
    """The meeting; nothing else happens in it until the work is done. Raises ``not-found``.

    Ballots share it, so that several seats vote at once; who closes the vote holds it alone, so
    that none comes between the count and the result.
    """
    hold("meeting", meeting_id)
    return meeting_of(meeting_id)


def prepared_meeting(actor: Actor, meeting_id: int, *states: MeetingState) -> Meeting:
    """The meeting for its lead, in one of these states.

    Raises Refused ``not-found``, ``not-allowed``, ``meeting-in-another-state``.
    """
    found = held_meeting(meeting_id)
    require(may_lead(actor, found.group))
    require_state(found, *states)
    return found


def run_meeting(actor: Actor, meeting_id: int, *states: MeetingState) -> Meeting:
    """The meeting for its lead and chair, in one of these states; raises as the lead's."""
    found = held_meeting(meeting_id)
    require(may_run(actor, found))
    require_state(found, *states)
    return found


def require_state(meeting: Meeting, *states: MeetingState) -> None:
    """Raises Refused ``meeting-in-another-state`` unless it is in one of them."""
    if meeting.state not in states:
        raise Refused(
            "meeting-in-another-state",
            _("Meeting %(number)s is in the state \u201c%(state)s\u201d: this is done in another."),
            number=meeting.number, state=MeetingState(meeting.state).label,
        )  # fmt: skip


def require_quorum(meeting: Meeting) -> None:
    """Raises Refused ``quorum-missing`` with the figures."""
    standing = standing_of(meeting)
    if not standing.is_met:
        raise Refused(
            "quorum-missing",
            _("Of %(voters)s seats %(quorum)s have to be represented; %(present)s are."),
            voters=standing.voters, quorum=standing.quorum, present=standing.present,
        )  # fmt: skip


def require_its_day(meeting: Meeting, now: datetime) -> None:
    """Raises Refused ``meeting-another-day`` unless it is held today."""
    zone = meeting.group.lead.time_zone
    if day_of(now, zone) != day_of(meeting.starts_at, zone):
        raise Refused("meeting-another-day", _("This meeting is held on another day."))


def attending(actor: Actor, meeting: Meeting, seat_id: int) -> Attendance:
    """By which attendance the very person who acts represents a seat in the meeting.

    Raises Refused ``not-the-representative``.
    """
    rows = Attendance.objects.select_related("holder", "seat", "party")
    found = rows.filter(meeting=meeting, seat_id=seat_id, left_at__isnull=True).first()
    if found is None or not represents(actor, found):
        raise Refused(
            "not-the-representative",
            _("Only who is there for the seat in this meeting does this: the member, the deputy,"
              " or who was given its vote for the meeting."),
            status=403,
        )  # fmt: skip
    return found


def spread(
    group: SteeringGroup, kind: str, party_ids: Iterable[int], page: str, thing_id: int,
    **facts: Any,
) -> None:  # fmt: skip
    """Have people of these parties told, each party by itself."""
    told = sorted(set(party_ids))
    if told:
        tell(
            NEWS, group_id=group.pk, kind=kind, party_ids=told, page=page, thing_id=thing_id,
            facts=facts,
        )  # fmt: skip


def party_ids_of(group: SteeringGroup, now: datetime) -> list[int]:
    """The members with a vote today, and the purchasing body."""
    seats = seats_with_vote(group.pk, day_of(now, group.lead.time_zone))
    return [*seats.values_list("party_id", flat=True), group.region.purchasing_body_id]
