"""Administration: where everything is, and the organisation's own data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.exchange.models import Endpoint
from samkop.exchange.policies import may_see_messages
from samkop.fleet.policies.registers import may_import_fleet
from samkop.ordering.policies import BUYS, SEES_ALL, may_connect_systems, may_keep_budgets
from samkop.parties.models import Party, RegionMember
from samkop.parties.policies import (
    may_manage_groups,
    may_manage_people,
    may_see_organisation,
    may_see_people,
)
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.site.pages.imports import may_see_imports


@dataclass(frozen=True)
class Card:
    """A part of the administration: its first page, what it is for, to whom it is shown."""

    name: str
    label: str | Promise
    text: str | Promise
    icon: str
    shown_to: Callable[[Actor], bool]


def _own(policy: Callable[[Actor, int], bool]) -> Callable[[Actor], bool]:
    return lambda actor: actor.party_id is not None and policy(actor, actor.party_id)


CARDS = (
    Card("organisation", _("Organisation"),
         _("Names, identifier, electronic addresses, region."), "building",
         _own(may_see_organisation)),
    Card("people", _("People and roles"),
         _("Who belongs here, in which roles, from when until when."), "people",
         _own(may_see_people)),
    Card("groups", _("Groups"), _("People who may order the same things."), "people",
         _own(may_manage_groups)),
    Card("cost-centres", _("Cost centres"), _("Who pays."), "chart",
         _own(may_see_organisation)),
    Card("delivery-locations", _("Sites"), _("Where things are delivered and used."), "truck",
         _own(may_see_organisation)),
    Card("register", _("Approval rules"), _("Who may approve how much, and for whom."), "check",
         lambda actor: may_keep_budgets(actor) or bool(actor.roles & SEES_ALL)),
    Card("endpoints", _("Endpoints"), _("Where electronic documents go, and come from."), "mail",
         may_see_messages),
    Card("purchasing-systems", _("Purchasing systems"),
         _("Your own systems that open the shop and take the basket back."), "shop",
         may_connect_systems),
    Card("imports", _("Imports"), _("Every file that was sent, and what became of it."), "upload",
         may_see_imports),
    Card("people-import", _("Import of people"), _("From a file, checked before it is applied."),
         "upload", _own(may_manage_people)),
    Card("fleet-import", _("Import of devices"), _("From a file, checked before it is applied."),
         "upload", _own(may_import_fleet)),
    Card("catalogues", _("Import of catalogues"),
         _("Suppliers' files, checked before they are taken."), "upload",
         lambda actor: bool(actor.roles & BUYS)),
    Card("jobs", _("Jobs"), _("Long work: how far it has come, and its result."), "clock",
         _own(may_see_people)),
    Card("audit", _("Audit trail"), _("Who did what, when; sealed, and out as a file."), "seal",
         _own(may_manage_people)),
)  # fmt: skip


def may_administrate(actor: Actor) -> bool:
    """Whoever sees the organisation's people, or runs a part of it."""
    return actor.party_id is not None and may_see_people(actor, actor.party_id)


@page()
def administration(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Every part of the administration that the actor's roles open."""
    allow(may_administrate(actor))
    cards = [(card, reverse(card.name)) for card in CARDS if card.shown_to(actor)]
    return "site/administration.html", {"cards": cards}


@page()
def organisation(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The organisation acted for, as others see it, with its addresses and its history."""
    allow(may_see_organisation(actor, actor.party_id or 0))
    party = Party.objects.get(id=actor.own_party_id)
    endpoints = Endpoint.objects.filter(party_id=party.pk).order_by("scheme", "identifier", "id")
    memberships = RegionMember.objects.filter(party_id=party.pk).select_related("region")
    return "site/organisation.html", {
        "party": party,
        "endpoints": list(endpoints),
        "regions": list(memberships.order_by("valid_from", "id")),
        "history": history_of(subject_of(party), {}),
    }
