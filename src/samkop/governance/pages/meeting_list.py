"""The lists of meetings and motions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.governance.models import Meeting, Motion
from samkop.governance.pages.steering_parts import MEETING_TONES, MOTION_TONES
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.governance.policies import may_lead, may_propose, may_see_cooperation
from samkop.governance.queries.meetings import meetings_of
from samkop.governance.queries.motions import motions_of
from samkop.governance.queries.steering import groups_of
from samkop.governance.vocabulary.steering import MeetingState, MotionState
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.lists import Choice, Column, Empty, Listing, list_page, moment, pill, text
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

MEETINGS: Listing[Meeting] = Listing(
    name="meetings",
    title=_("Meetings"),
    address="meetings",
    columns=(
        Column(
            "number", pgettext_lazy("steering group", "Meeting"), lambda one: text(one.number),
            link=lambda one: reverse("meeting", args=[one.pk]),
        ),
        Column("starts", _("Begins at"), lambda one: moment(one.starts_at)),
        Column(
            "state", _("State"),
            lambda one: pill(MEETING_TONES[MeetingState(one.state)], one.get_state_display()),
        ),
        Column("venue", _("Place of the meeting"), lambda one: text(one.venue or one.link)),
        Column("group", _("Steering group"), lambda one: text(one.group.name), usual=False),
    ),
    filters=(
        Choice(
            "state", _("State"), MeetingState.choices, lambda rows, state: rows.filter(state=state)
        ),
    ),
    empty=Empty(
        _("No meetings yet"),
        _("The member that leads the steering group plans its meetings."), "people",
    ),
)  # fmt: skip

MOTIONS: Listing[Motion] = Listing(
    name="motions",
    title=_("Motions"),
    address="motions",
    columns=(
        Column(
            "title", _("Motion"), lambda one: text(one.title),
            link=lambda one: reverse("motion", args=[one.pk]),
        ),
        Column(
            "state", _("State"),
            lambda one: pill(MOTION_TONES[MotionState(one.state)], one.get_state_display()),
        ),
        Column("by", _("Proposed by"), lambda one: text(one.proposed_by.name)),
        Column("proposed", _("Proposed at"), lambda one: moment(one.proposed_at)),
        Column(
            "meeting", pgettext_lazy("steering group", "Meeting"),
            lambda one: text(one.agenda_item.meeting.number if one.agenda_item else ""),
        ),
    ),
    filters=(
        Choice(
            "state", _("State"), MotionState.choices, lambda rows, state: rows.filter(state=state)
        ),
    ),
    empty=Empty(
        _("No motions yet"),
        _("A motion is what the steering group is asked to recommend."), "people",
    ),
)  # fmt: skip


@page()
def meetings(request: HttpRequest, actor: Actor) -> Any:
    """The meetings of the groups of one's regions."""
    allow(may_see_cooperation(actor))
    groups = groups_of(actor.own_party_id, own_today())
    return list_page(
        request, actor, MEETINGS, [meetings_of([one.pk for one in groups])],
        "governance/meetings.html", leads=[one for one in groups if may_lead(actor, one)],
        groups=groups, **cooperation_tabs(actor, "meetings"),
    )  # fmt: skip


@page()
def motions(request: HttpRequest, actor: Actor) -> Any:
    """The motions in the groups of one's regions."""
    allow(may_see_cooperation(actor))
    groups = groups_of(actor.own_party_id, own_today())
    return list_page(
        request, actor, MOTIONS, [motions_of([one.pk for one in groups])],
        "governance/motions.html", groups=groups if may_propose(actor) else [],
        **cooperation_tabs(actor, "motions"),
    )  # fmt: skip
