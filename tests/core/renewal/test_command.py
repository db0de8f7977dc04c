"""``samkop renewal`` as a program calls it."""

from __future__ import annotations

import json
import subprocess

import jsonschema_rs
import pytest
from typer.testing import CliRunner

from core.renewal.test_reading import COHORT, PROBLEM
from samkop.site import schemas
from samkop.site.cli import app
from serving_ground import COMMAND


def fits(name: str, value: object) -> bool:
    jsonschema_rs.validator_for(json.loads(schemas.text_of(name))).validate(value)
    return True


def run(tmp_path, problem, *arguments):
    file = tmp_path / "problem.json"
    file.write_text(problem if isinstance(problem, str) else json.dumps(problem), "utf-8")
    return CliRunner().invoke(app, ["renewal", "plan", str(file), *arguments])


FREE = PROBLEM | {"budget": {}}


def test_the_answer_fits_its_schema_and_nothing_else_is_on_stdout(tmp_path):
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(FREE), "utf-8")
    done = subprocess.run(
        [*COMMAND, "renewal", "plan", str(file), "--json"], capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert fits("renewal-plan", answer)
    assert (answer["status"], answer["objective"], answer["gap"]) == ("optimal", 2, 0)
    assert sum(one["count"] for one in answer["plan"]) == 5


def test_a_person_reads_totals_by_month(tmp_path):
    done = run(tmp_path, FREE)
    assert done.exit_code == 0
    assert done.stdout.startswith("optimal: cost 2")
    assert "2026-10       3  Alvik 3" in done.stdout


def test_no_plan_is_exit_code_1(tmp_path):
    done = run(tmp_path, PROBLEM, "--json")
    answer = json.loads(done.stdout)
    assert fits("renewal-plan", answer)
    assert (done.exit_code, answer["status"], answer["objective"]) == (1, "infeasible", None)
    assert {one["kind"] for one in answer["conflicts"]} == {"budget", "capacity", "window"}
    assert answer["irreducible"] is True
    assert [one["kind"] for one in answer["relaxation"]] == ["budget"]
    assert answer["relaxation"][0]["to"] == "1799.00"


def test_a_person_reads_what_has_to_move(tmp_path):
    said = run(tmp_path, PROBLEM).stdout.splitlines()
    assert "  Alvik: budget of 1000.00 in 2026" in said
    assert said[-1] == "  Alvik: budget of 1000.00 in 2026; has to be 1799.00"


@pytest.mark.parametrize("text", ["{", json.dumps(PROBLEM | {"cohorts": [COHORT, COHORT]})])
def test_a_faulty_file_is_exit_code_2_and_one_sentence(tmp_path, text):
    done = run(tmp_path, text)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_every_problem_that_the_tests_read_fits_the_schema():
    cohort = COHORT | {"carbon": 1.5, "bought_month": -40, "outlier": True}
    assert fits("renewal-problem", PROBLEM)
    assert fits("renewal-problem", PROBLEM | {
        "cohorts": [cohort], "capacity_total": [3] * 12, "round_min": 2, "age_limit": 48,
        "locked": [{"cohort": "a", "month": 2, "count": 1}], "avoid": {"Alvik": [1]},
    })  # fmt: skip
    with pytest.raises(jsonschema_rs.ValidationError):
        fits("renewal-problem", PROBLEM | {"capcity": {}})


def test_variants_stand_side_by_side(tmp_path):
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    one.write_text(json.dumps(FREE), "utf-8")
    other.write_text(json.dumps(FREE | {"capacity": {"Alvik": 5}}), "utf-8")
    arguments = ["renewal", "compare", str(one), str(other)]
    answer = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    assert fits("renewal-compare", answer)
    assert [side["objective"] for side in answer["sides"]] == [2, 0]
    assert [side["early"] for side in answer["sides"]] == [2, 0]
    assert [side["months"][3] for side in answer["sides"]] == [3, 5]
    assert "budget 2026" in CliRunner().invoke(app, arguments).stdout


def test_a_variant_without_a_plan_names_its_conflicts_beside_the_others(tmp_path):
    files = [tmp_path / name for name in ("free.json", "poor.json")]
    for file, problem in zip(files, (FREE, PROBLEM), strict=True):
        file.write_text(json.dumps(problem), "utf-8")
    done = CliRunner().invoke(app, ["renewal", "compare", *map(str, files), "--json"])
    answer = json.loads(done.stdout)
    assert fits("renewal-compare", answer)
    kinds = [sorted({one["kind"] for one in side["conflicts"]}) for side in answer["sides"]]
    assert (done.exit_code, kinds) == (1, [[], ["budget", "capacity", "window"]])
