"""What people type in ordering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import BudgetProject
from samkop.parties.models import CostCentre, DeliveryLocation
from samkop.platform.pages.choices import offer


class CheckoutForm(forms.Form):
    """Who pays, where it goes, and the key that makes sending twice harmless.

    Built inside the open reading, so that only the organisation's own rows are choices.
    """

    cost_centre = forms.ModelChoiceField(CostCentre.objects.none(), label=_("Cost centre"))
    project = forms.ModelChoiceField(
        BudgetProject.objects.none(), label=_("Project"), required=False,
        empty_label=_("No project"),
    )  # fmt: skip
    delivery_location = forms.ModelChoiceField(
        DeliveryLocation.objects.none(), label=_("Delivered to")
    )
    note = forms.CharField(
        label=_("Note to the approver"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    # Empty for oneself; a colleague is chosen on a page of its own.
    recipient = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *arguments: Any, party_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        own_choices(self, party_id)
        projects = BudgetProject.objects.filter(party_id=party_id, active=True).order_by("code")
        offer(self, project=projects)
        if not projects:
            del self.fields["project"]


class OrderFileForm(forms.Form):
    """A file of rows, and what holds for rows that name no cost centre or site."""

    file = forms.FileField(label=_("File"), help_text=_("CSV with comma or semicolon, or .xlsx."))
    cost_centre = forms.ModelChoiceField(
        CostCentre.objects.none(), label=_("Cost centre of rows that name none")
    )
    delivery_location = forms.ModelChoiceField(
        DeliveryLocation.objects.none(), label=_("Site of rows that name none")
    )

    def __init__(self, *arguments: Any, party_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        own_choices(self, party_id)


def own_choices(form: forms.Form, party_id: int) -> None:
    """Offer the organisation's own cost centres and sites."""
    centres = CostCentre.objects.filter(party_id=party_id, active=True).order_by("code")
    places = DeliveryLocation.objects.filter(party_id=party_id).order_by("name")
    offer(form, cost_centre=centres, delivery_location=places)
