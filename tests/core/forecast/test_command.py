"""``samkop forecast`` as a person and as a program call it."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest
from typer.testing import CliRunner

from core.forecast.assumptions import EXAMPLE, SMALL, changed
from samkop.site import schemas
from samkop.site.cli import app


def fits(name, value):
    jsonschema_rs.validator_for(json.loads(schemas.text_of(name))).validate(value)
    return True


def run(tmp_path, text, *arguments):
    file = tmp_path / "assumptions.json"
    file.write_text(text, "utf-8")
    return CliRunner().invoke(app, ["forecast", "plan", str(file), "--draws", "5", *arguments])


@pytest.mark.parametrize("problem", [SMALL, EXAMPLE])
def test_assumptions_and_answer_fit_their_schemas_and_all_assumptions_are_echoed(tmp_path, problem):
    done = run(tmp_path, json.dumps(problem), "--json")
    answer = json.loads(done.stdout)
    assert fits("forecast-problem", problem)
    assert fits("forecast-plan", answer)
    assert [one["year"] for one in answer["likely"]["years"]] == [
        problem["start"] + n for n in range(problem["years"])
    ]
    told = [one["at"] for one in answer["assumptions"] if one["at"].startswith("groups.")]
    assert told == [f"groups.{name}" for name in problem["groups"]]


def test_the_answer_says_what_was_assumed(tmp_path):
    answer = json.loads(run(tmp_path, json.dumps(SMALL), "--json").stdout)
    told = {one["at"]: (one["low"], one["mid"], one["high"]) for one in answer["assumptions"]}
    assert told["groups.pupils"] == ("100", "150", "200")
    assert told["kinds.computer.unit_price"] == ("400", "400", "400")
    assert answer["scenarios"]["mid"]["years"][0]["devices"][0] == {
        "kind": "computer", "needed": 167, "opening": 150, "added": 17, "renewed": 50,
        "retired": 50, "closing": 167, "unit_price": "400.00", "cost": "26800.00",
    }  # fmt: skip


def test_the_example_is_printed_and_can_be_planned(tmp_path):
    printed = CliRunner().invoke(app, ["forecast", "example"]).stdout
    assert json.loads(printed) == EXAMPLE
    done = run(tmp_path, printed)
    years = [line.split()[:2] for line in done.stdout.splitlines() if line.startswith("20")]
    assert (years[0], len(years)) == (["2016", "100,000"], 15)


@pytest.mark.parametrize("text", ["{", json.dumps(changed("years", to=0)), "\udcff"])
def test_a_file_that_cannot_be_used_is_exit_code_2_and_a_sentence(tmp_path, text):
    file = tmp_path / "assumptions.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    done = CliRunner().invoke(app, ["forecast", "plan", str(file)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_file_that_is_not_there_is_exit_code_2(tmp_path):
    done = CliRunner().invoke(app, ["forecast", "plan", str(tmp_path / "none.json")])
    assert (done.exit_code, done.stdout) == (2, "")
