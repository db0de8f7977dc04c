"""A form that says which devices are meant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import DeviceModel
from samkop.parties.models import DeliveryLocation
from samkop.platform.pages.choices import offer


class ChooseForm(forms.Form):
    """All of a site, all of a model, or those of a list of numbers. Built inside a reading."""

    site = forms.ModelChoiceField(
        DeliveryLocation.objects.none(), label=_("Site"), required=False, empty_label=_("Any site")
    )
    model = forms.ModelChoiceField(
        DeviceModel.objects.none(), label=_("Model"), required=False, empty_label=_("Any model")
    )
    numbers = forms.CharField(
        label=_("Or these devices"), required=False, max_length=1_000_000,
        help_text=_("Asset numbers or serial numbers, one a line; scan the labels into it."),
        widget=forms.Textarea(attrs={"rows": 4, "data-scan": "list", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *arguments: Any, owner_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(
            self,
            site=DeliveryLocation.objects.filter(party_id=owner_id).order_by("name", "id"),
            model=DeviceModel.objects.filter(owner_id=owner_id).order_by("name", "id"),
        )

    def chosen(self) -> dict[str, Any]:
        """What was typed, as ``chosen_devices`` takes it, once the form is valid."""
        site, model = self.cleaned_data["site"], self.cleaned_data["model"]
        return {
            "site_id": site.pk if site else None, "model_id": model.pk if model else None,
            "numbers": self.cleaned_data["numbers"],
        }  # fmt: skip
