"""Who acts: the organisation chosen, roles by their dates, the language."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from browser_ground import a_client
from factories.parties import (
    LONG_AGO,
    OPERATOR,
    a_membership,
    a_municipality,
    a_person,
    acting,
    an_account,
)
from samkop.core.period import day_of
from samkop.parties.models import Membership, Party, RoleAssignment
from samkop.parties.pages.acting import Acting
from samkop.parties.queries import actor_in, standings_of
from samkop.parties.usecases.people import assign_role, end_role
from samkop.platform import actors
from samkop.platform.actors import ANONYMOUS
from samkop.platform.models import Account
from samkop.platform.records import change
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
# The parties' own day, which begins before that of UTC.
TODAY = day_of(datetime.now(UTC), "Europe/Helsinki")
NOON = datetime.combine(TODAY, time(12), UTC)
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


def test_a_person_of_two_organisations_acts_for_one_at_a_time_in_its_roles():
    first, second = a_municipality("Ettan"), a_municipality("Tvåan")
    person = a_person(first, "employee")
    a_membership(person, second, "approver", "employee")
    by_itself, chosen = acting(person), acting(person, second)
    assert (by_itself.party_id, by_itself.roles) == (first.pk, {"employee"})
    assert (chosen.party_id, chosen.roles) == (second.pk, {"approver", "employee"})
    assert chosen.party_ids == (second.pk,)
    with reading(chosen):
        parties = [standing.party for standing in standings_of(person.pk, NOON)]
    assert parties == [first, second]


def test_an_organisation_that_one_does_not_belong_to_cannot_be_chosen():
    mine, other = a_municipality(), a_municipality()
    assert acting(a_person(mine), other).party_id == mine.pk


def test_a_role_that_ended_yesterday_is_not_held_today():
    person = a_person(a_municipality(), "approver", "employee")
    with reading(OPERATOR):
        role = RoleAssignment.objects.get(person_id=person.pk, role="approver")
    perform(OPERATOR, end_role, role_assignment_id=role.pk, valid_until=YESTERDAY)
    assert acting(person, today=YESTERDAY).roles == {"approver", "employee"}
    assert acting(person, today=TODAY).roles == {"employee"}


def test_a_role_that_begins_tomorrow_is_not_held_today():
    municipality = a_municipality()
    person = a_person(municipality)
    perform(
        OPERATOR, assign_role, person_id=person.pk, party_id=municipality.pk,
        role="approver", valid_from=TOMORROW,
    )  # fmt: skip
    assert [acting(person, today=day).roles for day in (TODAY, TOMORROW)] == [
        {"employee"},
        {"employee", "approver"},
    ]


def test_who_left_acts_for_nobody():
    municipality, other = a_municipality(), a_municipality()
    person = a_person(municipality)
    a_membership(person, other, "approver", valid_from=LONG_AGO, valid_until=YESTERDAY)
    assert acting(person, other).party_id == municipality.pk
    assert acting(person, today=LONG_AGO - timedelta(days=1)).party_id is None


def test_an_account_without_a_person_acts_for_nobody():
    account = Account(pk=7, email="x@example.org")
    actor = actor_in(account, [], None)
    assert (actor.party_id, actor.party_ids, actor.person_id) == (None, (), None)


def acts_for(client) -> str:
    """The organisation that stands in the head of the page."""
    head = client.get("/settings/").content.decode()
    return re.search(r'class="head-acting"><strong>([^<]*)<', head)[1]


def switched(client, party: Party):
    return client.post("/settings/organisation/", {"organisation": str(party.pk)})


def test_the_organisation_switch_holds_from_the_next_page_on():
    first, second = a_municipality("Ettan"), a_municipality("Tvåan")
    person = a_person(first, "employee")
    a_membership(person, second, "administrator")
    client = a_client(an_account(person))
    assert client.get("/administration/people/").status_code == 403
    assert switched(client, second).status_code == 303
    assert client.get("/administration/people/").status_code == 200
    assert acts_for(client) == "Tvåan"
    switched(client, first)
    assert client.get("/administration/people/").status_code == 403


def test_nobody_switches_to_an_organisation_of_others():
    mine, other = a_municipality("Ettan"), a_municipality("Tvåan")
    client = a_client(an_account(a_person(mine)))
    answer = switched(client, other)
    assert (answer.status_code, b"no-member-there" in answer.content) == (403, True)
    assert acts_for(client) == "Ettan"


def test_a_membership_that_ends_ends_the_choice_too():
    first, second = a_municipality("Ettan"), a_municipality("Tvåan")
    person = a_person(first, "employee")
    a_membership(person, second, "administrator")
    client = a_client(an_account(person))
    switched(client, second)

    def leave(*, actor, now):
        change(Membership.objects.get(person=person, party=second), valid_until=YESTERDAY)

    perform(OPERATOR, leave)
    assert client.get("/administration/people/").status_code == 403
    assert acts_for(client) == "Ettan"


def test_the_actor_is_read_with_one_query_however_many_organisations(queries):
    person = a_person(a_municipality())
    for _ in range(5):
        a_membership(person, a_municipality(), "approver", "employee")
    account = an_account(person)
    request = type("Request", (), {"user": account, "session": {}})()
    with queries() as made:
        Acting(lambda _request: None)(request)
    assert len([sql for sql in made if "parties_" in sql]) == 1
    assert len(request.standings) == 6


def test_nobody_signed_in_costs_no_query(queries):
    request = type("Request", (), {"user": type("U", (), {"is_authenticated": False})()})()
    with queries() as made:
        Acting(lambda _request: None)(request)
    assert made == []
    assert request.actor is ANONYMOUS


def test_the_language_is_the_accounts_and_chosen_for_good():
    account = an_account(a_person(a_municipality(), language="fi"))
    client = a_client(account)
    assert client.get("/")["Content-Language"] == "fi"
    answer = client.post("/settings/language/", {"language": "sv", "next": "/settings/"})
    assert (answer.status_code, answer["Location"]) == (303, "/settings/")
    assert a_client(account).get("/")["Content-Language"] == "sv"


def test_the_language_of_who_is_not_signed_in_is_a_cookie():
    client = a_client()
    assert client.get("/accessibility/")["Content-Language"] == "en"
    client.post("/settings/language/", {"language": "fi"})
    assert client.get("/accessibility/")["Content-Language"] == "fi"
    client.post("/settings/language/", {"language": "xx"})
    assert client.get("/accessibility/")["Content-Language"] == "fi"


@pytest.mark.parametrize("address", ["/settings/language/", "/settings/theme/"])
def test_a_choice_never_leads_to_a_foreign_address(address):
    sent = {"language": "fi", "theme": "dark", "next": "https://example.org/"}
    assert a_client().post(address, sent)["Location"] == "/"


def test_the_theme_is_a_cookie():
    client = a_client()
    client.post("/settings/theme/", {"theme": "dark"})
    assert b'data-bs-theme="dark"' in client.get("/accessibility/").content


def test_a_person_acting_for_nobody_is_told_what_to_do():
    person = a_person(a_municipality())
    client = a_client(an_account(person))

    def leave(*, actor, now):
        Membership.objects.filter(person=person).update(valid_until=YESTERDAY)

    perform(OPERATOR, leave)
    answer = client.get("/")
    assert (answer.status_code, b"You belong to no organisation" in answer.content) == (200, True)
    assert client.get("/administration/people/").status_code == 403


def test_the_standings_of_another_person_cannot_be_read():
    person, other = a_person(a_municipality()), a_person(a_municipality())
    with reading(actors.person(other.pk, "Other")):
        assert standings_of(person.pk, NOON) == []


def test_times_are_those_of_the_organisation_acted_for():
    zones = []

    def answer(request):
        zones.append(timezone.get_current_timezone_name())
        return HttpResponse()

    for party in (a_municipality(country="SE"), a_municipality(country="FI")):
        request = RequestFactory().get("/")
        request.user = an_account(a_person(party))
        request.session = {}
        Acting(answer)(request)
    assert zones == ["Europe/Stockholm", "Europe/Helsinki"]
    assert timezone.get_current_timezone_name() == "Europe/Helsinki"
