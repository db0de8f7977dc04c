"""Small assumptions for the tests, and the example that comes with the program."""

from __future__ import annotations

import copy
import json
from importlib.resources import files

EXAMPLE = json.loads(
    files("samkop.core.forecast").joinpath("data", "nacka.json").read_text("utf-8")
)
SMALL = {
    "name": "Provköping",
    "start": 2026,
    "years": 3,
    "currency": "EUR",
    "population": {"points": {"2026": 1000, "2028": 1240}},
    "groups": {"pupils": {"low": 100, "mid": 150, "high": 200}},
    "kinds": {
        "computer": {
            "per_person": {"pupils": 1}, "life_months": {"low": 24, "mid": 36, "high": 48},
            "unit_price": "400.00", "price_change_per_cent": 10, "stock": {"0": 100, "40": 50},
        }
    },
    "licences": {
        "platform": {"per_person": {"pupils": 1}, "price_per_year": 12},
    },
}  # fmt: skip


def changed(*path, to):
    """The small assumptions with another value at a place; ``to=None`` takes it away."""
    made = copy.deepcopy(SMALL)
    at = made
    for name in path[:-1]:
        at = at[name]
    if to is None:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return made
