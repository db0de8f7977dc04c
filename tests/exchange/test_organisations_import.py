"""Organisations from a file: an empty installation begins, and each fault is told by its cell."""

from __future__ import annotations

import csv
import io
import json

import jsonschema_rs
import pytest

from factories.parties import OPERATOR, a_business_id, a_municipality, an_actor
from samkop.core.identifiers import ovt_code
from samkop.exchange.models import Endpoint
from samkop.exchange.organisation_plans import plan_organisations
from samkop.exchange.usecases.organisations import import_organisations
from samkop.parties.models import Membership, Party, Region, RegionMember, RoleAssignment
from samkop.platform.models import Account
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site import schemas
from samkop.site.importing.organisations import import_organisations as command

pytestmark = pytest.mark.usefixtures("database")
HEADING = ("kind", "identifier", "name", "country", "region", "electronic_address",
           "administrator", "administrator_email")  # fmt: skip


def a_file(*rows: tuple[str, ...], heading: tuple[str, ...] = HEADING) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([heading, *rows])
    return text.getvalue().encode()


def a_region_of(body: str, member: str, name: str = "Provregionen") -> bytes:
    return a_file(
        ("central-purchasing-body", body, "Inköp", "FI", name, "", "Chef", f"{body}@example.org"),
        ("municipality", member, "Provby", "FI", name, "", "Ledare", f"{member}@example.org"),
    )  # fmt: skip


def faults_of(content: bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(Refused) as refused:
        perform(OPERATOR, import_organisations, name="organisations.csv", content=content)
    assert refused.value.code == "organisations-file-faulty"
    return refused.value.facts["faults"]


def test_a_file_becomes_organisations_region_addresses_and_administrators():
    body, member = both = a_business_id(), a_business_id()
    content = a_region_of(body, member, f"Region {body}")
    done = perform(OPERATOR, import_organisations, name="o.csv", content=content)
    assert done == {"rows": 2, "new": 2, "accounts": 2}
    with reading(OPERATOR):
        parties = Party.objects.filter(identifier__in=both)
        assert set(parties.values_list("kind", "identifier", "time_zone", "currency")) == {
            ("central-purchasing-body", body, "Europe/Helsinki", "EUR"),
            ("municipality", member, "Europe/Helsinki", "EUR"),
        }
        region = Region.objects.get(name_en=f"Region {body}")
        assert region.purchasing_body.identifier == body
        assert list(region.members.values_list("party__identifier", flat=True)) == [member]
        addresses = Endpoint.objects.filter(party__in=parties)
        assert set(addresses.values_list("scheme", "identifier")) == {
            ("0216", ovt_code(body)), ("0216", ovt_code(member)),
        }  # fmt: skip
        held = RoleAssignment.objects.filter(party__in=parties)
        assert set(held.values_list("party__identifier", "person__email", "role")) == {
            (number, f"{number}@example.org", "administrator") for number in both
        }
        emails = [f"{number}@example.org" for number in both]
        assert Account.objects.filter(email__in=emails).count() == 2


def counts() -> list[int]:
    """Rows of every table that the import writes into."""
    with reading(OPERATOR):
        return [
            model._default_manager.count()
            for model in (Party, Region, RegionMember, Endpoint, Membership, RoleAssignment)
        ]


def test_the_same_file_again_changes_nothing_and_a_new_name_is_taken_over():
    body, member = a_business_id(), a_business_id()
    content = a_region_of(body, member, f"Region {body}")
    perform(OPERATOR, import_organisations, name="o.csv", content=content)
    before = counts()
    again = perform(OPERATOR, import_organisations, name="o.csv", content=content)
    assert counts() == before
    assert again == {"rows": 2, "new": 0, "accounts": 0}
    renamed = content.replace(b"Provby", "Provköping".encode())
    perform(OPERATOR, import_organisations, name="o.csv", content=renamed)
    with reading(OPERATOR):
        assert Party.objects.get(identifier=member).legal_name == "Provköping"


def test_a_file_with_faults_names_each_and_writes_nothing():
    good = a_business_id()
    wrong = good[:-1] + str((int(good[-1]) + 1) % 10)
    rows = [
        ("municipality", good, "Provby", "FI", "", "", "Ledare", f"{good}@example.org"),
        ("town", wrong, "", "Finland", "", "", "Ledare", ""),
        ("municipality", good, "Provby", "FI", "", "9999:1", "", "no address"),
    ]
    assert faults_of(a_file(*rows)) == [
        (3, "kind", "party-kind-unknown"),
        (3, "country", "country-wrong"),
        (3, "identifier_scheme", "scheme-unknown"),
        (3, "time_zone", "time-zone-unknown"),
        (3, "name", "name-missing"),
        (3, "administrator_email", "email-missing"),
        (4, "administrator_email", "email-wrong"),
        (4, "administrator", "name-missing"),
        (4, "identifier", "party-repeated"),
        (4, "electronic_address", "endpoint-invalid"),
    ]
    with reading(OPERATOR):
        assert not Party.objects.filter(identifier=good).exists()


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"identifier": "0112038-8"}, ("identifier", "identifier-wrong")),
        ({"region": "A region nobody serves"}, ("region", "region-without-body")),
    ],
)
def test_each_fault_has_a_code(cells, fault):
    usual = {"kind": "municipality", "identifier": a_business_id(), "name": "P", "country": "FI"}
    row = {**usual, **cells}
    assert faults_of(a_file(tuple(row.values()), heading=tuple(row))) == [(2, *fault)]


