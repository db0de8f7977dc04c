"""Assumptions from JSON: the problem, or one sentence on what is wrong and where."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from samkop.core.forecast.problem import ForecastError, Kind, Licence, Population, Problem, Span

MOST_YEARS, MOST_ROWS, LONGEST_NAME = 40, 50, 100
YEARS = (1900, 9000)
INHABITANTS, PER_1000, PER_PERSON = (0, 10**8), (0, 10**4), (0, 100)
LIFE, PRICE, PER_CENT = (1, 600), (0, 10**9), (-50, 100)
OLDEST, MOST_DEVICES = 1200, 10**8
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", re.ASCII)
DECIMALS = 6
SHOWN = 60

Limits = tuple[int, int]


def read_problem(text: str) -> Problem:
    """The problem that a JSON text describes. Raises ForecastError."""
    known = ("name", "start", "years", "currency", "population", "groups", "kinds", "licences")
    given = _object(_loaded(text), "The file", known)
    start = _whole(_need(given, "start", "The file"), "start", YEARS)
    years = _whole(_need(given, "years", "The file"), "years", (1, MOST_YEARS))
    groups = _named(_need(given, "groups", "The file"), "groups", _limited(PER_1000))
    kinds = _named(given.get("kinds", {}), "kinds", lambda one, at: _kind(one, at, groups))
    licences = _named(
        given.get("licences", {}), "licences", lambda one, at: _licence(one, at, groups)
    )
    if not kinds and not licences:
        raise ForecastError("The file has neither kinds nor licences; give at least one of them.")
    return Problem(
        _text(given, "name"), start, years, _currency(given),
        _population(_need(given, "population", "The file"), start),
        groups, tuple(kinds.values()), tuple(licences.values()),
    )  # fmt: skip


def _loaded(text: str) -> Any:
    try:
        return json.loads(
            text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_members
        )
    except json.JSONDecodeError as error:
        raise ForecastError(
            f"Line {error.lineno}, column {error.colno}: this is no JSON ({error.msg}); "
            "correct the file there."
        ) from error
    except RecursionError as error:
        raise ForecastError("The file is nested too deeply; write it as documented.") from error
    except ForecastError:
        raise
    except ValueError as error:  # a whole number of thousands of digits
        raise ForecastError("A number in the file has too many digits; shorten it.") from error


def _no_number(word: str) -> Any:
    raise ForecastError(f"The file has {word} where a number has to stand; write a number.")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ForecastError(f"An object names {_shown(twice)} twice; leave one of them.")
    return found


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _object(value: Any, at: str, known: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ForecastError(f"{at} has to be an object, not {_shown(value)}.")
    for name in value:
        if name not in known:
            raise ForecastError(
                f"{at} has the member {_shown(name)}, which is not known; "
                f"there are: {', '.join(known)}."
            )
    return value


def _need(given: Mapping[str, Any], name: str, at: str) -> Any:
    if given.get(name) is None:
        raise ForecastError(f"{at} has no {name}; give it.")
    return given[name]


def _text(given: Mapping[str, Any], name: str) -> str:
    value = _need(given, name, "The file")
    if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST_NAME:
        raise ForecastError(
            f"{name} has to be a text of at most {LONGEST_NAME} characters, not {_shown(value)}."
        )
    return value.strip()


def _currency(given: Mapping[str, Any]) -> str:
    value = _text(given, "currency")
    if not re.fullmatch("[A-Z]{3}", value):
        raise ForecastError(f"currency has to be a code such as EUR or SEK, not {_shown(value)}.")
    return value


def _named(value: Any, at: str, read: Callable[[Any, str], Any]) -> dict[str, Any]:
    """The members of an object with names of its own."""
    if not isinstance(value, dict):
        raise ForecastError(f"{at} has to be an object with a member a name, not {_shown(value)}.")
    if len(value) > MOST_ROWS:
        raise ForecastError(f"{at} has {len(value)} members; leave at most {MOST_ROWS}.")
    for name in value:
        if not 0 < len(name.strip()) <= LONGEST_NAME:
            raise ForecastError(f"{at} has the name {_shown(name)}; use 1 to {LONGEST_NAME} signs.")
    return {name: read(one, f"{at}.{name}") for name, one in value.items()}


def _limited(limits: Limits) -> Callable[[Any, str], Span]:
    return lambda value, at: _span(value, at, limits)


def _span(value: Any, at: str, limits: Limits, *, more_costs_less: bool = False) -> Span:
    """A number alone, or low, mid and high."""
    if not isinstance(value, dict):
        one = _number(value, at, limits)
        return Span(one, one, one, more_costs_less=more_costs_less)
    given = _object(value, at, ("low", "mid", "high", "note"))
    mid = _number(_need(given, "mid", at), f"{at}.mid", limits)
    low, high = (
        mid if given.get(end) is None else _number(given[end], f"{at}.{end}", limits)
        for end in ("low", "high")
    )
    if not low <= mid <= high:
        raise ForecastError(f"{at}: low, mid and high have to rise; put them in order.")
    note = given.get("note") or ""
    if not isinstance(note, str):
        raise ForecastError(f"{at}: note has to be a text, not {_shown(note)}.")
    return Span(low, mid, high, note, more_costs_less)


def _number(value: Any, at: str, limits: Limits) -> Decimal:
    if isinstance(value, str) and NUMBER.fullmatch(value):
        value = Decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ForecastError(f"{at} has to be a number, not {_shown(value)}.")
    low, high = limits
    if not low <= value <= high:
        raise ForecastError(f"{at} has to lie between {low} and {high}, and is {_shown(value)}.")
    exact = Decimal(value)
    if exact != round(exact, DECIMALS):
        raise ForecastError(f"{at} has more than {DECIMALS} decimals; round it.")
    return exact


def _whole(value: Any, at: str, limits: Limits) -> int:
    found = _number(value, at, limits)
    if found != found.to_integral_value():
        raise ForecastError(f"{at} has to be a whole number, not {_shown(value)}.")
    return int(found)


def _population(value: Any, start: int) -> Population:
    given = _object(value, "population", ("points", "growth_per_cent"))
    at = "population.points"
    named = _named(_need(given, "points", "population"), at, _limited(INHABITANTS))
    points = {_year(name): span for name, span in named.items()}
    if min(points, default=None) != start:
        raise ForecastError(f"{at} has to begin with the year of start; give {start} there.")
    ordered = {year: points[year] for year in sorted(points)}
    growth = given.get("growth_per_cent")
    if growth is None:
        return Population(ordered)
    if len(points) > 1:
        raise ForecastError("population has several points and a growth; leave one of the two.")
    return Population(ordered, _span(growth, "population.growth_per_cent", PER_CENT))


def _year(name: str) -> int:
    if not re.fullmatch("[1-9][0-9]{3}", name, re.ASCII):
        raise ForecastError(f"population.points has {_shown(name)}; write a year such as 2031.")
    return int(name)


def _kind(value: Any, at: str, groups: Mapping[str, Span]) -> Kind:
    known = ("per_person", "life_months", "unit_price", "price_change_per_cent", "stock")
    given = _object(value, at, known)
    return Kind(
        at.removeprefix("kinds."),
        _per_person(given, at, groups),
        _span(_need(given, "life_months", at), f"{at}.life_months", LIFE, more_costs_less=True),
        _span(_need(given, "unit_price", at), f"{at}.unit_price", PRICE),
        _span(given.get("price_change_per_cent", 0), f"{at}.price_change_per_cent", PER_CENT),
        _stock(given.get("stock"), f"{at}.stock"),
    )


def _licence(value: Any, at: str, groups: Mapping[str, Span]) -> Licence:
    given = _object(value, at, ("per_person", "price_per_year", "price_change_per_cent"))
    return Licence(
        at.removeprefix("licences."),
        _per_person(given, at, groups),
        _span(_need(given, "price_per_year", at), f"{at}.price_per_year", PRICE),
        _span(given.get("price_change_per_cent", 0), f"{at}.price_change_per_cent", PER_CENT),
    )


def _per_person(given: Mapping[str, Any], at: str, groups: Mapping[str, Span]) -> dict[str, Span]:
    found = _named(_need(given, "per_person", at), f"{at}.per_person", _limited(PER_PERSON))
    strange = sorted(set(found) - set(groups))
    if strange:
        raise ForecastError(
            f"{at}.per_person names the group {_shown(strange[0])}, which groups does not have; "
            "add it there or correct the name."
        )
    return found


def _stock(value: Any, at: str) -> dict[int, int] | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise ForecastError(f"{at} has to be an object of devices by age, not {_shown(value)}.")
    found = {}
    for name, count in value.items():
        if not re.fullmatch("0|[1-9][0-9]{0,3}", name, re.ASCII) or int(name) > OLDEST:
            raise ForecastError(f"{at} has {_shown(name)}; write an age in months up to {OLDEST}.")
        found[int(name)] = _whole(count, f"{at}.{name}", (0, MOST_DEVICES))
    return found
