"""A motion's page: its text, amendments, votes with their figures, reservations."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from samkop.governance.models import Attendance, Dissent, Meeting, Motion
from samkop.governance.pages.meeting_now import shown_vote
from samkop.governance.pages.steering_forms import AmendmentForm, DissentForm, MotionForm
from samkop.governance.pages.steering_parts import (
    MOTION_TONES,
    Sent,
    Shown,
    again,
    motions_trail,
    to_motion,
)
from samkop.governance.policies import may_propose, may_run, may_see_cooperation, represents
from samkop.governance.queries.meetings import present_in
from samkop.governance.queries.motions import amendments_of, motion_of, text_now, votes_on
from samkop.governance.queries.steering import group_of
from samkop.governance.usecases.amendments import move_amendment, order_amendment, record_dissent
from samkop.governance.usecases.motions import propose_motion, withdraw_motion
from samkop.governance.vocabulary.steering import MeetingState, MotionState
from samkop.parties.pages.forms import checked
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

UNDECIDED = (MotionState.PROPOSED, MotionState.ON_AGENDA)


def _motion(
    request: HttpRequest, actor: Actor, motion_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    allow(may_see_cooperation(actor))
    found = motion_of(motion_id)
    meeting = found.agenda_item.meeting if found.agenda_item else None
    sent = Sent(request, refused)
    return "governance/motion.html", {
        "found": found, "tone": MOTION_TONES[MotionState(found.state)], "refused": refused,
        "subject": _subject(found),
        "meeting": meeting, "text_now": text_now(found), "trail": motions_trail(),
        "amendments": amendments_of(motion_id), "decided": found.state not in UNDECIDED,
        "votes": [shown_vote(one) for one in votes_on(motion_id)],
        "dissents": Dissent.objects.filter(motion=found).select_related("party").order_by("id"),
        "may_withdraw": found.state in UNDECIDED and may_propose(actor)
        and found.proposed_by_id == actor.party_id,
        "is_open": meeting is not None and meeting.state == MeetingState.OPEN,
        "runs": meeting is not None and may_run(actor, meeting),
        **(_in_meeting(actor, found, meeting, sent) if meeting else {}),
    }  # fmt: skip


motion = page()(_motion)


def _subject(found: Motion) -> tuple[Any, str] | None:
    """The label and address of the page of what a motion is about, where that has one."""
    kind, _colon, number = found.subject_reference.partition(":")
    label, name = import_string(settings.SAMKOP_SUBJECT_PAGES).get(kind, ("", ""))
    return (label, reverse(name, args=[int(number)])) if name and number.isdecimal() else None


def _in_meeting(actor: Actor, found: Motion, meeting: Meeting, sent: Sent) -> dict[str, Any]:
    """What who is there says of it: another wording before the vote, a reservation after."""
    if meeting.state != MeetingState.OPEN:
        return {}
    seats = [(one.seat_id, str(one.party)) for one in _own(actor, meeting)]
    if not seats:
        return {}
    if found.state == MotionState.ON_AGENDA:
        return {"amendment_form": sent.form("move-amendment", AmendmentForm, seats=seats)}
    if found.state in {MotionState.CARRIED, MotionState.REJECTED}:
        return {"dissent_form": sent.form("record-dissent", DissentForm, seats=seats)}
    return {}


def _own(actor: Actor, meeting: Meeting) -> list[Attendance]:
    return [one for one in present_in(meeting) if represents(actor, one)]


def _seats(actor: Actor, motion_id: int) -> list[tuple[int, str]]:
    """The seats that one represents in the meeting that deals with a motion."""
    with reading(actor):
        item = motion_of(motion_id).agenda_item
        return [(one.seat_id, str(one.party)) for one in _own(actor, item.meeting)] if item else []


def _proposing(
    request: HttpRequest, actor: Actor, steering_group_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    allow(may_propose(actor))
    group = group_of(steering_group_id)
    return "governance/motion_form.html", {
        "group": group, "form": Sent(request, refused).form("send-motion", MotionForm),
        "trail": motions_trail(),
    }  # fmt: skip


proposing = page()(_proposing)


@act(again=_proposing)
def propose(request: HttpRequest, actor: Actor, steering_group_id: int) -> Answer:
    """Bring it before the group."""
    said = checked(MotionForm(request.POST))
    made = perform(actor, propose_motion, group_id=steering_group_id, **said)
    return to_motion(made.pk, _("The motion is proposed. The lead puts it on an agenda."))


@act(again=_motion)
def withdraw(request: HttpRequest, actor: Actor, motion_id: int) -> Answer:
    """Take it back."""
    perform(actor, withdraw_motion, motion_id=motion_id)
    return to_motion(motion_id, _("The motion is taken back."))


@act(again=_motion)
def amend(request: HttpRequest, actor: Actor, motion_id: int) -> Answer:
    """Move another wording."""
    said = checked(AmendmentForm(request.POST, seats=_seats(actor, motion_id)))
    said["seat_id"] = said.pop("seat")
    perform(actor, move_amendment, motion_id=motion_id, **said)
    return to_motion(motion_id, _("The amendment is moved. It is voted on before the motion."))


@act()
def order(request: HttpRequest, actor: Actor, amendment_id: int) -> Answer:
    """Let an amendment's turn come last."""
    found = perform(actor, order_amendment, amendment_id=amendment_id, turn=99)
    return to_motion(found.motion_id, _("Its turn comes last now."))


@act(again=_motion)
def dissent(request: HttpRequest, actor: Actor, motion_id: int) -> Answer:
    """Record a reservation."""
    said = checked(DissentForm(request.POST, seats=_seats(actor, motion_id)))
    perform(actor, record_dissent, motion_id=motion_id, seat_id=said["seat"], text=said["text"])
    return Answer(to=reverse("motion", args=[motion_id]), message=_("The reservation is recorded."))
