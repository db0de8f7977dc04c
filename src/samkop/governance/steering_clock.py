"""What the clock does for the steering group: reminds of calls, and of meetings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from samkop.core.period import day_of
from samkop.governance.models import Meeting
from samkop.governance.queries.meetings import day_of_meeting, last_day_to_call
from samkop.governance.usecases.steering_notices import remind_of_call, remind_of_meeting
from samkop.governance.vocabulary.steering import MeetingState
from samkop.parties.queries import parties_of_kind, party_of
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading

JOB = "meeting-watch"
# So many days before the last day to call its lead is told, and on that day again.
BEFORE_THE_LAST = 2


def watch_meetings(now: datetime | None = None) -> int:
    """Remind leads of calling their meetings, and members of those of tomorrow; each once.

    Returns how many reminders there are by now, told before or not. One member after the other.
    """
    now = now or datetime.now(UTC)
    with reading(actors.job(JOB), now=now):
        members = list(parties_of_kind(*BUYER_KINDS).values_list("id", flat=True))
    return sum(_watch(actors.job(JOB, party_id), party_id, now) for party_id in members)


def _watch(job: Actor, party_id: int, now: datetime) -> int:
    calls, meetings = [], []
    with reading(job, now=now):
        today = day_of(now, party_of(party_id).time_zone)
        rows = Meeting.objects.filter(
            state__in=(MeetingState.PLANNED, MeetingState.CALLED), starts_at__gt=now
        )
        for meeting in rows.select_related("group__lead").order_by("id"):
            if meeting.state == MeetingState.PLANNED and meeting.group.lead_id == party_id:
                left = (last_day_to_call(meeting) - today).days
                if 0 <= left <= BEFORE_THE_LAST:
                    calls.append((meeting.pk, f"{meeting.starts_at.isoformat()}/{left == 0}"))
            if meeting.state == MeetingState.CALLED and day_of_meeting(
                meeting
            ) - today == timedelta(days=1):
                meetings.append(meeting.pk)
    for meeting_id, key in calls:
        perform(job, remind_of_call, key=f"{meeting_id}/{key}", now=now, meeting_id=meeting_id)
    for meeting_id in meetings:
        perform(job, remind_of_meeting, key=f"{meeting_id}", now=now, meeting_id=meeting_id)
    return len(calls) + len(meetings)
