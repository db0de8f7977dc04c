"""What a buyer types to ask for a change or a cancellation, and a supplier to answer it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import OrderLine
from samkop.ordering.rules.fulfilment import LineProgress
from samkop.ordering.usecases.order_change import LONGEST_REASON
from samkop.parties.pages.forms import day


def _reason(label: Any, **named: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}), **named,
    )  # fmt: skip


class CancellationForm(forms.Form):
    """Why the whole order is taken back."""

    reason = _reason(_("Why"), help_text=_("The supplier reads it and decides by it."))


@dataclass(frozen=True)
class ChangeRow:
    """An order line, how far it has come, and the field for how many are wanted."""

    line: OrderLine
    progress: LineProgress
    field: forms.BoundField

    @property
    def gone(self) -> int:
        """How many have left the supplier, by its despatch or by what came."""
        return self.progress.gone


class ChangeForm(forms.Form):
    """How many of each line are still wanted in all, by which day, and why."""

    requested_on = day(_("Wanted by"))
    reason = _reason(_("Why"), help_text=_("The supplier reads it and decides by it."))

    def __init__(
        self, *arguments: Any, lines: Sequence[OrderLine], progress: Mapping[int, LineProgress],
        **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **named)
        self.lines, self.progress = lines, progress
        for line in lines:
            standing = progress[line.line_number].standing
            self.fields[f"quantity_{line.line_number}"] = forms.IntegerField(
                label=_("Wanted of %(name)s") % {"name": line.shown_name}, min_value=0,
                max_value=standing, initial=standing,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip

    @property
    def rows(self) -> Iterator[ChangeRow]:
        """The lines with their fields."""
        for line in self.lines:
            number = line.line_number
            yield ChangeRow(line, self.progress[number], self[f"quantity_{number}"])

    @property
    def whole(self) -> list[forms.BoundField]:
        """The fields that are for the whole order."""
        return [self["requested_on"], self["reason"]]

    def wanted(self) -> dict[int, int]:
        """How many are wanted by line number, once the form is valid."""
        return {
            line.line_number: self.cleaned_data[f"quantity_{line.line_number}"]
            for line in self.lines
        }


class ChangeAnswerForm(forms.Form):
    """The supplier's words, and the day on which the rest comes."""

    promised_on = day(_("The rest comes on"))
    note = forms.CharField(
        label=_("Your words to the buyer"), required=False, max_length=LONGEST_REASON,
        help_text=_("Needed if you say no."),
    )  # fmt: skip
