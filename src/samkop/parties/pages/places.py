"""Cost centres and sites of the organisation acted for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import CostCentre, DeliveryLocation, Person
from samkop.parties.pages.forms import (
    CostCentreForm,
    DeliveryLocationForm,
    ManagerForm,
    checked,
    with_refusal,
)
from samkop.parties.pages.place_lists import COST_CENTRES, SITES
from samkop.parties.pages.today import own_day
from samkop.parties.policies import (
    may_manage_cost_centres,
    may_manage_delivery_locations,
    may_see_organisation,
)
from samkop.parties.queries import members_of
from samkop.parties.usecases.places import (
    add_cost_centre,
    add_delivery_location,
    set_cost_centre_manager,
)
from samkop.platform.actors import Actor
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]


@page()
def cost_centres(request: HttpRequest, actor: Actor) -> Any:
    """The organisation's cost centres by code."""
    party_id = actor.party_id or 0
    allow(may_see_organisation(actor, party_id))
    may = may_manage_cost_centres(actor, party_id)
    listing = replace(COST_CENTRES, actions="parties/cost_centre_actions.html" if may else "")
    rows = CostCentre.objects.filter(party_id=party_id).select_related("manager")
    return list_page(request, actor, listing, rows, "parties/cost_centres.html", may_manage=may)


@page()
def sites(request: HttpRequest, actor: Actor) -> Any:
    """The organisation's sites by code."""
    party_id = actor.party_id or 0
    allow(may_see_organisation(actor, party_id))
    return list_page(
        request, actor, SITES, DeliveryLocation.objects.filter(party_id=party_id),
        "parties/delivery_locations.html",
        may_manage=may_manage_delivery_locations(actor, party_id),
    )  # fmt: skip


def centre_form(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    """The form for a cost centre, after a refusal with what was typed."""
    form = CostCentreForm(request.POST if refused else None)
    heading = _("Add a cost centre")
    return _form(heading, with_refusal(form, refused), "add-cost-centre", "cost-centres")


def site_form(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    """The form for a site, after a refusal with what was typed."""
    form = DeliveryLocationForm(request.POST if refused else None)
    heading = _("Add a site")
    return _form(
        heading, with_refusal(form, refused), "add-delivery-location", "delivery-locations"
    )


@page()
def cost_centre_add(request: HttpRequest, actor: Actor) -> Shown:
    """The form for a cost centre."""
    allow(may_manage_cost_centres(actor, actor.party_id or 0))
    return centre_form(request, actor)


@page()
def site_add(request: HttpRequest, actor: Actor) -> Shown:
    """The form for a site."""
    allow(may_manage_delivery_locations(actor, actor.party_id or 0))
    return site_form(request, actor)


@act(again=centre_form)
def add_centre(request: HttpRequest, actor: Actor) -> Answer:
    """Add the cost centre."""
    values = checked(CostCentreForm(request.POST))
    perform(actor, add_cost_centre, party_id=actor.party_id or 0, **values)
    return Answer(to=reverse("cost-centres"), message=_("The cost centre is added."))


@act(again=site_form)
def add_site(request: HttpRequest, actor: Actor) -> Answer:
    """Add the site."""
    values = checked(DeliveryLocationForm(request.POST))
    perform(actor, add_delivery_location, party_id=actor.party_id or 0, **values)
    return Answer(to=reverse("delivery-locations"), message=_("The site is added."))


def _manager(
    request: HttpRequest, actor: Actor, cost_centre_id: int, refused: Refused | None = None
) -> Shown:
    party_id = actor.party_id or 0
    allow(may_manage_cost_centres(actor, party_id))
    centre = CostCentre.objects.filter(party_id=party_id, id=cost_centre_id).first()
    if centre is None:
        raise not_found()
    form = _manager_form(request, party_id, centre, sent=refused is not None)
    return "parties/cost_centre_manager.html", {
        "centre": centre,
        "form": with_refusal(form, refused),
        "trail": [(_("Cost centres"), reverse("cost-centres"))],
    }


cost_centre_manager = page()(_manager)


@act(again=_manager)
def set_manager(request: HttpRequest, actor: Actor, cost_centre_id: int) -> Answer:
    """Say who answers for the cost centre."""
    with reading(actor):
        values = checked(_manager_form(request, actor.party_id or 0, None, sent=True))
    manager = values["manager"]
    perform(
        actor, set_cost_centre_manager, cost_centre_id=cost_centre_id,
        person_id=manager and manager.pk,
    )  # fmt: skip
    return Answer(to=reverse("cost-centres"), message=_("The manager is set."))


def _manager_form(
    request: HttpRequest, party_id: int, centre: CostCentre | None, *, sent: bool
) -> ManagerForm:
    members = members_of(party_id, own_day(request))
    people = Person.objects.filter(id__in=members.values("person_id")).order_by("sort_key", "id")
    initial = {"manager": centre.manager_id} if centre else {}
    return ManagerForm(request.POST if sent else None, people=people, initial=initial)


def _form(heading: Any, form: forms.Form, action: str, back: str) -> Shown:
    context = {"heading": heading, "form": form, "action": reverse(action), "back": reverse(back)}
    return "parties/place_add.html", context
