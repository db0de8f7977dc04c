"""``samkop bench edocs``: what is measured, on documents of our own. Times are judged nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

from samkop.core.edocs import read, validate, write
from samkop.core.edocs.rules.rulesets import by_id
from samkop.site import schemas
from samkop.site.bench.edocs import measuring
from samkop.site.bench.edocs.examples import examples
from samkop.site.bench.edocs.long_documents import MAKERS, an_invoice, written
from samkop.site.bench.edocs.official import AbsentError, OfficialRules
from samkop.site.official_rules import stylesheets


@pytest.fixture
def short(monkeypatch):
    """Long documents of three and four lines, so that measuring takes no time."""
    monkeypatch.setattr(measuring, "SHORT", 3)
    monkeypatch.setattr(measuring, "LONG", 4)
    monkeypatch.setattr(measuring, "ROUNDS", 1)


def files(folder: Path) -> Path:
    folder.mkdir()
    (folder / "order.xml").write_bytes(written("order", 2))
    (folder / "invoice.xml").write_bytes(write(an_invoice(2), syntax="finvoice"))
    (folder / "other.xml").write_bytes(b"<html/>")
    return folder


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_long_documents_are_valid_and_have_their_lines(kind: str) -> None:
    data = written(kind, 7)
    assert len(read(data).lines) == 7
    assert validate(data).faults == ()


def test_every_figure_says_what_it_is_beside_and_why_a_rival_is_not(short, tmp_path) -> None:
    figures = measuring.measure(files(tmp_path / "files"))
    assert [(one.name, one.size.partition(" (")[0]) for one in figures] == [
        ("edocs", "finvoice, 1 example"),
        ("edocs", "order, 1 example"),
        ("edocs", "invoice, 3 lines"),
        ("edocs-parsing", "invoice, 3 lines"),
        ("edocs", "invoice, 4 lines"),
        ("edocs-parsing", "invoice, 4 lines"),
        ("edocs", "order, 3 lines"),
        ("edocs-parsing", "order, 3 lines"),
        ("edocs", "order, 4 lines"),
        ("edocs-parsing", "order, 4 lines"),
        ("edocs", "catalogue, 3 lines"),
        ("edocs-parsing", "catalogue, 3 lines"),
        ("edocs", "catalogue, 4 lines"),
        ("edocs-parsing", "catalogue, 4 lines"),
        ("edocs-seconds", "catalogue, 4 lines"),
        ("edocs-memory", "catalogue, 4 lines"),
    ]
    assert {one.why_absent for one in figures if one.name == "edocs"} == {
        "no --official DIR with the official rules was given"
    }
    assert all(one.limit is not None for one in figures if one.name == "edocs-parsing")
    jsonschema_rs.validate(
        json.loads(schemas.text_of("bench")), [figure.as_answer() for figure in figures]
    )


def test_a_directory_without_official_rules_is_told(tmp_path) -> None:
    with pytest.raises(AbsentError, match=r"holds no \*\.xslt"):
        OfficialRules(tmp_path)


def test_of_a_corpus_the_valid_examples_are_taken(tmp_path) -> None:
    columns = ("file", "kind", "origin", "expected")
    rows = [
        ("a.xml", "order", "example", "valid"),
        ("b.xml", "order", "mutant", "valid"),
        ("c.xml", "order", "example", "invalid"),
    ]
    (tmp_path / "manifest.tsv").write_text("\n".join("\t".join(row) for row in (columns, *rows)))
    (tmp_path / "a.xml").write_bytes(written("order", 2))
    found = examples(tmp_path)
    assert found.documents == {"order": [written("order", 2)]}


def test_an_invoice_meets_two_official_rule_sets_and_outside_peppol_one(tmp_path) -> None:
    for name in (
        "CEN-EN16931-UBL",
        "PEPPOL-EN16931-UBL",
        "PEPPOL-EN16931-UBL-SB",
        "X-T01",
        "X-T010",
    ):
        (tmp_path / f"{name}.xslt").write_text("")
    found = {
        ruleset: [path.stem for path in stylesheets(tmp_path, by_id(ruleset))]
        for ruleset in (
            "peppol-invoice:3.0.21",
            "en16931-invoice:1.3.16",
            "peppol-order:3.0.17",
            "finvoice:3.0",
        )
    }
    assert found == {
        "peppol-invoice:3.0.21": ["CEN-EN16931-UBL", "PEPPOL-EN16931-UBL"],
        "en16931-invoice:1.3.16": ["CEN-EN16931-UBL"],
        "peppol-order:3.0.17": ["X-T01"],
        "finvoice:3.0": [],
    }
