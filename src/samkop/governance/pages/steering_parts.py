"""What the pages of the steering group have in common."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.governance.models import Meeting
from samkop.governance.vocabulary.steering import MeetingState, MotionState, VoteOutcome
from samkop.parties.pages.forms import with_refusal
from samkop.platform.pages import Answer
from samkop.platform.refusals import Refused

Shown = tuple[str, dict[str, Any]]
MEETING_TONES = {
    MeetingState.PLANNED: "info", MeetingState.CALLED: "warn", MeetingState.OPEN: "good",
    MeetingState.CLOSED: "warn", MeetingState.APPROVED: "neutral",
    MeetingState.CANCELLED: "neutral",
}  # fmt: skip
MOTION_TONES = {
    MotionState.PROPOSED: "info", MotionState.ON_AGENDA: "warn", MotionState.CARRIED: "good",
    MotionState.REJECTED: "bad", MotionState.LAPSED: "neutral",
}  # fmt: skip
OUTCOME_TONES = {
    VoteOutcome.CARRIED: "good", VoteOutcome.REJECTED: "bad", VoteOutcome.VOID: "neutral",
}  # fmt: skip
CHOICE_TONES = {"yes": "good", "no": "bad", "abstain": "neutral"}


def again(refused: Refused | None) -> None:
    """The form's page would be refused just as its action was: the refusal's own page it is."""
    if refused is not None and refused.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
        raise refused


class Sent:
    """Which form of a page was sent and refused; the others stand as they are."""

    def __init__(self, request: HttpRequest, refused: Refused | None) -> None:
        self.request, self.refused = request, refused
        match = request.resolver_match
        self.address = match.url_name if refused is not None and match is not None else ""

    def form(self, address: str, kind: type[forms.Form], **named: Any) -> forms.Form:
        """The form that posts to an address, with what was typed and why it was refused."""
        if address != self.address:
            return kind(**named)
        return with_refusal(kind(self.request.POST, **named), self.refused)


def meetings_trail(meeting: Meeting | None = None) -> list[tuple[str, str]]:
    """The pages above one of a meeting's."""
    above = [(_("Meetings"), reverse("meetings"))]
    if meeting is not None:
        above.append((meeting.number, reverse("meeting", args=[meeting.pk])))
    return above


def motions_trail() -> list[tuple[str, str]]:
    """The page above a motion's."""
    return [(_("Motions"), reverse("motions"))]


def to_meeting(meeting_id: int, message: str = "") -> Answer:
    """To a meeting's page."""
    return Answer(to=reverse("meeting", args=[meeting_id]), message=message)


def to_now(meeting_id: int, message: str = "") -> Answer:
    """To where an open meeting votes."""
    return Answer(to=reverse("meeting-now", args=[meeting_id]), message=message)


def to_motion(motion_id: int, message: str = "") -> Answer:
    """To a motion's page."""
    return Answer(to=reverse("motion", args=[motion_id]), message=message)
