"""Scores reckoned plainly from the JSON: what the laboratory has to agree with.

Shares nothing with what it checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

Weights = dict[str, Fraction]


def weights_of(problem: dict[str, Any]) -> Weights:
    found = {one["id"]: Fraction(one["weight"]) for one in problem["criteria"]}
    if "price_weight" in problem["model"]:
        found["price"] = Fraction(problem["model"]["price_weight"])
    return found


def within(problem: dict[str, Any], bids: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        bid
        for bid in bids
        if all(bid["marks"][one["id"]] >= one.get("minimum", 0) for one in problem["criteria"])
    ]


def merits(
    problem: dict[str, Any],
    bids: Sequence[dict[str, Any]],
    weights: Weights | None = None,
    *,
    rounding: bool = True,
) -> dict[str, Fraction]:
    """More is better; of bids that are in."""
    weights = weights or weights_of(problem)
    bids = within(problem, bids)
    return {bid["id"]: _merit(problem, bid, bids, weights, rounding=rounding) for bid in bids}


def _merit(problem, bid, bids, weights, *, rounding) -> Fraction:
    model = problem["model"]
    places = model.get("decimals") if rounding else None
    quality = Fraction(0)
    price = Fraction(bid["price"])
    for one in problem["criteria"]:
        part = weights[one["id"]] * Fraction(bid["marks"][one["id"]]) / one["max"]
        if model["kind"] == "priced-quality":
            part *= Fraction(model["per_point"])
        quality += _rounded(part, places)
    if model["kind"] == "priced-quality":
        return quality - _rounded(price, places)
    if model["kind"] == "relative":
        share = min(Fraction(other["price"]) for other in bids) / price
    else:
        full, none = Fraction(model["full_at"]), Fraction(model["none_at"])
        share = 1 if price <= full else 0 if price >= none else (none - price) / (none - full)
    return quality + _rounded(weights["price"] * share, places)


def _rounded(value: Fraction, places: int | None) -> Fraction:
    if places is None:
        return value
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def firsts(merits: dict[str, Fraction]) -> set[str]:
    return {name for name, value in merits.items() if value == max(merits.values())}
