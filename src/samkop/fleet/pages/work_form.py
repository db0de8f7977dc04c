"""What somebody types to plan work, and to change it."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.fleet.models import Asset
from samkop.fleet.rules.visits import Visit
from samkop.fleet.vocabulary import HolderKind, WorkKind
from samkop.parties.models import DeliveryLocation, Party
from samkop.parties.pages.forms import day
from samkop.platform.pages.choices import offer

LONGEST_LIST = 200_000
MOST_OFFERED = 500
# Else they go to the visit's site.
TARGETS = (HolderKind.PERSON, HolderKind.CLASS, HolderKind.CART, HolderKind.ROOM)


class Clock(forms.TimeInput):
    """The browser's own time picker; its value is ISO 8601 in every language."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def clock(label: Any) -> forms.TimeField:
    """A time by the browser's picker, or none."""
    return forms.TimeField(label=label, required=False, widget=Clock())


def suppliers_of(owner_id: int) -> list[Party]:
    """Those that devices of the owner's came from: they may do work on them."""
    known = Asset.objects.filter(owner_id=owner_id).exclude(supplier=None)
    found = Party.objects.filter(id__in=known.values("supplier_id").distinct())
    return list(found.order_by("legal_name", "id")[:MOST_OFFERED])


class WhenForm(forms.Form):
    """The day and the hours of a visit."""

    due_on = day(_("Day"), required=True)
    window_from = clock(pgettext_lazy("time", "From"))
    window_to = clock(pgettext_lazy("time", "Until"))
    note = forms.CharField(
        label=_("Note to whoever does it"), required=False, max_length=500
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Two times or none, the first before the second."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("window_from"), values.get("window_to")
        if (first is None) != (last is None) or (first and last and first >= last):
            self.add_error("window_to", _("Give both times, the later one second, or neither."))
        return values

    @property
    def window(self) -> tuple[time, time] | None:
        """The hours that were typed."""
        first, last = self.cleaned_data["window_from"], self.cleaned_data["window_to"]
        return (first, last) if first and last else None


class WorkForm(WhenForm):
    """New work on some devices."""

    kind = forms.ChoiceField(label=_("Work"), choices=WorkKind.choices)
    devices = forms.CharField(
        label=_("Devices"), max_length=LONGEST_LIST,
        help_text=_("Asset or serial numbers, one a line."),
        widget=forms.Textarea(attrs={"rows": 4, "data-scan": "list", "autocomplete": "off"}),
    )  # fmt: skip
    fetched = forms.CharField(
        label=_("Devices that are fetched at the visit"), required=False, max_length=LONGEST_LIST,
        help_text=_("The old ones, by asset or serial number, one a line."),
        widget=forms.Textarea(attrs={"rows": 2, "data-scan": "list", "autocomplete": "off"}),
    )  # fmt: skip
    location = forms.ChoiceField(label=_("Site"), required=False)
    performer = forms.ChoiceField(label=_("Done by"), required=False)
    to_kind = forms.ChoiceField(label=_("The devices go to"), required=False)
    to_code = forms.CharField(
        label=_("Who or which"), required=False, max_length=100,
        help_text=_("Of a person the name or e-mail address; of a class, cart or room your own"
                    " code for it; of the site nothing."),
    )  # fmt: skip
    promised_on = day(_("Promised for"))
    field_order = (
        "kind", "devices", "fetched", "location", "due_on", "window_from", "window_to",
        "performer", "to_kind", "to_code", "promised_on", "note",
    )  # fmt: skip

    def __init__(self, *arguments: Any, owner: Party, **named: Any) -> None:
        super().__init__(*arguments, **named)
        sites = DeliveryLocation.objects.filter(party=owner).order_by("name", "id")
        own = (str(owner.pk), _("Our own people"))
        offer(
            self,
            location=[
                ("", "\N{EN DASH}"), *((str(one.pk), one.name) for one in sites[:MOST_OFFERED])
            ],
            performer=[own, *((str(one.pk), one.legal_name) for one in suppliers_of(owner.pk))],
            to_kind=[("", _("The site")), *((one.value, one.label) for one in TARGETS)],
        )  # fmt: skip

    def visit(self) -> Visit:
        """Where, when and by whom, once the form is valid."""
        typed = self.cleaned_data
        return Visit(
            location_id=int(typed["location"]) if typed["location"] else None,
            performer_id=int(typed["performer"]) if typed["performer"] else None,
            due_on=typed["due_on"], window=self.window, promised_on=typed["promised_on"],
            note=typed["note"],
        )  # fmt: skip


def codes(text: str) -> list[str]:
    """What stands on the lines of a field, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
