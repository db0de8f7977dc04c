"""Answers and corrections before bids are due: by when, and what they extend.

Directive 2014/24/EU, art. 47(3) and 53(2); the days of each country are data
(`data/answers.tsv`), counted backwards by regulation 1182/71 (``start_of_union_limit``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from samkop.core.holidays import working_day_from
from samkop.core.period import start_of_union_limit
from samkop.core.procurement.tables import Row, row_of


@dataclass(frozen=True, slots=True)
class AnswerLimit:
    """The last day for answers to questions; None where the law sets no day."""

    day: date | None
    days: int | None
    source: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Extension:
    """Whether the time for bids has to be extended, and the first day for which they may be due.

    ``not_before`` is the least: the extension has to be in proportion to what was said
    (``in_proportion``), which nobody can reckon. None where nothing has to be extended.
    """

    needed: bool
    not_before: date | None
    in_proportion: bool
    source: str
    checked: bool


def last_day_to_answer(
    *, country: str, bids_due: date, urgent: bool = False, national: bool = False
) -> AnswerLimit:
    """By when additional information that was asked for in time has to be given to all.

    ``bids_due``: the day in the notice. ``national``: below the Union's thresholds. Raises
    NoRuleError where the tables have no rule.
    """
    row = _row(country, bids_due, urgent=urgent, national=national)
    days = row.number("days")
    day = None if days is None else start_of_union_limit(bids_due, days, country)
    return AnswerLimit(day, days, row.source, row.checked(bids_due))


def extension_after_correction(
    *,
    country: str,
    bids_due: date,
    told_on: date,
    substantial: bool,
    asked_in_time: bool = True,
    matters: bool = True,
    urgent: bool = False,
    national: bool = False,
) -> Extension:
    """What information given to all on a day, or a correction of the documents, extends.

    ``substantial``: the documents were changed significantly. A late answer extends only if it
    was asked for in time and matters for the bids. The new day leaves at least the days that an
    answer has to come before it, and is a working day.
    """
    row = _row(country, bids_due, urgent=urgent, national=national)
    days = row.number("days") or 0
    late = told_on > start_of_union_limit(bids_due, days, country)
    needed = substantial or (late and asked_in_time and matters)
    not_before = _first_day(bids_due, told_on, days, country) if needed else None
    return Extension(needed, not_before, needed, row.source, row.checked(bids_due))


def _row(country: str, day: date, *, urgent: bool, national: bool) -> Row:
    level = "national" if national else "union"
    return row_of("answers", day, country=country, level=level, urgent="yes" if urgent else "no")


def _first_day(bids_due: date, told_on: date, days: int, country: str) -> date:
    day = working_day_from(max(bids_due, told_on) + timedelta(1), country)
    while start_of_union_limit(day, days, country) < told_on:
        day = working_day_from(day + timedelta(1), country)
    return day
