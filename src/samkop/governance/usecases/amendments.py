"""Amendments that are moved in the meeting, and reservations against what was decided."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.governance.models import Ballot, Dissent, Meeting, Motion, MotionAmendment
from samkop.governance.queries.motions import motion_of, text_now
from samkop.governance.usecases.meeting_steps import (
    attending,
    held_meeting,
    require_state,
    run_meeting,
)
from samkop.governance.usecases.motions import require_state as require_motion_state
from samkop.governance.usecases.steering_groups import require_texts, written
from samkop.governance.vocabulary.steering import (
    AmendmentKind,
    AmendmentState,
    BallotChoice,
    MeetingState,
    MotionState,
    QuestionKind,
)
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, create_new
from samkop.platform.refusals import Refused, not_found


def move_amendment(
    *,
    actor: Actor,
    now: datetime,
    motion_id: int,
    seat_id: int,
    kind: str,
    text: str,
    passage: str = "",
) -> MotionAmendment:
    """Move another wording of a motion that the open meeting deals with, for a seat one
    represents.

    A passage is found as it stands in the text by now; without ``text`` it is taken out. Raises
    Refused ``not-found``, ``motion-in-another-state``, ``meeting-in-another-state``,
    ``not-the-representative``, ``vote-open``, ``passage-missing``, ``text-missing``.
    """
    motion, meeting = _dealt_with(motion_id)
    require_motion_state(motion, MotionState.ON_AGENDA)
    attending(actor, meeting, seat_id)
    if motion.votes.filter(kind=QuestionKind.MOTION, closed_at__isnull=True).exists():
        raise Refused("vote-open", _("The motion itself is being voted on."))
    replaces = kind == AmendmentKind.REPLACE
    said = written(text)
    found = written(passage) if replaces else ""
    if kind not in AmendmentKind.values or not (replaces or said):
        require_texts(text=text)
    if replaces and (not found or found not in text_now(motion)):
        words = _("Copy the passage as it stands in the text.")
        raise Refused("passage-missing", words, status=422, fields={"passage": words})
    return create(
        MotionAmendment(
            motion=motion, meeting=meeting, group_id=meeting.group_id,
            region_id=meeting.region_id, seat_id=seat_id, kind=kind, passage=found, text=said,
            turn=0, moved_at=now,
        )
    )  # fmt: skip


def order_amendment(
    *, actor: Actor, now: datetime, amendment_id: int, turn: int
) -> MotionAmendment:
    """Say when an amendment's turn comes; by who runs the meeting.

    Raises Refused ``not-found``, ``not-allowed``, ``meeting-in-another-state``,
    ``amendment-in-another-state``.
    """
    found = MotionAmendment.objects.filter(id=amendment_id).first()
    if found is None:
        raise not_found()
    run_meeting(actor, found.meeting_id, MeetingState.OPEN)
    if found.state != AmendmentState.MOVED or found.votes.exists():
        raise Refused("amendment-in-another-state", _("This amendment has had its turn."))
    return change(found, turn=max(0, min(turn, 99)))


def record_dissent(
    *, actor: Actor, now: datetime, motion_id: int, seat_id: int, text: str
) -> Dissent:
    """Record why a seat is against what was decided, before the meeting is closed.

    Only a seat that voted against the outcome has a reservation, once. Raises Refused
    ``not-found``, ``motion-in-another-state``, ``meeting-in-another-state``,
    ``not-the-representative``, ``voted-with-the-decision``, ``text-missing``,
    ``dissent-recorded``.
    """
    motion, meeting = _dealt_with(motion_id)
    require_motion_state(motion, MotionState.CARRIED, MotionState.REJECTED)
    attendance = attending(actor, meeting, seat_id)
    against = BallotChoice.NO if motion.state == MotionState.CARRIED else BallotChoice.YES
    voted = Ballot.objects.filter(
        vote__motion=motion, vote__kind=QuestionKind.MOTION, vote__outcome=motion.state,
        seat_id=seat_id, replaced_at__isnull=True, choice=against,
    )  # fmt: skip
    if not voted.exists():
        raise Refused(
            "voted-with-the-decision",
            _("A reservation is for who voted against what was decided."),
        )
    made = Dissent(
        motion=motion, meeting=meeting, group_id=meeting.group_id, region_id=meeting.region_id,
        seat_id=seat_id, party_id=attendance.party_id, name=attendance.holder.name,
        recorded_at=now, **require_texts(text=text),
    )  # fmt: skip
    if not create_new(made):
        raise Refused("dissent-recorded", _("The reservation of this seat is recorded already."))
    return made


def _dealt_with(motion_id: int) -> tuple[Motion, Meeting]:
    """The motion and the open meeting that deals with it."""
    item = motion_of(motion_id).agenda_item
    if item is None:
        raise Refused("motion-in-another-state", _("This motion stands on no agenda yet."))
    meeting = held_meeting(item.meeting_id)
    require_state(meeting, MeetingState.OPEN)
    return motion_of(motion_id), meeting
