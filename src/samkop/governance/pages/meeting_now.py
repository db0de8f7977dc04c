"""The page of an open meeting: who is there, the question that is voted on, one's own vote."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samkop.governance.models import AgendaItem, Attendance, Meeting, Motion, SeatHolder, Vote
from samkop.governance.pages.steering_forms import AdjustersForm, SeatForm
from samkop.governance.pages.steering_parts import (
    CHOICE_TONES,
    MEETING_TONES,
    OUTCOME_TONES,
    Sent,
    again,
    meetings_trail,
    to_meeting,
    to_now,
)
from samkop.governance.policies import may_lead, may_run, may_see_cooperation, represents
from samkop.governance.queries.meetings import (
    day_of_meeting,
    item_of,
    meeting_of,
    present_in,
    seats_voting_in,
    standing_of,
)
from samkop.governance.queries.minutes import figures_of
from samkop.governance.queries.motions import vote_of, votes_in
from samkop.governance.queries.steering import holders_on
from samkop.governance.usecases.attendance import (
    arrive,
    delegate_seat,
    leave,
    withdraw_delegation,
)
from samkop.governance.usecases.meetings import (
    choose_adjusters,
    close_meeting,
    open_meeting,
    pass_chair,
)
from samkop.governance.usecases.votes import cast_ballot, close_vote, put_late_item, put_to_vote
from samkop.governance.vocabulary.steering import (
    BallotChoice,
    MeetingState,
    MotionState,
    VoteOutcome,
)
from samkop.governance.vote_words import explained
from samkop.parties.pages.forms import checked
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading


def _now(
    request: HttpRequest, actor: Actor, meeting_id: int, refused: Refused | None = None
) -> Any:
    again(refused)
    allow(may_see_cooperation(actor))
    found = meeting_of(meeting_id)
    present, votes = present_in(found), votes_in(found)
    stamp = _stamp(found, present, votes)
    if request.GET.get("seen") == stamp:  # nothing new for who asks every few seconds
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    asked = next((one for one in votes if one.closed_at is None), None)
    runs = may_run(actor, found)
    return "governance/meeting_now.html", {
        "found": found, "tone": MEETING_TONES[MeetingState(found.state)], "refused": refused,
        "stamp": stamp, "present": present, "standing": standing_of(found), "runs": runs,
        "is_open": found.state == MeetingState.OPEN, "called": found.state == MeetingState.CALLED,
        "asked": shown_vote(asked) if asked else None, "mine": _mine(actor, present, asked),
        "choices": [(value, label, CHOICE_TONES[value]) for value, label in BallotChoice.choices],
        "votes": [shown_vote(one) for one in votes if one.closed_at is not None],
        "here": next((one for one in present if _is_there(actor, one)), None),
        "could_come": _could_come(actor, found, present, everybody=runs),
        "may_open": may_lead(actor, found.group) or any(_is_there(actor, one) for one in present),
        "trail": meetings_trail(found),
        **_chairs_part(found, present, Sent(request, refused), runs=runs),
    }  # fmt: skip


now = page()(_now)


def shown_vote(vote: Vote) -> dict[str, Any]:
    """A vote as the pages show it: its question, who says what, and how the result follows."""
    closed = vote.closed_at is not None
    return {
        "vote": vote, "ballots": vote.counted,  # type: ignore[attr-defined]  # prefetched
        "tones": CHOICE_TONES, "closed": closed,
        "tone": OUTCOME_TONES[VoteOutcome(vote.outcome)] if closed else "warn",
        "explained": explained(figures_of(vote)) if closed else [],
        "tally": [
            (label, sum(one.choice == value for one in vote.counted))  # type: ignore[attr-defined]
            for value, label in BallotChoice.choices
        ],
    }  # fmt: skip


def _stamp(found: Meeting, present: list[Attendance], votes: list[Vote]) -> str:
    """Changes with whatever the page shows."""
    said = [
        found.state, found.chair_seat_id, [one.pk for one in present],
        [(one.pk, one.outcome, [each.pk for each in one.counted]) for one in votes],  # type: ignore[attr-defined]
        list(found.items.order_by("id").values_list("id", "admitted_at", "point")),
        list(found.adjusters.values_list("id", flat=True)),
    ]  # fmt: skip
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _mine(actor: Actor, present: list[Attendance], asked: Vote | None) -> list[dict[str, Any]]:
    """The seats for which the very person who looks votes, with what is said for each."""
    said = {one.seat_id: one.choice for one in asked.counted} if asked else {}  # type: ignore[attr-defined]
    return [
        {"seat_id": one.seat_id, "party": one.party, "said": said.get(one.seat_id, ""),
         "by_delegation": one.party_id != one.represented_by_id}
        for one in present
        if represents(actor, one)
    ]  # fmt: skip


def _is_there(actor: Actor, one: Attendance) -> bool:
    return represents(actor, one) and one.party_id == one.represented_by_id


def _could_come(
    actor: Actor, found: Meeting, present: list[Attendance], *, everybody: bool
) -> list[SeatHolder]:
    """Who may be said to have come: oneself; for who runs the meeting whoever is appointed."""
    if found.state not in {MeetingState.CALLED, MeetingState.OPEN}:
        return []
    seats = set(seats_voting_in(found).values_list("id", flat=True))
    ranks = {
        one.seat_id: one.holder.rank for one in present if one.party_id == one.represented_by_id
    }
    return sorted(
        (
            one
            for one in holders_on(found.group_id, day_of_meeting(found))
            if one.seat_id in seats
            and one.rank < ranks.get(one.seat_id, 100)
            and (everybody or one.person_id == actor.person_id)
        ),
        key=lambda one: (one.party.legal_name, one.rank),
    )


def _chairs_part(
    found: Meeting, present: list[Attendance], sent: Sent, *, runs: bool
) -> dict[str, Any]:  # fmt: skip
    """What the chair does next."""
    own = [one for one in present if one.party_id == one.represented_by_id]
    seats = [(one.seat_id, f"{one.party} \u2013 {one.holder.name}") for one in own]
    if found.state == MeetingState.CALLED:
        lead_there = any(one.party_id == found.group.lead_id for one in own)
        return {
            "open_form": sent.form("open-meeting", SeatForm, seats=seats)
            if seats and not lead_there else None
        }  # fmt: skip
    if not runs or found.state != MeetingState.OPEN:
        return {}
    others = [one for one in seats if one[0] != found.chair_seat_id]
    waiting = Motion.objects.filter(agenda_item__meeting=found, state=MotionState.ON_AGENDA)
    late = AgendaItem.objects.filter(meeting=found, late=True, admitted_at__isnull=True)
    return {
        "to_vote": waiting.select_related("agenda_item").order_by("agenda_item__point", "id"),
        "late_items": late.order_by("point"),
        "adjusters": list(found.adjusters.select_related("party").order_by("id")),
        "adjusters_form": sent.form("choose-adjusters", AdjustersForm, seats=others)
        if others and not found.adjusters.exists() else None,
        "chair_form": sent.form("pass-chair", SeatForm, seats=others) if others else None,
    }  # fmt: skip


def _seats(actor: Actor, meeting_id: int) -> list[tuple[int, str]]:
    """Every seat of a meeting's group, for the choices of its forms."""
    with reading(actor):
        return [(one.pk, str(one.party)) for one in seats_voting_in(meeting_of(meeting_id))]


