"""What the finance office types about approvals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import CostCentre, Person
from samkop.parties.pages.forms import day

CURRENCIES = ("EUR", "SEK")
CENTS = 100


def centres_of(party_id: int) -> Any:
    """The organisation's cost centres in use, by code."""
    return CostCentre.objects.filter(party_id=party_id, active=True).order_by("code")


def amount(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DecimalField:
    """An amount without VAT, to the cent."""
    return forms.DecimalField(
        label=label, required=required, min_value=Decimal(0), max_digits=14, decimal_places=2,
        help_text=help_text,
    )  # fmt: skip


def cents_of(value: Decimal | None) -> int | None:
    """An amount as it is stored."""
    return None if value is None else int(value * CENTS)


class AuthorityForm(forms.Form):
    """A new entry of the register. Built inside the open reading."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Approver"))
    cost_centre = forms.ModelChoiceField(
        CostCentre.objects.none(), label=_("Cost centre"), required=False,
        empty_label=_("All cost centres"),
    )  # fmt: skip
    limit = amount(_("Up to, without VAT"))
    currency = forms.ChoiceField(label=_("Currency"), choices=[(c, c) for c in CURRENCIES])
    valid_from = day(_("First day"), required=True)
    valid_until = day(_("Last day"))

    def __init__(self, *arguments: Any, party_id: int, people: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["cost_centre"].queryset = centres_of(party_id)  # type: ignore[attr-defined]
