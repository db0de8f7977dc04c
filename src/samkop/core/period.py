"""Days and deadlines, in a party's own time zone (house.md, "Money, time, text")."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_of(moment: datetime, time_zone: str) -> date:
    """The calendar day on which an aware moment falls in a time zone (IANA name).

    Raises ValueError for a naive moment: whose day that is nobody can say.
    """
    if moment.tzinfo is None:
        raise ValueError("the moment has no time zone")
    return moment.astimezone(ZoneInfo(time_zone)).date()
