"""Each ``--json`` answer fits its schema; those of edocs are tested in core/edocs."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest

import ground
from factories.parties import a_municipality
from samkop.site import cli_audit, doctor, schemas
from samkop.site.bench import Figure, Goal, Rival
from samkop.site.importing import people


def fits(name: str, answer: object) -> bool:
    jsonschema_rs.validator_for(json.loads(schemas.text_of(name))).validate(answer)
    return True


def test_the_schemas_are_schemas_and_closed():
    for name in schemas.names():
        schema = json.loads(schemas.text_of(name))
        assert jsonschema_rs.meta.is_valid(schema)
        assert objects_left_open(schema) == []


def objects_left_open(schema: object, at: str = "") -> list[str]:
    """Where further members would be let through, so that a typing error would not show."""
    if isinstance(schema, list):
        return [
            fault for n, part in enumerate(schema) for fault in objects_left_open(part, f"{at}/{n}")
        ]
    if not isinstance(schema, dict):
        return []
    faults = [
        fault for key, part in schema.items() for fault in objects_left_open(part, f"{at}/{key}")
    ]
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        faults.append(at)
    return faults


def test_a_schema_refuses_an_answer_with_another_member():
    with pytest.raises(jsonschema_rs.ValidationError):
        fits("doctor", {"well": True, "findings": [], "more": 1})


@pytest.mark.usefixtures("database")
def test_audit_verify_answers_by_its_schema(tmp_path, capsys):
    a_municipality()
    assert cli_audit.report(tmp_path, as_json=True) == 0
    assert fits("audit-verify", json.loads(capsys.readouterr().out))


@pytest.mark.usefixtures("database")
def test_the_doctor_answers_by_its_schema(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SAMKOP_DATA", str(tmp_path / "none"))
    doctor.report(as_json=True)
    assert fits("doctor", json.loads(capsys.readouterr().out))
    monkeypatch.setenv("SAMKOP_DATA", str(ground.DATA))


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("address", ["one@example.org", "no address"])
def test_import_people_answers_by_its_schema(tmp_path, capsys, address):
    party = a_municipality()
    file = tmp_path / "people.csv"
    file.write_text(f"name;email\nLärare 1;{address}\n", "utf-8")
    code = people.import_people(party.identifier, file, dry_run=True, as_json=True)
    answer = json.loads(capsys.readouterr().out)
    assert fits("import", answer)
    assert code == bool(answer["faults"])


def test_bench_answers_by_its_schema():
    alone = Figure("start", "the demo region", 4.2, "s", goal=Goal("ours", at_most=10))
    beside = Figure("orders", "4 clients", 900.0, "1/s", Rival("oscar", "4.2", 5.0))
    absent = Figure("fleet", "1 M", None, "s", why_absent="no rival was installed")
    answers = [figure.as_answer() for figure in (alone, beside, absent)]
    assert fits("bench", answers)
    assert [answer["met"] for answer in answers] == [True, None, None]
    assert [answer["ratio"] for answer in answers] == [None, 180.0, None]
