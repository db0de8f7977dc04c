"""The pages of people and places."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from browser_ground import a_client
from factories.parties import (
    a_cost_centre,
    a_delivery_location,
    a_municipality,
    a_person,
    acting,
    an_account,
)
from samkop.core.period import day_of
from samkop.parties.models import CostCentre, DeliveryLocation, Person, RoleAssignment
from samkop.platform.models import Account
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")
# The parties' own day, which begins before that of UTC.
TODAY = day_of(datetime.now(UTC), "Europe/Helsinki")

FOR_EVERYBODY = ("/", "/settings/", "/administration/cost-centres/", "/administration/sites/")
FOR_ADMINISTRATORS = (
    "/administration/people/", "/administration/people/add/", "/administration/people/import/",
    "/administration/cost-centres/add/", "/administration/sites/add/",
)  # fmt: skip
PERSON = {"name": "Eva", "language": "fi", "role": "approver"}
CENTRE = {"code": "4100", "name": "Skolorna"}
SITE = {
    "code": "S1", "name": "Centralskolan", "street": "Skolgatan 1", "postal_code": "33100",
    "city": "Provköping", "country": "FI", "gln": "", "criticality": "critical",
}  # fmt: skip


def somebody(*roles):
    """A municipality, a person in it with these roles, and the person's client."""
    municipality = a_municipality()
    person = a_person(municipality, *roles, language="en")
    return municipality, person, a_client(an_account(person))


@pytest.mark.parametrize("address", FOR_EVERYBODY + FOR_ADMINISTRATORS)
def test_an_administrator_sees_every_page(address):
    municipality, _person, client = somebody("administrator")
    a_cost_centre(municipality)
    a_delivery_location(municipality)
    answer = client.get(address)
    assert (answer.status_code, answer.content.count(b"<h1")) == (200, 1)


@pytest.mark.parametrize("address", FOR_EVERYBODY + FOR_ADMINISTRATORS)
def test_an_employee_sees_what_is_for_everybody(address):
    _municipality, _person, client = somebody("employee")
    assert client.get(address).status_code == (200 if address in FOR_EVERYBODY else 403)


@pytest.mark.parametrize("address", FOR_EVERYBODY + FOR_ADMINISTRATORS)
def test_who_is_not_signed_in_is_sent_to_the_sign_in_page(address):
    answer = a_client().get(address)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/sign-in/")


def test_the_accessibility_statement_is_open_to_all():
    assert a_client().get("/accessibility/").status_code == 200


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/administration/people/add/send/", {**PERSON, "email": "e@example.org"}),
        ("/administration/people/import/send/", {}),
        ("/administration/cost-centres/add/send/", CENTRE),
        ("/administration/sites/add/send/", SITE),
    ],
)
def test_an_employee_changes_nothing(address, sent):
    _municipality, person, client = somebody("employee")
    assert client.post(address, sent).status_code in {403, 422}
    with reading(acting(person)):
        assert (CostCentre.objects.count(), DeliveryLocation.objects.count()) == (0, 0)
        assert Person.objects.count() == 1


def test_the_menu_shows_administration_only_to_those_who_administrate():
    shown = [
        b'href="/administration/"' in somebody(role)[2].get("/").content
        for role in ("administrator", "ict-manager", "employee")
    ]
    assert shown == [True, True, False]


def test_a_person_is_added_with_role_and_account():
    _municipality, administrator, client = somebody("administrator")
    email = f"{uuid.uuid4().hex[:8]}@example.org"
    answer = client.post("/administration/people/add/send/", {**PERSON, "email": email})
    with reading(acting(administrator)):
        person = Person.objects.get(email=email)
    assert answer["Location"] == f"/administration/people/{person.pk}/"
    assert acting(person).roles == {"approver"}
    assert Account.objects.get(person_id=person.pk).language == "fi"
    assert client.get(answer["Location"]).content.count(b"Approver") > 1


