"""A meeting's page: its agenda, papers and motions, who is there, and what its lead does next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from samkop.governance.models import Meeting, Motion
from samkop.governance.pages.steering_forms import (
    AttachForm,
    ItemForm,
    MeetingForm,
    PaperForm,
    ReasonForm,
    SeatForm,
)
from samkop.governance.pages.steering_parts import (
    MEETING_TONES,
    Sent,
    Shown,
    again,
    meetings_trail,
    to_meeting,
)
from samkop.governance.policies import may_lead, may_see_cooperation
from samkop.governance.queries.meetings import (
    agenda_of,
    delegations_in,
    item_of,
    last_day_to_call,
    meeting_of,
    paper_of,
    present_in,
    seats_voting_in,
    standing_of,
)
from samkop.governance.queries.minutes import newest_minutes
from samkop.governance.queries.steering import group_of
from samkop.governance.usecases.agenda import (
    add_agenda_item,
    add_paper,
    attach_motion,
    change_agenda_item,
    remove_agenda_item,
)
from samkop.governance.usecases.meetings import (
    call_meeting,
    cancel_meeting,
    change_meeting,
    plan_meeting,
)
from samkop.governance.vocabulary.steering import MeetingState, MotionState
from samkop.parties.pages.forms import checked
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

GOES_ON = (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.OPEN)


def _meeting(
    request: HttpRequest, actor: Actor, meeting_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    allow(may_see_cooperation(actor))
    found = meeting_of(meeting_id)
    sent = Sent(request, refused)
    leads = may_lead(actor, found.group)
    delegations = delegations_in(meeting_id)
    before = found.state in {MeetingState.PLANNED, MeetingState.CALLED}
    return "governance/meeting.html", {
        "found": found, "tone": MEETING_TONES[MeetingState(found.state)], "refused": refused,
        "agenda": agenda_of(meeting_id), "standing": standing_of(found),
        "present": present_in(found), "delegations": delegations, "leads": leads,
        "planned": found.state == MeetingState.PLANNED,
        "called": found.state == MeetingState.CALLED,
        "is_open": found.state == MeetingState.OPEN, "minutes": newest_minutes(meeting_id),
        "closed": found.state in {MeetingState.CLOSED, MeetingState.APPROVED},
        "call_until": last_day_to_call(found), "trail": meetings_trail(),
        **(_own_delegation(actor, found, sent) if before else {}),
        **(_leads_part(found, sent) if leads and found.state in GOES_ON else {}),
    }  # fmt: skip


meeting = page()(_meeting)


def _own_delegation(actor: Actor, found: Meeting, sent: Sent) -> dict[str, Any]:
    """Giving one's own vote to another, or taking it back."""
    seats = list(seats_voting_in(found))
    own = next((one for one in seats if one.party_id == actor.party_id), None)
    if own is None:
        return {}
    given = next((one for one in delegations_in(found.pk) if one.seat_id == own.pk), None)
    others = [(one.pk, str(one.party)) for one in seats if one.pk != own.pk]
    form = sent.form("delegate-seat", SeatForm, seats=others) if given is None and others else None
    return {"own_seat": own, "given": given, "delegate_form": form}


def _leads_part(found: Meeting, sent: Sent) -> dict[str, Any]:
    """What the lead can still do with the agenda."""
    waiting = Motion.objects.filter(group_id=found.group_id, state=MotionState.PROPOSED)
    motions = list(waiting.order_by("id").values_list("id", "title"))
    items = [(one.pk, str(one)) for one in agenda_of(found.pk)]
    return {
        "item_form": sent.form("add-agenda-item", ItemForm),
        "paper_form": sent.form("add-agenda-paper", PaperForm, items=items) if items else None,
        "attach_form": sent.form("attach-motion", AttachForm, motions=motions) if motions else None,
        "cancel_form": sent.form("cancel-meeting", ReasonForm)
        if found.state != MeetingState.OPEN else None,
    }  # fmt: skip


