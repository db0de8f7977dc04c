"""What the buyer's people type when goods go back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import OrderLine
from samkop.receiving.rules.despatching import listed
from samkop.receiving.rules.returning import Returnable, Returned
from samkop.receiving.vocabulary import ReturnReason, ReturnRemedy

LONGEST_LIST = 200_000
MOST = 1_000_000  # pieces of one line
NAMED = 10  # serial numbers that are shown beside the field


@dataclass(frozen=True)
class ReturnRow:
    """An order's line and what of it can go back."""

    line: OrderLine
    able: Returnable

    @property
    def known(self) -> str:
        """The first serial numbers that are here."""
        shown = ", ".join(self.able.serials[:NAMED])
        return f"{shown} …" if len(self.able.serials) > NAMED else shown


@dataclass(frozen=True)
class ReturnFields:
    """A line with its fields, as the table shows them."""

    row: ReturnRow
    quantity: forms.BoundField
    serials: forms.BoundField | None


class ReturnForm(forms.Form):
    """Why it goes back; for each line how many, and which serial numbers."""

    reason = forms.ChoiceField(label=_("Why it goes back"), choices=ReturnReason.choices)
    remedy = forms.ChoiceField(
        label=_("What you want for it"), choices=ReturnRemedy.choices,
        help_text=_("What was not ordered, or is not wanted any more, is credited."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Your words to the supplier"), required=False, max_length=500,
        help_text=_("For example what is broken, and what you have agreed."),
    )  # fmt: skip

    def __init__(
        self, *arguments: Any, rows: Sequence[ReturnRow], begun: Mapping[int, Returned],
        **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **named)
        self.lines = rows
        for row in rows:
            number, name = row.line.line_number, {"name": row.line.shown_name}
            first = begun.get(number, Returned(number, 0))
            self.fields[f"quantity_{number}"] = forms.IntegerField(
                label=_("How many of %(name)s go back") % name, min_value=0, required=False,
                max_value=MOST, initial=first.quantity,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip
            # What a second press sends is read as the first was, though it is here no more.
            if row.able.serials or f"serials_{number}" in self.data:
                self.fields[f"serials_{number}"] = forms.CharField(
                    label=_("Serial numbers of %(name)s") % name, required=False,
                    max_length=LONGEST_LIST, initial="\n".join(first.serial_numbers),
                    widget=forms.Textarea(
                        attrs={"rows": 2, "data-scan": "list", "autocomplete": "off"}
                    ),
                )  # fmt: skip

    @property
    def whole(self) -> list[forms.BoundField]:
        """The fields that are for the whole return."""
        return [self[name] for name in self.base_fields]

    @property
    def rows(self) -> Iterator[ReturnFields]:
        """The lines with their fields."""
        for row in self.lines:
            number = row.line.line_number
            serials = self[f"serials_{number}"] if f"serials_{number}" in self.fields else None
            yield ReturnFields(row, self[f"quantity_{number}"], serials)

    def returned(self) -> list[Returned]:
        """What was typed of each line, once the form is valid; serial numbers alone count."""
        typed, found = self.cleaned_data, []
        for row in self.lines:
            number = row.line.line_number
            serials = listed(typed.get(f"serials_{number}", ""))
            found.append(
                Returned(number, typed[f"quantity_{number}"] or len(serials), serials)
            )  # fmt: skip
        return found
