"""Preparing joint projects, and opening and closing them for members' decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core import period
from samkop.governance.models import Project
from samkop.governance.policies import may_prepare_projects
from samkop.governance.queries import lead_of, project_of
from samkop.governance.vocabulary import PROJECT_TRANSITIONS, ProjectState
from samkop.parties.models import Region
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_date
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_allowed, not_found
from samkop.platform.unit_of_work import require


def prepare_joint_project(
    *,
    actor: Actor,
    now: datetime,
    region_id: int,
    kind: str,
    titles: Mapping[str, str],
    meaning: str,
    decide_by: date,
    register_number: str = "",
    motion_reference: str = "",
) -> Project:
    """Prepare a project of a region, as its lead or its purchasing body.

    ``titles`` by language (sv, fi, en). Raises Refused: ``not-found``, ``not-allowed``,
    ``project-without-meaning``, ``decide-by-is-over``.
    """
    party = party_of(actor.own_party_id)
    require(may_prepare_projects(actor, party.pk))
    region = Region.objects.filter(id=region_id).first()
    if region is None:
        raise not_found()
    today = period.day_of(now, party.time_zone)
    if party.pk not in {region.purchasing_body_id, lead_of(region_id, today)}:
        raise not_allowed()
    _check(meaning, decide_by, today)
    return create(
        Project(
            region=region, kind=kind, title_sv=titles["sv"], title_fi=titles["fi"],
            title_en=titles["en"], meaning=meaning.strip(), prepared_by=party,
            decide_by=decide_by, register_number=register_number,
            motion_reference=motion_reference, prepared_at=now,
        )
    )  # fmt: skip


def change_joint_project(
    *,
    actor: Actor,
    now: datetime,
    project_id: int,
    titles: Mapping[str, str],
    meaning: str,
    decide_by: date,
    register_number: str = "",
    motion_reference: str = "",
) -> Project:
    """Correct a project in preparation; once open, only give more time or name its motion.

    Raises Refused: ``not-found``, ``not-allowed``, ``project-in-another-state``,
    ``project-without-meaning``, ``decide-by-is-over``, ``less-time-than-promised``.
    """
    project = _locked(actor, project_id)
    today = period.day_of(now, project.prepared_by.time_zone)
    _check(meaning, decide_by, today)
    if project.state == ProjectState.IN_PREPARATION:
        return change(
            project, title_sv=titles["sv"], title_fi=titles["fi"], title_en=titles["en"],
            meaning=meaning.strip(), decide_by=decide_by, register_number=register_number,
            motion_reference=motion_reference,
        )  # fmt: skip
    if project.state != ProjectState.OPEN:
        raise _in_another_state(project)
    if decide_by < project.decide_by:
        sentence = _("Members were told that they have until %(day)s: give more time, not less.")
        raise Refused(
            "less-time-than-promised",
            sentence,
            day=format_date(project.decide_by, "SHORT_DATE_FORMAT"),
        )
    return change(project, decide_by=decide_by, motion_reference=motion_reference)


def open_joint_project(*, actor: Actor, now: datetime, project_id: int) -> Project:
    """Open a project: from now on each member decides for itself.

    Raises Refused: ``not-found``, ``not-allowed``, ``project-in-another-state``,
    ``decide-by-is-over``.
    """
    project = _locked(actor, project_id)
    _check(project.meaning, project.decide_by, period.day_of(now, project.prepared_by.time_zone))
    return _move(project, ProjectState.OPEN)


def close_joint_project(*, actor: Actor, now: datetime, project_id: int) -> Project:
    """Close a project for members that have not decided; what was decided stands.

    Raises Refused: ``not-found``, ``not-allowed``, ``project-in-another-state``.
    """
    return _move(_locked(actor, project_id), ProjectState.CLOSED)


def drop_joint_project(*, actor: Actor, now: datetime, project_id: int) -> Project:
    """Drop a project: nothing more is decided about it.

    Raises Refused: ``not-found``, ``not-allowed``, ``project-in-another-state``.
    """
    return _move(_locked(actor, project_id), ProjectState.DROPPED)


def _locked(actor: Actor, project_id: int) -> Project:
    found = project_of(project_id)
    if found.prepared_by_id != actor.party_id:
        raise not_allowed()
    require(may_prepare_projects(actor, found.prepared_by_id))
    locked = Project.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("prepared_by").get(id=project_id)


def _move(project: Project, state: ProjectState) -> Project:
    if state not in PROJECT_TRANSITIONS[ProjectState(project.state)]:
        raise _in_another_state(project)
    changed = change(project, state=state)
    tell("joint-project-changed", project_id=project.pk, region_id=project.region_id, state=state)
    return changed


def _check(meaning: str, decide_by: date, today: date) -> None:
    if not meaning.strip():
        raise _wrong(
            "project-without-meaning", "meaning", _("Say what the project means for a member.")
        )
    if decide_by < today:
        raise _wrong(
            "decide-by-is-over",
            "decide_by",
            _("The last day for decisions is over. Choose a later one."),
        )


def _in_another_state(project: Project) -> Refused:
    return Refused(
        "project-in-another-state", _("The project is now: %(state)s. This cannot be done."),
        state=ProjectState(project.state).label,
    )  # fmt: skip


def _wrong(code: str, field: str, sentence: Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})
