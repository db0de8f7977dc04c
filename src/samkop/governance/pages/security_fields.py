"""Fields that the forms of information security have in common."""

from __future__ import annotations

from typing import Any

from django import forms

from samkop.platform.pages.times import MOMENT_LIMITS

LONGEST_TEXT = 20_000


def long_text(
    label: Any, *, rows: int = 5, required: bool = True, most: int = LONGEST_TEXT, **named: Any
) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, required=required, max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}), **named,
    )  # fmt: skip


def moment(label: Any, **named: Any) -> forms.DateTimeField:
    """A day and a time of the organisation's own zone, by the browser's picker."""
    shown = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    return forms.DateTimeField(
        label=label, widget=shown, input_formats=formats, validators=MOMENT_LIMITS, **named
    )


def count(label: Any) -> forms.IntegerField:
    """A number that nobody may know."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=10**9)
