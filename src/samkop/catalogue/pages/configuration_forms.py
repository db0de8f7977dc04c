"""Forms of configurations: the agreed bundle, and the identifiers that travel with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.usecases.configurations import MOST_OF_A_PART, WantedPart
from samkop.catalogue.vocabulary import EnrolmentProgramme
from samkop.parties.pages.forms import day
from samkop.platform.refusals import Refused

PARTS = 6


class ConfigurationForm(forms.Form):
    """A new configuration's names."""

    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("Such as TEACHER."))
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=120, required=False)
    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=120, required=False)


class VersionForm(forms.Form):
    """What a configuration is from a day on: parts by the suppliers' item numbers."""

    valid_from = day(_("First day"))
    image = forms.CharField(
        label=_("Image"), max_length=120, required=False,
        help_text=_("Of the operating system, as staging knows it."),
    )  # fmt: skip
    mdm_profile = forms.CharField(label=_("MDM profile"), max_length=120, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for place in range(1, PARTS + 1):
            label = _("Device: item number") if place == 1 else _("Part %(n)s: item number")
            self.fields[f"part_{place}"] = forms.CharField(
                label=label if place == 1 else str(label) % {"n": place}, max_length=80,
                required=place == 1,
            )  # fmt: skip
            if place > 1:
                self.fields[f"quantity_{place}"] = forms.IntegerField(
                    label=_("How many of part %(n)s (months of a subscription)") % {"n": place},
                    min_value=1, max_value=MOST_OF_A_PART, required=False,
                )  # fmt: skip

    def parts(self) -> list[WantedPart]:
        """The parts by item. Raises Refused ``item-unknown`` for a number that names none.

        Inside a reading.
        """
        typed = {place: self.cleaned_data[f"part_{place}"].strip() for place in range(1, PARTS + 1)}
        items = CatalogueItem.objects.filter(seller_item_id__in=typed.values(), active=True)
        known = dict(items.order_by("-id").values_list("seller_item_id", "id"))
        found = []
        for place, number in typed.items():
            if number and number not in known:
                sentence = _("No item on your shelves has this number. Copy it from its page.")
                raise Refused(
                    "item-unknown", sentence, status=422, fields={f"part_{place}": sentence}
                )
            if number:
                quantity = self.cleaned_data.get(f"quantity_{place}") or 1
                found.append(WantedPart(known[number], quantity))
        return found


class EnrolmentForm(forms.Form):
    """A municipality's identifiers, one a programme."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for programme in EnrolmentProgramme:
            self.fields[programme.value] = forms.CharField(
                label=programme.label, max_length=100, required=False
            )
