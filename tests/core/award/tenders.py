"""Tenders that the tests share: the five models by hand, and small ones drawn by hypothesis."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from samkop.core.award.robustness import Setting, read_setting

QUALITY = {"id": "quality", "weight": 50, "max": 100}
A = {"id": "A", "price": "100.00", "marks": {"quality": 70}}
B = {"id": "B", "price": "130.00", "marks": {"quality": 85}}
C = {"id": "C", "price": "60.00", "marks": {"quality": 10}}
# The example of how the ranking of two bids can depend on a third.
RELATIVE: dict[str, Any] = {
    "model": {"kind": "relative", "price_weight": 50, "shown": 1},
    "criteria": [QUALITY],
    "bids": [A, B],
}
ABSOLUTE = RELATIVE | {
    "model": {
        "kind": "absolute-scale", "price_weight": 50, "full_at": "50.00", "none_at": "150.00",
    },
    "ranges": {"price": {"low": "50.00", "high": "150.00"}},
}  # fmt: skip
PRICED = RELATIVE | {
    "model": {"kind": "priced-quality"},
    "criteria": [{"id": "quality", "deduction": "200.00", "max": 100}],
}
LOWEST = {
    "model": {"kind": "lowest-price"},
    "criteria": [{"id": "quality", "max": 100, "minimum": 60}],
    "bids": [A, B, C],
}
LIFE_CYCLE = {
    "model": {
        "kind": "life-cycle-cost",
        "life_cycle": {
            "years": 2, "rate_per_cent": 10,
            "items": [{"id": "licences"}, {"id": "own staff", "own": True}],
        },
    },
    "bids": [
        {"id": "A", "costs": {"licences": ["100.00", "110.00"], "own staff": ["0", "11"]}},
        {"id": "B", "costs": {"licences": ["150.00", "55.00"], "own staff": ["0", "22"]}},
    ],
}  # fmt: skip
FIVE = {
    "relative": RELATIVE, "absolute": ABSOLUTE, "priced": PRICED, "lowest": LOWEST,
    "life cycle": LIFE_CYCLE,
}  # fmt: skip


def setting(problem: dict[str, Any]) -> Setting:
    return read_setting(json.dumps(problem))


def amount(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


MODELS = {
    "relative": {"kind": "relative"},
    "absolute": {"kind": "absolute-scale", "full_at": "0.10", "none_at": "0.45"},
    "priced": {"kind": "priced-quality", "per_point": "0.01"},
}


@st.composite
def small(
    draw: st.DrawFn, *kinds: str, rounding: bool = False, dear_is_good: bool = False
) -> dict[str, Any]:
    """Two to four bids of at most 60 cents, two criteria of few marks."""
    model: dict[str, Any] = dict(MODELS[draw(st.sampled_from(kinds))])
    left = 100
    if model["kind"] != "priced-quality":
        model["price_weight"] = 10 * draw(st.integers(1, 8))
        left -= model["price_weight"]
    first = draw(st.integers(1, left - 1))
    if rounding and draw(st.booleans()):
        model["decimals"] = draw(st.integers(0, 2))
    criteria = [
        {"id": "help", "weight": first, "max": 4},
        {"id": "speed", "weight": left - first, "max": 2, "step": 0.5},
    ]
    minimum = draw(st.sampled_from([None, 1]))
    if minimum is not None:
        criteria[0]["minimum"] = minimum
    names = ("A", "B", "C", "D")[: draw(st.integers(2, 4))]
    prices = [draw(st.integers(2, 60)) for _ in names]
    marks = [draw(st.integers(0, 4)) for _ in names]
    speeds = [draw(st.integers(0, 4)) / 2 for _ in names]
    if dear_is_good:
        prices, marks, speeds = sorted(prices), sorted(marks), sorted(speeds)
    bids = [
        {
            "id": name,
            "price": amount(price),
            "marks": {"help": mark, "speed": speed},
        }
        for name, price, mark, speed in zip(names, prices, marks, speeds, strict=True)
    ]
    ranges = {"price": {"low": "0.01", "high": "0.60"}}
    return {"model": model, "criteria": criteria, "bids": bids, "ranges": ranges}
