"""Groups of people from a file: all rows or none, and the same file again changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta

import jsonschema_rs
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from approving import client_of, code_of, queries_of
from factories.ordering import NOW, a_buyer
from factories.parties import LONG_AGO, a_municipality, a_person, an_actor
from samkop.ordering.usecases.import_file import import_file, upload_import_file
from samkop.parties.models import GroupMember, PersonGroup
from samkop.parties.usecases.groups import add_group, add_group_member
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site import schemas
from samkop.site.importing.finance import import_finance as command

pytestmark = pytest.mark.usefixtures("database", "pages")
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def buyer(database):
    return a_buyer()


def a_file(*rows, heading="code;name;email;valid_from;valid_until"):
    return "\n".join([heading, *(";".join(map(str, row)) for row in rows)]).encode()


def imported(actor, content, now=NOW, **more):
    return perform(
        actor, import_file, now=now, party_id=actor.party_id, kind="groups", name="g.csv",
        content=content, **more,
    )  # fmt: skip


def counts(rows, new=0, changed=0, unchanged=0):
    return {"rows": rows, "new": new, "changed": changed, "unchanged": unchanged}


def faults_of(actor, content):
    with pytest.raises(Refused) as refused:
        imported(actor, content)
    assert refused.value.code == "import-file-faulty"
    return refused.value.facts["faults"]


def members_of(buyer):
    with reading(buyer.manager):
        found = GroupMember.objects.filter(party_id=buyer.party.pk).order_by("group", "id")
        return [(m.group.code, m.person_id, m.valid_from, m.valid_until) for m in found]


def test_groups_are_made_with_their_members_and_the_same_file_again_changes_nothing(buyer):
    one, two = (a_person(buyer.party) for _ in range(2))
    until = TODAY + 30 * DAY
    content = a_file(
        ["5B", "Klass 5B", one.email, "", ""],
        ["5B", "", two.email, TODAY - DAY, until],
        ["IKT", "", one.email.upper(), "", ""],
    )
    assert imported(buyer.manager, content) == counts(3, new=3)
    assert members_of(buyer) == [
        ("5B", one.pk, TODAY, None), ("5B", two.pk, TODAY - DAY, until),
        ("IKT", one.pk, TODAY, None),
    ]  # fmt: skip
    with reading(buyer.manager):
        names = dict(PersonGroup.objects.values_list("code", "name"))
    assert names == {"5B": "Klass 5B", "IKT": "IKT"}
    assert imported(buyer.manager, content) == counts(3, unchanged=3)


def test_a_last_day_lets_somebody_leave_and_who_is_not_in_the_file_stays(buyer):
    one, two = (a_person(buyer.party) for _ in range(2))
    group = perform(buyer.manager, add_group, party_id=buyer.party.pk, code="5B", name="Klass 5B")
    for person in (one, two):
        perform(
            buyer.manager, add_group_member, group_id=group.pk, email=person.email,
            valid_from=LONG_AGO,
        )  # fmt: skip
    leaving = a_file(["5B", "Another name", one.email, "", TODAY - DAY])
    assert imported(buyer.manager, leaving) == counts(1, changed=1)
    assert members_of(buyer) == [
        ("5B", one.pk, LONG_AGO, TODAY - DAY), ("5B", two.pk, LONG_AGO, None),
    ]  # fmt: skip
    assert imported(buyer.manager, a_file(["5B", "", one.email, "", ""])) == counts(1, new=1)
    assert members_of(buyer)[-1] == ("5B", one.pk, TODAY, None)


def test_each_fault_is_told_by_row_and_column_and_nothing_is_written(buyer):
    one = a_person(buyer.party)
    stranger = a_person(a_municipality())
    later = perform(buyer.manager, add_group, party_id=buyer.party.pk, code="L", name="Later")
    perform(
        buyer.manager, add_group_member, group_id=later.pk, email=one.email,
        valid_from=TODAY + 10 * DAY,
    )  # fmt: skip
    content = a_file(
        ["", "", one.email, "", ""],
        ["x" * 41, "y" * 121, one.email, "", ""],
        ["A", "", stranger.email, "", ""],
        ["A", "", one.email, "soon", "32.1.2026"],
        ["A", "", one.email, TODAY, TODAY - DAY],
        ["A", "", one.email, "", TODAY - DAY],
        ["B", "", one.email, "", ""],
        ["B", "", one.email, "", ""],
        ["L", "", one.email, "", ""],
    )
    assert faults_of(buyer.manager, content) == [
        (2, "code", "code-missing"),
        (3, "code", "code-too-long"), (3, "name", "name-too-long"),
        (4, "email", "person-unknown"),
        (5, "valid_from", "day-wrong"), (5, "valid_until", "day-wrong"),
        (6, "valid_until", "dates-reversed"),
        (7, "valid_until", "dates-reversed"),
        (9, "code", "row-repeated"),
        (10, "valid_until", "group-member-already"),
    ]  # fmt: skip
    assert [code for code, *_rest in members_of(buyer)] == ["L"]


def test_a_file_makes_no_time_in_a_group_run_into_the_next_one(buyer):
    one = a_person(buyer.party)
    group = perform(buyer.manager, add_group, party_id=buyer.party.pk, code="5B", name="5B")
    days = [(LONG_AGO, TODAY + DAY), (TODAY + 10 * DAY, None)]
    for first, last in days:
        perform(
            buyer.manager, add_group_member, group_id=group.pk, email=one.email,
            valid_from=first, valid_until=last,
        )  # fmt: skip
    too_long = a_file(["5B", "", one.email, "", TODAY + 10 * DAY])
    assert faults_of(buyer.manager, too_long) == [(2, "valid_until", "group-member-already")]
    up_to_it = a_file(["5B", "", one.email, "", TODAY + 9 * DAY])
    assert imported(buyer.manager, up_to_it) == counts(1, changed=1)
    assert members_of(buyer) == [
        ("5B", one.pk, LONG_AGO, TODAY + 9 * DAY), ("5B", one.pk, TODAY + 10 * DAY, None),
    ]  # fmt: skip


def test_who_keeps_groups_imports_them_and_nobody_else(buyer):
    person = a_person(buyer.party)
    content = a_file(["5B", "", person.email, "", ""])
    sent = {"kind": "groups", "name": "x", "content": content}
    assert code_of(buyer.finance, upload_import_file, **sent) == "not-allowed"
    assert code_of(buyer.manager, upload_import_file, **{**sent, "kind": "budgets"}) == (
        "not-allowed"
    )
    administrator = an_actor(buyer.party, "administrator")
    assert imported(administrator, content) == counts(1, new=1)
    operator = actors.job("operator", buyer.party.pk)
    assert imported(operator, content) == counts(1, unchanged=1)


def test_on_the_pages_a_file_of_groups_is_checked_and_applied_once(buyer):
    client = client_of(buyer.manager)
    person = a_person(buyer.party)
    assert b'href="/imports/groups/"' in client.get("/administration/groups/").content
    assert client.get("/imports/groups/").status_code == 200
    content = a_file(["5B", person.email], heading="Klass;Elev")
    file = SimpleUploadedFile("g.csv", content)
    at = client.post("/imports/groups/send/", {"file": file})["Location"]
    named = {"column-0": "code", "column-1": "email"}
    assert client.post(f"{at}columns/", named)["Location"] == at
    for _again in range(2):
        assert client.post(f"{at}apply/")["Location"] == "/administration/groups/"
    assert [code for code, *_rest in members_of(buyer)] == ["5B"]
    assert client_of(buyer.finance).get("/imports/groups/").status_code == 403


def test_a_file_of_groups_is_checked_with_the_same_queries_for_1_and_30_rows(buyer):
    client = client_of(buyer.manager)
    taken = []
    for rows in (1, 30):
        people = [a_person(buyer.party) for _ in range(rows)]
        content = a_file(*[[f"G{n % 3}", "", one.email, "", ""] for n, one in enumerate(people)])
        file = SimpleUploadedFile("g.csv", content)
        at = client.post("/imports/groups/send/", {"file": file})["Location"]
        taken.append(queries_of(client, at))
    assert taken == [11, 11]


def test_the_command_imports_groups_and_answers_by_the_schema(buyer, tmp_path, capsys):
    path = tmp_path / "groups.csv"
    path.write_bytes(a_file(["5B", "", a_person(buyer.party).email, "", ""]))
    for dry_run in (True, False):
        code = command("groups", buyer.party.identifier, path, dry_run=dry_run, as_json=True)
        answer = json.loads(capsys.readouterr().out)
        jsonschema_rs.validator_for(json.loads(schemas.text_of("import"))).validate(answer)
        assert (code, answer["imported"], answer["new"]) == (0, not dry_run, 1)
    assert [code for code, *_rest in members_of(buyer)] == ["5B"]
