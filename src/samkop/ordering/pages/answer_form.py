"""What a supplier's people type to answer an order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import OrderLine
from samkop.ordering.rules.answering import Said
from samkop.parties.pages.forms import day


@dataclass(frozen=True)
class LineFields:
    """An order line with its fields, as the table shows them."""

    line: OrderLine
    quantity: forms.BoundField
    promised: forms.BoundField
    later: forms.BoundField
    later_on: forms.BoundField
    note: forms.BoundField


class AnswerForm(forms.Form):
    """For the whole: the supplier's own number and words; for each line, what comes when."""

    sales_order_id = forms.CharField(label=_("Your order number"), required=False, max_length=80)
    note = forms.CharField(
        label=_("Your words to the buyer"), required=False, max_length=500,
        help_text=_("Needed where nothing comes."),
    )  # fmt: skip

    def __init__(
        self, *arguments: Any, lines: Sequence[OrderLine], promised: date, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.lines = lines
        for line in lines:
            self._add(line, promised)

    def _add(self, line: OrderLine, promised: date) -> None:
        number, name = line.line_number, {"name": line.shown_name}
        made = {
            "quantity": _count(_("Comes of %(name)s") % name, line.quantity, line.quantity),
            "promised": day(_("Day on which %(name)s comes") % name),
            "later": _count(_("Follows later of %(name)s") % name, line.quantity, 0),
            "later_on": day(_("Day on which the rest of %(name)s follows") % name),
            "note": forms.CharField(
                label=_("Words on %(name)s") % name, required=False, max_length=200
            ),
        }
        made["promised"].initial = promised
        for what, field in made.items():
            self.fields[f"{what}_{number}"] = field

    @property
    def whole(self) -> list[forms.BoundField]:
        """The fields that are for the whole order."""
        return [self["sales_order_id"], self["note"]]

    @property
    def rows(self) -> Iterator[LineFields]:
        """The lines with their fields."""
        for line in self.lines:
            number = line.line_number
            yield LineFields(
                line, self[f"quantity_{number}"], self[f"promised_{number}"],
                self[f"later_{number}"], self[f"later_on_{number}"], self[f"note_{number}"],
            )  # fmt: skip

    def said(self) -> list[Said]:
        """What was typed of each line, once the form is valid."""
        typed = self.cleaned_data
        return [
            Said(
                number, quantity=typed[f"quantity_{number}"] or 0,
                later=typed[f"later_{number}"] or 0,
                promised_on=typed[f"promised_{number}"] if typed[f"quantity_{number}"] else None,
                later_on=typed[f"later_on_{number}"] if typed[f"later_{number}"] else None,
                note=typed[f"note_{number}"].strip(),
            )
            for number in (line.line_number for line in self.lines)
        ]  # fmt: skip


def _count(label: Any, most: int, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, initial=initial, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
