"""Forms of the benefit of buying together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.followup.models import BenefitAssumption
from samkop.followup.usecases.benefit import FIRST_YEAR, LAST_YEAR
from samkop.followup.usecases.benefit_assumptions import NewAssumption
from samkop.followup.vocabulary.benefit import IN_MONEY, Assumed
from samkop.parties.pages.forms import day
from samkop.platform.pages.choices import offer


class ComputeForm(forms.Form):
    """Which year, in which currency."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    currency = forms.ChoiceField(label=_("Currency"))

    def __init__(self, *arguments: Any, currencies: Sequence[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, currency=[(one, one) for one in currencies])


class AssumptionForm(forms.Form):
    """A value at the least, likely and at the most, with its source."""

    low = forms.DecimalField(label=_("At the least"), max_digits=12, decimal_places=2,
                             required=False)  # fmt: skip
    likely = forms.DecimalField(label=_("Likely"), max_digits=12, decimal_places=2, required=False)
    high = forms.DecimalField(label=_("At the most"), max_digits=12, decimal_places=2,
                              required=False)  # fmt: skip
    currency = forms.ChoiceField(label=_("Currency"))
    source = forms.CharField(
        label=_("Source"), max_length=300,
        help_text=_("Who estimated it, from what, or where it stands."),
    )  # fmt: skip
    valid_from = day(_("Holds from"), required=True)

    def __init__(
        self, *arguments: Any, key: Assumed, currencies: Sequence[str], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.key = key
        if key in IN_MONEY:
            offer(self, currency=[(one, one) for one in currencies])
        else:
            del self.fields["currency"]

    def clean(self) -> dict[str, Any]:
        """All three or none; where one end is not given it is the likely value."""
        said = super().clean() or {}
        if said.get("likely") is None and (
            said.get("low") is not None or said.get("high") is not None
        ):
            self.add_error("likely", _("Needed where an end of the range is given."))
        return said

    def assumption(self) -> NewAssumption:
        """What the use case takes."""
        said = self.cleaned_data
        likely = said["likely"]
        ends = tuple(likely if said[end] is None else said[end] for end in ("low", "high"))
        return NewAssumption(
            key=self.key, values=None if likely is None else (ends[0], likely, ends[1]),
            source=said["source"], valid_from=said["valid_from"],
            currency=said.get("currency", ""),
        )  # fmt: skip


def initial_of(row: BenefitAssumption | None) -> dict[str, Any]:
    """The values that hold, for the form."""
    if row is None:
        return {}
    return {"low": row.low, "likely": row.likely, "high": row.high, "source": row.source,
            "currency": row.currency}  # fmt: skip
