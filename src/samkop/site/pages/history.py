"""The history of things that have no page of their own beyond a line in a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.exchange.models import Endpoint
from samkop.ordering.models import Budget, BudgetProject
from samkop.ordering.policies import may_see_orders, may_see_register
from samkop.parties.models import CostCentre, DeliveryLocation
from samkop.parties.policies import may_see_organisation
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import not_found


@dataclass(frozen=True)
class Kind:
    """A kind of thing: its word, its rows, the list in which it stands."""

    label: str | Promise
    model: type[Model]
    listed: str
    list_label: str | Promise
    seen_by: Callable[[Actor], bool]


def _everybody(actor: Actor) -> bool:
    return may_see_organisation(actor, actor.party_id or 0)


# Who sees the list sees what became of its lines, and nobody else.
KINDS = {
    "budget": Kind(_("Budget"), Budget, "budgets", _("Budgets"), may_see_orders),
    "cost-centre": Kind(
        _("Cost centre"), CostCentre, "cost-centres", _("Cost centres"), _everybody
    ),
    "endpoint": Kind(_("Endpoint"), Endpoint, "organisation", _("Organisation"), _everybody),
    "project": Kind(
        _("Project"), BudgetProject, "budget-projects", _("Projects"), may_see_register
    ),
    "site": Kind(_("Site"), DeliveryLocation, "delivery-locations", _("Sites"), _everybody),
}  # fmt: skip


@page()
def history(
    request: HttpRequest, actor: Actor, kind: str, thing_id: int
) -> tuple[str, dict[str, Any]]:
    """One thing of the organisation acted for, and what became of it."""
    known = KINDS.get(kind)
    if known is None:
        raise not_found()
    allow(known.seen_by(actor))
    thing = known.model._default_manager.filter(id=thing_id, party_id=actor.own_party_id).first()
    if thing is None:
        raise not_found()
    return "site/history.html", {
        "thing": thing, "name": _named(thing), "kind": known, "list_url": reverse(known.listed),
    }  # fmt: skip


def _named(thing: Model) -> str:
    """What the thing is called in its list."""
    if isinstance(thing, Budget):
        return f"{thing.cost_centre} {thing.year}"
    if isinstance(thing, Endpoint):
        return f"{thing.scheme}:{thing.identifier}"
    return str(thing)
