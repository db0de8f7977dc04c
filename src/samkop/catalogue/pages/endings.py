"""What of the joint range ends soon, and what follows it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.policies import may_import_catalogues
from samkop.catalogue.queries import item_of
from samkop.catalogue.queries.availability import WITHIN, range_endings
from samkop.catalogue.queries.shop_keeping import kept_agreements
from samkop.catalogue.queries.successors import successions
from samkop.catalogue.usecases.availability import name_successor
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, day
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading


class SuccessorForm(forms.Form):
    """What follows an item, by the supplier's number, and until when it is sold."""

    successor = forms.CharField(max_length=80, required=False)
    sold_until = day("")


@page()
def endings(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Items of the range that need a decision, and all that ends with what follows it."""
    allow(may_import_catalogues(actor))
    party = Party.objects.get(id=actor.own_party_id)
    today = day_of(current_unit().now, party.time_zone)
    return "catalogue/endings.html", {
        "endings": range_endings(party.pk, today, WITHIN),
        "successions": successions([one.pk for one in kept_agreements(party.pk, today)], today),
        "days": WITHIN.days,
        "trail": [(_("Shop"), reverse("shop"))],
    }


@act()
def successor(request: HttpRequest, actor: Actor, item_id: int) -> Answer:
    """Name what follows an item, and its last day of sale."""
    values = checked(SuccessorForm(request.POST))
    with reading(actor):
        successor_id = _named(item_of(item_id), values["successor"].strip())
    perform(
        actor, name_successor, item_id=item_id, successor_id=successor_id,
        sold_until=values["sold_until"],
    )  # fmt: skip
    return Answer(to=reverse("item", args=[item_id]), message=_("What follows it is kept."))


def _named(item: CatalogueItem, number: str) -> int | None:
    if not number:
        return None
    shelf = CatalogueItem.objects.filter(agreement_id=item.agreement_id, seller_item_id=number)
    found = shelf.values_list("id", flat=True).first()
    if found is None:
        sentence = _("No item of this agreement has the number %(number)s.")
        raise Refused("item-unknown", sentence, status=422, number=number)
    return int(found)
