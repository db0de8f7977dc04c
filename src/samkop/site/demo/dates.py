"""When things happened in the demonstration, counted from the day on which it was founded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from samkop.site.demo.seeds import AgreementSeed, history

ZONE = ZoneInfo("Europe/Helsinki")
LONGEST_TERM_YEARS = 4


@dataclass(frozen=True)
class Term:
    """One agreement of the row: its first and last day."""

    first: date
    last: date


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day in the region."""
    return datetime.combine(day, time(hour, minute), ZONE)


def terms_of(agreement: AgreementSeed, founded: date) -> list[Term]:
    """The agreements that followed one another since the first, the newest last.

    The newest began on the anniversary that lies at least ``least_age`` days before the
    founding, so that history has room in it; each lasts four years at most (art. 33(1) of
    directive 2014/24/EU).
    """
    newest = agreement.first_day
    limit = founded - timedelta(days=agreement.least_age)
    while newest.replace(year=newest.year + 1) <= limit:
        newest = newest.replace(year=newest.year + 1)
    firsts = []
    first = agreement.first_day
    while first < newest:
        firsts.append(first)
        first = first.replace(year=first.year + LONGEST_TERM_YEARS)
    firsts.append(newest)
    ends = [*firsts[1:], newest.replace(year=newest.year + LONGEST_TERM_YEARS)]
    return [Term(first, end - timedelta(days=1)) for first, end in zip(firsts, ends, strict=True)]


def errands_begin(founded: date) -> date:
    """The first day of the weeks of errands before the founding."""
    return founded - timedelta(weeks=history()["errands"]["weeks"])


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)  # noqa: PLR2004 - Saturday is 5
