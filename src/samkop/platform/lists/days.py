"""Filters by a day over a field that holds a time: the reader's own midnight counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

Narrow = Callable[[QuerySet[Any], date], QuerySet[Any]]


def from_day(field: str) -> Narrow:
    """Rows whose time lies on the day or after it."""
    return lambda rows, day: rows.filter(**{f"{field}__gte": _at(day, time.min)})


def to_day(field: str) -> Narrow:
    """Rows whose time lies on the day or before it."""
    return lambda rows, day: rows.filter(**{f"{field}__lte": _at(day, time.max)})


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, timezone.get_current_timezone())
