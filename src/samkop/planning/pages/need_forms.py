"""Forms of needs. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.parties.models import Party
from samkop.parties.pages.forms import day
from samkop.planning.models import Need, NeedLine
from samkop.planning.usecases.needs import FIRST_YEAR, LAST_YEAR, MOST_LINES, NewLine, NewNeed
from samkop.planning.vocabulary import Category
from samkop.platform.pages.amounts import CENTS, amount, cents_of
from samkop.platform.pages.choices import offer

EMPTY_ROWS = 4
CELLS = ("text", "unit", "year", "quantity", "low", "likely", "high")
AMOUNTS = ("low", "likely", "high")


class NeedForm(forms.Form):
    """What is needed, with a row a thing and year; rows left empty do not count."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=Category.choices)
    wanted_from = day(pgettext_lazy("need", "Wanted from"), required=True)
    wanted_until = day(pgettext_lazy("need", "Wanted until"), required=True)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=4000, required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For whom, and what it has to manage."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, rows: int = EMPTY_ROWS, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if self.is_bound:
            rows = max(rows, rows_sent(self.data))
        self.rows_shown = min(rows, MOST_LINES)
        for row in range(self.rows_shown):
            self.fields.update({f"{name}_{row}": _cell(name, row + 1) for name in CELLS})

    def own_fields(self) -> list[forms.BoundField]:
        """What stands above the rows."""
        return [self[name] for name in self.base_fields]

    def rows(self) -> Iterator[list[tuple[Any, forms.BoundField]]]:
        """The fields of each row, with their headings."""
        headings = dict(zip(CELLS, _headings(), strict=True))
        for row in range(self.rows_shown):
            yield [(headings[name], self[f"{name}_{row}"]) for name in CELLS]

    def clean(self) -> dict[str, Any]:
        """A row that says something says all; the ends of its value are the value itself
        unless they are given.
        """
        said = super().clean() or {}
        for row in range(self.rows_shown):
            given = {name: said.get(f"{name}_{row}") for name in CELLS}
            if all(value in (None, "") for value in given.values()):
                continue
            for name in ("text", "unit", "year", "quantity", "likely"):
                if given[name] in (None, "") and f"{name}_{row}" not in self.errors:
                    self.add_error(f"{name}_{row}", _("Needed in a row that says something."))
        return said

    def need(self) -> NewNeed:
        """The need as the use cases take it."""
        said = self.cleaned_data
        return NewNeed(
            category=said["category"], title=said["title"], wanted_from=said["wanted_from"],
            wanted_until=said["wanted_until"], note=said["note"],
            lines=[
                self._line(row) for row in range(self.rows_shown) if said.get(f"text_{row}")
            ],
        )  # fmt: skip

    def _line(self, row: int) -> NewLine:
        said = {name: self.cleaned_data[f"{name}_{row}"] for name in CELLS}
        likely = said["likely"]
        low, high = (likely if said[end] is None else said[end] for end in ("low", "high"))
        return NewLine(
            text=said["text"], unit=said["unit"], year=said["year"], quantity=said["quantity"],
            low_cents=cents_of(low) or 0, likely_cents=cents_of(likely) or 0,
            high_cents=cents_of(high) or 0,
        )  # fmt: skip


class ReportForm(forms.Form):
    """To whom a need is reported."""

    reported_to = forms.TypedChoiceField(label=gettext_lazy("Report to"), coerce=int)

    def __init__(self, *arguments: Any, receivers: Iterable[Party], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, reported_to=[(one.pk, one.name) for one in receivers])


def initial_of(need: Need, lines: Iterable[NeedLine]) -> dict[str, Any]:
    """The need as its form shows it."""
    shown: dict[str, Any] = {
        "title": need.title, "category": need.category, "wanted_from": need.wanted_from,
        "wanted_until": need.wanted_until, "note": need.note,
    }  # fmt: skip
    for row, line in enumerate(lines):
        shown |= {
            f"{name}_{row}": getattr(line, name) for name in ("text", "unit", "year", "quantity")
        }
        shown |= {
            f"{name}_{row}": Decimal(getattr(line, f"{name}_cents")) / CENTS for name in AMOUNTS
        }
    return shown


def rows_sent(data: Any) -> int:
    """How many rows a sent form has."""
    sent = [name.partition("_")[2] for name in data if name.startswith("text_")]
    return max((int(row[:4]) + 1 for row in sent if row.isascii() and row.isdigit()), default=0)


def _headings() -> tuple[Any, ...]:
    return (
        _("What"), _("Unit"), _("Year"), _("Quantity"), _("Value at the least"),
        _("Likely value"), _("Value at the most"),
    )  # fmt: skip


def _cell(name: str, row: int) -> forms.Field:
    label = _("%(what)s, row %(row)s") % {
        "what": dict(zip(CELLS, _headings(), strict=True))[name], "row": row,
    }  # fmt: skip
    if name in AMOUNTS:
        return amount(label, required=False)
    if name == "year":
        return forms.IntegerField(
            label=label, required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
        )
    if name == "quantity":
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=10**9)
    return forms.CharField(label=label, required=False, max_length=200 if name == "text" else 40)
