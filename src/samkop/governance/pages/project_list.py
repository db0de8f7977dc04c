"""The list of a region's joint projects."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.governance.models import Project
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.governance.policies import may_prepare_projects, may_see_cooperation
from samkop.governance.queries import projects_of, regions_of
from samkop.governance.vocabulary import ProjectKind, ProjectState
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.lists import Choice, Column, Empty, Listing, day, list_page, pill, text
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

TONES = {
    ProjectState.IN_PREPARATION: "info",
    ProjectState.OPEN: "good",
    ProjectState.CLOSED: "neutral",
    ProjectState.DROPPED: "neutral",
}


def tone_of(project: Project) -> str:
    """How the state of a project looks."""
    return TONES[ProjectState(project.state)]


PROJECTS: Listing[Project] = Listing(
    name="joint-projects",
    title=pgettext_lazy("cooperation", "Projects"),
    address="joint-projects",
    columns=(
        Column(
            "title", pgettext_lazy("cooperation", "Project"), lambda one: text(one.title),
            link=lambda one: reverse("joint-project", args=[one.pk]),
        ),
        Column("state", _("State"), lambda one: pill(tone_of(one), one.get_state_display())),
        Column("kind", _("Kind"), lambda one: text(one.get_kind_display())),
        Column("decide_by", _("Last day for decisions"), lambda one: day(one.decide_by)),
        Column("prepared_by", _("Prepared by"), lambda one: text(one.prepared_by.name)),
        Column("region", _("Region"), lambda one: text(one.region.name), usual=False),
    ),
    filters=(
        Choice(
            "state", _("State"), ProjectState.choices, lambda rows, state: rows.filter(state=state)
        ),
        Choice("kind", _("Kind"), ProjectKind.choices, lambda rows, kind: rows.filter(kind=kind)),
    ),
    empty=Empty(
        _("No projects yet"),
        _("The lead or the purchasing body prepares what members join, each by its own decision."),
    ),
)  # fmt: skip


@page()
def joint_projects(request: HttpRequest, actor: Actor) -> Any:
    """What the region's members do together."""
    allow(may_see_cooperation(actor))
    regions = [one.pk for one in regions_of(actor.own_party_id, own_today())]
    return list_page(
        request, actor, PROJECTS, [projects_of(regions)], "governance/projects.html",
        may_prepare=may_prepare_projects(actor, actor.own_party_id),
        **cooperation_tabs(actor, "joint-projects"),
    )  # fmt: skip
