"""The laboratory's report, to attach to the tender."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache

import pytest
import typer
from django.utils import translation

from core.award.tenders import FIVE, LIFE_CYCLE, RELATIVE, A, B, setting
from core.award.test_laboratory_command import SCENES
from samkop.core.award.robustness import examine, sentences_of
from samkop.core.award.robustness.texts import ENGLISH
from samkop.site.cli_award_laboratory_print import print_attachment
from samkop.site.cli_award_telling import WIDTH, write
from samkop.tendering.laboratory_report import laboratory_report_of
from samkop.tendering.printing import printed_laboratory
from serving_ground import COMMAND

LANGUAGES = ["sv", "fi", "en"]
LEFT = re.compile(r"%\(|[{}]")


@cache
def examined():
    """Tenders in which together every kind of finding is made."""
    return [examine(setting(problem), draws=100, seed=1) for problem in SCENES]


def told(problem, language):
    report = examine(setting(problem), draws=40, seed=1)
    with translation.override(language):
        return laboratory_report_of(report)


def texts_of(report):
    parts = (report.warnings, *report.sections)
    return [*report.summary, *(text for part in parts for text in part.texts)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_finding_is_told_once_in_every_language(language):
    kinds = set()
    for report in examined():
        sentences = sentences_of(report)
        kinds |= {one.kind for one in sentences}
        with translation.override(language):
            said = laboratory_report_of(report)
        # One more, on what draws say.
        assert len(texts_of(said)) == len(sentences) + 1
        tables = [table for part in said.sections for table in part.tables]
        cells = [cell for table in tables for row in table.rows for cell in row]
        words = [
            said.title,
            *texts_of(said),
            *cells,
            *(text for fact in said.facts for text in fact),
        ]
        assert [text for text in words if not text or LEFT.search(text)] == []
    assert kinds == set(ENGLISH)


@pytest.mark.parametrize("name", FIVE)
def test_that_two_bids_can_depend_on_a_third_stands_first_and_in_the_relative_model_alone(name):
    warned = told(FIVE[name], "en").warnings.texts
    assert [text for text in warned if text.startswith("Warning: ")] == list(warned[:1])
    assert bool(warned) == (name == "relative")


def test_it_warns_also_where_no_draw_found_an_example():
    alike = RELATIVE | {
        "bids": [A, A | {"id": "B", "price": 101}], "bidders": 2,
        "ranges": {"marks": {"quality": {"low": 70, "high": 70}}},
    }  # fmt: skip
    (warning,) = told(alike, "en").warnings.texts
    assert warning.startswith("Warning: ")


def test_numbers_and_money_are_written_as_the_reader_writes_them():
    english, swedish = (" ".join(texts_of(told(RELATIVE, one))) for one in ("en", "sv"))
    for here, there in (("€12.36 (9.51%)", "12,36\xa0€ (9,51\xa0%)"), ("+7.5", "+7,5")):
        assert (here in english, there in swedish) == (True, True)
    report = replace(examined()[0], draws=1000, seed=1234)
    with translation.override("sv"):
        assert "1\xa0000, med fröet 1234." in laboratory_report_of(report).summary[0]


def test_ranking_marks_and_verdicts_are_tables():
    verdicts, criteria, ranking = told(RELATIVE, "sv").sections[:3]
    (properties,), (weights,), (places, marks) = verdicts.tables, criteria.tables, ranking.tables
    assert len(properties.rows) == 5
    assert weights.rows == (("quality", "50", "0 till 100", "0 till 100"),)
    assert places.rows == (
        ("1", "A", "100,00\xa0€", "50,0", "35,0", "85,0"),
        ("2", "B", "130,00\xa0€", "38,5", "42,5", "81,0"),
    )
    assert marks.rows == (("A", "70: 35,0"), ("B", "85: 42,5"))


def test_costs_over_the_years_are_told_with_their_rate():
    facts = dict(told(LIFE_CYCLE, "en").facts)
    assert facts["Discount rate a year"] == "10%"
    assert facts["Cost items"] == "licences, own staff (the buyer's own)"


@pytest.mark.parametrize("count", [1, 4, 5, 6, 9])
def test_many_criteria_are_shared_out_over_tables_that_a_page_has_room_for(count):
    names = [f"criterion {place}" for place in range(count)]
    criteria = [{"id": name, "weight": 10, "max": 5} for name in names]
    marks = dict.fromkeys(names, 3)
    problem = {
        "model": {"kind": "relative", "price_weight": 10, "weights_sum": 10 * count + 10},
        "criteria": criteria,
        "bids": [A | {"marks": marks}, B | {"marks": marks}],
    }
    tables = told(problem, "en").sections[2].tables[1:]
    heads = [[label for label, _numeric in table.columns[1:]] for table in tables]
    assert [name for head in heads for name in head] == names
    assert max(map(len, heads)) <= 4
    assert max(map(len, heads)) - min(map(len, heads)) <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_a_pdf_in_every_language(language):
    report = told(RELATIVE, language)
    with translation.override(language):
        assert printed_laboratory(report, language).startswith(b"%PDF-1.7")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("laboratory") / "model.json"
    path.write_text(json.dumps(RELATIVE | {"name": "Telefoner"}), "utf-8")
    return path


def run(*arguments):
    command = [*COMMAND, "award", "laboratory", *map(str, arguments), "--draws", "9"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_writes_it_as_a_pdf(file, tmp_path):
    pdf = tmp_path / "laboratory.pdf"
    done = run(file, "--language", "sv", "--pdf", pdf)
    assert (done.returncode, done.stdout) == (0, "")
    assert pdf.read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_printed_in_lines_of_readable_length(language, capsys):
    report = told(RELATIVE | {"name": "Telefoner"}, language)
    print_attachment(report)
    said = capsys.readouterr().out.splitlines()
    assert (said[0], said[2]) == (report.title, report.warnings.heading)
    assert max(map(len, said)) <= WIDTH


def test_a_pdf_that_cannot_be_written_is_exit_code_2_and_one_sentence(tmp_path, capsys):
    with pytest.raises(typer.Exit) as ended:
        write(tmp_path / "none" / "laboratory.pdf", b"")
    said = capsys.readouterr()
    assert (ended.value.exit_code, said.out, said.err.count("\n")) == (2, "", 1)


def test_an_answer_for_programs_has_no_language(file):
    done = run(file, "--json", "--language", "sv")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_without_language_and_pdf_nothing_of_django_is_loaded(file):
    code = (
        "import sys; from typer.testing import CliRunner; from samkop.site.cli import app; "
        "done = CliRunner().invoke(app, ['award', 'laboratory', sys.argv[1], '--draws', '1']); "
        "sys.exit(done.exit_code or 'django' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(file)], check=True)
