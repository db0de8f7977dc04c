"""Reads: what the minutes of a meeting say, and their versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from samkop.governance.models import (
    AgendaItem,
    Attendance,
    Dissent,
    GroupRules,
    Meeting,
    Minutes,
    MinutesAdjuster,
    MinutesApproval,
    Motion,
    Vote,
)
from samkop.governance.queries.meetings import (
    agenda_of,
    day_of_meeting,
    delegations_in,
    meeting_of,
    rules_of,
    seats_voting_in,
)
from samkop.governance.queries.motions import amendments_of, votes_in
from samkop.governance.queries.steering import quorum_of
from samkop.platform.refusals import not_found

FIGURES = (
    "outcome", "yes", "no", "abstained", "voters", "present", "quorum", "base", "needed", "tie",
    "by_chair",
)  # fmt: skip
RULES = (
    "majority", "basis", "abstentions", "tie", "numerator", "denominator", "quorum_numerator",
    "quorum_denominator", "quorum_more_than", "notice_days", "register_number",
)  # fmt: skip


@dataclass(frozen=True)
class Version:
    """One version of the minutes with who approves it, and when each did."""

    minutes: Minutes
    adjusters: list[tuple[MinutesAdjuster, datetime | None]]

    @property
    def is_approved(self) -> bool:
        """Whether everybody who was chosen to has approved it."""
        return bool(self.adjusters) and all(at for _one, at in self.adjusters)


def newest_minutes(meeting_id: int) -> Version | None:
    """The newest version, if any is written."""
    found = Minutes.objects.filter(meeting_id=meeting_id).order_by("-version").first()
    return None if found is None else _version(found)


def minutes_of(meeting_id: int) -> Version:
    """The same. Raises Refused ``not-found``."""
    found = newest_minutes(meeting_id)
    if found is None:
        raise not_found()
    return found


def figures_of(vote: Vote) -> dict[str, Any]:
    """A closed vote's figures with the rules that they follow from, as JSON holds them."""
    rules = {f"rule_{name}": getattr(vote.rules, name) for name in RULES[:6]}
    return {name: getattr(vote, name) for name in FIGURES} | rules | {"kind": vote.kind}


def content_of(meeting_id: int, remarks: str = "") -> dict[str, Any]:
    """What the minutes say, as plain JSON: names and texts as they stand, nothing translated."""
    meeting = meeting_of(meeting_id)
    rules = rules_of(meeting)
    voters = list(seats_voting_in(meeting))
    rows = Attendance.objects.filter(meeting=meeting).select_related(
        "party", "represented_by", "holder"
    )
    attendance = list(rows.order_by("party__legal_name", "arrived_at", "id"))
    there = {one.seat_id for one in attendance if _was_there(one, meeting)}
    votes = votes_in(meeting)[::-1]
    return {
        "meeting": _meeting(meeting), "rules": _rules(rules), "remarks": remarks,
        "chair": _chair(meeting, attendance),
        "quorum": {"voters": len(voters), "needed": quorum_of(rules).needed(len(voters))},
        "attendance": [_presence(one) for one in attendance if _was_there(one, meeting)],
        "absent": [one.party.legal_name for one in voters if one.pk not in there],
        "delegations": [
            {"member": one.party.legal_name, "to": one.holder_seat.party.legal_name}
            for one in delegations_in(meeting_id)
        ],
        "items": [_item(one, votes) for one in agenda_of(meeting_id)],
        "adjusters": [
            {"member": one.party.legal_name, "name": one.name}
            for one in meeting.adjusters.select_related("party").order_by("id")
        ],
    }  # fmt: skip


def _was_there(one: Attendance, meeting: Meeting) -> bool:
    """Whoever left before the opening was not there."""
    opened = meeting.opened_at
    return opened is not None and (one.left_at is None or one.left_at > opened)


