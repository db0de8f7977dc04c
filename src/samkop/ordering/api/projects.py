"""Projects that budgets are kept for, for programs."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samkop.ordering.models import BudgetProject
from samkop.ordering.policies import may_see_register
from samkop.ordering.queries import projects_with_waiting
from samkop.ordering.usecases.projects import add_project, close_project, reopen_project
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform, require

router = Router(tags=["Approvals"])
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


class ProjectIn(Schema):
    """A project, by the code of the organisation's own ledger."""

    code: str = Field(min_length=1, max_length=40, pattern=r"^[^\x00]*$")
    name: str = Field(max_length=120, pattern=r"^[^\x00]*$")


class ProjectOut(Schema):
    """A project; nothing is asked for or ordered under one that is not ``active``."""

    id: int
    code: str
    name: str
    active: bool


class ListedProject(ProjectOut):
    """A project, and how many requisitions of it wait for a decision."""

    waiting: int


@router.get(
    "/budget-projects", response={200: list[ListedProject], **PROBLEMS},
    operation_id="list_budget_projects",
)  # fmt: skip
@reads("approvals:read")
def projects(request: HttpRequest) -> list[ListedProject]:
    """The organisation's projects: open ones first, by code."""
    actor = caller(request)
    require(may_see_register(actor))
    found = projects_with_waiting(actor.own_party_id)
    return [ListedProject(**_project(one).dict(), waiting=waiting) for one, waiting in found]


@router.post(
    "/budget-projects", response={201: ProjectOut, **PROBLEMS}, operation_id="add_budget_project"
)
@writes("approvals:write")
def new_project(request: HttpRequest, key: IdempotencyKey, body: ProjectIn) -> Status[ProjectOut]:
    """Add a project that budgets can be set for."""
    return Status(201, _project(perform(caller(request), add_project, key=key, **body.dict())))


@router.post(
    "/budget-projects/{project_id}/closure", response={200: ProjectOut, **PROBLEMS},
    operation_id="close_budget_project",
)  # fmt: skip
@writes("approvals:write")
def closure(request: HttpRequest, project_id: Id, key: IdempotencyKey) -> ProjectOut:
    """Close a project: nothing is asked for under it, what waits is not ordered."""
    return _project(perform(caller(request), close_project, key=key, project_id=project_id))


@router.post(
    "/budget-projects/{project_id}/reopening", response={200: ProjectOut, **PROBLEMS},
    operation_id="reopen_budget_project",
)  # fmt: skip
@writes("approvals:write")
def reopening(request: HttpRequest, project_id: Id, key: IdempotencyKey) -> ProjectOut:
    """Open a closed project again."""
    return _project(perform(caller(request), reopen_project, key=key, project_id=project_id))


def _project(found: BudgetProject) -> ProjectOut:
    return ProjectOut(id=found.pk, code=found.code, name=found.name, active=found.active)
