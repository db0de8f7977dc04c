"""From a problem's JSON to a Problem; one exact sentence for the first fault found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from samkop.core.fields import Fields, ProblemError, cents, loaded, shown, whole
from samkop.core.renewal.problem import (
    Cohort,
    Locked,
    Monthly,
    Problem,
    Weights,
)

MOST_MONTHS = 60
MOST_DEVICES = 10_000_000  # in a cohort or a month
MOST_WEIGHT = 1_000_000
FARTHEST_MONTH = 1_200  # a hundred years before or after the start

_START = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"[1-9][0-9]{3}", re.ASCII)
PROBLEM = (
    "months", "start", "cohorts", "capacity", "capacity_total", "budget", "round_min", "locked",
    "weights", "avoid", "age_limit",
)  # fmt: skip
COHORT = (
    "id", "municipality", "model", "count", "unit_cost", "earliest_month", "due_month",
    "latest_month", "carbon", "bought_month", "outlier",
)  # fmt: skip
WEIGHTS = ("early", "late", "level", "avoid", "age", "outlier", "carbon")


def read_problem(text: str) -> Problem:
    """The problem that a JSON text describes. Raises ProblemError."""
    return problem_of(loaded(text))


def problem_of(value: Any) -> Problem:
    """The problem that a JSON value describes. Raises ProblemError."""
    fields = Fields(value, "The problem", PROBLEM)
    months = fields.whole("months", 1, MOST_MONTHS)
    start = _start_of(fields)
    fields.need("cohorts")
    cohorts = tuple(_cohorts(fields.rows("cohorts"), months))
    capacity = {
        name: _monthly(limit, f"capacity of {shown(name)}", months)
        for name, limit in fields.table("capacity").items()
    }
    known = set(capacity) or {cohort.municipality for cohort in cohorts}
    for cohort in cohorts:
        _check_known(cohort.municipality, known, f"cohort {shown(cohort.id)}")
    return Problem(
        months=months, start=start, cohorts=cohorts, weights=_weights(fields),
        capacity={name: limits for name, limits in capacity.items() if limits is not None},
        capacity_total=_monthly(fields.members.get("capacity_total"), "capacity_total", months),
        budget=_budget(fields.table("budget"), known),
        round_min=fields.whole("round_min", 0, MOST_DEVICES) if fields.has("round_min") else 0,
        locked=_locked(fields.rows("locked"), cohorts),
        avoid=_avoid(fields.table("avoid"), known, months),
        age_limit=_age_limit(fields, cohorts),
    )  # fmt: skip


def _start_of(fields: Fields) -> tuple[int, int]:
    text = fields.need("start")
    found = _START.fullmatch(text) if isinstance(text, str) else None
    if not found or found[1] == "0000":
        raise ProblemError(f"start has to be a month such as 2026-01, not {shown(text)}.")
    return int(found[1]), int(found[2])


def _cohorts(rows: list[Any], months: int) -> list[Cohort]:
    cohorts: dict[str, Cohort] = {}
    for place, row in enumerate(rows):
        cohort = _cohort(row, place, months)
        if cohort.id in cohorts:
            raise ProblemError(
                f"cohorts[{place}]: the id {shown(cohort.id)} is taken by an earlier cohort; "
                "give each its own."
            )
        cohorts[cohort.id] = cohort
    return list(cohorts.values())


def _cohort(row: Any, place: int, months: int) -> Cohort:
    fields = Fields(row, f"cohorts[{place}]", COHORT)
    identifier = fields.text("id")
    fields.at = f"cohort {shown(identifier)}"
    earliest = fields.whole("earliest_month", 0, months - 1)
    latest = months - 1
    if fields.has("latest_month"):
        latest = fields.whole("latest_month", 0, months - 1)
    if latest < earliest:
        raise ProblemError(
            f"{fields.at}: latest_month {latest} lies before earliest_month {earliest}; "
            "widen the window."
        )
    far = FARTHEST_MONTH
    return Cohort(
        id=identifier, municipality=fields.text("municipality"), model=fields.text("model"),
        count=fields.whole("count", 0, MOST_DEVICES),
        unit_cents=cents(fields.need("unit_cost"), f"{fields.at}: unit_cost"),
        earliest=earliest, due=fields.whole("due_month", -far, far), latest=latest,
        carbon=Fraction(fields.number("carbon", MOST_WEIGHT)),
        bought=fields.whole("bought_month", -far, far) if fields.has("bought_month") else None,
        outlier=fields.flag("outlier"),
    )  # fmt: skip


def _check_known(municipality: str, known: set[str], at: str) -> None:
    if municipality not in known:
        raise ProblemError(
            f"{at}: the municipality {shown(municipality)} is not known; "
            "give it a line in capacity (null: no limit) or correct the name."
        )


def _monthly(value: Any, at: str, months: int) -> Monthly | None:
    """One limit for all months or a list with one each; null is none."""
    if value is None:
        return None
    if not isinstance(value, list):
        return (whole(value, at, 0, MOST_DEVICES),) * months
    if len(value) != months:
        raise ProblemError(
            f"{at} lists {len(value)} months and the plan has {months}; give one number a month."
        )
    return tuple(
        None if limit is None else whole(limit, f"{at}, month {month}", 0, MOST_DEVICES)
        for month, limit in enumerate(value)
    )


def _budget(table: Mapping[str, Any], known: set[str]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for name, years in table.items():
        at = f"budget of {shown(name)}"
        _check_known(name, known, at)
        if years is None:
            continue
        if not isinstance(years, dict):
            raise ProblemError(f"{at} has to be an object of years, not {shown(years)}.")
        for year, amount in years.items():
            if not _YEAR.fullmatch(year):
                raise ProblemError(f"{at}: {shown(year)} is no year; write it like 2026.")
            if amount is not None:
                found.setdefault(name, {})[int(year)] = cents(amount, f"{at}, {year}")
    return found


def _weights(fields: Fields) -> Weights:
    given = Fields(fields.need("weights"), "weights", WEIGHTS)
    return Weights(**{name: Fraction(given.number(name, MOST_WEIGHT)) for name in WEIGHTS})


def _locked(rows: list[Any], cohorts: tuple[Cohort, ...]) -> tuple[Locked, ...]:
    """The decisions; those of one cohort and month are added up."""
    by_id = {cohort.id: cohort for cohort in cohorts}
    found: dict[tuple[str, int], int] = {}
    sums: dict[str, int] = {}
    for place, row in enumerate(rows):
        at = f"locked[{place}]"
        fields = Fields(row, at, ("cohort", "month", "count"))
        cohort = by_id.get(fields.text("cohort"))
        if cohort is None:
            raise ProblemError(
                f"{at}: there is no cohort {shown(fields.members['cohort'])}; correct the id."
            )
        month = fields.whole("month", -FARTHEST_MONTH, FARTHEST_MONTH)
        if not cohort.earliest <= month <= cohort.latest:
            raise ProblemError(
                f"{at}: month {month} lies outside the window of cohort {shown(cohort.id)}, "
                f"{cohort.earliest} to {cohort.latest}; lock another month or widen the window."
            )
        key = cohort.id, month
        count = fields.whole("count", 0, MOST_DEVICES)
        found[key] = found.get(key, 0) + count
        sums[cohort.id] = sums.get(cohort.id, 0) + count
        if sums[cohort.id] > cohort.count:
            raise ProblemError(
                f"{at}: {sums[cohort.id]} devices of cohort {shown(cohort.id)} are locked "
                f"and it has {cohort.count}; lock fewer."
            )
    return tuple(Locked(cohort, month, count) for (cohort, month), count in found.items())


def _avoid(table: Mapping[str, Any], known: set[str], months: int) -> dict[str, frozenset[int]]:
    found = {}
    for name, given in table.items():
        at = f"avoid of {shown(name)}"
        _check_known(name, known, at)
        if not isinstance(given, list):
            raise ProblemError(f"{at} has to be a list of months, not {shown(given)}.")
        found[name] = frozenset(whole(month, at, 0, months - 1) for month in given)
    return found


def _age_limit(fields: Fields, cohorts: tuple[Cohort, ...]) -> int:
    if fields.has("age_limit"):
        return fields.whole("age_limit", 0, FARTHEST_MONTH)
    if any(cohort.bought is not None for cohort in cohorts):
        raise ProblemError("A cohort has a bought_month and the problem no age_limit; give both.")
    return 0
