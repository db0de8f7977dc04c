"""The lists of cost centres and of sites."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import CostCentre, DeliveryLocation
from samkop.parties.vocabulary import Criticality
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    Search,
    code,
    pill,
    text,
)

TONES = {
    Criticality.ORDINARY: "neutral",
    Criticality.IMPORTANT: "warn",
    Criticality.CRITICAL: "bad",
}


def _in_use(centre: CostCentre) -> Cell:
    return pill("good", _("In use")) if centre.active else pill("neutral", _("Closed"))


COST_CENTRES: Listing[CostCentre] = Listing(
    name="cost-centres",
    title=_("Cost centres"),
    address="cost-centres",
    order="code",
    columns=(
        Column(
            "code", _("Code"), lambda one: code(one.code), sort="code",
            link=lambda one: reverse("history", args=["cost-centre", one.pk]),
        ),
        Column("name", _("Name"), lambda one: text(one.name)),
        Column("manager", _("Manager"), lambda one: text(str(one.manager) if one.manager else "")),
        Column("state", _("State"), _in_use),
    ),
    filters=(
        Search(
            "q", _("Code or name"),
            lambda rows, text: rows.filter(Q(code__istartswith=text) | Q(name__icontains=text)),
        ),
        Choice(
            "state", _("State"), [("in-use", _("In use")), ("closed", _("Closed"))],
            lambda rows, state: rows.filter(active=state == "in-use"),
        ),
    ),
    empty=Empty(
        _("No cost centre yet"),
        _("Orders are charged to cost centres: add those that your ledger has."),
    ),
)  # fmt: skip

SITES: Listing[DeliveryLocation] = Listing(
    name="sites",
    title=_("Sites"),
    address="delivery-locations",
    order="code",
    columns=(
        Column(
            "code", _("Code"), lambda one: code(one.code), sort="code",
            link=lambda one: reverse("history", args=["site", one.pk]),
        ),
        Column("name", _("Name"), lambda one: text(one.name)),
        Column(
            "address", _("Address"),
            lambda one: text(f"{one.street}, {one.postal_code} {one.city}"),
        ),
        Column("gln", _("GLN"), lambda one: text(one.gln), usual=False),
        Column(
            "criticality", _("Criticality"),
            lambda one: pill(
                TONES[Criticality(one.criticality)], one.get_criticality_display()
            ),
        ),
    ),
    filters=(
        Search(
            "q", _("Code, name or address"),
            lambda rows, wanted: rows.filter(
                Q(code__istartswith=wanted) | Q(name__icontains=wanted)
                | Q(street__icontains=wanted) | Q(city__icontains=wanted)
            ),
        ),
        Choice(
            "criticality", _("Criticality"), Criticality.choices,
            lambda rows, criticality: rows.filter(criticality=criticality),
        ),
    ),
    empty=Empty(
        _("No site yet"), _("Things are delivered to sites: add schools, offices and care homes."),
        "building",
    ),
)  # fmt: skip
