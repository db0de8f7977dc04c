"""A stored value of the audit trail as a person reads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import DateField, DateTimeField, DecimalField, Field, ForeignKey
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from samkop.platform.formatting import format_date, format_number, format_percent

NOT_SHOWN = "\N{HORIZONTAL ELLIPSIS}"  # somebody else's, which the reader may not see


def shown(
    field: Field[Any, Any] | None, name: str, value: Any, names: Mapping[int, str]
) -> str | None:
    """The value in the reader's language; None for nothing.

    ``field`` is None for what is no field; ``names`` are those of the things that a foreign
    key names, by id. Values are as JSON keeps them: days and decimals are text.
    """
    if value is None or value == "":
        return None
    if isinstance(field, ForeignKey):
        return names.get(id_of(value), NOT_SHOWN)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {held}" for key, held in value.items()) or None
    if name == "language":
        return str(get_language_info(str(value))["name_local"])
    return _plain(field, name, value)


def _plain(field: Field[Any, Any] | None, name: str, value: Any) -> str:
    try:
        return _figure(name, value) or _day(field, value)
    except (ValueError, InvalidOperation):
        return str(value)  # kept by an older version, in another form


def _figure(name: str, value: Any) -> str:
    """Amounts and shares by how their columns end, and plain numbers; empty for the rest."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name.endswith("_cents"):
        return format_number(Decimal(value) / 100, 2)
    if name.endswith("_permille"):
        return format_percent(Decimal(value) / 1000, 1)
    return format_number(value) if isinstance(value, int) else ""


def _day(field: Field[Any, Any] | None, value: Any) -> str:
    """Days, moments and decimals by the kind of field; anything else as it is."""
    if isinstance(field, DateTimeField):
        return format_date(datetime.fromisoformat(str(value)), "SHORT_DATETIME_FORMAT")
    if isinstance(field, DateField):
        return format_date(date.fromisoformat(str(value)), "SHORT_DATE_FORMAT")
    if isinstance(field, DecimalField):
        return format_number(Decimal(str(value)))
    return str(value)


def id_of(value: Any) -> int:
    """The id in a stored value: itself, or that of ``app.model:17``; 0 for none."""
    text = str(value).rpartition(":")[2]
    return int(text) if text.isdigit() else 0
