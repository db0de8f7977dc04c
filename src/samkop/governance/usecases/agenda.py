"""The agenda of a meeting: its points, their papers, the motions that are dealt with."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.governance.models import AgendaItem, AgendaPaper, Meeting, Motion
from samkop.governance.policies import may_lead
from samkop.governance.queries.meetings import item_of
from samkop.governance.usecases.meeting_steps import prepared_meeting
from samkop.governance.usecases.motions import locked_motion
from samkop.governance.usecases.motions import require_state as require_motion_state
from samkop.governance.usecases.steering_groups import require_texts, written
from samkop.governance.vocabulary.steering import MeetingState, MotionState
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, remove
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

LARGEST_PAPER = 10_000_000  # bytes
MOST_PAPERS = 20
PREPARED = (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.OPEN)


def add_agenda_item(
    *, actor: Actor, now: datetime, meeting_id: int, title: str, text: str = ""
) -> AgendaItem:
    """Put a point on the agenda; after the call it is late, and all who are there have to agree.

    Raises Refused ``not-found``, ``not-allowed``, ``meeting-in-another-state``, ``text-missing``.
    """
    return point_added(prepared_meeting(actor, meeting_id, *PREPARED), now, title, text)


def change_agenda_item(
    *, actor: Actor, now: datetime, item_id: int, title: str, text: str = ""
) -> AgendaItem:
    """Change a point's words before the meeting is called; raises as ``add_agenda_item``."""
    item = item_of(item_id)
    prepared_meeting(actor, item.meeting_id, MeetingState.PLANNED)
    return change(item, text=written(text), **require_texts(title=title))


def remove_agenda_item(*, actor: Actor, now: datetime, item_id: int) -> None:
    """Take a point off before the call; its motions wait for another agenda.

    Raises Refused ``not-found``, ``not-allowed``, ``meeting-in-another-state``,
    ``item-has-papers``.
    """
    item = item_of(item_id)
    prepared_meeting(actor, item.meeting_id, MeetingState.PLANNED)
    if item.papers.exists():
        raise Refused("item-has-papers", _("Papers belong to this point: they are kept with it."))
    for motion in item.motions.order_by("id"):
        change(motion, state=MotionState.PROPOSED, agenda_item=None)
    following = AgendaItem.objects.filter(meeting_id=item.meeting_id, point__gt=item.point)
    later = list(following.order_by("point"))
    remove(item)
    for one in later:
        change(one, point=one.point - 1)


def add_paper(
    *, actor: Actor, now: datetime, item_id: int, name: str, content: bytes
) -> AgendaPaper:
    """Keep a file with a point of the agenda, as it was uploaded.

    Raises Refused ``not-found``, ``not-allowed``, ``meeting-in-another-state``,
    ``file-missing``, ``file-too-large``, ``too-many-files``.
    """
    item = item_of(item_id)
    prepared_meeting(actor, item.meeting_id, *PREPARED)
    if not content or not visible(name).strip():
        raise Refused("file-missing", _("Choose a file with something in it."), status=422)
    if len(content) > LARGEST_PAPER:
        raise Refused("file-too-large", _("A file has 10 MB at most."), status=422)
    if item.papers.count() >= MOST_PAPERS:
        raise Refused("too-many-files", _("A point has 20 papers at most."), status=422)
    return create(
        AgendaPaper(
            item=item, meeting_id=item.meeting_id, group_id=item.group_id,
            region_id=item.region_id, name=visible(name).strip()[-120:], size=len(content),
            sha256=hashlib.sha256(content).hexdigest(), content=content, added_at=now,
        )
    )  # fmt: skip


def attach_motion(
    *, actor: Actor, now: datetime, motion_id: int, meeting_id: int, item_id: int | None = None
) -> Motion:
    """Put a motion on a meeting's agenda: at a point of it, or at one of its own.

    Raises Refused ``not-found``, ``not-allowed``, ``motion-in-another-state``,
    ``meeting-in-another-state``, ``item-of-another-meeting``, ``minutes-missing`` where an
    earlier meeting did not decide it.
    """
    meeting = prepared_meeting(actor, meeting_id, *PREPARED)
    motion = locked_motion(motion_id)
    require(may_lead(actor, motion.group) and motion.group_id == meeting.group_id)
    require_motion_state(motion, MotionState.PROPOSED)
    former = motion.agenda_item.meeting if motion.agenda_item else None
    if former is not None and not former.minutes.exists():
        raise Refused(
            "minutes-missing",
            _("Write the minutes of meeting %(number)s first: the motion stands in them."),
            number=former.number,
        )
    if item_id is None:
        item = point_added(meeting, now, motion.title, motion.reasons)
    else:
        item = item_of(item_id)
        if item.meeting_id != meeting_id:
            words = _("This point stands on another agenda.")
            raise Refused("item-of-another-meeting", words, status=422)
    return change(motion, state=MotionState.ON_AGENDA, agenda_item=item)


def point_added(meeting: Meeting, now: datetime, title: str, text: str) -> AgendaItem:
    """A new last point of a meeting that is locked. Raises Refused ``text-missing``."""
    last = meeting.items.aggregate(last=Max("point"))["last"] or 0
    return create(
        AgendaItem(
            meeting=meeting, group_id=meeting.group_id, region_id=meeting.region_id,
            point=last + 1, late=meeting.state != MeetingState.PLANNED, added_at=now,
            text=written(text), **require_texts(title=title),
        )
    )  # fmt: skip
