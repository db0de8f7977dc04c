"""How long each model is under warranty, and devices that move to another site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.fleet.models import DeviceModel
from samkop.fleet.pages.case_forms import TakeInForm
from samkop.fleet.pages.tabs import CARE, tabs_of
from samkop.fleet.policies import may_handle_assets, may_keep_fleet, may_see_fleet
from samkop.fleet.queries.assets import asset_of
from samkop.fleet.queries.care import models_of, warranties_of
from samkop.fleet.usecases.recalls import MOST_MONTHS, set_warranty
from samkop.fleet.usecases.relocating import relocate
from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.vocabulary import PartyKind
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]


class WarrantyForm(forms.Form):
    """So many months on a model, by whichever supplier or by one."""

    model = forms.ModelChoiceField(DeviceModel.objects.none(), label=gettext_lazy("Model"))
    supplier = forms.ModelChoiceField(
        Party.objects.none(), label=gettext_lazy("Supplier"), required=False,
        empty_label=gettext_lazy("Any supplier"),
    )  # fmt: skip
    months = forms.IntegerField(
        label=gettext_lazy("Months"), min_value=1, max_value=MOST_MONTHS, initial=24
    )

    def __init__(self, *arguments: Any, owner_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        suppliers = Party.objects.filter(kind=PartyKind.SUPPLIER).order_by("legal_name", "id")
        offer(self, model=models_of(owner_id), supplier=suppliers)


def _warranties(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_see_fleet(actor))
    owner_id = actor.own_party_id
    form = WarrantyForm(request.POST if refused else None, owner_id=owner_id)
    return "fleet/warranties.html", {
        "terms": warranties_of(owner_id),
        "form": with_refusal(form, refused) if may_keep_fleet(actor, owner_id) else None,
        **tabs_of(actor, "warranties", CARE),
    }


warranties = page()(_warranties)


@act(again=_warranties)
def keep(request: HttpRequest, actor: Actor) -> Answer:
    """Set one."""
    with reading(actor):
        values = checked(WarrantyForm(request.POST, owner_id=actor.own_party_id))
    supplier = values["supplier"]
    perform(
        actor, set_warranty, model_id=values["model"].pk, months=values["months"],
        supplier_id=supplier.pk if supplier else None,
    )  # fmt: skip
    return Answer(
        to=reverse("warranties"), message=_("Kept. The days of the devices here follow it.")
    )


def _move(
    request: HttpRequest, actor: Actor, asset_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_handle_assets(actor, actor.own_party_id))
    asset = asset_of(actor.own_party_id, asset_id)
    form = TakeInForm(
        request.POST if refused else None, owner_id=asset.owner_id,
        initial={"site": asset.location_id},
    )  # fmt: skip
    return "fleet/move.html", {
        "asset": asset,
        "form": with_refusal(form, refused),
        "trail": [(_("Devices"), reverse("devices")),
                  (asset.asset_number, reverse("device", args=[asset.pk]))],
    }  # fmt: skip


move = page()(_move)


@act(again=_move)
def send_move(request: HttpRequest, actor: Actor, asset_id: int) -> Answer:
    """It is at another site now."""
    with reading(actor):
        site = checked(TakeInForm(request.POST, owner_id=actor.own_party_id))["site"]
    perform(actor, relocate, asset_ids=[asset_id], location_id=site.pk)
    return Answer(to=reverse("device", args=[asset_id]), message=_("Moved."))