def _planning(
    request: HttpRequest, actor: Actor, steering_group_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    group = group_of(steering_group_id)
    allow(may_lead(actor, group))
    return "governance/meeting_form.html", {
        "group": group, "form": Sent(request, refused).form("send-meeting", MeetingForm),
        "action": reverse("send-meeting", args=[group.pk]), "trail": meetings_trail(),
    }  # fmt: skip


planning = page()(_planning)


@act(again=_planning)
def plan(request: HttpRequest, actor: Actor, steering_group_id: int) -> Answer:
    """Plan it."""
    said = checked(MeetingForm(request.POST))
    made = perform(actor, plan_meeting, group_id=steering_group_id, **said)
    return to_meeting(made.pk, _("The meeting is planned. Put its points on the agenda."))


def _changing(
    request: HttpRequest, actor: Actor, meeting_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    found = meeting_of(meeting_id)
    allow(may_lead(actor, found.group))
    initial = {name: getattr(found, name) for name in MeetingForm.base_fields}
    form = Sent(request, refused).form("send-change-of-meeting", MeetingForm, initial=initial)
    return "governance/meeting_form.html", {
        "group": found.group, "found": found, "form": form, "trail": meetings_trail(found),
        "action": reverse("send-change-of-meeting", args=[meeting_id]),
    }  # fmt: skip


changing = page()(_changing)


@act(again=_changing)
def change(request: HttpRequest, actor: Actor, meeting_id: int) -> Answer:
    """Change when and where."""
    said = checked(MeetingForm(request.POST))
    perform(actor, change_meeting, meeting_id=meeting_id, **said)
    return to_meeting(meeting_id, _("Changed."))


@act(again=_meeting)
def call(request: HttpRequest, actor: Actor, meeting_id: int) -> Answer:
    """Call the members."""
    perform(actor, call_meeting, meeting_id=meeting_id)
    return to_meeting(meeting_id, _("The members are called."))


@act(again=_meeting)
def cancel(request: HttpRequest, actor: Actor, meeting_id: int) -> Answer:
    """Cancel it."""
    said = checked(ReasonForm(request.POST))
    perform(actor, cancel_meeting, meeting_id=meeting_id, **said)
    return to_meeting(meeting_id, _("The meeting is cancelled."))


@act(again=_meeting)
def add_item(request: HttpRequest, actor: Actor, meeting_id: int) -> Answer:
    """Put a point on the agenda."""
    said = checked(ItemForm(request.POST))
    perform(actor, add_agenda_item, meeting_id=meeting_id, **said)
    return to_meeting(meeting_id, _("The point is on the agenda."))


def _item(
    request: HttpRequest, actor: Actor, agenda_item_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    item = item_of(agenda_item_id)
    allow(may_lead(actor, item.meeting.group))
    initial = {"title": item.title, "text": item.text}
    return "governance/agenda_item.html", {
        "item": item, "trail": meetings_trail(item.meeting), "refused": refused,
        "form": Sent(request, refused).form("send-agenda-item", ItemForm, initial=initial),
        "may_change": item.meeting.state == MeetingState.PLANNED,
    }  # fmt: skip


item = page()(_item)


@act(again=_item)
def change_item(request: HttpRequest, actor: Actor, agenda_item_id: int) -> Answer:
    """Change a point's words."""
    said = checked(ItemForm(request.POST))
    found = perform(actor, change_agenda_item, item_id=agenda_item_id, **said)
    return to_meeting(found.meeting_id, _("Changed."))


@act(again=_item)
def remove_item(request: HttpRequest, actor: Actor, agenda_item_id: int) -> Answer:
    """Take a point off the agenda."""
    with reading(actor):
        meeting_id = item_of(agenda_item_id).meeting_id
    perform(actor, remove_agenda_item, item_id=agenda_item_id)
    return to_meeting(meeting_id, _("The point is taken off the agenda."))


@act(again=_meeting)
def add(request: HttpRequest, actor: Actor, meeting_id: int) -> Answer:
    """Keep a paper with a point."""
    with reading(actor):
        items = [(one.pk, str(one)) for one in agenda_of(meeting_id)]
        said = checked(PaperForm(request.POST, request.FILES, items=items))
    perform(
        actor, add_paper, item_id=said["item"], name=said["file"].name,
        content=said["file"].read(),
    )  # fmt: skip
    return to_meeting(meeting_id, _("The paper is kept."))


@act(again=_meeting)
def attach(request: HttpRequest, actor: Actor, meeting_id: int) -> Answer:
    """Put a motion on the agenda."""
    with reading(actor):
        found = meeting_of(meeting_id)
        waiting = Motion.objects.filter(group_id=found.group_id)
        offered = list(waiting.values_list("id", "title"))
        said = checked(AttachForm(request.POST, motions=offered))
    perform(actor, attach_motion, motion_id=said["motion"], meeting_id=meeting_id)
    return to_meeting(meeting_id, _("The motion is on the agenda."))


@page()
def paper(request: HttpRequest, actor: Actor, agenda_paper_id: int) -> HttpResponse:
    """A paper, to be saved: who knows what it holds."""
    allow(may_see_cooperation(actor))
    found = paper_of(agenda_paper_id)
    response = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    attached = content_disposition_header(as_attachment=True, filename=found.name)
    response["Content-Disposition"] = attached or "attachment"
    return response
