"""Against the official findings, where the corpus stands beside this repository."""

import sys
from pathlib import Path

import pytest

from core.edocs.samples import WRITTEN, spoilt, text
from samkop.core.edocs.conformance import compare
from samkop.site.cli_edocs import corpus

CORPUS = Path(__file__).resolve().parents[3].parent / "shared" / "edocs"
HERE = (CORPUS / "manifest.tsv").is_file()
KINDS = {
    "despatch-advice",
    "finvoice",
    "catalogue",
    "credit-note",
    "credit-note-en16931",
    "invoice",
    "invoice-en16931",
    "invoice-response",
    "mlr",
    "catalogue-response",
    "order",
    "order-agreement",
    "order-cancellation",
    "order-change",
    "order-response",
    "order-response-advanced",
    "punch-out",
}


def own_rows():
    """A corpus of our own in the same form: a valid document, a spoilt one, a fragment."""
    row = {
        "kind": "order",
        "rulesets": "PEPPOLBIS-T01",
        "xsd_valid": "true",
        "target_rule": "",
        "target_expect": "",
    }
    rule = "PEPPOL-T01-R034"
    return [
        {
            **row,
            "file": "good",
            "origin": "example",
            "expected": "valid",
            "official_findings": "PEPPOLBIS-T01=",
        },
        {
            **row,
            "file": "bad",
            "origin": "mutant",
            "expected": "invalid",
            "official_findings": f"PEPPOLBIS-T01={rule}:fatal:1",
        },
        {
            **row,
            "file": "bad",
            "origin": "unit",
            "expected": "invalid",
            "target_rule": rule,
            "target_expect": "fires",
            "official_findings": "",
        },
        {**row, "file": "none", "kind": "eforms", "origin": "example", "rulesets": ""},
    ]


def own_content(name: str) -> bytes:
    bad = spoilt("order", text("cbc:CustomizationID", "urn:example"))
    return {"good": WRITTEN["order"], "bad": bad}[name]


def test_every_kind_agrees_with_the_official_rules(capsys: pytest.CaptureFixture[str]) -> None:
    if HERE:
        rows, content = corpus(CORPUS)
        said = ""
    else:
        rows, content = iter(own_rows()), own_content
        said = f"The corpus is not at {CORPUS}: only our own documents were compared."
    tallies = [tally for tally in compare(rows, content) if tally.implemented]
    with capsys.disabled():
        sys.stdout.write(said)
    assert [difference for tally in tallies for difference in tally.differences] == []
    assert {tally.kind for tally in tallies} == (KINDS if HERE else {"order"})


def test_a_tally_counts_documents_rule_sets_and_assertions() -> None:
    eforms, order = compare(own_rows(), own_content)
    assert (eforms.kind, eforms.implemented, eforms.documents) == ("eforms", False, 1)
    assert (order.documents, order.verdicts_right) == (2, 2)
    assert (order.rule_sets, order.rule_sets_same) == (2, 2)
    assert (order.assertions, order.assertions_right) == (1, 1)


def test_each_kind_of_difference_is_told() -> None:
    rows = own_rows()[:3]
    rows[0]["expected"] = "invalid"
    rows[1]["official_findings"] = "PEPPOLBIS-T01=PEPPOL-T01-R031:fatal:1"
    rows[2]["target_expect"] = "not-fires"
    (order,) = compare(rows, own_content)
    assert [(d.what, d.file) for d in order.differences] == [
        ("verdict", "good"),
        ("rules", "bad"),
        ("assertion", "bad"),
    ]


def test_where_the_official_rules_end_in_an_error_only_the_verdict_counts() -> None:
    rows = own_rows()[1:2]
    rows[0]["official_findings"] = "PEPPOLBIS-T01=DYNAMIC-ERROR( two items )"
    (order,) = compare(rows, own_content)
    assert (order.documents, order.verdicts_right, order.rule_sets) == (1, 1, 0)
