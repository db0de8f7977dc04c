"""Days and times that a person may enter: no year that the database or the calendar cannot hold.

A time in the year 1 is before it in UTC, where no page could read it again.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.core.validators import MaxValueValidator, MinValueValidator

FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)
DAY_LIMITS = (MinValueValidator(FIRST), MaxValueValidator(LAST))
MOMENT_LIMITS = (
    MinValueValidator(datetime(FIRST.year, 1, 1, tzinfo=UTC)),
    MaxValueValidator(datetime(LAST.year, 12, 31, tzinfo=UTC)),
)
