"""Two municipalities whose rows could leak: what each sees and changes of the other's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

import pytest
from django.db import DatabaseError, connection

from browser_ground import a_client
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
)
from samkop.parties.models import (
    CostCentre,
    DeliveryLocation,
    HeadingMap,
    ImportFile,
    Membership,
    Party,
    Person,
    RoleAssignment,
)
from samkop.parties.queries import standings_of
from samkop.parties.usecases.people_import import name_people_headings, upload_people_file
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
MODELS = (Person, Membership, RoleAssignment, CostCentre, DeliveryLocation, ImportFile, HeadingMap)


@dataclass
class Side:
    """A municipality with one row in every table."""

    party_id: int
    person: Person
    administrator: Actor


def a_side() -> Side:
    municipality = a_municipality("Samma namn")
    person = a_person(
        municipality, "administrator", name="Samma Namn",
        cost_centre=a_cost_centre(municipality, code="100"),
        delivery_location=a_delivery_location(municipality, code="100"),
    )  # fmt: skip
    administrator = acting(person)
    file = perform(
        administrator, upload_people_file,
        party_id=municipality.pk, name="people.csv", content=b"namn,e-post,Avd",
    )  # fmt: skip
    perform(administrator, name_people_headings, file_id=file.pk, called={"Avd": "cost_centre"})
    return Side(municipality.pk, person, administrator)


@pytest.mark.parametrize("model", MODELS)
def test_each_sees_its_own_rows_and_none_of_the_others(model):
    mine, theirs = a_side(), a_side()
    with reading(mine.administrator):
        seen = list(model.objects.values_list("pk", flat=True))
    with reading(theirs.administrator):
        other = list(model.objects.values_list("pk", flat=True))
    assert len(seen) == len(other) == 1
    assert seen != other


@pytest.mark.parametrize("model", MODELS)
def test_nobody_changes_or_deletes_a_row_of_the_others(model):
    mine, theirs = a_side(), a_side()
    with reading(mine.administrator):
        own = model.objects.get().pk
    with reading(theirs.administrator):
        other = model.objects.get().pk
    columns = changeable(model._meta.db_table)
    assert [touched(mine, model, column, own) for column in columns] == [1] * len(columns)
    assert [touched(mine, model, column, other) for column in columns] == [0] * len(columns)
    assert deleted(mine, model, other) == (0 if model is ImportFile else "InsufficientPrivilege")
    with reading(theirs.administrator):
        assert model.objects.get().pk == other


def touched(side: Side, model, column: str, row_id: int) -> int:
    """How many rows the side's administrator changes when naming this one."""
    table = model._meta.db_table

    def attack(*, actor, now):
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = {column} WHERE id = %s", [row_id])
            return cursor.rowcount

    return perform(side.administrator, attack)


def deleted(side: Side, model, row_id: int) -> int | str:
    """How many rows the side's administrator deletes when naming this one, or why none."""
    table = model._meta.db_table

    def attack(*, actor, now):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row_id])
            return cursor.rowcount

    try:
        return perform(side.administrator, attack)
    except DatabaseError as error:
        return type(error.__cause__).__name__


def changeable(table: str) -> list[str]:
    """The columns that the application may change at all."""

    def granted(*, actor, now):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
                " AND has_column_privilege(attrelid, attnum, 'UPDATE')",
                [table],
            )
            return [name for (name,) in cursor.fetchall()]

    return perform(OPERATOR, granted)


def forge(row):
    def forged(*, actor, now):
        type(row).objects.bulk_create([row])

    return forged


def test_nobody_writes_rows_in_the_others_name():
    mine, theirs = a_side(), a_side()
    dated = {"valid_from": LONG_AGO}
    with reading(theirs.administrator):
        membership = Membership.objects.get()
    rows = [
        Person(name="x", email="x@example.org", registered_by_id=theirs.party_id),
        CostCentre(party_id=theirs.party_id, code="666", name="x"),
        Membership(person_id=mine.person.pk, party_id=theirs.party_id, **dated),
        RoleAssignment(
            membership=membership, person_id=theirs.person.pk, party_id=theirs.party_id,
            role="administrator", **dated,
        ),
    ]  # fmt: skip
    for row in rows:
        with pytest.raises(DatabaseError, match="row-level security"):
            perform(mine.administrator, forge(row))


def test_nobody_takes_the_others_person_in_to_see_it():
    mine, theirs = a_side(), a_side()
    row = Membership(person_id=theirs.person.pk, party_id=mine.party_id, valid_from=LONG_AGO)
    with pytest.raises(DatabaseError, match="row-level security"):
        perform(mine.administrator, forge(row))


def test_a_role_cannot_hang_on_the_others_membership():
    mine, theirs = a_side(), a_side()
    with reading(theirs.administrator):
        membership = Membership.objects.get()
    row = RoleAssignment(
        membership=membership, person_id=theirs.person.pk, party_id=mine.party_id,
        role="approver", valid_from=LONG_AGO,
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="role_assignment_of_membership"):
        perform(mine.administrator, forge(row))


def test_a_membership_cannot_charge_the_others_cost_centre():
    mine, theirs = a_side(), a_side()
    with reading(theirs.administrator):
        centre = CostCentre.objects.get()

    def charge(*, actor, now):
        Membership.objects.filter(person_id=mine.person.pk).update(cost_centre_id=centre.pk)

    with pytest.raises(DatabaseError, match="membership_charges_own_cost_centre"):
        perform(mine.administrator, charge)


def test_a_person_of_both_shows_each_side_only_its_own_membership():
    mine, theirs = a_side(), a_side()
    a_membership(theirs.person, Party(pk=mine.party_id), "approver")
    with reading(mine.administrator):
        memberships = Membership.objects.filter(person_id=theirs.person.pk)
        assert [m.party_id for m in memberships] == [mine.party_id]
        roles = RoleAssignment.objects.filter(person_id=theirs.person.pk)
        assert [role.role for role in roles] == ["approver"]
    with reading(theirs.administrator):
        assert len(standings_of(theirs.person.pk, datetime.combine(LONG_AGO, time(12), UTC))) == 2


def test_the_pages_show_nothing_of_the_others():
    mine, theirs = a_side(), a_side()
    client = a_client(an_account(mine.person))
    with reading(theirs.administrator):
        file, role = ImportFile.objects.get(), RoleAssignment.objects.get()
    for address in (
        f"/administration/people/{theirs.person.pk}/",
        f"/administration/people/import/{file.pk}/",
        f"/administration/people/import/{file.pk}/faults.csv",
    ):
        assert client.get(address).status_code == 404
    assert theirs.person.email.encode() not in client.get("/administration/people/").content
    last = {"valid_until": "2026-01-01"}
    for address, sent in (
        (f"/administration/people/import/{file.pk}/apply/", {}),
        (f"/administration/people/import/{file.pk}/columns/", {"column-0": "name"}),
        (f"/administration/people/{mine.person.pk}/roles/{role.pk}/end/", last),
        (f"/administration/people/{theirs.person.pk}/account/", {}),
    ):
        assert client.post(address, sent).status_code == 404
