"""Days and deadlines, in a party's own time zone (house.md, "Money, time, text")."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_of(moment: datetime, time_zone: str) -> date:
    """The calendar day on which an aware moment falls in a time zone (IANA name).

    Raises ValueError for a naive moment: whose day that is nobody can say.
    """
    if moment.tzinfo is None:
        raise ValueError("the moment has no time zone")
    return moment.astimezone(ZoneInfo(time_zone)).date()


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
