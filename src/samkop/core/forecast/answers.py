"""The forecast as the JSON value that programs read; schema ``forecast``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from samkop.core.forecast.chance import Likely, LikelyYear, Percentiles
from samkop.core.forecast.problem import Problem, Span
from samkop.core.forecast.scenarios import Year
from samkop.core.forecast.whole import Forecast


def answer_of(made: Forecast) -> Mapping[str, Any]:
    """What ``samkop forecast plan --json`` prints; amounts are texts."""
    problem = made.problem
    return {
        "name": problem.name,
        "start": problem.start,
        "years": problem.years,
        "currency": problem.currency,
        "assumptions": assumptions_of(problem),
        "scenarios": {end.value: _course(years) for end, years in made.courses.items()},
        "likely": _likely(made.likely),
    }


def assumptions_of(problem: Problem) -> list[dict[str, Any]]:
    """Each assumption that was used, by its place in the file."""
    return [{"at": place, **_span(span)} for place, span in problem.assumptions()]


def _span(span: Span) -> dict[str, Any]:
    return {"low": _plain(span.low), "mid": _plain(span.mid), "high": _plain(span.high),
            "note": span.note}  # fmt: skip


def _plain(value: Decimal) -> str:
    """Without an exponent, and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money(amount: int | Decimal) -> str:
    return f"{amount:.2f}"


def _course(years: Sequence[Year]) -> dict[str, Any]:
    budget = sum((year.budget for year in years), Decimal(0))
    return {"years": [_year(year) for year in years], "budget": _money(budget)}


def _year(year: Year) -> dict[str, Any]:
    return {
        "year": year.year,
        "inhabitants": year.inhabitants,
        "people": dict(year.people),
        "devices": [
            {
                "kind": name, "needed": one.flow.needed, "opening": one.flow.opening,
                "added": one.flow.added, "renewed": one.flow.renewed, "retired": one.flow.retired,
                "closing": one.flow.closing, "unit_price": _money(one.unit_price),
                "cost": _money(one.cost),
            }
            for name, one in year.devices.items()
        ],
        "licences": [
            {"licence": name, "count": one.count, "cost": _money(one.cost)}
            for name, one in year.licences.items()
        ],
        "budget": _money(year.budget),
    }  # fmt: skip


def _likely(found: Likely) -> dict[str, Any]:
    return {
        "draws": found.draws,
        "seed": found.seed,
        "years": [_likely_year(year) for year in found.years],
        "budget": _amounts(found.budget),
    }


def _likely_year(year: LikelyYear) -> dict[str, Any]:
    return {
        "year": year.year,
        "inhabitants": _counts(year.inhabitants),
        "in_use": _counts(year.in_use),
        "bought": _counts(year.bought),
        "licences": _counts(year.licences),
        "budget": _amounts(year.budget),
    }


def _counts(found: Percentiles) -> dict[str, int]:
    return {"p10": int(found.p10), "p50": int(found.p50), "p90": int(found.p90)}


def _amounts(found: Percentiles) -> dict[str, str]:
    return {"p10": _money(found.p10), "p50": _money(found.p50), "p90": _money(found.p90)}
