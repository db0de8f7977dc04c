"""Projects that money is set aside for: begun, closed, taken up again."""

from __future__ import annotations

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import BudgetProject, Requisition
from samkop.ordering.policies import may_keep_budgets
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def add_project(*, actor: Actor, now: datetime, code: str, name: str) -> BudgetProject:
    """Add a project that budgets can be set for.

    Raises Refused ``code-missing``, ``code-taken``.
    """
    require(may_keep_budgets(actor))
    code = code.strip()[:40]
    if not code:
        raise _wrong("code-missing", "code", _("Give the project's code, as in your ledger."))
    if BudgetProject.objects.filter(party_id=actor.own_party_id, code=code).exists():
        raise _wrong("code-taken", "code", _("There is a project with this code already."))
    return create(
        BudgetProject(party_id=actor.own_party_id, code=code, name=name.strip()[:120] or code)
    )


def close_project(*, actor: Actor, now: datetime, project_id: int) -> BudgetProject:
    """Nothing is asked for under the project any more, and what waits is not ordered.

    What is committed stays; who has asked for what waits is told. Raises Refused:
    ``not-found``, ``not-allowed``, ``project-closed-already``.
    """
    project = _held(actor, project_id)
    if not project.active:
        raise Refused("project-closed-already", _("This project is closed already."))
    tell("project-closed", project_id=project.pk)
    return change(project, active=False)


def reopen_project(*, actor: Actor, now: datetime, project_id: int) -> BudgetProject:
    """Let things be asked for under a closed project again, and what waits be ordered.

    Raises Refused: ``not-found``, ``not-allowed``, ``project-open-already``.
    """
    project = _held(actor, project_id)
    if project.active:
        raise Refused("project-open-already", _("This project is open already."))
    return change(project, active=True)


def require_open_project(requisition: Requisition) -> None:
    """A requisition of a closed project is not ordered. Raises Refused ``project-closed``."""
    if requisition.project_id is None:
        return
    # Orders of one project wait here for each other, as a closing does: its budget's row, which
    # each of them moves, would have them wait all the same.
    project = BudgetProject.objects.select_for_update(no_key=True).get(id=requisition.project_id)
    if not project.active:
        raise Refused(
            "project-closed",
            _("Project %(project)s is closed: nothing is ordered for it any more. Reject the"
              " requisition, or ask your finance office to open the project again."),
            project=project.code,
        )  # fmt: skip


def own_project(actor: Actor, **named: int | str) -> BudgetProject:
    """The organisation's active project. Raises Refused ``project-unknown``."""
    found = BudgetProject.objects.filter(party_id=actor.own_party_id, active=True, **named).first()
    if found is None:
        raise _wrong("project-unknown", "project", _("Choose one of your organisation's projects."))
    return found


def _held(actor: Actor, project_id: int) -> BudgetProject:
    require(may_keep_budgets(actor))
    found = (
        BudgetProject.objects.select_for_update()
        .filter(id=project_id, party_id=actor.own_party_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def _wrong(code: str, field: str, sentence: Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})