def test_what_is_wrong_with_a_person_is_told_at_the_field_and_what_was_typed_stays():
    _municipality, administrator, client = somebody("administrator")
    sent = {**PERSON, "email": administrator.email}
    answer = client.post("/administration/people/add/send/", sent)
    assert answer.status_code == 409
    assert b'id="id_email_error"' in answer.content
    assert b'value="Eva"' in answer.content
    incomplete = client.post("/administration/people/add/send/", {**sent, "name": ""})
    assert (incomplete.status_code, b'id="id_name_error"' in incomplete.content) == (422, True)


def test_a_role_is_given_and_ended_on_the_persons_page():
    municipality, administrator, client = somebody("administrator")
    person = a_person(municipality, "employee")
    page = f"/administration/people/{person.pk}/"
    given = {"role": "approver", "valid_from": TODAY.isoformat(), "valid_until": ""}
    assert client.post(f"{page}roles/", given)["Location"] == page
    assert acting(person).roles == {"approver", "employee"}
    assert client.post(f"{page}roles/", given).status_code == 409
    with reading(acting(administrator)):
        role = RoleAssignment.objects.get(person_id=person.pk, role="approver")
    client.post(f"{page}roles/{role.pk}/end/", {"valid_until": TODAY.isoformat()})
    assert acting(person, today=TODAY + timedelta(days=1)).roles == {"employee"}
    nonsense = client.post(f"{page}roles/{role.pk}/end/", {"valid_until": "soon"})
    assert nonsense.status_code == 422


def test_a_reversed_time_is_told_at_its_field():
    municipality, _administrator, client = somebody("administrator")
    person = a_person(municipality)
    given = {"role": "approver", "valid_from": "2026-02-01", "valid_until": "2026-01-01"}
    answer = client.post(f"/administration/people/{person.pk}/roles/", given)
    assert (answer.status_code, b'id="id_valid_until_error"' in answer.content) == (422, True)


def test_an_account_is_opened_on_the_persons_page():
    municipality, _administrator, client = somebody("administrator")
    person = a_person(municipality)
    address = f"/administration/people/{person.pk}/account/"
    assert client.post(address).status_code == 303
    assert Account.objects.filter(person_id=person.pk).exists()
    assert client.post(address).status_code == 409


def test_everybody_sees_the_own_page_and_no_colleagues():
    municipality, person, client = somebody("employee")
    colleague = a_person(municipality)
    addresses = [f"/administration/people/{one.pk}/" for one in (person, colleague)]
    assert [client.get(address).status_code for address in addresses] == [200, 403]


def test_a_cost_centre_and_a_site_are_added_once():
    _municipality, administrator, client = somebody("administrator")
    for address, sent in (
        ("/administration/cost-centres/add/send/", CENTRE),
        ("/administration/sites/add/send/", SITE),
    ):
        assert client.post(address, sent).status_code == 303
        again = client.post(address, sent)
        assert (again.status_code, b'id="id_code_error"' in again.content) == (409, True)
    with reading(acting(administrator)):
        assert CostCentre.objects.get().name == "Skolorna"
        assert DeliveryLocation.objects.get().criticality == "critical"


def test_a_wrong_location_number_is_told_at_its_field():
    _municipality, _administrator, client = somebody("administrator")
    answer = client.post("/administration/sites/add/send/", {**SITE, "gln": "7300010000002"})
    assert (answer.status_code, b'id="id_gln_error"' in answer.content) == (422, True)


def test_ones_own_settings_show_roles_that_hold_and_where_things_go():
    municipality = a_municipality()
    person = a_person(
        municipality, "approver", language="en",
        cost_centre=a_cost_centre(municipality, name="Bokföringen"),
        delivery_location=a_delivery_location(municipality, name="Rådhuset"),
    )  # fmt: skip
    content = a_client(an_account(person)).get("/settings/").content.decode()
    assert [text in content for text in ("Approver", "Bokföringen", "Rådhuset")] == [True] * 3
    assert date(2020, 1, 1).isoformat() in content
