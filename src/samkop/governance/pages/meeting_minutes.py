"""The minutes of a meeting: written, read, approved, on paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.governance.minutes_paper import paper_of, printed_minutes
from samkop.governance.pages.steering_forms import MinutesForm
from samkop.governance.pages.steering_parts import Sent, Shown, again, meetings_trail
from samkop.governance.policies import may_run, may_see_cooperation
from samkop.governance.queries.meetings import meeting_of
from samkop.governance.queries.minutes import minutes_of, newest_minutes
from samkop.governance.usecases.minutes import approve_minutes, write_minutes
from samkop.governance.vocabulary.steering import MeetingState
from samkop.parties.pages.forms import checked
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform


def _minutes(
    request: HttpRequest, actor: Actor, held_meeting_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    allow(may_see_cooperation(actor))
    found, version = meeting_of(held_meeting_id), newest_minutes(held_meeting_id)
    runs = may_run(actor, found) and found.state == MeetingState.CLOSED
    initial = {
        "register_number": version.minutes.register_number,
        "remarks": version.minutes.content["remarks"],
    } if version else {}  # fmt: skip
    waits = version is not None and found.state == MeetingState.CLOSED and any(
        one.person_id == actor.person_id and one.party_id == actor.party_id and at is None
        for one, at in version.adjusters
    )  # fmt: skip
    return "governance/minutes.html", {
        "found": found, "version": version, "paper": paper_of(version) if version else None,
        "approved": found.state == MeetingState.APPROVED, "refused": refused,
        "form": Sent(request, refused).form("write-minutes", MinutesForm, initial=initial)
        if runs else None,
        "may_approve": waits, "trail": meetings_trail(found),
    }  # fmt: skip


minutes = page()(_minutes)


@page()
def printed(request: HttpRequest, actor: Actor, held_meeting_id: int) -> HttpResponse:
    """The minutes as PDF, in the reader's language."""
    allow(may_see_cooperation(actor))
    response = HttpResponse(
        printed_minutes(minutes_of(held_meeting_id)), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="minutes-{held_meeting_id}.pdf"'
    return response


@act(again=_minutes)
def write(request: HttpRequest, actor: Actor, held_meeting_id: int) -> Answer:
    """Write them, or another version."""
    said = checked(MinutesForm(request.POST))
    perform(actor, write_minutes, meeting_id=held_meeting_id, **said)
    return _to(held_meeting_id, _("The minutes are written, and who approves them is told."))


@act()
def approve(
    request: HttpRequest, actor: Actor, held_meeting_id: int, minutes_version: int
) -> Answer:
    """Approve the version that one has read."""
    perform(actor, approve_minutes, meeting_id=held_meeting_id, version=minutes_version)
    return _to(held_meeting_id, _("You have approved the minutes."))


def _to(held_meeting_id: int, message: str) -> Answer:
    return Answer(to=reverse("minutes", args=[held_meeting_id]), message=message)
