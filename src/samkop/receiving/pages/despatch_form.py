"""What a supplier's people type when goods leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import OrderLine
from samkop.parties.pages.forms import day
from samkop.receiving.rules.despatching import Sent, listed

LONGEST_LIST = 100_000


@dataclass(frozen=True)
class Sendable:
    """An order's line with how many of it are still to be sent."""

    line: OrderLine
    left: int


@dataclass(frozen=True)
class SentFields:
    """A line with its fields, as the table shows them."""

    row: Sendable
    quantity: forms.BoundField
    serials: forms.BoundField


class DespatchForm(forms.Form):
    """For the whole: day, carrier, marks; for each line how many go, with which serials."""

    expected_on = day(_("Arrives on"), required=True)
    carrier = forms.CharField(label=_("Carrier"), required=False, max_length=100)
    tracking_id = forms.CharField(label=_("Tracking number"), required=False, max_length=80)
    package_marks = forms.CharField(
        label=_("Marks on the packages"), required=False, max_length=4000,
        help_text=_("One a line: SSCC or marks of your own."),
        widget=forms.Textarea(attrs={"rows": 2, "data-scan": "list", "autocomplete": "off"}),
    )  # fmt: skip
    rest_reason = forms.CharField(
        label=_("Why the rest comes later"), required=False, max_length=200
    )
    note = forms.CharField(label=_("Your words to the buyer"), required=False, max_length=500)

    def __init__(
        self, *arguments: Any, rows: Sequence[Sendable], expected_on: date, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.lines = rows
        self.fields["expected_on"].initial = expected_on
        for row in rows:
            number, name = row.line.line_number, {"name": row.line.shown_name}
            self.fields[f"quantity_{number}"] = forms.IntegerField(
                label=_("How many of %(name)s go now") % name, min_value=0,
                max_value=row.line.quantity, initial=row.left, required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip
            self.fields[f"serials_{number}"] = forms.CharField(
                label=_("Serial numbers of %(name)s") % name, required=False,
                max_length=LONGEST_LIST,
                widget=forms.Textarea(
                    attrs={"rows": 3, "data-scan": "list", "autocomplete": "off"}
                ),
            )  # fmt: skip

    @property
    def whole(self) -> list[forms.BoundField]:
        """The fields that are for the whole despatch."""
        return [self[name] for name in self.base_fields]

    @property
    def rows(self) -> Iterator[SentFields]:
        """The lines with their fields."""
        for row in self.lines:
            number = row.line.line_number
            yield SentFields(row, self[f"quantity_{number}"], self[f"serials_{number}"])

    def sent(self) -> list[Sent]:
        """What was typed of each line, once the form is valid."""
        typed = self.cleaned_data
        return [
            Sent(number, typed[f"quantity_{number}"] or 0, listed(typed[f"serials_{number}"]))
            for number in (row.line.line_number for row in self.lines)
        ]
