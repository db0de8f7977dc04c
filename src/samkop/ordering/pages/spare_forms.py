"""What people type of spares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem
from samkop.ordering.models import OrderLine
from samkop.ordering.usecases.spares import LONGEST_NOTE, MOST_PIECES
from samkop.parties.models import CostCentre, DeliveryLocation
from samkop.platform.pages.choices import offer


class LevelsForm(forms.Form):
    """How many there should be, and who pays. Built inside the open reading."""

    minimum = forms.IntegerField(
        label=_("At least"), min_value=1, max_value=MOST_PIECES,
        help_text=_("Below it, more is ordered."),
    )  # fmt: skip
    target = forms.IntegerField(label=_("Ordered up to"), min_value=1, max_value=MOST_PIECES)
    cost_centre = forms.ModelChoiceField(CostCentre.objects.none(), label=_("Cost centre"))

    def __init__(self, *arguments: Any, party_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        centres = CostCentre.objects.filter(party_id=party_id, active=True).order_by("code")
        offer(self, cost_centre=centres)


class ItemField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An item as the shop calls it."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name in the reader's language, and the supplier's number."""
        return f"{obj.shown_name} ({obj.seller_item_id})"


class NewSparesForm(LevelsForm):
    """The same of an item that the organisation has ordered before, at one of its sites."""

    item = ItemField(
        CatalogueItem.objects.none(), label=_("Item"),
        help_text=_("Something that your organisation has ordered before."),
    )  # fmt: skip
    delivery_location = forms.ModelChoiceField(DeliveryLocation.objects.none(), label=_("Site"))
    in_stock = forms.IntegerField(
        label=_("In stock today"), min_value=0, max_value=MOST_PIECES, initial=0
    )

    def __init__(self, *arguments: Any, party_id: int, **named: Any) -> None:
        super().__init__(*arguments, party_id=party_id, **named)
        ordered = OrderLine.objects.filter(order__buyer_id=party_id)
        items = CatalogueItem.objects.filter(
            id__in=ordered.order_by().values("item_id").distinct(), active=True
        )
        places = DeliveryLocation.objects.filter(party_id=party_id).order_by("name")
        offer(self, item=items.order_by("name", "id"), delivery_location=places)
        self.order_fields(["item", "delivery_location", "in_stock", "minimum", "target"])


class HandlingForm(forms.Form):
    """What somebody does at the shelf."""

    what = forms.ChoiceField(
        label=_("What you do"),
        choices=[
            ("take", _("Take out")), ("put-in", _("Put in")),
            ("count", _("Count: so many lie here")),
        ],
    )  # fmt: skip
    pieces = forms.IntegerField(label=_("Pieces"), min_value=0, max_value=MOST_PIECES)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE,
        help_text=_("Such as for whom, or which device it replaces."),
    )  # fmt: skip
