"""`samkop edocs`, as a person and as a program use it."""

import json
import os
import subprocess
import sys
import tarfile
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import jsonschema_rs
import pytest
from typer.testing import CliRunner

from core.edocs.samples import WRITTEN, a_catalogue, spoilt, text
from samkop.core.edocs.ubl.bindings import to_xml
from samkop.site.cli_edocs import app

RUN = CliRunner()
BAD = spoilt("order", text("cbc:CustomizationID", "urn:example"))
COLUMNS = (
    "file kind origin expected target_rule target_expect xsd_valid rulesets official_findings_x"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "order").mkdir()
    (tmp_path / "order" / "good.xml").write_bytes(WRITTEN["order"])
    (tmp_path / "order" / "notes.txt").write_text("no document")
    return tmp_path


def answers(*arguments: object) -> tuple[int, list[dict[str, object]]]:
    result = RUN.invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_a_folder_without_documents_is_said_and_is_no_yes(tmp_path: Path) -> None:
    result = RUN.invoke(app, ["validate", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert str(tmp_path) in result.stderr


def test_valid_files_end_with_code_0(folder: Path) -> None:
    code, (answer,) = answers("validate", folder, "--json")
    assert code == 0
    assert isinstance(answer.pop("ms"), float)
    assert answer == {
        "file": str(folder / "order" / "good.xml"),
        "kind": "order",
        "ruleset": "peppol-order:3.0.17",
        "valid": True,
        "faults": [],
        "omitted": 0,
    }


def test_an_invalid_file_ends_with_code_1_and_names_each_rule_and_place(folder: Path) -> None:
    (folder / "bad.xml").write_bytes(BAD)
    code, (bad, good) = answers("validate", folder, "--json")
    assert (code, bad["valid"], good["valid"]) == (1, False, True)
    (fault,) = bad["faults"]
    assert set(fault) == {"rule", "flag", "location", "message"}
    assert (fault["rule"], fault["flag"]) == ("PEPPOL-T01-R034", "fatal")
    assert fault["location"] == "/Order/cbc:CustomizationID"


def test_a_person_sees_rule_and_place(folder: Path) -> None:
    (folder / "bad.xml").write_bytes(BAD)
    result = RUN.invoke(app, ["validate", str(folder / "bad.xml")])
    assert result.exit_code == 1
    assert "PEPPOL-T01-R034" in result.stdout
    assert "/Order/cbc:CustomizationID" in result.stdout


def test_a_path_that_cannot_be_read_ends_with_code_2_and_a_sentence(folder: Path) -> None:
    result = RUN.invoke(app, ["validate", str(folder / "absent.xml"), str(folder)])
    assert result.exit_code == 2
    assert str(folder / "absent.xml") in result.stderr
    assert "good.xml" in result.stdout


def test_an_unknown_rule_set_ends_with_code_2(folder: Path) -> None:
    assert RUN.invoke(app, ["validate", str(folder), "--ruleset", "none:1"]).exit_code == 2


def test_rule_sets_can_be_joined(folder: Path) -> None:
    joined = "peppol-order:3.0.17+peppol-catalogue:3.0.17"
    code, (answer,) = answers("validate", folder, "--ruleset", joined, "--json")
    assert (code, answer["ruleset"]) == (1, joined)
    assert [fault["rule"] for fault in answer["faults"]] == ["EDOC-KIND"]


def test_show_marks_a_fault_at_its_place(folder: Path) -> None:
    (folder / "bad.xml").write_bytes(BAD)
    result = RUN.invoke(app, ["show", str(folder / "bad.xml")])
    lines = [line.strip() for line in result.stdout.splitlines()]
    place = next(i for i, line in enumerate(lines) if line.startswith("Customization ID"))
    assert "PEPPOL-T01-R034" in lines[place + 1]
    assert result.exit_code == 1
    assert RUN.invoke(app, ["show", str(folder / "order" / "good.xml")]).exit_code == 0


def test_show_answers_a_program_entry_by_entry(folder: Path) -> None:
    code, entries = answers("show", folder / "order" / "good.xml", "--json")
    assert code == 0
    assert entries[0] == {"depth": 0, "label": "Order", "value": "", "faults": []}


def test_show_says_so_where_a_document_is_too_long_to_show(folder: Path) -> None:
    (folder / "long.xml").write_bytes(to_xml(a_catalogue(3_000)))
    result = RUN.invoke(app, ["show", str(folder / "long.xml")])
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)


def test_show_of_an_absent_file_ends_with_code_2(folder: Path) -> None:
    assert RUN.invoke(app, ["show", str(folder / "absent.xml")]).exit_code == 2


def manifest(expected: str) -> str:
    row = f"order/good.xml order example {expected} - - true PEPPOLBIS-T01 PEPPOLBIS-T01="
    other = "eforms/x.xml eforms example valid - - na - -"
    return "\n".join("\t".join(line.split()) for line in (COLUMNS, row, other)) + "\n"


def test_conformance_reads_a_directory(folder: Path) -> None:
    (folder / "manifest.tsv").write_text(manifest("valid"))
    code, (answer,) = answers("conformance", folder, "--json")
    assert code == 0
    assert [(kind["kind"], kind["implemented"]) for kind in answer["kinds"]] == [
        ("eforms", False),
        ("order", True),
    ]
    assert answer["differences"] == []


def test_conformance_reads_an_archive_and_tells_each_difference(folder: Path) -> None:
    (folder / "manifest.tsv").write_text(manifest("invalid"))
    packed = folder / "packed"
    packed.mkdir()
    with tarfile.open(packed / "corpus.tar.xz", "w:xz") as tar:
        tar.add(folder / "manifest.tsv", "manifest.tsv")
        tar.add(folder / "order" / "good.xml", "shared/order/good.xml")
    code, (answer,) = answers("conformance", packed, "--json")
    assert code == 1
    assert [(d["what"], d["file"]) for d in answer["differences"]] == [
        ("verdict", "order/good.xml")
    ]
    result = RUN.invoke(app, ["conformance", str(packed)])
    assert "verdict: order/good.xml" in result.stdout
    assert "not implemented" in result.stdout


def test_a_folder_without_corpus_ends_with_code_2(tmp_path: Path) -> None:
    assert RUN.invoke(app, ["conformance", str(tmp_path)]).exit_code == 2
    (tmp_path / "corpus.tar.xz").write_bytes(b"no archive")
    assert RUN.invoke(app, ["conformance", str(tmp_path)]).exit_code == 2


def test_official_rules_that_are_not_there_end_with_code_2(folder: Path) -> None:
    result = RUN.invoke(app, ["validate", str(folder), "--official", str(folder)])
    assert result.exit_code == 2


def test_the_commands_load_no_framework_and_nothing_of_the_documents_before_they_run() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import samkop.site.cli_edocs, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    ).stdout.split()
    assert [name for name in loaded if name in {"django", "lxml.etree", "samkop.core.edocs"}] == []


