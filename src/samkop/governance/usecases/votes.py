"""Votes: the chair puts a question, each seat says one thing, what is said is counted."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core import ballots
from samkop.governance.models import Ballot, Meeting, Vote
from samkop.governance.queries.meetings import (
    item_of,
    meeting_of,
    present_in,
    rules_of,
    seats_voting_in,
    standing_of,
)
from samkop.governance.queries.motions import (
    amendments_of,
    ballots_that_count,
    motion_of,
    plain,
    text_now,
    vote_of,
)
from samkop.governance.queries.steering import majority_of
from samkop.governance.usecases.meeting_steps import (
    attending,
    party_ids_of,
    require_quorum,
    require_state,
    run_meeting,
    spread,
)
from samkop.governance.usecases.motions import locked_motion, tell_decided
from samkop.governance.usecases.motions import require_state as require_motion_state
from samkop.governance.vocabulary.steering import (
    AmendmentState,
    BallotChoice,
    MeetingState,
    MotionState,
    QuestionKind,
    VoteOutcome,
)
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found

# A late item is taken up where all who are there agree: whoever is silent does not.
ALL_PRESENT = ballots.Majority(ballots.MajorityKind.UNANIMITY, ballots.Basis.MEMBERS)


def put_to_vote(*, actor: Actor, now: datetime, motion_id: int) -> Vote:
    """Open the vote on the motion's next question: an amendment, and after all the motion.

    An amendment whose passage is gone falls. Raises Refused ``not-found``, ``not-allowed``,
    ``motion-in-another-state``, ``meeting-in-another-state``, ``item-not-taken-up``,
    ``vote-open``, ``quorum-missing``.
    """
    item = motion_of(motion_id).agenda_item
    if item is None:
        raise Refused("motion-in-another-state", _("This motion stands on no agenda yet."))
    meeting = run_meeting(actor, item.meeting_id, MeetingState.OPEN)
    motion = locked_motion(motion_id)
    require_motion_state(motion, MotionState.ON_AGENDA)
    if item.late and item.admitted_at is None:
        raise Refused(
            "item-not-taken-up",
            _("This point came after the call. Vote first on whether it is taken up."),
        )
    _require_ready(meeting)
    text = text_now(motion)
    for amendment in amendments_of(motion_id):
        if amendment.state != AmendmentState.MOVED:
            continue
        if ballots.applies(plain(amendment), text):
            wording = ballots.amended(text, plain(amendment))
            return _opened(
                meeting, now, QuestionKind.AMENDMENT, wording, motion=motion, amendment=amendment
            )
        change(amendment, state=AmendmentState.FALLEN)
    return _opened(meeting, now, QuestionKind.MOTION, text, motion=motion)


def put_late_item(*, actor: Actor, now: datetime, item_id: int) -> Vote:
    """Open the vote on whether a point that came after the call is taken up: all have to agree.

    Raises Refused ``not-found``, ``not-allowed``, ``meeting-in-another-state``,
    ``item-taken-up``, ``vote-open``, ``quorum-missing``.
    """
    item = item_of(item_id)
    meeting = run_meeting(actor, item.meeting_id, MeetingState.OPEN)
    if not item.late or item.admitted_at is not None:
        raise Refused("item-taken-up", _("This point is on the agenda: nothing is to be agreed."))
    _require_ready(meeting)
    return _opened(meeting, now, QuestionKind.LATE_ITEM, item.title, item=item)


def cast_ballot(*, actor: Actor, now: datetime, vote_id: int, seat_id: int, choice: str) -> Ballot:
    """Say yes, no or abstain for a seat that one represents; again to change it.

    Said twice it counts once: each other ballot of the seat is replaced, and the database takes
    no second that counts. Raises Refused ``not-found``, ``vote-closed``, ``no-vote``,
    ``not-the-representative``, ``choice-unknown``, ``meeting-in-another-state``.
    """
    if choice not in BallotChoice.values:
        raise Refused("choice-unknown", _("Say yes, no, or abstain."), status=422)
    meeting_id = Vote.objects.filter(id=vote_id).values_list("meeting_id", flat=True).first()
    if meeting_id is None:
        raise not_found()
    hold("meeting", meeting_id, shared=True)
    hold("vote", f"{vote_id}:{seat_id}")
    meeting, vote = meeting_of(meeting_id), Vote.objects.get(id=vote_id)
    require_state(meeting, MeetingState.OPEN)
    if vote.closed_at is not None:
        raise Refused("vote-closed", _("The chair has closed this vote."))
    attendance = attending(actor, meeting, seat_id)
    if not seats_voting_in(meeting).filter(id=seat_id).exists():
        raise Refused("no-vote", _("This member is not in the region any more."), status=403)
    current = Ballot.objects.filter(vote=vote, seat_id=seat_id, replaced_at__isnull=True).first()
    if current is not None:
        if current.choice == choice and current.attendance_id == attendance.pk:
            return current
        change(current, replaced_at=now)
    return create(
        Ballot(
            vote=vote, meeting=meeting, region_id=meeting.region_id, seat_id=seat_id,
            attendance=attendance, party_id=attendance.party_id,
            cast_by_id=attendance.represented_by_id, name=attendance.holder.name, choice=choice,
            cast_at=now,
        )
    )  # fmt: skip


def close_vote(*, actor: Actor, now: datetime, vote_id: int) -> Vote:
    """Close the vote and count it; with too few left it is void, and put again another time.

    A motion that is carried is a recommendation: what binds is each member's own decision. Told
    as ``motion-decided``. Raises Refused ``not-found``, ``not-allowed``,
    ``meeting-in-another-state``, ``vote-closed``.
    """
    meeting = run_meeting(actor, vote_of(vote_id).meeting_id, MeetingState.OPEN)
    vote = vote_of(vote_id)
    if vote.closed_at is not None:
        raise Refused("vote-closed", _("This vote is closed."))
    said = {one.seat_id: one.choice for one in ballots_that_count(vote)}
    voting = set(seats_voting_in(meeting).values_list("id", flat=True))
    standing = standing_of(meeting)
    late = vote.kind == QuestionKind.LATE_ITEM
    cast = [choice for seat_id, choice in said.items() if seat_id in voting]
    # Who was there for it: whoever has voted and left, and whoever is there and silent.
    there = {one.seat_id for one in present_in(meeting)} | (said.keys() & voting)
    voters = len(there) if late else standing.voters
    count = ballots.Count.of(cast, voters)
    majority = ALL_PRESENT if late else majority_of(vote.rules)
    result = ballots.decide(majority, count, said.get(meeting.chair_seat_id or 0))
    outcome = VoteOutcome(result.outcome.value) if standing.is_met else VoteOutcome.VOID
    change(
        vote, closed_at=now, outcome=outcome, yes=count.yes, no=count.no,
        abstained=count.abstained, voters=voters, present=standing.present,
        quorum=standing.quorum, base=result.base, needed=result.needed, tie=result.tie,
        by_chair=result.by_chair,
    )  # fmt: skip
    if outcome != VoteOutcome.VOID:
        _carry_out(vote, meeting, now)
    return vote


def _carry_out(vote: Vote, meeting: Meeting, now: datetime) -> None:
    carried = vote.outcome == VoteOutcome.CARRIED
    if vote.kind == QuestionKind.LATE_ITEM and vote.item is not None:
        if carried:
            change(vote.item, admitted_at=now)
    elif vote.kind == QuestionKind.AMENDMENT and vote.amendment is not None:
        change(vote.amendment, state=AmendmentState.CARRIED if carried else AmendmentState.REJECTED)
    elif vote.motion_id is not None:
        motion = locked_motion(vote.motion_id)
        state = MotionState.CARRIED if carried else MotionState.REJECTED
        change(motion, state=state, final_text=vote.text, decided_at=now)
        tell_decided(motion, now)
        told = {*party_ids_of(meeting.group, now), motion.proposed_by_id}
        spread(
            meeting.group, "motion-decided", told, "motion", motion.pk, title=motion.title,
            outcome=motion.state,
        )  # fmt: skip


def _require_ready(meeting: Meeting) -> None:
    """Raises Refused ``vote-open``, ``quorum-missing``."""
    if meeting.votes.filter(closed_at__isnull=True).exists():
        raise Refused("vote-open", _("Another vote is open. Close it first."))
    require_quorum(meeting)


def _opened(
    meeting: Meeting, now: datetime, kind: QuestionKind, text: str, **subject: object
) -> Vote:
    return create(
        Vote(
            meeting=meeting, group_id=meeting.group_id, region_id=meeting.region_id,
            rules=rules_of(meeting), kind=kind, text=text, opened_at=now, **subject,
        )
    )  # fmt: skip
