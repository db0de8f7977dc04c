"""Reads: meetings, their agenda, who is there, what is voted on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from samkop.core.period import day_of
from samkop.governance.models import (
    AgendaItem,
    AgendaPaper,
    Attendance,
    GroupRules,
    Meeting,
    MeetingDelegation,
    SteeringSeat,
)
from samkop.governance.queries.steering import quorum_of, rules_on, seats_with_vote
from samkop.governance.rules.steering import last_day_of_call
from samkop.platform.refusals import not_found

WHOLE = ("group__lead", "group__region__purchasing_body", "chair_seat__party")


def meeting_of(meeting_id: int) -> Meeting:
    """A meeting with its group and chair. Raises Refused ``not-found``."""
    found = Meeting.objects.select_related(*WHOLE).filter(id=meeting_id).first()
    if found is None:
        raise not_found()
    return found


def meetings_of(group_ids: list[int]) -> QuerySet[Meeting]:
    """Meetings of these groups."""
    return Meeting.objects.filter(group_id__in=group_ids).select_related("group__lead")


def item_of(item_id: int) -> AgendaItem:
    """A point of an agenda with its meeting. Raises Refused ``not-found``."""
    rows = AgendaItem.objects.select_related(*(f"meeting__{name}" for name in WHOLE))
    found = rows.filter(id=item_id).first()
    if found is None:
        raise not_found()
    return found


def paper_of(paper_id: int) -> AgendaPaper:
    """A paper with its content. Raises Refused ``not-found``."""
    found = AgendaPaper.objects.filter(id=paper_id).first()
    if found is None:
        raise not_found()
    return found


def agenda_of(meeting_id: int) -> list[AgendaItem]:
    """The points in their order, with papers (without content) and motions."""
    papers = AgendaPaper.objects.defer("content").order_by("id")
    rows = AgendaItem.objects.filter(meeting_id=meeting_id).order_by("point", "id")
    return list(rows.prefetch_related(Prefetch("papers", queryset=papers), "motions__proposed_by"))


def day_of_meeting(meeting: Meeting) -> date:
    """The day on which it is held, where the group is led."""
    return day_of(meeting.starts_at, meeting.group.lead.time_zone)


def rules_of(meeting: Meeting) -> GroupRules:
    """The rules that hold on the day of the meeting."""
    return rules_on(meeting.group_id, day_of_meeting(meeting))


def last_day_to_call(meeting: Meeting) -> date:
    """The last day on which this meeting can be called."""
    return last_day_of_call(day_of_meeting(meeting), rules_of(meeting).notice_days)


def seats_voting_in(meeting: Meeting) -> QuerySet[SteeringSeat]:
    """The seats that have a vote on the day of the meeting."""
    return seats_with_vote(meeting.group_id, day_of_meeting(meeting))


def present_in(meeting: Meeting) -> list[Attendance]:
    """Who is there for which seat now, of seats that have a vote, by name."""
    rows = Attendance.objects.filter(
        meeting=meeting, left_at__isnull=True, seat__in=seats_voting_in(meeting)
    )
    return list(
        rows.select_related("party", "represented_by", "holder", "seat").order_by(
            "party__legal_name", "id"
        )
    )


def delegations_in(meeting_id: int) -> list[MeetingDelegation]:
    """The delegations that stand, by the delegating member's name."""
    rows = MeetingDelegation.objects.filter(meeting_id=meeting_id, withdrawn_at__isnull=True)
    return list(
        rows.select_related("party", "seat", "holder_seat__party").order_by(
            "party__legal_name", "id"
        )
    )


@dataclass(frozen=True)
class Standing:
    """How many seats are represented, of how many with a vote, and how many have to be."""

    present: int
    voters: int
    quorum: int

    @property
    def is_met(self) -> bool:
        """Whether enough are there."""
        return self.voters > 0 and self.present >= self.quorum


def standing_of(meeting: Meeting) -> Standing:
    """Whether the meeting has its quorum now."""
    voters = seats_voting_in(meeting).count()
    quorum = quorum_of(rules_of(meeting)).needed(voters)
    return Standing(len(present_in(meeting)), voters, quorum)
