"""Cost centres, budgets and the register of authority from files: all rows or none."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import jsonschema_rs
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as some

from approving import client_of, code_of, queries_of
from factories.import_files import an_import_file
from factories.ordering import NOW, PHONE, a_buyer, a_market, a_requisition, approved
from factories.parties import a_cost_centre, a_person
from samkop.ordering.models import ApprovalAuthority, Budget
from samkop.ordering.rules.import_cells import cents_in, year_in
from samkop.ordering.usecases.basket import clear_basket
from samkop.ordering.usecases.import_file import (
    call_columns,
    import_file,
    import_uploaded_file,
    upload_import_file,
)
from samkop.ordering.usecases.projects import add_project
from samkop.parties.models import CostCentre, HeadingMap, ImportFile
from samkop.parties.usecases.import_files import LARGEST_FILE
from samkop.platform import actors
from samkop.platform.models import AuditEntry
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site import schemas
from samkop.site.importing.finance import import_finance as command

pytestmark = pytest.mark.usefixtures("database", "pages")
TODAY = NOW.date()


def a_file(heading, *rows):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([heading.split(), *rows])
    return text.getvalue().encode()


def imported(actor, kind, content, **more):
    return perform(
        actor, import_file, now=NOW, party_id=actor.party_id, kind=kind, name="x.csv",
        content=content, **more,
    )  # fmt: skip


def faults_of(actor, kind, content, **more):
    with pytest.raises(Refused) as refused:
        imported(actor, kind, content, **more)
    assert refused.value.code == "import-file-faulty"
    return refused.value.facts["faults"]


def counts(rows, new=0, changed=0, unchanged=0):
    return {"rows": rows, "new": new, "changed": changed, "unchanged": unchanged}


@given(
    some.integers(0, 10**12), some.sampled_from([",", "."]), some.sampled_from(["", " ", "\xa0"])
)
def test_an_amount_is_read_as_it_was_written(cents, point, blank):
    whole, rest = divmod(cents, 100)
    assert cents_in(f"{whole:,}".replace(",", blank) + f"{point}{rest:02}") == cents


@pytest.mark.parametrize("text", ["", "1.234", "1,234.50", "12 kr", "1e3", "٣", "NaN", "--1"])
def test_what_is_no_amount_is_not_guessed(text):
    assert cents_in(text) is None


def test_a_year_is_four_digits_of_this_century():
    assert [year_in(text) for text in ("2026", "1999", "2101", "26", "２０２６", "")] == [
        2026, None, None, None, None, None,
    ]  # fmt: skip


def centres_of(buyer):
    with reading(buyer.finance):
        found = CostCentre.objects.filter(party=buyer.party).exclude(pk=buyer.cost_centre.pk)
        return {one.code: (one.name, one.manager_id, one.active) for one in found}


def test_cost_centres_are_added_changed_and_left_and_the_same_file_again_changes_nothing():
    buyer = a_buyer()
    known = a_cost_centre(buyer.party, code="1", name="Old")
    a_cost_centre(buyer.party, code="3", name="Left")
    boss = a_person(buyer.party, "approver")
    content = a_file(
        "Kod Namn Ansvarig Aktiv", ["1", "New", boss.email.upper(), "nej"], ["2", "", "", ""]
    )
    assert imported(buyer.finance, "cost-centres", content) == counts(2, new=1, changed=1)
    assert centres_of(buyer) == {
        "1": ("New", boss.pk, False), "2": ("2", None, True), "3": ("Left", None, True),
    }  # fmt: skip
    assert imported(buyer.finance, "cost-centres", content) == counts(2, unchanged=2)
    with reading(buyer.finance):
        told = json.loads(AuditEntry.objects.order_by("-id")[1].payload)
    subjects = [subject for subject, _fields in told["changes"]]
    assert f"parties.costcentre:{known.pk}" in subjects


def test_a_cost_centre_that_is_closed_pays_for_nothing_until_it_is_opened_again():
    market = a_market(free_below_cents=10**9)
    buyer = market.buyers[0]
    code = buyer.cost_centre.code
    for closed in (True, False):
        row = [code, "", "", "no" if closed else "yes"]
        imported(buyer.finance, "cost-centres", a_file("code name manager active", row))
        if closed:
            with pytest.raises(Refused) as refused:
                a_requisition(market, buyer)
            assert refused.value.code == "cost-centre-unknown"
            perform(buyer.employee, clear_basket, now=NOW)
    assert a_requisition(market, buyer).state == "ordered"


def test_each_fault_of_cost_centres_is_told_by_row_and_column_and_nothing_is_written():
    buyer, other = a_buyer(), a_buyer()
    stranger = a_person(other.party, "approver")
    content = a_file(
        "code name manager active",
        ["7", "Good", "", ""], ["", "x", "", ""], ["8", "x" * 121, stranger.email, "perhaps"],
        ["7", "Again", "", ""], ["9" * 41, "", "", ""],
    )  # fmt: skip
    assert faults_of(buyer.finance, "cost-centres", content) == [
        (3, "code", "code-missing"),
        (4, "name", "name-too-long"),
        (4, "manager", "not-a-member"),
        (4, "active", "yes-or-no"),
        (5, "code", "row-repeated"),
        (6, "code", "code-too-long"),
    ]
    assert centres_of(buyer) == {}


def budgets_of(buyer):
    with reading(buyer.finance):
        found = Budget.objects.filter(party=buyer.party).order_by("year", "project_id")
        return [(b.year, b.project and b.project.code, b.amount_cents, b.currency) for b in found]


def test_budgets_by_year_and_project_come_in_and_the_same_file_again_changes_nothing():
    buyer = a_buyer(budget_cents=100_00)
    perform(buyer.finance, add_project, now=NOW, code="P1", name="New school")
    code = buyer.cost_centre.code
    content = a_file(
        "Kostnadsställe Projekt År Belopp Valuta",
        [code, "", "2026", "2 500,50", ""], [code, "P1", "2027", "1000", "eur"],
    )  # fmt: skip
    assert imported(buyer.finance, "budgets", content) == counts(2, new=1, changed=1)
    assert budgets_of(buyer) == [(2026, None, 2_500_50, "EUR"), (2027, "P1", 1_000_00, "EUR")]
    assert imported(buyer.finance, "budgets", content) == counts(2, unchanged=2)


def test_each_fault_of_budgets_is_told_and_none_falls_below_what_is_committed():
    market = a_market()
    buyer, other = market.buyers[0], a_buyer()
    approved(market, buyer, PHONE)  # 300.00 are committed
    code = buyer.cost_centre.code
    before = budgets_of(buyer)
    content = a_file(
        "cost_centre project year amount currency",
        [code, "", "2026", "299.99", ""], [other.cost_centre.code + "x", "", "2026", "1", ""],
        [code, "P9", "26", "1.234", "USD"], [code, "", "2026", "-1", ""],
        [code, "", "2027", "1", "SEK"], [code, "", "2027", "2", ""],
        [code, "", "2026", "300", ""],
    )  # fmt: skip
    assert faults_of(buyer.finance, "budgets", content) == [
        (2, "amount", "budget-below-commitments"),
        (3, "cost_centre", "cost-centre-unknown"),
        (4, "project", "project-unknown"),
        (4, "year", "year-wrong"),
        (4, "amount", "amount-wrong"),
        (4, "currency", "currency-unknown"),
        (5, "amount", "amount-negative"),
        (7, "cost_centre", "row-repeated"),
        (8, "cost_centre", "row-repeated"),
    ]
    other_currency = a_file("cost_centre year amount currency", [code, "2026", "9999", "SEK"])
    assert faults_of(buyer.finance, "budgets", other_currency) == [
        (2, "currency", "budget-currency-differs")
    ]
    assert budgets_of(buyer) == before
    enough = a_file("cost_centre year amount", [code, "2026", "300"])
    assert imported(buyer.finance, "budgets", enough) == counts(1, changed=1)


def lines_of(buyer, person):
    with reading(buyer.finance):
        found = ApprovalAuthority.objects.filter(person=person).order_by("id")
        return [
            (o.cost_centre and o.cost_centre.code, o.limit_cents, o.valid_from, o.valid_until)
            for o in found
        ]


def test_a_register_is_given_left_and_ended_by_files():
    buyer = a_buyer()
    person = a_person(buyer.party, "approver")
    code, last = buyer.cost_centre.code, TODAY + timedelta(days=30)
    heading = "Attestant Kostnadsställe Gräns Från Till"
    content = a_file(
        heading, [person.email, code, "5000", "", ""], [person.email, "", "100,50", "", last]
    )
    assert imported(buyer.finance, "authority", content) == counts(2, new=2)
    assert lines_of(buyer, person) == [
        (code, 5_000_00, TODAY, None), (None, 100_50, TODAY, last),
    ]  # fmt: skip
    assert imported(buyer.finance, "authority", content) == counts(2, unchanged=2)
    nearer = a_file(heading, [person.email, code, "5000", TODAY, TODAY + timedelta(days=5)])
    assert imported(buyer.finance, "authority", nearer) == counts(1, changed=1)
    assert lines_of(buyer, person)[0] == (code, 5_000_00, TODAY, TODAY + timedelta(days=5))
    # Long after it has ended, the same row says the same, and no new line is given.
    later = {"now": NOW + timedelta(days=300)}
    again = perform(
        buyer.finance, import_file, party_id=buyer.party.pk, kind="authority", name="x.csv",
        content=nearer, **later,
    )  # fmt: skip
    assert again == counts(1, unchanged=1)


def test_each_fault_of_a_register_is_told():
    buyer = a_buyer()
    person = a_person(buyer.party, "approver")
    employee = a_person(buyer.party, "employee")
    clerk = actors.person(
        a_person(buyer.party, "approver", "finance-clerk").pk, "Clerk", buyer.party.pk,
        frozenset({"finance-clerk"}),
    )  # fmt: skip
    with reading(clerk):
        own = clerk_email(clerk)
    heading = "approver cost_centre limit currency valid_from valid_until"
    until = TODAY + timedelta(days=10)
    imported(clerk, "authority", a_file(heading, [person.email, "", "7", "", "", until]))
    content = a_file(
        heading,
        ["nobody@example.org", "zzz", "0", "", "1.8.26", ""],
        [employee.email, "", "1", "", "", ""],
        [own, "", "1", "", "", ""],
        [person.email, "", "2", "", TODAY - timedelta(days=1), ""],
        [person.email, "", "3", "", TODAY, TODAY - timedelta(days=1)],
        [person.email, "", "7", "", "", until + timedelta(days=1)],
        [person.email, "", "7", "", TODAY, TODAY - timedelta(days=2)],
    )
    assert faults_of(clerk, "authority", content) == [
        (2, "approver", "person-unknown"),
        (2, "cost_centre", "cost-centre-unknown"),
        (2, "limit", "limit-not-positive"),
        (2, "valid_from", "day-wrong"),
        (3, "approver", "not-an-approver"),
        (4, "approver", "authority-for-oneself"),
        (5, "valid_from", "first-day-past"),
        (6, "valid_until", "dates-reversed"),
        (7, "valid_until", "authority-not-longer"),
        (8, "valid_until", "last-day-past"),
    ]


def clerk_email(clerk):
    from samkop.parties.models import Person

    return Person.objects.get(id=clerk.person_id).email


def test_headings_that_the_map_names_are_read_and_others_left_out():
    buyer = a_buyer()
    content = a_file("Nr Benämning Datum", ["1", "Schools", "x"])
    assert faults_of(buyer.finance, "cost-centres", content) == [
        (1, "Nr", "column-unknown"), (1, "Datum", "column-unknown"),
        (1, "code", "column-missing"),
    ]  # fmt: skip
    called = {"nr": "code", "Datum": ""}
    done = imported(buyer.finance, "cost-centres", content, called=called)
    assert done == counts(1, new=1)
    assert centres_of(buyer) == {"1": ("Schools", None, True)}


def test_only_the_finance_office_imports_and_only_its_own():
    buyer, other = a_buyer(), a_buyer()
    given = {"kind": "budgets", "name": "x", "content": b"x"}
    foreign = {**given, "party_id": other.party.pk}
    assert code_of(buyer.employee, import_file, **{**given, "party_id": buyer.party.pk}) == (
        "not-allowed"
    )
    assert code_of(buyer.finance, import_file, **foreign) == "not-allowed"
    assert code_of(buyer.approver, upload_import_file, **given) == "not-allowed"
    file = an_import_file(other, "budgets", b"year\n2026\n")
    assert code_of(buyer.finance, import_uploaded_file, file_id=file.pk) == "not-found"
    assert code_of(buyer.finance, call_columns, file_id=file.pk, called={}) == "not-found"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "people"}, "not-found"),
        ({"content": b"x" * (LARGEST_FILE + 1)}, "file-too-large"),
        ({"content": b"PK\x03\x04"}, "file-unreadable"),
    ],
)
def test_what_is_not_kept(given, code):
    sent = {"kind": "budgets", "name": "x", "content": b"year\n", **given}
    assert code_of(a_buyer().finance, upload_import_file, **sent) == code


def test_an_uploaded_file_replaces_the_earlier_keeps_its_columns_and_goes_when_imported():
    buyer = a_buyer()
    content = a_file("Nr", ["1"])
    first = an_import_file(buyer, "cost-centres", content)
    unknown = {"file_id": first.pk, "called": {"Nr": "colour"}}
    assert code_of(buyer.finance, call_columns, **unknown) == "column-unknown"
    perform(buyer.finance, call_columns, now=NOW, file_id=first.pk, called={"Nr": "code"})
    second = an_import_file(buyer, "cost-centres", content)
    with reading(buyer.finance):
        assert [file.pk for file in ImportFile.objects.all()] == [second.pk]
        remembered = HeadingMap.objects.get()
    assert (remembered.kind, remembered.called) == ("cost-centres", {"Nr": "code"})
    done = {**counts(1, new=1), "kind": "cost-centres"}
    for _again in range(2):
        made = perform(buyer.finance, import_uploaded_file, now=NOW, key="once", file_id=second.pk)
        assert made == done
    with reading(buyer.finance):
        assert not ImportFile.objects.exists()


def sent(client, kind, content):
    file = SimpleUploadedFile("x.csv", content)
    return client.post(f"/imports/{kind}/send/", {"file": file})


def test_on_the_pages_columns_are_named_faults_downloaded_and_the_file_applied_once():
    buyer = a_buyer(budget_cents=100_00)
    client = client_of(buyer.finance)
    code = buyer.cost_centre.code
    content = a_file("=Konto Rad Summa Budgetår", [code, "1", "77", "2031"])
    shown = sent(client, "budgets", content)["Location"]
    assert b'name="column-0"' in client.get(shown).content
    text = client.get(f"{shown}faults.csv").content.decode("utf-8-sig")
    assert [row[:3] for row in csv.reader(io.StringIO(text), delimiter=";")][1:] == [
        ["1", "'=Konto", "column-unknown"], ["1", "Rad", "column-unknown"],
        ["1", "cost_centre", "column-missing"],
    ]  # fmt: skip
    assert client.post(f"{shown}apply/").status_code == 422
    columns = {"column-0": "cost_centre", "column-2": "amount", "column-3": "year"}
    assert client.post(f"{shown}columns/", columns)["Location"] == shown
    for _again in range(2):
        assert client.post(f"{shown}apply/")["Location"] == "/budgets/"
    assert budgets_of(buyer) == [(2026, None, 100_00, "EUR"), (2031, None, 77_00, "EUR")]
    assert client.get("/imports/people/").status_code == 404
    assert client_of(buyer.employee).get("/imports/budgets/").status_code == 403


@pytest.mark.parametrize("kind", ["cost-centres", "budgets", "authority"])
def test_a_file_is_checked_with_the_same_queries_for_1_and_30_rows(kind):
    buyer = a_buyer()
    client = client_of(buyer.finance)
    heading = {
        "cost-centres": "code name", "budgets": "cost_centre year amount",
        "authority": "approver limit cost_centre",
    }[kind]  # fmt: skip
    person = a_person(buyer.party, "approver")
    code = buyer.cost_centre.code

    def row(n):
        return {
            "cost-centres": [f"C{n}", "x"], "budgets": [code, str(2031 + n), "1"],
            "authority": [person.email, str(n + 1), code],
        }[kind]  # fmt: skip

    taken = []
    for rows in (1, 30):
        shown = sent(client, kind, a_file(heading, *[row(n) for n in range(rows)]))["Location"]
        assert b"cannot" not in client.get(shown).content
        taken.append(queries_of(client, shown))
    assert taken == [QUERIES[kind]] * 2


QUERIES = {"cost-centres": 10, "budgets": 11, "authority": 12}


def run(capsys, buyer, kind, path, **options):
    given = {"dry_run": False, "as_json": True, **options}
    code = command(kind, buyer.party.identifier, path, **given)
    shown = capsys.readouterr()
    answer = json.loads(shown.out) if shown.out else shown.err
    if shown.out:
        jsonschema_rs.validator_for(json.loads(schemas.text_of("import"))).validate(answer)
    return code, answer


@pytest.mark.parametrize("kind", ["cost-centres", "budgets", "authority"])
def test_the_command_checks_imports_and_answers_by_the_one_schema(kind, tmp_path, capsys):
    buyer = a_buyer()
    person = a_person(buyer.party, "approver")
    content = {
        "cost-centres": a_file("code Spalt", ["77", "Schools"]),
        "budgets": a_file("cost_centre year Spalt", [buyer.cost_centre.code, "2031", "5"]),
        "authority": a_file("approver limit Spalt", [person.email, "5", "x"]),
    }[kind]
    path, columns = tmp_path / "x.csv", tmp_path / "map.json"
    path.write_bytes(content)
    key = {"cost-centres": "name", "budgets": "amount", "authority": ""}[kind]
    columns.write_text(json.dumps({"Spalt": key}))
    mapped = {"map_file": columns}
    code, answer = run(capsys, buyer, kind, path)
    assert (code, answer["imported"]) == (1, False)
    assert answer["faults"][0]["code"] == "column-unknown"
    code, answer = run(capsys, buyer, kind, path, dry_run=True, **mapped)
    assert (code, answer["imported"], answer["new"]) == (0, False, 1)
    code, answer = run(capsys, buyer, kind, path, **mapped)
    assert (code, answer["imported"], answer["new"], answer["accounts"]) == (0, True, 1, None)
    code, answer = run(capsys, buyer, kind, path, **mapped)
    assert (code, answer["new"], answer["unchanged"]) == (0, 0, 1)
    assert command(kind, buyer.party.identifier, path, dry_run=True, as_json=False, **mapped) == 0
    assert capsys.readouterr().out == (
        f"1 row of {kind} could be imported: 0 new, 0 changed, 1 as before. Nothing was written.\n"
    )


def test_the_command_says_what_it_cannot_read(tmp_path, capsys):
    buyer = a_buyer()
    path, columns = tmp_path / "x.csv", tmp_path / "map.json"
    assert run(capsys, buyer, "budgets", path)[0] == 2
    path.write_bytes(b"year\n")
    for text in ("[]", "{", '{"a": 1}'):
        columns.write_text(text)
        assert run(capsys, buyer, "budgets", path, map_file=columns)[0] == 2
    assert run(capsys, buyer, "budgets", path, map_file=tmp_path / "none")[0] == 2