def test_what_is_registered_otherwise_and_a_taken_address_are_faults():
    known, other = a_municipality(), a_municipality()
    perform(
        OPERATOR, import_organisations, name="o.csv",
        content=a_file(("municipality", other.identifier, "Provby", "FI", "", "", "", "")),
    )  # fmt: skip
    taken = f"0216:{ovt_code(other.identifier)}"
    content = a_file(("supplier", known.identifier, "Provby", "SE", "", taken, "", ""))
    heading, _newline, row = content.decode().partition("\n")
    content = f"{heading.strip()};identifier_scheme\n{row.strip()};0212\n".encode()
    assert faults_of(content) == [
        (2, "kind", "party-kind-differs"),
        (2, "country", "party-country-differs"),
        (2, "electronic_address", "endpoint-taken"),
    ]


def test_only_the_operator_imports_organisations():
    municipality = a_municipality()
    content = a_region_of(a_business_id(), a_business_id())
    with pytest.raises(Refused) as refused:
        perform(
            an_actor(municipality, "administrator"), import_organisations, name="o.csv",
            content=content,
        )  # fmt: skip
    assert refused.value.code == "not-allowed"


def test_the_command_checks_imports_and_answers_by_its_schema(tmp_path, capsys):
    body, member = a_business_id(), a_business_id()
    file = tmp_path / "organisations.csv"
    file.write_bytes(a_region_of(body, member, f"Region {body}"))
    validator = jsonschema_rs.validator_for(json.loads(schemas.text_of("import")))
    outcome = []
    for dry_run in (True, False):
        code = command(file, dry_run=dry_run, as_json=True)
        answer = json.loads(capsys.readouterr().out)
        validator.validate(answer)
        outcome.append((code, answer["imported"], answer["new"], answer["accounts"]))
    assert outcome == [(0, False, 2, None), (0, True, 2, 2)]
    assert command(tmp_path / "none.csv", dry_run=True, as_json=True) == 2
    file.write_bytes(a_file(("town", a_business_id(), "P", "FI", "", "", "", "")))
    assert command(file, dry_run=False, as_json=False) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "Nothing was written: 1 cell is wrong."


def test_a_plan_writes_nothing():
    number = a_business_id()
    with reading(OPERATOR):
        plan = plan_organisations(a_region_of(number, a_business_id(), f"Region {number}"))
        assert ([fault.code for fault in plan.faults], len(plan.newcomers)) == ([], 2)
        assert not Party.objects.filter(identifier=number).exists()
