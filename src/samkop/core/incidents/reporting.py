"""Until when an incident is reported, to whom and by which law: a dated table a country.

The clocks begin when the organisation *became aware* of the incident, that of the final report
when the notification was submitted (directive (EU) 2022/2555, article 23(4); regulation (EU)
2016/679, article 33(1)). Hours are hours that pass, whatever the clocks on the wall do. A month
ends on the same day of the next month at the same time of day where the organisation is, or on
that month's last day: never later than by any other reading of the law, and no day off moves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from samkop.core.period import day_of, months_after
from samkop.core.procurement.tables import Row, parsed


class Report(StrEnum):
    """What is told an authority."""

    EARLY_WARNING = "early-warning"
    NOTIFICATION = "notification"
    FINAL_REPORT = "final-report"
    PERSONAL_DATA = "personal-data"


# What a significant incident, and what one of personal data, sets going.
OF_SIGNIFICANT = (Report.EARLY_WARNING, Report.NOTIFICATION, Report.FINAL_REPORT)
OF_PERSONAL_DATA = (Report.PERSONAL_DATA,)


class Start(StrEnum):
    """When a clock begins."""

    AWARE = "aware"
    NOTIFIED = "notified"


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock of the law; of ``hours`` and ``months`` one is 0.

    ``applies``: whether the law holds for such an organisation, or only perhaps. ``checked``:
    whether somebody read the source in the text of the day that was asked for.
    """

    report: Report
    start: Start
    hours: int
    months: int
    warn_hours: int
    authority: str
    applies: bool
    checked: bool
    source: str

    def due(self, begun: datetime, time_zone: str) -> datetime:
        """When the report is due at the latest, in UTC. Raises ValueError for a naive moment."""
        if self.months:
            return month_later(begun, self.months, time_zone)
        if begun.tzinfo is None:
            raise ValueError("the moment has no time zone")
        return begun.astimezone(UTC) + timedelta(hours=self.hours)

    def warned(self, due: datetime) -> datetime:
        """When somebody is told that it is due soon."""
        return due - timedelta(hours=self.warn_hours)


def month_later(begun: datetime, months: int, time_zone: str) -> datetime:
    """The same time of day so many months later where the clock hangs, in UTC.

    A day that the month lacks is its last. A time that the clocks skip is the hour after it, of
    one that they show twice the first is meant: the earlier. Raises ValueError for a naive moment.
    """
    zone = ZoneInfo(time_zone)
    day = months_after(day_of(begun, time_zone), months)
    local = begun.astimezone(zone).replace(tzinfo=None, fold=0)
    return datetime.combine(day, local.time(), zone).astimezone(UTC)


def rules_of(country: str, kind: str, day: date) -> dict[Report, Rule]:
    """What the law of a country has organisations of a kind report, by the text of a day.

    Empty where the table knows nothing: then nobody may read that nothing is due.
    """
    wanted = {"country": country, "kind": kind}
    rows = (row for row in _table() if row.fits(wanted) and row.holds(day))
    return {rule.report: rule for rule in (_rule(row, day) for row in rows)}


def _rule(row: Row, day: date) -> Rule:
    words = row.words
    return Rule(
        Report(words["report"]), Start(words["starts"]), row.number("hours") or 0,
        row.number("months") or 0, int(words["warn_hours"]), words["to"],
        words["applies"] == "yes", row.checked(day), row.source,
    )  # fmt: skip


@cache
def _table() -> tuple[Row, ...]:
    text = (files("samkop.core.incidents") / "data" / "reporting.tsv").read_text("utf-8")
    return parsed("reporting", text)
