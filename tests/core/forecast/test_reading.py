"""What cannot be used is told by its place."""

from __future__ import annotations

import json

import pytest

from core.forecast.assumptions import EXAMPLE, SMALL, changed
from samkop.core.forecast import ForecastError, read_problem

COMPUTER = ("kinds", "computer")


@pytest.mark.parametrize("problem", [SMALL, EXAMPLE])
def test_sound_assumptions_are_echoed_each_by_its_place(problem):
    read = read_problem(json.dumps(problem))
    places = [place for place, _ in read.assumptions()]
    assert len(places) == len(set(places))
    assert {place.split(".")[0] for place in places} == {
        "population", "groups", "kinds", "licences",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("problem", "place"),
    [
        (changed("start", to=None), "The file has no start"),
        (changed("start", to=2026.5), "start"),
        (changed("start", to=True), "start"),
        (changed("years", to=41), "years"),
        (changed("currency", to="euro"), "currency"),
        (changed("name", to=" "), "name"),
        (changed("groups", to=[]), "groups"),
        (changed("groups", "pupils", to={"low": 3}), "groups.pupils has no mid"),
        (changed("groups", "pupils", to={"low": 3, "mid": 2}), "groups.pupils"),
        (changed("groups", "pupils", to={"mid": 2, "middle": 2}), "groups.pupils"),
        (changed("groups", "pupils", to={"mid": 2, "note": 7}), "groups.pupils"),
        (changed("groups", "pupils", to="many"), "groups.pupils"),
        (changed("groups", "pupils", to=-1), "groups.pupils"),
        (changed("groups", "pupils", to=1e-9), "groups.pupils"),
        (changed("groups", "", to=1), "groups"),
        (changed("population", to={"points": {"2027": 5}}), "population.points"),
        (changed("population", to={"points": {}}), "population.points"),
        (changed("population", to={"points": {"26": 5}}), "population.points"),
        (changed("population", "growth_per_cent", to=3), "population has several points"),
        (changed(*COMPUTER, "life_months", to=0), "kinds.computer.life_months"),
        (changed(*COMPUTER, "unit_price", to="4e2"), "kinds.computer.unit_price"),
        (changed(*COMPUTER, "unit_price", to=10**12), "kinds.computer.unit_price"),
        (changed(*COMPUTER, "per_person", "staff", to=1), "kinds.computer.per_person"),
        (changed(*COMPUTER, "stock", "-1", to=1), "kinds.computer.stock"),
        (changed(*COMPUTER, "stock", "7", to=1.5), "kinds.computer.stock.7"),
        (changed(*COMPUTER, "colour", to="red"), "kinds.computer"),
        (changed("licences", "platform", to=5), "licences.platform"),
        ({**SMALL, "kinds": {}, "licences": {}}, "The file has neither"),
        ([], "The file"),
    ],
)  # fmt: skip
def test_each_fault_is_one_sentence_that_begins_with_its_place(problem, place):
    with pytest.raises(ForecastError) as refused:
        read_problem(json.dumps(problem))
    said = str(refused.value)
    assert said.startswith(place)
    assert said.endswith(".")
    assert "\n" not in said


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"name": NaN}', '{"name": 1, "name": 2}', "[" * 100_000,
     f'{{"start": {"9" * 5000}}}', '{"start": 1e999999999}', '{"start": -Infinity}'],
)  # fmt: skip
def test_what_is_no_sound_json_is_refused_with_a_sentence(text):
    with pytest.raises(ForecastError):
        read_problem(text)
