"""What a form offers to be chosen from, set when it is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.forms import ChoiceField, ModelChoiceField
from django.forms.forms import BaseForm


def offer(form: BaseForm, **offered: QuerySet[Any] | Iterable[tuple[Any, Any]]) -> None:
    """Give fields of a form, by their names, what they offer: rows, or (value, label) pairs.

    Raises TypeError for a field that offers nothing to choose from, or rows as well as pairs.
    """
    for name, choices in offered.items():
        field = form.fields[name]
        if isinstance(field, ModelChoiceField) and isinstance(choices, QuerySet):
            field.queryset = choices
        elif isinstance(field, ChoiceField) and not isinstance(field, ModelChoiceField):
            field.choices = list(choices)
        else:
            message = f"The field {name} cannot offer {type(choices).__name__}."
            raise TypeError(message)
