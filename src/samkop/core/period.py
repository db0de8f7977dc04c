"""Days and deadlines, in a party's own time zone (house.md, "Money, time, text").

Limits that the law sets are reckoned here, on top of the working days of ``holidays``:

- ``end_of_limit``: limits of national law, such as the standstill after an award. Sweden: act
  1930:173, section 2; Finland: act 150/1930, sections 2 and 5.
- ``end_of_union_limit`` and ``start_of_union_limit``: limits that a directive sets, such as the
  least time for bids. Regulation (EEC, Euratom) 1182/71, article 3.
- ``months_after``: limits in months. Sweden: act 1930:173, section 1; Finland: act 150/1930,
  section 3; regulation 1182/71, article 3(2)(c).

The eves on which nobody works count as days off in each of them: a limit that ends later than it
might harms nobody who waits for its end.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from samkop.core.holidays import is_working_day, working_day_from

# Regulation 1182/71, article 3(5): a limit of two days or more holds two working days.
_LEAST_WORKING_DAYS = 2


def day_of(moment: datetime, time_zone: str) -> date:
    """The calendar day on which an aware moment falls in a time zone (IANA name).

    Raises ValueError for a naive moment: whose day that is nobody can say.
    """
    if moment.tzinfo is None:
        raise ValueError("the moment has no time zone")
    return moment.astimezone(ZoneInfo(time_zone)).date()


def start_of_day(day: date, time_zone: str) -> datetime:
    """The moment at which a day begins in a time zone (IANA name): the end of the day before."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(time_zone))


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def end_of_limit(event: date, days: int, country: str) -> date:
    """The last day of a limit of so many days, counted from the day after the event.

    A last day on which nobody works moves to the next working day. ``country``: ISO 3166.
    """
    return working_day_from(event + timedelta(days), country)


def end_of_union_limit(event: date, days: int, country: str) -> date:
    """The last day of a limit of so many days that Union law sets; it ends with its last hour.

    Article 3 of regulation 1182/71: the event's own day does not count (1), a last day off moves
    (4), and a limit of two days or more holds at least two working days (5).
    """
    last = end_of_limit(event, days, country)
    if days < _LEAST_WORKING_DAYS:
        return last
    while _working_days(event + timedelta(1), last, country) < _LEAST_WORKING_DAYS:
        last = working_day_from(last + timedelta(1), country)
    return last


def start_of_union_limit(before: date, days: int, country: str) -> date:
    """The latest day that leaves so many days until the day ``before``, which does not count.

    Counted backwards, a day off moves nothing (article 3(4), second subparagraph); the two
    working days of (5) are kept, which moves the start to an earlier day.
    """
    first = before - timedelta(days)
    if days < _LEAST_WORKING_DAYS:
        return first
    while _working_days(first, before - timedelta(1), country) < _LEAST_WORKING_DAYS:
        first -= timedelta(1)
    return first


def _working_days(first: date, last: date, country: str) -> int:
    """How many of them there are from a day to a day; counted no further than is asked for."""
    found, day = 0, first
    while day <= last and found < _LEAST_WORKING_DAYS:
        found += is_working_day(day, country)
        day += timedelta(1)
    return found