def schema(name: str) -> dict[str, object]:
    return json.loads((files("samkop.site") / "schemas" / f"{name}.json").read_text("utf-8"))


def test_every_json_answer_keeps_to_its_schema(folder: Path) -> None:
    (folder / "bad.xml").write_bytes(BAD)
    (folder / "other.xml").write_bytes(b"<a/>")
    (folder / "manifest.tsv").write_text(manifest("invalid"))
    asked = {
        "edocs-validate": ("validate", folder),
        "edocs-show": ("show", folder / "bad.xml"),
        "edocs-conformance": ("conformance", folder),
    }
    for name, arguments in asked.items():
        _code, given = answers(*arguments, "--json")
        assert given
        for answer in given:
            jsonschema_rs.validate(schema(name), answer)


OFFICIAL = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:svrl="http://purl.oclc.org/dsdl/svrl">
  <xsl:template match="/">
    <svrl:schematron-output>
      <svrl:failed-assert id="PEPPOL-T01-R034"/>
      <svrl:failed-assert id="PEPPOL-T01-R999"/>
    </svrl:schematron-output>
  </xsl:template>
</xsl:stylesheet>"""


def test_the_official_rules_are_run_where_somebody_has_them(folder: Path) -> None:
    (folder / "OWN-T01.xslt").write_text(OFFICIAL)
    (folder / "bad.xml").write_bytes(BAD)
    arguments = ("validate", folder / "bad.xml", "--official", folder, "--json")
    code, given = answers(*arguments)
    if find_spec("saxonche") is None:
        assert (code, given) == (2, [])
        return
    assert code == 1
    assert given[0]["official"] == {
        "verdict": True,
        "rules": ["PEPPOL-T01-R034", "PEPPOL-T01-R999"],
        "only_official": ["PEPPOL-T01-R999"],
        "only_ours": [],
    }
    jsonschema_rs.validate(schema("edocs-validate"), given[0])
    shown = RUN.invoke(app, ["validate", str(folder / "bad.xml"), "--official", str(folder)])
    assert "PEPPOL-T01-R999" in shown.stdout


def test_without_official_rules_for_a_kind_there_is_no_official_verdict(folder: Path) -> None:
    (folder / "OWN-T77.xslt").write_text(OFFICIAL)
    code, given = answers("validate", folder / "order", "--official", folder, "--json")
    if find_spec("saxonche") is None:
        assert (code, given) == (2, [])
        return
    assert (code, given[0]["official"]["verdict"]) == (0, False)
