"""Forms of forecasts: to begin one, and every assumption of one with its range."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.core.forecast import Problem, Span

ENDS = ("low", "mid", "high")
MOST_INHABITANTS = 10**8
YEARS = 15
LARGEST_FILE = 1_000_000


class BeginForm(forms.Form):
    """A place and how it grows; or a file with all assumptions."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, required=False)
    start = forms.IntegerField(
        label=gettext_lazy("First year"), min_value=1900, max_value=2200, required=False
    )
    inhabitants = forms.IntegerField(
        label=gettext_lazy("Inhabitants then"), min_value=1, max_value=MOST_INHABITANTS,
        required=False,
    )  # fmt: skip
    low = forms.IntegerField(
        label=gettext_lazy("In 15 years, at the least"), min_value=1,
        max_value=MOST_INHABITANTS, required=False,
    )  # fmt: skip
    mid = forms.IntegerField(
        label=gettext_lazy("In 15 years, as expected"), min_value=1, max_value=MOST_INHABITANTS,
        required=False,
    )  # fmt: skip
    high = forms.IntegerField(
        label=gettext_lazy("In 15 years, at the most"), min_value=1, max_value=MOST_INHABITANTS,
        required=False,
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Or a file with all assumptions"), required=False,
        help_text=gettext_lazy("JSON, as “samkop schema forecast-problem” describes it."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Without a file all numbers are needed, and they rise."""
        said = super().clean() or {}
        file = said.get("file")
        if file is not None:
            if file.size > LARGEST_FILE:
                self.add_error("file", _("The file is too large."))
            return said
        for name in ("name", "start", "inhabitants", *ENDS):
            if name not in self.errors and said.get(name) in (None, ""):
                self.add_error(name, _("Needed, unless you give a file."))
        if not self.errors and not said["low"] <= said["mid"] <= said["high"]:
            self.add_error("mid", _("It has to lie between the least and the most."))
        return said

    def growth(self) -> dict[int, Span]:
        """Inhabitants at both ends, as the form has them."""
        said = self.cleaned_data
        now = Decimal(said["inhabitants"])
        low, middle, high = (Decimal(said[end]) for end in ENDS)
        return {
            said["start"]: Span(now, now, now), said["start"] + YEARS: Span(low, middle, high),
        }  # fmt: skip


class AssumptionsForm(forms.Form):
    """Every assumption of a forecast, low, middle and high, for a variant of it."""

    name = forms.CharField(label=gettext_lazy("Name of the variant"), max_length=100)

    def __init__(self, *arguments: Any, problem: Problem, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.spans = dict(problem.assumptions())
        for number, (place, span) in enumerate(self.spans.items()):
            label = place_words(place)
            for end in ENDS:
                self.fields[f"a{number}_{end}"] = forms.DecimalField(
                    label=f"{label}, {_end_words(end)}", initial=_bare(getattr(span, end)),
                    max_digits=16, decimal_places=6,
                )  # fmt: skip

    def rows(self) -> Iterator[tuple[str, str, list[tuple[str, Any]]]]:
        """Each assumption in words, whence it is, and its three fields, each with its end."""
        for number, (place, span) in enumerate(self.spans.items()):
            yield place_words(place), span.note, [
                (_end_words(end), self[f"a{number}_{end}"]) for end in ENDS
            ]  # fmt: skip

    def changed_spans(self) -> dict[str, Span]:
        """Those that are not as before, with the note that they had."""
        found = {}
        for number, (place, span) in enumerate(self.spans.items()):
            low, mid, high = (self.cleaned_data[f"a{number}_{end}"] for end in ENDS)
            if (low, mid, high) != (span.low, span.mid, span.high):
                found[place] = Span(low, mid, high, span.note)
        return found


def _bare(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _end_words(end: str) -> str:
    return {"low": _("low"), "mid": _("middle"), "high": _("high")}[end]


def place_words(place: str) -> str:
    """An assumption's place in the reader's words; names are those of its file."""
    part, _dot, rest = place.partition(".")
    if part == "population":
        year = rest.rpartition(".")[2]
        if year.isdigit():
            return _("Inhabitants in %(year)s") % {"year": year}
        return _("Growth, per cent a year")
    if part == "groups":
        return _("%(group)s, of 1,000 inhabitants") % {"group": rest}
    for ending, words in (
        (".life_months", _("%(name)s: life, months")),
        (".unit_price", _("%(name)s: price")),
        (".price_per_year", _("%(name)s: price a year")),
        (".price_change_per_cent", _("%(name)s: change of price, per cent a year")),
    ):
        if rest.endswith(ending):
            return words % {"name": rest.removesuffix(ending)}
    name, _between, group = rest.partition(".per_person.")
    return _("%(name)s: for each of %(group)s") % {"name": name, "group": group}
