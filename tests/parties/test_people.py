from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from factories.parties import (
    LONG_AGO,
    OPERATOR,
    a_cost_centre,
    a_membership,
    a_municipality,
    a_person,
    acting,
    an_account,
    an_actor,
)
from samkop.parties.models import RoleAssignment
from samkop.parties.queries import membership_of, people_with_role
from samkop.parties.usecases.accounts import choose_language, open_account
from samkop.parties.usecases.people import (
    add_membership,
    assign_role,
    end_role,
    register_person,
)
from samkop.platform.models import Account, AuditEntry
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
TODAY = timezone.localdate()


def an_address():
    return f"{uuid.uuid4().hex[:10]}@example.org"


def refusal_of(*arguments, **named):
    with pytest.raises(Refused) as refused:
        perform(*arguments, **named)
    return refused.value.code


def test_an_administrator_registers_people_of_the_own_organisation_only():
    mine, other = a_municipality(), a_municipality()
    administrator = an_actor(mine, "administrator")
    made = perform(
        administrator, register_person, party_id=mine.pk, name=" Eva ", email="EVA@Example.org"
    )
    assert (made.name, made.email, made.registered_by_id) == ("Eva", "eva@example.org", mine.pk)
    elsewhere = {"party_id": other.pk, "name": "Eva", "email": an_address()}
    assert refusal_of(administrator, register_person, **elsewhere) == "not-allowed"
    employee = an_actor(mine, "employee")
    here = {"party_id": mine.pk, "name": "Eva", "email": an_address()}
    assert refusal_of(employee, register_person, **here) == "not-allowed"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "  "}, "name-missing"),
        ({"email": "eva"}, "email-wrong"),
        ({"language": "no"}, "language-unknown"),
    ],
)
def test_a_person_that_cannot_be_is_refused(changed, code):
    municipality = a_municipality()
    given = {"party_id": municipality.pk, "name": "Eva", "email": an_address(), **changed}
    assert refusal_of(OPERATOR, register_person, **given) == code


def test_an_address_is_registered_once_over_all_organisations():
    known = a_person(a_municipality())
    mine = a_municipality()
    administrator = an_actor(mine, "administrator")
    given = {"party_id": mine.pk, "name": "Eva", "email": known.email.upper()}
    assert refusal_of(administrator, register_person, **given) == "email-registered-already"


def test_another_organisations_person_cannot_be_made_a_member():
    stranger = a_person(a_municipality())
    mine = a_municipality()
    administrator = an_actor(mine, "administrator")
    given = {"person_id": stranger.pk, "party_id": mine.pk, "valid_from": LONG_AGO}
    assert refusal_of(administrator, add_membership, **given) == "not-found"


def test_a_member_cannot_charge_another_organisations_cost_centre():
    mine, other = a_municipality(), a_municipality()
    centre = a_cost_centre(other)
    person = perform(OPERATOR, register_person, party_id=mine.pk, name="Eva", email=an_address())
    given = {"person_id": person.pk, "party_id": mine.pk, "valid_from": LONG_AGO}
    assert refusal_of(OPERATOR, add_membership, **given, cost_centre_id=centre.pk) == "not-found"
    perform(OPERATOR, add_membership, **given)
    assert refusal_of(OPERATOR, add_membership, **given) == "member-already"


def test_a_role_is_given_to_members_only_and_once_at_a_time():
    mine = a_municipality()
    person, stranger = a_person(mine), a_person(a_municipality())
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    given = {"party_id": mine.pk, "role": "approver", "valid_from": first, "valid_until": last}
    perform(OPERATOR, assign_role, person_id=person.pk, **given)
    over = {**given, "valid_from": last, "valid_until": None}
    around = {**given, "valid_from": LONG_AGO, "valid_until": None}
    after = {**given, "valid_from": last + timedelta(days=1), "valid_until": None}
    assert refusal_of(OPERATOR, assign_role, person_id=stranger.pk, **given) == "not-found"
    assert refusal_of(OPERATOR, assign_role, person_id=person.pk, **over) == "role-held-already"
    assert refusal_of(OPERATOR, assign_role, person_id=person.pk, **around) == "role-held-already"
    perform(OPERATOR, assign_role, person_id=person.pk, **after)


def test_a_role_ends_after_its_last_day_and_is_not_made_longer():
    mine = a_municipality()
    person = a_person(mine, "approver")
    administrator = an_actor(mine, "administrator")
    with reading(administrator):
        role = RoleAssignment.objects.get(person_id=person.pk)
        assert list(people_with_role(mine.pk, "approver", TODAY)) == [person]
    yesterday = TODAY - timedelta(days=1)
    perform(administrator, end_role, role_assignment_id=role.pk, valid_until=yesterday)
    with reading(administrator):
        assert list(people_with_role(mine.pk, "approver", yesterday)) == [person]
        assert list(people_with_role(mine.pk, "approver", TODAY)) == []
    later = {"role_assignment_id": role.pk, "valid_until": TODAY}
    assert refusal_of(administrator, end_role, **later) == "role-ended-already"
    before = {"role_assignment_id": role.pk, "valid_until": LONG_AGO - timedelta(days=1)}
    assert refusal_of(administrator, end_role, **before) == "dates-reversed"


def test_a_role_in_another_organisation_cannot_be_ended():
    person = a_person(a_municipality(), "approver")
    with reading(OPERATOR):
        role = RoleAssignment.objects.get(person_id=person.pk)
    administrator = an_actor(a_municipality(), "administrator")
    given = {"role_assignment_id": role.pk, "valid_until": TODAY}
    assert refusal_of(administrator, end_role, **given) == "not-found"


def test_who_left_the_organisation_holds_no_role_there():
    mine, other = a_municipality(), a_municipality()
    person = a_person(other)
    a_membership(person, mine, "approver", valid_until=TODAY - timedelta(days=1))
    with reading(OPERATOR):
        assert list(people_with_role(mine.pk, "approver", TODAY)) == []


def test_an_account_is_opened_once_by_whoever_registered_the_person():
    mine, other = a_municipality(), a_municipality()
    person = a_person(mine, language="fi")
    a_membership(person, other)
    guest = an_actor(other, "administrator")
    assert refusal_of(guest, open_account, person_id=person.pk) == "not-allowed"
    account = perform(an_actor(mine, "administrator"), open_account, person_id=person.pk)
    assert (account.email, account.language) == (person.email, "fi")
    assert not account.has_usable_password()
    assert refusal_of(OPERATOR, open_account, person_id=person.pk) == "account-open-already"


def test_the_history_of_an_account_holds_no_password():
    person = a_person(mine := a_municipality())
    administrator = an_actor(mine, "administrator")
    account = perform(administrator, open_account, person_id=person.pk, password="not to be kept")
    with reading(administrator):
        entry = AuditEntry.objects.get(operation__endswith="open_account")
    secret = Account.objects.get(pk=account.pk).password
    assert secret not in entry.payload
    assert "not to be kept" not in entry.payload
    assert person.email in entry.payload


def test_a_language_is_chosen_for_pages_and_messages():
    person = a_person(mine := a_municipality(), language="en")
    account = an_account(person)
    actor = acting(person)
    perform(actor, choose_language, language="fi")
    with reading(actor):
        assert membership_of(person.pk, mine.pk).person.language == "fi"
    assert Account.objects.get(pk=account.pk).language == "fi"
    assert refusal_of(actor, choose_language, language="no") == "language-unknown"
