"""Standstill: from when a contract may be signed after the award decision, and what a review does.

Directive 89/665/EEC, articles 2a to 2d; the days, exemptions and starting events of each country
are data (`data/standstill.tsv`, `data/reviews.tsv`). The last day is reckoned by national law
(``period.end_of_limit``): in Sweden 20 kap. 18 § of the act says so itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from samkop.core.period import end_of_limit
from samkop.core.procurement.tables import Row, row_of

_DAY = timedelta(1)


class Case(StrEnum):
    """What was decided, as far as the law of standstill tells cases apart."""

    AWARD = "award"  # above the Union's thresholds
    NATIONAL_AWARD = "national-award"  # below them
    SPECIAL_SERVICES = "special-services"  # directive 2014/24, annex XIV
    SOLE_BID = "sole-bid"  # above the thresholds, and nobody else is concerned
    CALL_OFF = "call-off"  # mini-competition under a framework agreement
    CALL_OFF_BY_TERMS = "call-off-by-terms"  # without a competition
    DYNAMIC_PURCHASING = "dynamic-purchasing"
    DIRECT_AWARD = "direct-award"
    ANNOUNCED_DIRECT_AWARD = "announced-direct-award"  # with a notice of the intention


class How(StrEnum):
    """How the decision was sent: other, as soon as one bidder got it otherwise."""

    ELECTRONIC = "electronic"
    OTHER = "other"


class Court(StrEnum):
    """Where a review is: the first instance, on appeal, or at the supreme court."""

    FIRST = "first"
    APPEAL = "appeal"
    SUPREME = "supreme"


@dataclass(frozen=True, slots=True)
class Standstill:
    """When a contract may be signed.

    ``days``: how many there are from the event (``dispatch``, ``receipt`` or ``publication`` on
    ``event_day``), None where there is no standstill; ``last_day`` is then None, and it may be
    signed at once. ``checked``: whether somebody read the source for that day.
    """

    country: str
    event: str
    event_day: date
    days: int | None
    last_day: date | None
    first_day_to_sign: date
    source: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """Whether a review keeps the contract from being signed until the court has decided."""

    held: bool
    source: str
    checked: bool


def standstill(
    *,
    country: str,
    case: Case,
    sent: date,
    how: How = How.ELECTRONIC,
    received: date | None = None,
    announced_days: int | None = None,
    chosen: bool = False,
) -> Standstill:
    """When the contract may be signed after a decision that was sent, or published, on a day.

    With several bidders: the day of the last dispatch or receipt. ``received``: the proven day,
    where it is later than the law presumes. ``announced_days``: a longer standstill that the
    decision promised counts. ``chosen``: the buyer keeps one though none is demanded. Raises
    NoRuleError where the tables have no rule, ValueError for a receipt before the dispatch.
    """
    row = row_of("standstill", sent, country=country, case=case, how=how)
    day = _event_day(row, sent, received)
    days = _days(row, announced_days, chosen=chosen)
    last = None if days is None else end_of_limit(day, days, country)
    return Standstill(
        country=country, event=row.words["event"], event_day=day, days=days, last_day=last,
        first_day_to_sign=sent if last is None else last + _DAY,
        source=row.source, checked=row.checked(sent),
    )  # fmt: skip


def extended_by_review(
    standing: Standstill, *, filed_on: date, court: Court = Court.FIRST, ordered: bool | None = None
) -> Hold:
    """Whether a request for review that came in on a day holds the contract back.

    In the first instance the law holds it, if the request came in within the standstill; else
    only the court does. ``ordered``: what the court decided meanwhile; True: it must not be
    signed, False: it may, None: nothing.
    """
    row = row_of("reviews", filed_on, country=standing.country, court=court)
    in_time = standing.last_day is not None and filed_on <= standing.last_day
    by_law = row.words["held_by"] == "law" and in_time
    held = by_law if ordered is None else ordered
    return Hold(held, row.source, row.checked(filed_on))


def after_judgment(
    standing: Standstill,
    *,
    hold: Hold,
    decided_on: date,
    court: Court = Court.FIRST,
    waived: bool = False,
) -> Standstill:
    """The standstill after a judgment that lets the award stand: never shorter than before.

    What held the contract back ends so many days after the judgment was given (not received).
    ``waived``: the court decided that those days need not be kept. Where nothing held it back,
    nothing changes.
    """
    if not hold.held:
        return standing
    row = row_of("reviews", decided_on, country=standing.country, court=court)
    days = 0 if waived else row.number("days") or 0
    last = end_of_limit(decided_on, days, standing.country) if days else decided_on
    last = max(last, standing.last_day or last)
    return replace(
        standing, last_day=last, first_day_to_sign=last + _DAY, source=row.source,
        checked=row.checked(decided_on),
    )  # fmt: skip


def _event_day(row: Row, sent: date, received: date | None) -> date:
    if received is not None and received < sent:
        raise ValueError("nobody receives a decision before it was sent")
    if row.words["event"] != "receipt":
        return sent
    presumed = sent + timedelta(row.number("received_after") or 0)
    return max(presumed, received or presumed)


def _days(row: Row, announced: int | None, *, chosen: bool) -> int | None:
    """The days to keep: those demanded or, if chosen, those that a chosen standstill has."""
    days = row.number("days")
    if days is None and chosen:
        days = row.number("if_chosen")
    if announced is None:
        return days
    return max(announced, days or 0)