@act()
def come(request: HttpRequest, actor: Actor, meeting_id: int, seat_holder_id: int) -> Answer:
    """Somebody is there."""
    perform(actor, arrive, meeting_id=meeting_id, holder_id=seat_holder_id)
    return to_now(meeting_id)


@act()
def go(request: HttpRequest, actor: Actor, meeting_id: int, steering_seat_id: int) -> Answer:
    """Somebody leaves."""
    perform(actor, leave, meeting_id=meeting_id, seat_id=steering_seat_id)
    return to_now(meeting_id)


@act()
def delegate(request: HttpRequest, actor: Actor, meeting_id: int) -> Answer:
    """Give one's own member's vote to another."""
    said = checked(SeatForm(request.POST, seats=_seats(actor, meeting_id)))
    perform(actor, delegate_seat, meeting_id=meeting_id, holder_seat_id=said["seat"])
    return to_meeting(meeting_id, _("Your vote is given for this meeting."))


@act()
def undelegate(request: HttpRequest, actor: Actor, meeting_id: int) -> Answer:
    """Take it back."""
    perform(actor, withdraw_delegation, meeting_id=meeting_id)
    return to_meeting(meeting_id, _("Your vote is your own again."))


@act(again=_now)
def begin(request: HttpRequest, actor: Actor, meeting_id: int) -> Answer:
    """Open the meeting."""
    chair = None
    if "seat" in request.POST:
        chair = checked(SeatForm(request.POST, seats=_seats(actor, meeting_id)))["seat"]
    perform(actor, open_meeting, meeting_id=meeting_id, chair_seat_id=chair)
    return to_now(meeting_id, _("The meeting is open."))


@act(again=_now)
def chair(request: HttpRequest, actor: Actor, meeting_id: int) -> Answer:
    """Let another chair."""
    said = checked(SeatForm(request.POST, seats=_seats(actor, meeting_id)))
    perform(actor, pass_chair, meeting_id=meeting_id, seat_id=said["seat"])
    return to_now(meeting_id)


@act(again=_now)
def adjusters(request: HttpRequest, actor: Actor, meeting_id: int) -> Answer:
    """Choose who approves the minutes."""
    said = checked(AdjustersForm(request.POST, seats=_seats(actor, meeting_id)))
    perform(actor, choose_adjusters, meeting_id=meeting_id, seat_ids=said["seats"])
    return to_now(meeting_id)


@act(again=_now)
def end(request: HttpRequest, actor: Actor, meeting_id: int) -> Answer:
    """Close the meeting."""
    perform(actor, close_meeting, meeting_id=meeting_id)
    return to_meeting(meeting_id, _("The meeting is closed. Write its minutes."))


@act()
def put(request: HttpRequest, actor: Actor, motion_id: int) -> Answer:
    """Put the motion's next question to the vote."""
    return to_now(perform(actor, put_to_vote, motion_id=motion_id).meeting_id)


@act()
def put_late(request: HttpRequest, actor: Actor, agenda_item_id: int) -> Answer:
    """Ask whether a late point is taken up."""
    with reading(actor):
        meeting_id = item_of(agenda_item_id).meeting_id
    perform(actor, put_late_item, item_id=agenda_item_id)
    return to_now(meeting_id)


@act()
def cast(
    request: HttpRequest, actor: Actor, vote_id: int, steering_seat_id: int, choice: str
) -> Answer:
    """Vote for a seat, by one click."""
    made = perform(actor, cast_ballot, vote_id=vote_id, seat_id=steering_seat_id, choice=choice)
    return to_now(made.meeting_id)


@act()
def count(request: HttpRequest, actor: Actor, vote_id: int) -> Answer:
    """Close the vote."""
    with reading(actor):
        meeting_id = vote_of(vote_id).meeting_id
    perform(actor, close_vote, vote_id=vote_id)
    return to_now(meeting_id)
