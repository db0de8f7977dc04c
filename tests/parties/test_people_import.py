"""People from a file: all rows or none, and each fault by row and column."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from datetime import date, timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from browser_ground import a_client, queries_of
from factories.import_files import a_people_file
from factories.parties import (
    LONG_AGO,
    OPERATOR,
    a_cost_centre,
    a_delivery_location,
    a_membership,
    a_municipality,
    a_person,
    acting,
    an_account,
    an_actor,
)
from samkop.parties.models import HeadingMap, ImportFile, Membership, Person, RoleAssignment
from samkop.parties.people_plans import plan_people
from samkop.parties.queries import membership_of
from samkop.parties.usecases.people import register_person
from samkop.parties.usecases.people_import import (
    LARGEST_FILE,
    import_people,
    import_people_file,
    name_people_headings,
    upload_people_file,
)
from samkop.platform import actors
from samkop.platform.models import Account, AuditEntry
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.importing.people import import_people as command

pytestmark = pytest.mark.usefixtures("database", "pages")
TODAY = timezone.localdate()
HEADING = ["name", "email", "language", "roles", "cost_centre", "delivery_location",
           "valid_from", "valid_until"]  # fmt: skip


def an_address():
    return f"{uuid.uuid4().hex[:10]}@example.org"


def a_file(*rows, heading=HEADING, delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([heading, *rows])
    return text.getvalue().encode()


def a_workbook(*rows, heading=HEADING):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([heading, *rows]):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def an_administrator():
    municipality = a_municipality()
    a_cost_centre(municipality, code="4100")
    a_delivery_location(municipality, code="S1")
    return municipality, an_actor(municipality, "administrator")


def imported(actor, content, party_id=None):
    return perform(
        actor,
        import_people,
        party_id=party_id or actor.party_id,
        name="people.csv",
        content=content,
    )


def told(rows, new=0, changed=0, unchanged=0, leaving=0):
    return {
        "rows": rows, "new": new, "changed": changed, "unchanged": unchanged, "leaving": leaving,
    }  # fmt: skip


def faults_of(actor, content):
    with pytest.raises(Refused) as refused:
        imported(actor, content)
    assert refused.value.code == "people-file-faulty"
    return refused.value.facts["faults"]


def people_of(actor):
    with reading(actor):
        found = Membership.objects.filter(party_id=actor.party_id).select_related("person")
        return {membership.person.email: membership for membership in found}


def test_a_file_with_three_faults_names_row_and_column_of_each_and_writes_nothing():
    _municipality, actor = an_administrator()
    before = people_of(actor).keys()
    content = a_file(
        ["Eva", an_address(), "sv", "employee", "4100", "S1", "2026-08-01", ""],
        ["Ett", "no address", "sv", "employee", "4100", "S1", "", ""],
        ["Två", an_address(), "sv", "employee boss", "4100", "S1", "", ""],
        ["Tre", an_address(), "sv", "employee", "9999", "S1", "", ""],
    )
    assert faults_of(actor, content) == [
        (3, "email", "email-wrong"),
        (4, "roles", "role-unknown"),
        (5, "cost_centre", "cost-centre-unknown"),
    ]
    assert people_of(actor).keys() == before
    with reading(OPERATOR):
        assert not Person.objects.filter(name="Eva", registered_by_id=actor.party_id).exists()


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"name": ""}, ("name", "name-missing")),
        ({"name": "å" * 201}, ("name", "name-too-long")),
        ({"language": "no"}, ("language", "language-unknown")),
        ({"delivery_location": "S9"}, ("delivery_location", "delivery-location-unknown")),
        ({"valid_from": "1.8.26"}, ("valid_from", "day-wrong")),
        ({"valid_until": "2026-02-30"}, ("valid_until", "day-wrong")),
        (
            {"valid_from": "2026-08-01", "valid_until": "2026-07-31"},
            ("valid_until", "dates-reversed"),
        ),
    ],
)
def test_each_kind_of_fault_has_a_code(changed, fault):
    _municipality, actor = an_administrator()
    row = {"name": "Eva", "email": an_address(), **changed}
    content = a_file([row.get(key, "") for key in HEADING])
    assert faults_of(actor, content) == [(2, *fault)]


def test_an_address_twice_in_the_file_is_a_fault_of_the_second_row():
    _municipality, actor = an_administrator()
    address = an_address()
    content = a_file(["Eva", address], ["", ""], ["Evy", address.upper()])
    assert faults_of(actor, content) == [(4, "email", "email-repeated")]


@pytest.mark.parametrize(
    ("heading", "faults"),
    [
        (["name", "e mail"], [(1, "e mail", "column-unknown"), (1, "email", "column-missing")]),
        (["name", "email", "Namn"], [(1, "Namn", "column-repeated")]),
    ],
)
def test_a_heading_that_is_not_understood_is_told_before_any_row(heading, faults):
    _municipality, actor = an_administrator()
    assert faults_of(actor, a_file(["", "no address"], heading=heading)) == faults


def test_a_file_becomes_people_with_memberships_roles_and_accounts():
    municipality, actor = an_administrator()
    eva, evy = an_address(), an_address()
    content = a_file(
        ["Eva", eva.upper(), "fi", "approver, employee", "4100", "S1", "2026-08-01", "2027-07-31"],
        ["Evy", evy, "", "", "", "", "", ""],
    )
    assert imported(actor, content) == {**told(2, new=2), "accounts": 2}
    with reading(actor):
        person = Person.objects.get(email=eva)
        member = membership_of(person.pk, municipality.pk)
        roles = RoleAssignment.objects.filter(membership=member).order_by("role")
        assert [(r.role, r.valid_from) for r in roles] == [
            ("approver", date(2026, 8, 1)),
            ("employee", date(2026, 8, 1)),
        ]
        assert (member.cost_centre.code, member.delivery_location.code) == ("4100", "S1")
        assert (member.valid_from, member.valid_until) == (date(2026, 8, 1), date(2027, 7, 31))
        other = Person.objects.get(email=evy)
    assert acting(other).roles == {"employee"}
    accounts = {account.email: account for account in Account.objects.filter(email__in=[eva, evy])}
    assert [accounts[address].language for address in (eva, evy)] == ["fi", "fi"]
    assert not accounts[eva].has_usable_password()


def test_the_same_file_again_changes_nothing():
    _municipality, actor = an_administrator()
    content = a_file(["Eva", an_address(), "fi", "approver", "4100", "S1", "2020-08-01", ""])
    imported(actor, content)
    assert imported(actor, content) == {**told(1, unchanged=1), "accounts": 0}
    with reading(actor):
        newest = AuditEntry.objects.order_by("-id")[0]
        assert json.loads(newest.payload)["changes"] == []


def test_what_each_row_would_do_is_counted_before_and_the_same_as_then_done():
    municipality, actor = an_administrator()
    same, moved, role, leaver, back = (
        a_person(municipality, name="Eva", language="sv") for _ in range(5)
    )
    gone = registered_by(municipality)
    a_membership(gone, municipality, valid_until=TODAY - timedelta(days=1))
    elsewhere = a_person(a_municipality())
    a_membership(elsewhere, municipality)
    row = ["Eva", "", "sv", "", "", "", "", ""]

    def of(person, **cells):
        values = dict(zip(HEADING, row, strict=True))
        return [*({**values, "email": person.email, **cells}).values()]

    content = a_file(
        of(same), of(moved, cost_centre="4100"), of(role, roles="employee approver"),
        of(leaver, valid_until=TODAY.isoformat()), of(back, name="Eva Ny"), of(gone),
        of(elsewhere, name="Another name"), ["Ny", an_address(), *[""] * 6],
    )  # fmt: skip
    expected = told(8, new=1, changed=4, unchanged=2, leaving=1)
    with reading(actor):
        plan = plan_people(municipality.pk, content, TODAY)
        assert plan.counts() == expected
    done = imported(actor, content)
    assert {key: done[key] for key in expected} == expected
    assert imported(actor, content) == {**told(8, unchanged=8), "accounts": 0}


def test_who_is_known_keeps_what_the_file_leaves_empty():
    municipality, actor = an_administrator()
    centre = a_cost_centre(municipality)
    known = a_person(municipality, "approver", name="Eva", language="sv", cost_centre=centre)
    imported(actor, a_file(["Eva Ny", known.email, "", "buyer", "", "S1", "", ""]))
    member = people_of(actor)[known.email]
    assert (member.person.name, member.person.language) == ("Eva Ny", "sv")
    assert member.cost_centre_id == centre.pk
    assert member.delivery_location_id is not None
    assert acting(known).roles == {"approver", "buyer"}


def test_who_had_left_and_is_in_the_file_again_is_back():
    municipality, actor = an_administrator()
    known = registered_by(municipality)
    yesterday = TODAY - timedelta(days=1)
    a_membership(known, municipality, "approver", valid_until=yesterday)
    assert acting(known).party_id is None
    imported(actor, a_file(["Eva", known.email, "", "approver"]))
    assert acting(known).roles == {"approver"}


def registered_by(municipality):
    return perform(
        OPERATOR, register_person, party_id=municipality.pk, name="Eva", email=an_address()
    )


def test_a_last_day_before_the_known_first_one_is_a_fault():
    municipality, actor = an_administrator()
    known = a_person(municipality)
    before = (LONG_AGO - timedelta(days=1)).isoformat()
    row = ["Eva", known.email, "", "", "", "", "", before]
    assert faults_of(actor, a_file(row)) == [(2, "valid_until", "dates-reversed")]


def test_another_organisations_person_is_a_fault_and_stays_unseen():
    _municipality, actor = an_administrator()
    stranger = a_person(a_municipality(), name="Hemlig")
    content = a_file(["Eva", stranger.email])
    assert faults_of(actor, content) == [(2, "email", "email-registered-elsewhere")]
    imported(actors.job("operator", actor.party_id), content, actor.party_id)
    assert people_of(actor)[stranger.email].person.name == "Hemlig"


@pytest.mark.parametrize(
    "make", [a_file, a_workbook, lambda *r, **n: a_file(*r, **n, delimiter=";")]
)
def test_csv_with_either_mark_and_workbooks_are_read(make):
    _municipality, actor = an_administrator()
    address = an_address()
    content = make(["Åsa", address, date(2026, 8, 1)], heading=["Namn", "E-post", "Från"])
    imported(actor, content)
    member = people_of(actor)[address]
    assert (member.person.name, member.valid_from) == ("Åsa", date(2026, 8, 1))


def test_only_administrators_import():
    municipality = a_municipality()
    actor = an_actor(municipality, "ict-manager")
    with pytest.raises(Refused) as refused:
        imported(actor, a_file(["Eva", an_address()]))
    assert refused.value.code == "not-allowed"


def test_an_uploaded_file_replaces_the_persons_earlier_one_and_goes_when_imported():
    municipality, actor = an_administrator()
    given = {"party_id": municipality.pk, "name": "people.csv"}
    first = perform(actor, upload_people_file, **given, content=b"one")
    second = perform(
        actor, upload_people_file, **given, content=a_file(["Eva", address := an_address()])
    )
    with reading(actor):
        assert [file.pk for file in ImportFile.objects.all()] == [second.pk]
        secret = AuditEntry.objects.filter(payload__contains=address)
        assert not secret.exists()
    with pytest.raises(Refused) as refused:
        perform(actor, import_people_file, file_id=first.pk)
    assert refused.value.code == "not-found"
    done = {**told(1, new=1), "accounts": 1}
    for _again in range(2):
        assert perform(actor, import_people_file, key="k", file_id=second.pk) == done
    with reading(actor):
        assert not ImportFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"), [(b"PK\x03\x04", "file-unreadable"), (b"", "file-unreadable")]
)
def test_what_is_no_table_is_refused(content, code):
    _municipality, actor = an_administrator()
    with pytest.raises(Refused) as refused:
        imported(actor, content)
    assert refused.value.code == code


def test_a_file_that_is_too_large_is_not_kept():
    municipality, actor = an_administrator()
    content = b"x" * (LARGEST_FILE + 1)
    with pytest.raises(Refused) as refused:
        perform(actor, upload_people_file, party_id=municipality.pk, name="x", content=content)
    assert refused.value.code == "file-too-large"


def sent(client, content):
    file = SimpleUploadedFile("people.csv", content)
    return client.post("/administration/people/import/send/", {"file": file})


def test_on_the_pages_a_file_is_checked_shown_and_applied_once():
    municipality = a_municipality()
    client = a_client(an_account(a_person(municipality, "administrator", language="en")))
    answer = sent(client, a_file(["Eva", address := an_address()]))
    assert answer.status_code == 303
    shown = client.get(answer["Location"])
    assert re.search(rb"Import\s+1\s+person", shown.content)
    assert address.encode() not in client.get("/administration/people/").content
    for _again in range(2):
        applied = client.post(f"{answer['Location']}apply/")
        assert (applied.status_code, applied["Location"]) == (303, "/administration/people/")
    assert client.get("/administration/people/").content.count(address.encode()) == 1


def test_on_the_pages_the_faults_can_be_downloaded():
    municipality = a_municipality()
    client = a_client(an_account(a_person(municipality, "administrator", language="en")))
    address = sent(client, a_file(["", "no address", "=cmd"], heading=["name", "email", "=x"]))[
        "Location"
    ]
    assert b"cannot be imported" in client.get(address).content
    text = client.get(f"{address}faults.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[:3] for row in rows[1:]] == [["1", "'=x", "column-unknown"]]
    assert client.post(f"{address}apply/").status_code == 422


def test_on_the_pages_columns_are_named_and_remembered_for_the_next_file_of_a_colleague():
    municipality = a_municipality()
    a_cost_centre(municipality, code="4100")
    client, colleague = (
        a_client(an_account(a_person(municipality, "administrator", language="en")))
        for _ in range(2)
    )
    heading = ["Anställd", "E-post", "Enhet", "Lön"]
    first = sent(client, a_file(["Eva", an_address(), "4100", "1"], heading=heading))["Location"]
    shown = client.get(first).content
    assert [text.encode() in shown for text in heading] == [True] * 4
    assert client.get(f"{first}faults.csv").content.count(b"column-unknown") == 3
    assert client.post(f"{first}apply/").status_code == 422
    wrong = {"column-0": "colour", "column-1": "email"}
    assert client.post(f"{first}columns/", wrong).status_code == 422
    named = {"column-0": "name", "column-1": "email", "column-2": "cost_centre", "column-3": ""}
    assert client.post(f"{first}columns/", named)["Location"] == first
    assert client.post(f"{first}apply/").status_code == 303
    next_one = a_file(["Evy", address := an_address(), "4100", "2"], heading=heading)
    second = sent(colleague, next_one)["Location"]
    assert colleague.post(f"{second}apply/").status_code == 303
    assert address.encode() in client.get("/administration/people/").content


def test_a_heading_named_again_is_the_new_word_and_the_others_stay():
    _municipality, actor = an_administrator()
    file = a_people_file(actor, b"Enhet;Namn\n")
    for called in ({"Enhet": "cost_centre", "Nr": ""}, {"ENHET ": "delivery_location"}):
        perform(actor, name_people_headings, file_id=file.pk, called=called)
    with reading(actor):
        remembered = HeadingMap.objects.get(party_id=actor.party_id)
    assert remembered.called == {"Nr": "", "ENHET ": "delivery_location"}


def test_the_columns_of_people_are_not_those_of_other_files():
    _municipality, actor = an_administrator()
    file = a_people_file(actor, b"namn;e-post\n")
    with pytest.raises(Refused) as refused:
        perform(actor, name_people_headings, file_id=file.pk, called={"Namn": "amount"})
    assert refused.value.code == "column-unknown"


def test_the_check_costs_the_same_queries_for_1_and_30_people():
    municipality = a_municipality()
    client = a_client(an_account(a_person(municipality, "administrator")))
    taken = []
    for rows in (1, 30):
        known = [a_person(municipality) for _ in range(rows)]
        content = a_file(*[["Eva", one.email] for one in known], ["Ny", an_address()])
        address = sent(client, content)["Location"]
        taken.append(queries_of(client, address)[0])
    assert taken == [14, 14]


def test_on_the_pages_a_missing_file_is_told_at_its_field():
    client = a_client(an_account(a_person(a_municipality(), "administrator", language="en")))
    answer = client.post("/administration/people/import/send/", {})
    assert (answer.status_code, b'id="id_file_error"' in answer.content) == (422, True)


def run(capsys, party, path, **options):
    code = command(
        party and party.identifier, path, **{"dry_run": False, "as_json": True, **options}
    )
    shown = capsys.readouterr()
    return code, json.loads(shown.out) if shown.out else shown.err


def test_the_command_imports_a_file(capsys, tmp_path):
    municipality, actor = an_administrator()
    path = tmp_path / "people.csv"
    path.write_bytes(a_file(["Eva", address := an_address()]))
    counts = {"kind": "people", **told(1, new=1), "faults": []}
    party = f"0212:{municipality.identifier}"
    dry = {"party": party, "dry_run": True, "imported": False, "accounts": None, **counts}
    done = {"party": party, "dry_run": False, "imported": True, "accounts": 1, **counts}
    assert run(capsys, municipality, path, dry_run=True) == (0, dry)
    assert address not in people_of(actor)
    assert run(capsys, municipality, path) == (0, done)
    assert address in people_of(actor)


def test_the_command_tells_each_fault_and_writes_nothing(capsys, tmp_path):
    municipality, _actor = an_administrator()
    path = tmp_path / "people.csv"
    path.write_bytes(a_file(["", an_address()]))
    code, answer = run(capsys, municipality, path)
    fault = answer["faults"][0]
    assert (code, answer["imported"]) == (1, False)
    assert (fault["row"], fault["column"], fault["code"]) == (2, "name", "name-missing")
    assert command(municipality.identifier, path, dry_run=False, as_json=False) == 1
    assert "Row 2, column name:" in capsys.readouterr().out


def test_the_command_says_what_it_cannot_find(capsys, tmp_path):
    municipality, _actor = an_administrator()
    path = tmp_path / "people.csv"
    assert run(capsys, municipality, path)[0] == 2
    path.write_bytes(b"PK\x03\x04")
    assert run(capsys, municipality, path)[0] == 2
    assert run(capsys, None, path)[0] == 2
    municipality.identifier = "0000000-0"
    assert run(capsys, municipality, path)[0] == 2
