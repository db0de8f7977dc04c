"""One joint project: what it means, and how each member stands to it; preparing it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.governance.models import MemberDecision, Project
from samkop.governance.pages.decision_forms import ProjectChangeForm, ProjectForm
from samkop.governance.pages.project_list import tone_of
from samkop.governance.pages.standings import standing_of
from samkop.governance.policies import (
    may_prepare_projects,
    may_record_decision,
    may_see_cooperation,
)
from samkop.governance.queries import project_of, regions_of
from samkop.governance.queries.decisions import MemberStanding, standings_in
from samkop.governance.usecases.projects import (
    change_joint_project,
    close_joint_project,
    drop_joint_project,
    open_joint_project,
    prepare_joint_project,
)
from samkop.governance.vocabulary import ProjectState
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
MOVES = {
    "open": open_joint_project,
    "close": close_joint_project,
    "drop": drop_joint_project,
}


def _project(
    request: HttpRequest, actor: Actor, joint_project_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_cooperation(actor))
    found, today = project_of(joint_project_id), own_today()
    rows = [_row(one, today) for one in standings_in(found, today)]
    prepares = _prepares(actor, found)
    own = next((row for row in rows if row["member"].pk == actor.party_id), None)
    return "governance/project.html", {
        "project": found, "tone": tone_of(found), "rows": rows, "own": own,
        "decided": sum(row["decision"] is not None for row in rows), "prepares": prepares,
        "may_change": prepares and found.state in {ProjectState.IN_PREPARATION, ProjectState.OPEN},
        "may_decide": own is not None and may_record_decision(actor, actor.own_party_id)
        and found.state in {ProjectState.OPEN, ProjectState.CLOSED},
        "over": found.decide_by < today, "refused": refused,
        "trail": [(_("Projects"), reverse("joint-projects"))],
    }  # fmt: skip


joint_project = page()(_project)


@act(again=_project)
def move_project(request: HttpRequest, actor: Actor, joint_project_id: int) -> Answer:
    """Open it for decisions, close it, or drop it."""
    use_case = MOVES.get(request.POST.get("change", ""))
    if use_case is None:
        raise not_found()
    perform(actor, use_case, project_id=joint_project_id)
    return Answer(to=reverse("joint-project", args=[joint_project_id]), message=_("Recorded."))


def _new(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_prepare_projects(actor, actor.own_party_id))
    form = ProjectForm(request.POST if refused else None, regions=_regions(actor))
    return "governance/project_form.html", {
        "form": with_refusal(form, refused), "send": reverse("send-joint-project"),
        "back": reverse("joint-projects"), "project": None,
        "trail": [(_("Projects"), reverse("joint-projects"))],
    }  # fmt: skip


new_project = page()(_new)


@act(again=_new)
def send_project(request: HttpRequest, actor: Actor) -> Answer:
    """Prepare a project."""
    with reading(actor):
        form = ProjectForm(request.POST, regions=_regions(actor))
    checked(form)
    made = perform(actor, prepare_joint_project, **form.project())
    return Answer(
        to=reverse("joint-project", args=[made.pk]),
        message=_("The project is prepared. Open it when members are to decide."),
    )


def _change(
    request: HttpRequest, actor: Actor, joint_project_id: int, refused: Refused | None = None
) -> Shown:
    found = project_of(joint_project_id)
    allow(_prepares(actor, found))
    names = ("title_sv", "title_fi", "title_en", "meaning", "decide_by", "register_number",
             "motion_reference")  # fmt: skip
    form = ProjectChangeForm(
        request.POST if refused else None, initial={name: getattr(found, name) for name in names}
    )
    return "governance/project_form.html", {
        "form": with_refusal(form, refused), "project": found,
        "send": reverse("send-change-of-joint-project", args=[joint_project_id]),
        "back": reverse("joint-project", args=[joint_project_id]),
        "trail": [
            (_("Projects"), reverse("joint-projects")),
            (found.title, reverse("joint-project", args=[joint_project_id])),
        ],
    }  # fmt: skip


change_project = page()(_change)


@act(again=_change)
def send_change(request: HttpRequest, actor: Actor, joint_project_id: int) -> Answer:
    """Correct it, or give members more time."""
    form = ProjectChangeForm(request.POST)
    checked(form)
    perform(actor, change_joint_project, project_id=joint_project_id, **form.change())
    return Answer(to=reverse("joint-project", args=[joint_project_id]), message=_("Recorded."))


def _row(one: MemberStanding, today: date) -> dict[str, Any]:
    decision: MemberDecision | None = one.decision
    if decision is None:
        return {"member": one.member, "decision": None}
    tone, standing, why = standing_of(decision, one.code)
    first, last = decision.ordering_days
    limit = decision.amount_limit_cents
    return {
        "member": one.member, "decision": decision, "tone": tone, "standing": standing, "why": why,
        "first": first, "last": last, "later": first is not None and first > today,
        "limit": None if limit is None else Decimal(limit) / 100,
    }  # fmt: skip


def _regions(actor: Actor) -> list[Any]:
    return list(regions_of(actor.own_party_id, own_today()))


def _prepares(actor: Actor, found: Project) -> bool:
    return may_prepare_projects(actor, found.prepared_by_id)
