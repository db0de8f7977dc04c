"""Assumptions in their file, found by the place that they have in a forecast, and changed there.

The file stays as it is but for what is changed: names, notes and the order of everything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from samkop.core.forecast.problem import ForecastError, Span

RATES = ("life_months", "unit_price", "price_per_year", "price_change_per_cent")


def with_spans(text: str, spans: Mapping[str, Span], *, name: str) -> str:
    """The file under another name, with other values at some places (``Problem.assumptions``).

    Raises ForecastError for a place that the file does not have.
    """
    given = json.loads(text, parse_float=Decimal)
    known = {place: (holder, key) for place, holder, key in _places(given)}
    for place, span in spans.items():
        if place not in known:
            raise ForecastError(f"There is no assumption at {place}; correct the place.")
        holder, key = known[place]
        holder[key] = {
            "low": str(span.low), "mid": str(span.mid), "high": str(span.high), "note": span.note,
        }  # fmt: skip
    given["name"] = name
    return _text(given)


def with_beginning(
    text: str, *, name: str, start: int, years: int, currency: str, inhabitants: Mapping[int, Span]
) -> str:
    """The file for another place: its name, its years, its inhabitants."""
    given = json.loads(text, parse_float=Decimal)
    given |= {"name": name, "start": start, "years": years, "currency": currency}
    given["population"] = {
        "points": {
            str(year): {"low": str(one.low), "mid": str(one.mid), "high": str(one.high),
                        "note": one.note}
            for year, one in sorted(inhabitants.items())
        }
    }  # fmt: skip
    return _text(given)


def _places(given: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Each place, the object that holds it, and its name there."""
    population = given.get("population", {})
    for year in population.get("points", {}):
        yield f"population.points.{year}", population["points"], year
    if "growth_per_cent" in population:
        yield "population.growth_per_cent", population, "growth_per_cent"
    for group in given.get("groups", {}):
        yield f"groups.{group}", given["groups"], group
    for part in ("kinds", "licences"):
        for name, one in given.get(part, {}).items():
            at = f"{part}.{name}"
            for group in one.get("per_person", {}):
                yield f"{at}.per_person.{group}", one["per_person"], group
            for rate in RATES:
                if rate in one or rate == "price_change_per_cent":
                    yield f"{at}.{rate}", one, rate


def _text(given: Mapping[str, Any]) -> str:
    return json.dumps(given, ensure_ascii=False, indent=1, default=str)
