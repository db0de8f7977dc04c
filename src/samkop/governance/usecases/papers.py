"""What floors above found out and the steering group should see: a point of its next agenda."""

from __future__ import annotations

from datetime import datetime

from samkop.governance.models import AgendaItem, Meeting
from samkop.governance.queries.steering import group_of_region
from samkop.governance.usecases.agenda import point_added
from samkop.governance.usecases.meeting_steps import held_meeting
from samkop.governance.usecases.steering_groups import require_texts, written
from samkop.governance.vocabulary.steering import MeetingState
from samkop.platform.actors import Actor, ActorKind
from samkop.platform.records import change
from samkop.platform.unit_of_work import require

JOB = "agenda-keeper"


def put_on_next_agenda(
    *, actor: Actor, now: datetime, region_id: int, title: str, text: str, added: bool = False
) -> AgendaItem | None:
    """Put it on the agenda of the group's next meeting that is planned and not called yet.

    A job of the lead's. A point of the same title takes the new text, after its own where it is
    ``added``. None where the region has
    no group or no such meeting: what was found stands on its own page. Raises Refused
    ``not-allowed``, ``text-missing``.
    """
    group = group_of_region(region_id)
    if group is None:
        return None
    is_job = actor.kind is ActorKind.JOB and actor.name == JOB
    require(is_job and actor.party_id == group.lead_id)
    planned = Meeting.objects.filter(group=group, state=MeetingState.PLANNED, starts_at__gt=now)
    following = planned.order_by("starts_at", "id").first()
    if following is None:
        return None
    meeting = held_meeting(following.pk)
    if meeting.state != MeetingState.PLANNED:
        return None  # called meanwhile: the lead decides what comes late
    same = AgendaItem.objects.filter(meeting=meeting, title=title).first()
    if same is not None:
        text = f"{same.text}\n{text}" if added else text
        return change(same, text=written(text), **require_texts(title=title))
    return point_added(meeting, now, title, text)
