"""The best range of so many models, against trying every one."""

from __future__ import annotations

import json
import os
from itertools import combinations

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from samkop.core.renewal import ProblemError
from samkop.core.renewal.variety import Choice, Need, best_range, read_choice
from samkop.site import schemas
from samkop.site.cli import app

MANY = 1_000 if os.environ.get("SAMKOP_TEST_SCALE") == "all" else 30
NAMES = ("a", "b", "c", "d", "e")
NEEDS = {
    "needs": [
        {"group": "office", "count": 100, "requires": {"memory": 8}},
        {"group": "design", "count": 10, "requires": {"memory": 32, "touch": True}},
    ],
    "models": [
        {"id": "small", "unit_cost": 500, "properties": {"memory": 8}},
        {"id": "large", "unit_cost": "700.00", "properties": {"memory": 32, "touch": True}},
    ],
    "assumptions": {"per_model": {"image": 2000, "spares": "1000"}, "years": 4},
    "fleet": {"large": 10, "old": 3},
}

prices = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 900), min_size=1)


@st.composite
def choices(draw):
    needs = [
        Need(f"g{place}", draw(st.integers(0, 50)), draw(prices))
        for place in range(draw(st.integers(1, 4)))
    ]
    return Choice(tuple(needs), NAMES, {"image": draw(st.integers(0, 3000))}, 4, {})


def least(choice, size):
    """The least cost of devices over every range of a size."""
    costs = []
    for models in combinations(NAMES, size):
        found = [
            [need.costs[name] * need.count for name in models if name in need.costs]
            for need in choice.needs
        ]
        if all(found):
            costs.append(sum(map(min, found)))
    return min(costs, default=None)


@settings(max_examples=MANY)
@given(choices(), st.integers(1, len(NAMES)))
def test_no_range_of_the_size_costs_less(choice, size):
    found, cheapest = best_range(choice, size), least(choice, size)
    if found is None:
        assert cheapest is None
    else:
        assert (found.devices, found.proven, len(found.models)) == (cheapest, True, size)
        assert found.variety == size * choice.per_model["image"] * 4


def run(tmp_path, value, *arguments):
    file = tmp_path / "variety.json"
    file.write_text(json.dumps(value), "utf-8")
    return CliRunner().invoke(app, ["renewal", "variety", str(file), *arguments])


def fits(name, value):
    jsonschema_rs.validator_for(json.loads(schemas.text_of(name))).validate(value)
    return True


def test_one_more_model_is_priced_by_hand(tmp_path):
    """All on the large one: 110 x 700 + 12,000 = 89,000. With the small one besides: 100 x 500
    + 10 x 700 + 24,000 = 81,000, which is 8,000 less; the old one costs 3,000 a year."""
    done = run(tmp_path, NEEDS, "--json")
    answer = json.loads(done.stdout)
    assert fits("renewal-variety", answer)
    assert fits("renewal-variety-problem", NEEDS)
    assert [one["total"] for one in answer["ranges"]] == ["89000.00", "81000.00"]
    assert answer["ranges"][1]["one_more"] == "-8000.00"
    assert answer["best"]["serves"] == {"office": "small", "design": "large"}
    assert answer["outliers"] == [{"model": "old", "devices": 3, "cost_a_year": "3000.00"}]
    assert answer["assumptions"]["per_model"] == {"image": "2000.00", "spares": "1000.00"}


def test_a_person_reads_the_ranges_and_what_was_assumed(tmp_path):
    said = run(tmp_path, NEEDS).stdout
    assert "Assumed: each model costs a year image 2000.00, spares 1000.00" in said
    assert "one more -8000.00  small, large  best" in said


FAULTS = {
    "no models": ({"models": []}, "no models"),
    "a model twice": ({"models": NEEDS["models"] * 2}, '"small" is taken'),
    "a need twice": ({"needs": NEEDS["needs"] * 2}, "same group"),
    "a need that nothing serves": (
        {"needs": [{"group": "x", "count": 1, "requires": {"memory": 64}}]}, "no model will do",
    ),
    "an unknown model": (
        {"needs": [{"group": "x", "count": 1, "acceptable": {"tiny": None}}]}, '"tiny"',
    ),
    "no years": ({"assumptions": {}}, "has no years"),
    "a negative price": (
        {"assumptions": {"years": 1, "per_model": {"image": -1}}}, 'per_model of "image"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_sentence(name):
    members, where = FAULTS[name]
    with pytest.raises(ProblemError, match=where):
        read_choice(json.dumps(NEEDS | members))