def _meeting(meeting: Meeting) -> dict[str, Any]:
    group, region = meeting.group, meeting.group.region
    return {
        "number": meeting.number, "group": _names(group), "region": _names(region),
        "lead": group.lead.legal_name, "purchasing_body": region.purchasing_body.legal_name,
        "venue": meeting.venue, "link": meeting.link, "time_zone": group.lead.time_zone,
        "held_on": day_of_meeting(meeting).isoformat(),
        **{
            name: _moment(getattr(meeting, name))
            for name in ("starts_at", "called_at", "opened_at", "closed_at")
        },
    }  # fmt: skip


def _rules(rules: GroupRules) -> dict[str, Any]:
    return {name: getattr(rules, name) for name in RULES} | {
        "valid_from": rules.valid_from.isoformat(), "decided_on": rules.decided_on.isoformat(),
        "organ": rules.organ, "section": rules.section,
    }  # fmt: skip


def _chair(meeting: Meeting, attendance: list[Attendance]) -> dict[str, str]:
    """Who chairs in the end; the last who was there for that seat."""
    rows = [one for one in attendance if one.seat_id == meeting.chair_seat_id]
    name = rows[-1].holder.name if rows else ""
    member = meeting.chair_seat.party.legal_name if meeting.chair_seat else ""
    return {"member": member, "name": name}


def _presence(one: Attendance) -> dict[str, Any]:
    return {
        "member": one.party.legal_name, "presence": one.presence, "name": one.holder.name,
        "by": one.represented_by.legal_name, "arrived_at": _moment(one.arrived_at),
        "left_at": _moment(one.left_at),
    }  # fmt: skip


def _item(item: AgendaItem, votes: list[Vote]) -> dict[str, Any]:
    return {
        "point": item.point, "title": item.title, "text": item.text, "late": item.late,
        "admitted": item.admitted_at is not None,
        "papers": [{"name": one.name, "sha256": one.sha256} for one in item.papers.all()],
        "votes": [_vote(one) for one in votes if one.item_id == item.pk],
        "motions": [
            _motion(one, [vote for vote in votes if vote.motion_id == one.pk])
            for one in item.motions.all().order_by("id")
        ],
    }  # fmt: skip


def _motion(motion: Motion, votes: list[Vote]) -> dict[str, Any]:
    return {
        "id": motion.pk, "title": motion.title, "text": motion.text, "reasons": motion.reasons,
        "proposed_by": motion.proposed_by.legal_name, "state": motion.state,
        "final_text": motion.final_text,
        "amendments": [
            {
                "id": one.pk, "by": one.seat.party.legal_name, "kind": one.kind,
                "passage": one.passage, "text": one.text, "state": one.state,
            }
            for one in amendments_of(motion.pk)
        ],
        "votes": [_vote(one) for one in votes],
        "dissents": [
            {"member": one.party.legal_name, "name": one.name, "text": one.text}
            for one in Dissent.objects.filter(motion=motion).select_related("party").order_by("id")
        ],
    }  # fmt: skip


def _vote(vote: Vote) -> dict[str, Any]:
    return figures_of(vote) | {
        "text": vote.text, "amendment": vote.amendment_id,
        "motion": vote.motion.title if vote.motion else "",
        "closed_at": _moment(vote.closed_at),
        "ballots": [
            {
                "member": one.party.legal_name, "choice": one.choice, "name": one.name,
                "by": one.cast_by.legal_name,
            }
            for one in vote.counted  # type: ignore[attr-defined]  # prefetched
        ],
    }  # fmt: skip


def _version(minutes: Minutes) -> Version:
    approvals = Prefetch(
        "approvals", queryset=MinutesApproval.objects.filter(minutes=minutes), to_attr="given"
    )
    rows = MinutesAdjuster.objects.filter(meeting_id=minutes.meeting_id).select_related("party")
    return Version(
        minutes,
        [
            (one, next((each.approved_at for each in one.given), None))
            for one in rows.prefetch_related(approvals).order_by("id")
        ],
    )


def _names(thing: Any) -> Mapping[str, str]:
    return {language: getattr(thing, f"name_{language}") for language in ("sv", "fi", "en")}


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""
