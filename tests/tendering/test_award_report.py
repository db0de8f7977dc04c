"""The explanation of an award, for the decision."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from django.utils import translation

from core.award.test_command import PROBLEM
from samkop.core.award.explain import EXPLAINED, explanation_of
from samkop.core.award.optimise import solve_award
from samkop.core.award.reading import problem_of
from samkop.site.cli_award_explain import print_report
from samkop.tendering.award_report import Around, conflict_of, report_of
from samkop.tendering.printing import printed_award
from serving_ground import COMMAND

EVERY_RULE = {
    "max_lots_per_bidder": 2, "max_lots": {"S1": 1}, "min_suppliers": 1, "max_suppliers": 3,
    "incompatible_lots": [["L1", "L2"]],
}  # fmt: skip


def told(problem, language="en"):
    read = problem_of(problem)
    award = solve_award(read, asked=EXPLAINED)
    with translation.override(language):
        return report_of(read, award, explanation_of(read, award), title="", currency="EUR")


def test_each_lot_where_the_best_bid_does_not_win_is_named_with_its_rule():
    report = told(PROBLEM)
    assert [row[:3] for row in report.awards.rows] == [
        ("L1", "S2", "C"), ("L2", "S1", "B"), ("L3", "nobody", "\u2013"),
    ]  # fmt: skip
    assert (len(report.rules), len(report.reasons)) == (1, 2)
    assert report.reasons[1].startswith("Lot L3 is left")
    for part in ("L1", "S2", "A of S1", "100.00", "S1 may win 1 lot at most", "19.95"):
        assert part in report.reasons[0]
    assert "15.15" in report.rules[0]


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_every_rule_and_every_reason_is_told_in_every_language(language):
    bids = [
        *PROBLEM["bids"],
        {"id": "F", "bidder": "S3", "lots": ["L3"], "cost": "70.00"},
        {"id": "G", "bidder": "S3", "lots": ["L1"], "cost": "300.00"},
    ]
    problem = PROBLEM | {"bids": bids, "rules": EVERY_RULE}
    report = told(problem, language)
    assert len(report.rules) == len(EVERY_RULE)
    texts = [*report.summary, *report.rules, *report.reasons, report.headings.awards]
    assert [text for text in texts if re.search(r"%\(|\{", text)] == []
    with translation.override(language):
        assert printed_award(report, language).startswith(b"%PDF-1.7")


def test_where_every_best_bid_wins_that_is_what_is_said():
    problem = {name: PROBLEM[name] for name in ("lots", "bids")}
    report = told(problem | {"lots": problem["lots"][:2]})
    assert (report.rules, report.reasons) == ((), ())


def test_it_is_printed_in_the_language_of_its_reader(capsys):
    print_report(told(PROBLEM, "sv"))
    printed = capsys.readouterr().out
    assert printed.startswith("Tilldelning över flera anbudsområden\n")
    assert "317,05" in printed


def test_the_command_writes_it_as_a_pdf(tmp_path):
    file, pdf = tmp_path / "problem.json", tmp_path / "award.pdf"
    file.write_text(json.dumps(PROBLEM), "utf-8")
    command = [*COMMAND, "award", "explain", str(file), "--language", "sv", "--pdf", str(pdf)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert pdf.read_bytes().startswith(b"%PDF-1.7")


def test_what_cannot_be_awarded_is_a_no_in_a_sentence(tmp_path):
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(PROBLEM | {"rules": {"max_suppliers": 0}}), "utf-8")
    done = subprocess.run(
        [*COMMAND, "award", "explain", str(file)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_what_surrounds_a_problem_is_told_with_it():
    read = problem_of(PROBLEM)
    award = solve_award(read, asked=EXPLAINED)
    around = Around((("Register number", "D/1"),), {"L1": "Laptops"}, {"max_lots:S1": "3.2 One."})
    report = report_of(read, award, explanation_of(read, award), currency="EUR", around=around)
    assert report.facts[0] == ("Register number", "D/1")
    assert report.awards.rows[0][0] == "L1 Laptops"
    assert "“3.2 One.”" in report.rules[0]


def test_a_conflict_is_told_without_the_names_of_the_programs():
    read = problem_of(PROBLEM | {"rules": EVERY_RULE})
    names = ["lot:L1", "max_lots:S1", "max_lots_per_bidder", "min_suppliers"]
    told = conflict_of(read, names)
    assert "S1 may win 1 lot at most" in told
    assert [one for one in told if "_" in one or ":" in one] == []
