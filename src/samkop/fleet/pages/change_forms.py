"""What people type of a change of devices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.fleet.queries.called import person_called
from samkop.fleet.queries.holders import LONGEST_CODE
from samkop.fleet.rules.changes import Change, What
from samkop.fleet.vocabulary import HolderKind
from samkop.parties.models import CostCentre, DeliveryLocation
from samkop.parties.pages.forms import day
from samkop.platform.pages.choices import offer

# Who can be handed a device; to a supplier it goes by maintenance or return.
HANDED_TO = (
    HolderKind.PERSON, HolderKind.CLASS, HolderKind.CART, HolderKind.ROOM, HolderKind.SITE,
    HolderKind.CARRIER,
)  # fmt: skip
LONGEST_NOTE = 500


class HandOverForm(forms.Form):
    """Who gets the devices. Built inside the open reading."""

    kind = forms.ChoiceField(
        label=_("To"), choices=[(kind.value, kind.label) for kind in HANDED_TO]
    )
    code = forms.CharField(
        label=_("Who or which"), required=False, max_length=100,
        help_text=_("Of a person the name or e-mail address; of a class, cart, room or carrier"
                    " your own code for it; of a site nothing."),
    )  # fmt: skip
    location = forms.ModelChoiceField(
        DeliveryLocation.objects.none(), label=_("Site"), required=False,
        help_text=_("Where it is from now on; empty: where it was."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_NOTE)

    def __init__(self, *arguments: Any, party_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        places = DeliveryLocation.objects.filter(party_id=party_id).order_by("name", "id")
        offer(self, location=places)


class CostCentreForm(forms.Form):
    """Which cost centre carries the devices."""

    cost_centre = forms.ModelChoiceField(CostCentre.objects.none(), label=_("Cost centre"))

    def __init__(self, *arguments: Any, party_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        centres = CostCentre.objects.filter(party_id=party_id, active=True).order_by("code")
        offer(self, cost_centre=centres)


class RenewalForm(forms.Form):
    """When the devices are to be renewed."""

    renew_on = day(_("To be renewed on"), required=True)

    def __init__(self, *arguments: Any, party_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)


FORMS: dict[What, type[HandOverForm | CostCentreForm | RenewalForm]] = {
    What.HAND_OVER: HandOverForm,
    What.COST_CENTRE: CostCentreForm,
    What.RENEWAL: RenewalForm,
}


def change_of(what: What, values: dict[str, Any], party_id: int) -> Change:
    """The change that a form's values mean. Raises Refused ``holder-unknown``."""
    if what is What.COST_CENTRE:
        return Change(what, cost_centre_id=values["cost_centre"].pk)
    if what is What.RENEWAL:
        return Change(what, renew_on=values["renew_on"])
    kind, code, place = values["kind"], values["code"].strip(), values["location"]
    if kind == HolderKind.PERSON:
        code = str(person_called(party_id, code, "code"))
    elif kind == HolderKind.SITE:
        code = "" if place is None else str(place.pk)
    return Change(
        what, kind=kind, code=code[:LONGEST_CODE], note=values["note"],
        location_id=None if place is None or kind == HolderKind.SITE else place.pk,
    )  # fmt: skip
