"""``samkop award laboratory`` as a person and as a program call it."""

from __future__ import annotations

import json
import subprocess
from decimal import Decimal

import jsonschema_rs
import pytest
from typer.testing import CliRunner

from core.award.tenders import (
    ABSOLUTE,
    FIVE,
    LIFE_CYCLE,
    LOWEST,
    PRICED,
    QUALITY,
    RELATIVE,
    A,
    B,
    C,
    setting,
)
from core.award.test_scoring import LEVELS, by
from samkop.core.award.robustness import examine, in_english, sentences_of
from samkop.core.award.robustness.texts import ENGLISH
from samkop.site import schemas
from samkop.site.cli import app
from serving_ground import COMMAND


def fits(name, value):
    jsonschema_rs.validator_for(json.loads(schemas.text_of(name))).validate(value)
    return True


def run(tmp_path, problem, *arguments):
    file = tmp_path / "model.json"
    file.write_text(problem if isinstance(problem, str) else json.dumps(problem), "utf-8")
    return CliRunner().invoke(app, ["award", "laboratory", str(file), "--draws", "9", *arguments])


def test_the_answer_fits_its_schema_and_nothing_else_is_on_stdout(tmp_path):
    file = tmp_path / "model.json"
    file.write_text(json.dumps(RELATIVE | {"name": "Phones", "bids": [A, B, C]}), "utf-8")
    done = subprocess.run(
        [*COMMAND, "award", "laboratory", str(file), "--json"], capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert fits("award-laboratory", answer)
    assert (answer["name"], answer["model"], answer["draws"], answer["seed"]) == (
        "Phones", "relative", 500, 1,
    )  # fmt: skip
    assert [(row["bid"], row["rank"], row["score"]) for row in answer["ranking"]] == [
        ("B", 1, 65 + 7.5 / 13), ("A", 2, 65), ("C", 3, 55),
    ]  # fmt: skip
    assert answer["reversals"]["without"][0] == {
        "bid": "C", "ahead": "A", "behind": "B", "before": {"A": 85, "B": 2105 / 26},
        "after": {"A": 65, "B": 65 + 7.5 / 13}, "new_winner": True,
    }  # fmt: skip
    assert answer["verdicts"]["independence"] == "counter-example"


MORE = {
    "levels and evaluators": RELATIVE | {
        "criteria": [*LEVELS[:1], QUALITY | {"weight": 20, "minimum": 5}], "near": 1.5,
        "currency": "SEK",
        "bids": [
            A | {"marks": {"hours": 1, "skill": 2, **by(70, one=60)}},
            B | {"marks": {"hours": 5, "skill": 2, **by(4, one=60, two=8)}},
        ],
    },
    "steps": PRICED | {"criteria": [{"id": "quality", "deductions": [
        {"mark": 0, "amount": 0}, {"mark": 70, "amount": 9}, {"mark": 85, "amount": "9.50"},
    ]}], "near": "1.00"},
    "no bids": PRICED | {"bids": [], "ranges": {
        "price": {"low": 1, "high": 2}, "marks": {"quality": {"low": 1, "high": 9}},
    }},
    "nobody in": LOWEST | {"bids": [C, C | {"id": "D"}]},
}  # fmt: skip


@pytest.mark.parametrize("name", [*FIVE, *MORE])
def test_problem_and_answer_of_every_model_fit_their_schemas(tmp_path, name):
    problem = (FIVE | MORE)[name]
    assert fits("award-laboratory-problem", problem)
    done = run(tmp_path, problem, "--json")
    answer = json.loads(done.stdout)
    assert fits("award-laboratory", answer)
    assert (done.exit_code, answer["draws"]) == (0, 9)
    assert run(tmp_path, problem).exit_code == 0


def test_the_schema_refuses_a_member_of_another_model():
    with pytest.raises(jsonschema_rs.ValidationError):
        fits("award-laboratory-problem", PRICED | {"model": ABSOLUTE["model"] | {"per_point": 1}})


def test_consensus_own_marks_and_own_costs_are_all_in_the_answer(tmp_path):
    answer = json.loads(run(tmp_path, MORE["levels and evaluators"], "--json").stdout)
    (row,) = answer["ranking"]
    assert row["criteria"][2] == {"criterion": "quality", "mark": 70, "by": {"one": 60}, "part": 14}
    assert answer["out"] == [
        {"bid": "B", "below": [{"criterion": "quality", "mark": 4, "minimum": 5}]}
    ]
    costs = json.loads(run(tmp_path, LIFE_CYCLE, "--json").stdout)["ranking"][0]["costs"]
    assert costs == [
        {"item": "licences", "own": False, "value": "200.00"},
        {"item": "own staff", "own": True, "value": "10.00"},
    ]


def test_the_same_seed_gives_the_same_answer_and_another_another(tmp_path):
    one, again, other = (
        run(tmp_path, RELATIVE, "--json", "--draws", "50", "--seed", seed).stdout for seed in "112"
    )
    assert one == again
    assert json.loads(one)["reversals"]["thirds"] != json.loads(other)["reversals"]["thirds"]


def test_a_person_reads_ranking_warning_and_verdicts(tmp_path):
    said = run(tmp_path, RELATIVE).stdout
    assert said.splitlines()[:3] == [
        "rank  bid  score  price  quality",
        "   1  A     85.0   50.0     35.0",
        "   2  B     81.0   38.5     42.5",
    ]
    assert "Warning: the order of two bids can depend on a third, which wins nothing." in said
    assert "independence  counter-example" in said
    assert max(len(line) for line in said.splitlines()) <= 96


@pytest.mark.parametrize("text", ["{", json.dumps(RELATIVE | {"bids": [A, A]})])
def test_a_faulty_file_is_exit_code_2_and_one_sentence(tmp_path, text):
    done = run(tmp_path, text)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_exit_code_2(tmp_path):
    done = CliRunner().invoke(app, ["award", "laboratory", str(tmp_path / "none.json")])
    assert (done.exit_code, done.stdout) == (2, "")


SCENES = [
    *FIVE.values(),
    *MORE.values(),
    RELATIVE | {"bids": [A, B, C]},
    RELATIVE | {"bids": [A, B, C, A | {"id": "D", "marks": {"quality": 100}}]},
    RELATIVE | {"bids": [A | {"marks": by(70, one=60)}, B | {"marks": by(85, one=100)}]},
    RELATIVE | {"model": RELATIVE["model"] | {"decimals": 1}},
    RELATIVE | {"bids": [A, A | {"id": "B"}], "ranges": {"price": {"low": 99, "high": 101}}},
    ABSOLUTE | {"bids": [A, A | {"id": "D", "price": "200.00"}]},
    {"model": RELATIVE["model"] | {"price_weight": 100}, "bids": [{"id": "A", "price": 1}]},
    LOWEST | {"bids": [A]},
]


def test_numbers_in_sentences_are_left_to_the_language_of_whoever_says_them():
    said = {
        one.kind: one.values for one in sentences_of(examine(setting(RELATIVE), draws=1, seed=1))
    }
    assert (said["cut"]["cut"].number, said["cut"]["cut"].unit) == (Decimal("12.36"), "EUR")
    assert (said["place"]["price"].number, said["place"]["price"].signed) == (
        Decimal("-11.5"),
        True,
    )


def test_every_sentence_there_is_can_be_said():
    """And each has all the values that its text names."""
    said = set()
    for problem in SCENES:
        for sentence in sentences_of(examine(setting(problem), draws=100, seed=1)):
            assert "{" not in in_english(sentence)
            said.add(sentence.kind)
    assert sorted(set(ENGLISH) - said) == []
