"""Least times for requests to participate and for bids.

Directive 2014/24/EU, articles 27 to 31 and 47, and the acts of the countries, as data
(`data/least-times.tsv`). They are the least that the law allows: the buyer also has to regard how
complex the matter is (art. 47(1)). Reckoned by regulation 1182/71 (``end_of_union_limit``), so that
bids may be due from the end of the day that comes out, not within it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from samkop.core.period import end_of_union_limit, months_after, start_of_day
from samkop.core.procurement.tables import NoRuleError, Row, rows_of

# Directive 2014/24/EU, art. 27(2) and 28(3): how long before the notice it was sent.
_PRIOR_DAYS, _PRIOR_MONTHS = 35, 12


class Procedure(StrEnum):
    """The procedures of directive 2014/24/EU, and those below its thresholds."""

    OPEN = "open"
    RESTRICTED = "restricted"
    NEGOTIATED = "negotiated"  # competitive procedure with negotiation
    DIALOGUE = "dialogue"
    INNOVATION = "innovation"  # innovation partnership
    NATIONAL = "national"  # below the thresholds, and special services


class Stage(StrEnum):
    """What is to come in by the deadline."""

    REQUESTS = "requests"  # to participate
    BIDS = "bids"


class Condition(StrEnum):
    """What decides the days."""

    PLAIN = "plain"
    ELECTRONIC = "electronic"  # bids may come in electronically
    PRIOR_INFORMATION = "prior-information"
    URGENT = "urgent"
    NO_AGREEMENT = "no-agreement"  # a sub-central buyer and the candidates did not agree
    AGREED = "agreed"  # they did
    REASONABLE = "reasonable"  # the law sets no days


@dataclass(frozen=True, slots=True)
class Deadline:
    """The least time: the last day that has to pass, and the rule that sets it.

    ``day`` and ``days`` are None where the law asks for a reasonable time only; ``event``: the
    ``notice`` or ``invitation`` whose dispatch starts it.
    """

    day: date | None
    days: int | None
    condition: Condition
    event: str
    source: str
    checked: bool

    def earliest(self, time_zone: str) -> datetime | None:
        """The first moment for which bids may be due: when the last day has passed."""
        return None if self.day is None else start_of_day(self.day + timedelta(1), time_zone)


def least_deadline(
    *,
    country: str,
    procedure: Procedure,
    dispatched: date,
    stage: Stage = Stage.BIDS,
    electronic: bool = True,
    prior_information: date | None = None,
    urgent: bool = False,
    sub_central: bool = False,
    agreed: date | None = None,
    documents_open: bool = True,
) -> Deadline:
    """The least time from the day on which the notice, or the invitation, was dispatched.

    ``prior_information``: when such a notice was sent, if it was not itself the call.
    ``sub_central``: the buyer may agree on the time with the candidates; ``agreed``: the day that
    all accepted, else that for no agreement counts. ``documents_open``: all are freely had
    electronically. Raises NoRuleError where the tables have no rule, ValueError for an agreement
    that the law does not allow.
    """
    rows = _rows(country, procedure, stage, dispatched)
    if agreed is not None:
        return _agreed(rows, agreed, dispatched, allowed=sub_central)
    met = {
        Condition.PLAIN: True, Condition.ELECTRONIC: electronic, Condition.URGENT: urgent,
        Condition.NO_AGREEMENT: sub_central,
        Condition.PRIOR_INFORMATION: _in_time(prior_information, dispatched),
    }  # fmt: skip
    row = _shortest(rows, {condition for condition, holds in met.items() if holds})
    return _deadline(row, dispatched, country, 0 if documents_open else _added(rows, row))


def _rows(country: str, procedure: Procedure, stage: Stage, day: date) -> tuple[Row, ...]:
    wanted = {"country": country, "procedure": procedure.value, "stage": stage.value}
    rows = rows_of("least-times", day, **wanted)
    if not rows:
        raise NoRuleError("least-times", day, wanted)
    return rows


def _in_time(prior_information: date | None, notice: date) -> bool:
    if prior_information is None:
        return False
    earliest = months_after(notice, -_PRIOR_MONTHS)
    return earliest <= prior_information <= notice - timedelta(_PRIOR_DAYS)


def _shortest(rows: tuple[Row, ...], met: Collection[Condition]) -> Row:
    """The rule that asks for the fewest days; that of no days if there is one.

    The shortenings are alternatives: none is taken from the days of another.
    """
    return min(_that_apply(rows, met), key=lambda row: row.number("days") or 0)


def _that_apply(rows: tuple[Row, ...], met: Collection[Condition]) -> Iterator[Row]:
    wanted = {*met, Condition.REASONABLE}
    return (row for row in rows if row.words["condition"] in wanted)


def _added(rows: tuple[Row, ...], row: Row) -> int:
    """The days for documents that are not open; none in urgency, nor where the law is silent."""
    if row.words["condition"] in {Condition.URGENT, Condition.REASONABLE}:
        return 0
    closed = (other for other in rows if other.words["condition"] == "closed-documents")
    return sum(other.number("days") or 0 for other in closed)


def _agreed(rows: tuple[Row, ...], agreed: date, dispatched: date, *, allowed: bool) -> Deadline:
    row = next((row for row in rows if row.words["condition"] == Condition.NO_AGREEMENT), None)
    if row is None or not allowed or agreed <= dispatched:
        raise ValueError("no agreement on the time for bids is allowed here")
    return Deadline(
        agreed, (agreed - dispatched).days, Condition.AGREED, row.words["event"], row.source,
        row.checked(dispatched),
    )  # fmt: skip


def _deadline(row: Row, dispatched: date, country: str, added: int) -> Deadline:
    days = row.number("days")
    total = None if days is None else days + added
    return Deadline(
        day=None if total is None else end_of_union_limit(dispatched, total, country),
        days=total, condition=Condition(row.words["condition"]), event=row.words["event"],
        source=row.source, checked=row.checked(dispatched),
    )  # fmt: skip
