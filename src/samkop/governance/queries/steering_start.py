"""Reads for the start page of who sits in a steering group: what is next, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q

from samkop.governance.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Meeting,
    MinutesAdjuster,
    MinutesApproval,
    Motion,
    Vote,
)
from samkop.governance.queries.steering import groups_of
from samkop.governance.vocabulary.steering import MeetingState, MotionState


@dataclass(frozen=True)
class Steered:
    """The meeting that is open or next, with the motions on its agenda (``motions``); votes that
    wait for the person; meetings whose minutes do.
    """

    meeting: Meeting | None
    motions: list[Motion]
    votes: list[Vote]
    minutes: list[Meeting]


def steered_by(party_id: int, person_id: int, today: date) -> Steered:
    """What a person of a party sees first of the steering groups; five queries."""
    group_ids = [one.pk for one in groups_of(party_id, today)]
    coming = Meeting.objects.filter(
        group_id__in=group_ids, state__in=(MeetingState.CALLED, MeetingState.OPEN)
    )
    items = AgendaItem.objects.order_by("point").prefetch_related(
        Prefetch("motions", queryset=Motion.objects.filter(state=MotionState.ON_AGENDA))
    )
    found = coming.select_related("group").prefetch_related(Prefetch("items", queryset=items))
    meeting = found.order_by("starts_at", "id").first()
    motions = [] if meeting is None else [
        motion for item in meeting.items.all() for motion in item.motions.all()
    ]  # fmt: skip
    return Steered(
        meeting, motions, _waiting_votes(party_id, person_id), _waiting_minutes(party_id, person_id)
    )


def _waiting_votes(party_id: int, person_id: int) -> list[Vote]:
    """Open votes for a seat that the person represents, which has not said anything yet."""
    mine = Attendance.objects.filter(
        meeting_id=OuterRef("meeting_id"), left_at__isnull=True, represented_by_id=party_id,
        holder__person_id=person_id,
    )  # fmt: skip
    silent = mine.filter(
        ~Exists(
            Ballot.objects.filter(
                vote_id=OuterRef(OuterRef("pk")), seat_id=OuterRef("seat_id"),
                replaced_at__isnull=True,
            )
        )
    )  # fmt: skip
    rows = Vote.objects.filter(Exists(silent), closed_at__isnull=True)
    return list(rows.select_related("motion", "item").order_by("id"))


def _waiting_minutes(party_id: int, person_id: int) -> list[Meeting]:
    """Meetings whose newest minutes the person was chosen to approve, and has not."""
    chosen = MinutesAdjuster.objects.filter(
        meeting_id=OuterRef("pk"), party_id=party_id, person_id=person_id
    )
    rows = Meeting.objects.filter(
        Q(Exists(chosen)), state=MeetingState.CLOSED, minutes__isnull=False
    )
    waiting = []
    for meeting in rows.distinct().order_by("starts_at", "id"):
        newest = meeting.minutes.order_by("-version").first()
        given = MinutesApproval.objects.filter(
            minutes=newest, adjuster__party_id=party_id, adjuster__person_id=person_id
        )
        if not given.exists():
            waiting.append(meeting)
    return waiting
