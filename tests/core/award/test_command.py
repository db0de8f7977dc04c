"""``samkop award solve`` as a program calls it."""

from __future__ import annotations

import json
import subprocess

import jsonschema_rs
import pytest
from typer.testing import CliRunner

from samkop.site import schemas
from samkop.site.cli import app
from serving_ground import COMMAND

# S1 is cheapest on each lot and may win one; its discount for both would count without the rule.
PROBLEM = {
    "lots": [{"id": "L1"}, {"id": "L2"}, {"id": "L3", "unawarded_cost": "7.00"}],
    "bids": [
        {"id": "A", "bidder": "S1", "lots": ["L1"], "cost": "100.00"},
        {"id": "B", "bidder": "S1", "lots": ["L2"], "cost": "200.00"},
        {"id": "C", "bidder": "S2", "lots": ["L1"], "cost": "110.05"},
        {"id": "D", "bidder": "S2", "lots": ["L2"], "cost": "230.00"},
        {"id": "E", "bidder": "S3", "lots": ["L1", "L2"], "cost": "320.00"},
    ],
    "discounts": [{"bidder": "S1", "lots": ["L1", "L2"], "amount": "5.10"}],
    "rules": {"max_lots": {"S1": 1}},
}
ANSWER = {
    "status": "optimal", "cost": "317.05", "bound": "317.05",
    "awards": [{"bid": "B", "lots": ["L2"]}, {"bid": "C", "lots": ["L1"]}],
    "unawarded": ["L3"], "discounts": [], "suppliers": 2,
    "runner_up": {"cost": "327.00", "awards": [{"bid": "E", "lots": ["L1", "L2"]}]},
    "without": [{"bidder": "S1", "cost": "327.00"}, {"bidder": "S2", "cost": "327.00"}],
    "second_best": [
        {"lot": "L1", "bid": "E", "cost": "327.00"},
        {"lot": "L2", "bid": "E", "cost": "327.00"},
        {"lot": "L3", "bid": None, "cost": None},
    ],
    "rule_prices": [{"rule": "max_lots:S1", "cost": "15.15"}],
    "ties": 0, "ties_capped": False, "conflict": [], "conflict_smallest": None,
}  # fmt: skip


def fits(name: str, value: object) -> bool:
    jsonschema_rs.validator_for(json.loads(schemas.text_of(name))).validate(value)
    return True


def run(tmp_path, problem, *arguments):
    file = tmp_path / "problem.json"
    file.write_text(problem if isinstance(problem, str) else json.dumps(problem), "utf-8")
    return CliRunner().invoke(app, ["award", "solve", str(file), *arguments])


def test_the_whole_answer_of_a_small_tender_is_counted_by_hand(tmp_path):
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(PROBLEM), "utf-8")
    done = subprocess.run(
        [*COMMAND, "award", "solve", str(file)], capture_output=True, text=True, check=True
    )
    answer = json.loads(done.stdout)
    assert fits("award-problem", PROBLEM)
    assert fits("award-solve", answer)
    assert answer.pop("seconds") >= 0
    assert answer == ANSWER


def test_a_brief_answer_has_the_optimum_alone(tmp_path):
    answer = json.loads(run(tmp_path, PROBLEM, "--brief").stdout)
    assert fits("award-solve", answer)
    assert answer.pop("seconds") >= 0
    assert answer == {name: ANSWER[name] for name in ("status", "cost", "bound", "awards")}


def test_what_cannot_be_awarded_is_a_no_with_what_is_in_conflict(tmp_path):
    problem = PROBLEM | {"rules": {"max_suppliers": 1, "max_lots_per_bidder": 1}}
    done = run(tmp_path, problem)
    answer = json.loads(done.stdout)
    assert fits("award-solve", answer)
    assert (done.exit_code, answer["status"], answer["cost"]) == (1, "infeasible", None)
    assert answer["conflict"] == ["lot:L1", "lot:L2", "max_lots_per_bidder", "max_suppliers"]
    assert answer["conflict_smallest"]


def test_a_lot_without_a_bid_is_in_conflict_alone(tmp_path):
    done = run(tmp_path, PROBLEM | {"lots": [*PROBLEM["lots"], {"id": "L4"}]})
    assert json.loads(done.stdout)["conflict"] == ["lot:L4"]


def test_without_time_nothing_is_known_and_that_is_a_no(tmp_path):
    done = run(tmp_path, PROBLEM, "--time-limit", "0")
    answer = json.loads(done.stdout)
    assert fits("award-solve", answer)
    assert (done.exit_code, answer["status"], answer["cost"]) == (1, "time-limit", None)


def changed(**members):
    return {name: value for name, value in (PROBLEM | members).items() if value is not ...}


def a_bid(**members):
    return changed(bids=[{"id": "A", "bidder": "S", "lots": ["L1"], "cost": 1} | members])


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        ("[", "Line 1, column 2"),
        ('{"lots": [{"id": "\\ud800"}], "bids": []}', "half of a character"),
        (changed(lots=...), "has no lots"),
        (changed(lots=[]), "lots is empty"),
        (changed(lots=[{"id": "L1"}, {"id": "L1"}]), 'lots[1]: the id "L1" is taken by lots[0]'),
        (changed(rule={}), 'has the member "rule"'),
        (a_bid(lots=[]), 'bid "A": lots is empty'),
        (a_bid(lots=["L1", "L1"]), 'bid "A": lots names a lot twice'),
        (a_bid(lots=["L9"]), 'bid "A": lots: there is no lot "L9"'),
        (a_bid(cost="1.005"), 'bid "A": cost has to be an amount'),
        (a_bid(cost="10000000000.01"), 'bid "A": cost is beyond'),
        (changed(bids=[PROBLEM["bids"][0]] * 2), 'bids[1]: the id "A" is taken by bids[0]'),
        (changed(discounts=[PROBLEM["discounts"][0] | {"amount": 0}]), "discounts[0]: amount has"),
        (changed(rules={"max_lots": {"S1": -1}}), 'max_lots of "S1" has to lie between'),
        (changed(rules={"incompatible_lots": [["L1"]]}), "incompatible_lots[0] has to be a list"),
        (changed(rules={"incompatible_lots": [["L1", "L1"]]}), "names one lot twice"),
    ],
)
def test_a_fault_is_one_sentence_and_bad_usage(tmp_path, problem, says):
    done = run(tmp_path, problem)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_bid_may_cost_less_than_nothing(tmp_path):
    answer = json.loads(run(tmp_path, a_bid(lots=["L1", "L2", "L3"], cost="-3.5")).stdout)
    assert answer["cost"] == "-3.50"
