"""``samkop import catalogue``: the same import as by page, from the shell."""

from __future__ import annotations

import json

import pytest

from factories.catalogue import a_shelf, items_of
from samkop.site import schemas
from samkop.site.importing.catalogue import import_catalogue

HEADING = "Item number;Name;Price;Category\n"
GOOD = "PHONE-1;A phone;400,00;phone\nPHONE-2;Another;700,00;phone\n"
DEAR = "LAPTOP-1;A laptop;1100,01;laptop\n"


@pytest.fixture
def run(trade, tmp_path, capsys):
    def run(content, agreement=trade.agreement.number, **options):
        file = tmp_path / "range.csv"
        file.write_text(content, "utf-8")
        given = {"replaces_all": False, "dry_run": False, "as_json": True, **options}
        code = import_catalogue(trade.body.identifier, agreement, file, **given)
        shown = capsys.readouterr()
        return code, json.loads(shown.out) if given["as_json"] and shown.out else shown

    return run


def test_a_sheet_is_taken_and_the_same_again_writes_nothing(trade, run):
    code, answer = run(HEADING + GOOD)
    assert (code, answer["imported"], answer["added"], answer["refused"]) == (0, True, 2, 0)
    assert set(items_of(trade.agreement)) == {"PHONE-1", "PHONE-2"}
    code, answer = run(HEADING + GOOD)
    assert (code, answer["added"], answer["unchanged"], answer["known"]) == (0, 0, 2, True)
    changed = GOOD.replace("A phone", "A better phone")
    assert run(HEADING + changed)[1]["changed"] == 1
    code, answer = run(HEADING + GOOD)
    assert (code, answer["changed"], answer["known"]) == (0, 0, True)
    assert items_of(trade.agreement)["PHONE-1"].name == "A better phone"


def test_a_dry_run_tells_what_would_come_and_writes_nothing(trade, run):
    code, answer = run(HEADING + GOOD, dry_run=True)
    assert (code, answer["imported"], answer["added"]) == (0, False, 2)
    assert items_of(trade.agreement) == {}


def test_a_price_above_its_rule_is_left_out_with_its_row_and_column(trade, run):
    code, answer = run(HEADING + GOOD + DEAR)
    found = [(fault["row"], fault["column"], fault["code"]) for fault in answer["faults"]]
    assert (code, found) == (1, [(4, "Price", "price-above-rule")])
    assert set(items_of(trade.agreement)) == {"PHONE-1", "PHONE-2"}


def test_nothing_that_can_be_taken_is_an_answer_and_leaves_the_shelf_alone(trade, run):
    a_shelf(trade.agreement)
    code, answer = run(HEADING + DEAR, replaces_all=True)
    assert (code, answer["imported"], answer["leaving"]) == (1, True, 2)
    assert items_of(trade.agreement)["LAPTOP-1"].active
    code, answer = run("no;table\n1;2\n")
    assert (code, answer["imported"]) == (1, False)


def test_an_agreement_that_is_not_there_is_a_sentence(run):
    code, shown = run(HEADING + GOOD, agreement="RA-none")
    assert (code, shown.out) == (2, "")
    assert "RA-none" in shown.err


def test_a_person_reads_the_faults_and_the_counts(run):
    code, shown = run(HEADING + GOOD + DEAR, as_json=False)
    assert code == 1
    assert "Row 4, Price:" in shown.out
    assert "2 items new" in shown.out


def test_the_answer_fits_its_schema(run):
    import jsonschema_rs

    validator = jsonschema_rs.validator_for(json.loads(schemas.text_of("import-catalogue")))
    for content in (HEADING + GOOD + DEAR, "no;table\n1;2\n"):
        validator.validate(run(content)[1])


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.csv", b""), ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0"), ("broken.xml", b"atalogue>")],
)
def test_what_is_no_catalogue_is_bad_input_and_one_sentence(trade, tmp_path, capsys, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    code = import_catalogue(
        trade.body.identifier, trade.agreement.number, file,
        replaces_all=False, dry_run=False, as_json=True,
    )  # fmt: skip
    shown = capsys.readouterr()
    assert (code, shown.out, len(shown.err.splitlines())) == (2, "", 1)


def test_a_party_that_runs_no_agreements_is_told_as_such(trade, tmp_path, capsys):
    file = tmp_path / "range.csv"
    file.write_text(HEADING + GOOD, "utf-8")
    code = import_catalogue(
        trade.buyer.identifier, trade.agreement.number, file,
        replaces_all=False, dry_run=False, as_json=True,
    )  # fmt: skip
    assert (code, trade.buyer.name in capsys.readouterr().err) == (2, True)


def test_an_unknown_category_names_the_words(run):
    _code, shown = run(HEADING + "PHONE-1;A phone;400,00;gadget\n", as_json=False)
    assert "phone, rugged, tablet, laptop" in shown.out
