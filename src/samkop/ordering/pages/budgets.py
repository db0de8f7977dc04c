"""Budgets of a year: set aside, committed, left; and the projects they are kept for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.core.period import day_of
from samkop.ordering.pages.approval_forms import BudgetForm, ProjectForm
from samkop.ordering.pages.budget_list import BUDGETS, budgets_asked
from samkop.ordering.policies import may_keep_budgets, may_see_orders, may_see_register
from samkop.ordering.queries import projects_with_waiting
from samkop.ordering.usecases.budget import set_budget
from samkop.ordering.usecases.projects import add_project, close_project, reopen_project
from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.amounts import cents_of
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading

Shown = tuple[str, dict[str, Any]]


@page()
def budgets(request: HttpRequest, actor: Actor) -> Any:
    """The organisation's budgets of a year, by cost centre and project."""
    allow(may_see_orders(actor))
    year, rows = budgets_asked(actor.own_party_id, request.GET)
    return list_page(
        request, actor, BUDGETS, rows, "ordering/budgets.html",
        year=year, tabs=may_see_register(actor), may_keep=may_keep_budgets(actor),
    )  # fmt: skip


def _budget_form(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_budgets(actor))
    form = _form(request, actor, sent=refused is not None)
    return "ordering/budget_set.html", {
        "form": with_refusal(form, refused), "trail": [(_("Budgets"), reverse("budgets"))],
    }  # fmt: skip


budget_form = page()(_budget_form)


@act(again=_budget_form)
def set_one(request: HttpRequest, actor: Actor) -> Answer:
    """Set a budget."""
    with reading(actor):
        values = checked(_form(request, actor, sent=True))
    made = perform(
        actor, set_budget, cost_centre_id=values["cost_centre"].pk,
        project_id=values["project"] and values["project"].pk, year=values["year"],
        amount_cents=cents_of(values["amount"]) or 0, currency=values["currency"],
    )  # fmt: skip
    return Answer(to=f"{reverse('budgets')}?year={made.year}", message=_("The budget is set."))


def _projects(
    request: HttpRequest, actor: Actor, project_id: int = 0, refused: Refused | None = None
) -> Shown:
    """The projects; ``project_id`` is the one that was refused something."""
    allow(may_see_register(actor))
    form = ProjectForm(request.POST if refused and "code" in request.POST else None)
    keeps = may_keep_budgets(actor)
    return "ordering/projects.html", {
        "rows": projects_with_waiting(actor.own_party_id),
        "may_keep": keeps,
        "refused": refused if refused and "code" not in request.POST else None,
        "form": with_refusal(form, refused if "code" in request.POST else None) if keeps else None,
        "trail": [(_("Budgets"), reverse("budgets"))],
    }


@page()
def projects(request: HttpRequest, actor: Actor) -> Shown:
    """The organisation's projects, open and closed."""
    return _projects(request, actor)


@act(again=_projects)
def project_add(request: HttpRequest, actor: Actor) -> Answer:
    """Add a project."""
    perform(actor, add_project, **checked(ProjectForm(request.POST)))
    return Answer(to=reverse("budget-projects"), message=_("The project is added."))


@act(again=_projects)
def project_close(request: HttpRequest, actor: Actor, project_id: int) -> Answer:
    """Close a project."""
    perform(actor, close_project, project_id=project_id)
    return Answer(
        to=reverse("budget-projects"),
        message=_("The project is closed. Who has asked for what waits is told."),
    )


@act(again=_projects)
def project_reopen(request: HttpRequest, actor: Actor, project_id: int) -> Answer:
    """Open a closed project again."""
    perform(actor, reopen_project, project_id=project_id)
    return Answer(to=reverse("budget-projects"), message=_("The project is open again."))


def _form(request: HttpRequest, actor: Actor, *, sent: bool) -> BudgetForm:
    party = Party.objects.get(id=actor.own_party_id)
    year = day_of(current_unit().now, party.time_zone).year
    return BudgetForm(
        request.POST if sent else None, party_id=party.pk,
        initial={"year": year, "currency": party.currency},
    )  # fmt: skip
