"""The register of authority: dated, by cost centre and amount, and never for oneself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connections

from approving import client_of, code_of, queries_of
from factories.ordering import NOW, PHONE, TODAY, a_buyer, a_market, a_requisition
from factories.parties import a_cost_centre, a_person, acting, an_actor
from samkop.core.period import day_of
from samkop.ordering.models import ApprovalAuthority
from samkop.ordering.queries import register_of
from samkop.ordering.usecases.authority import end_authority, grant_authority
from samkop.ordering.usecases.requisition import approve_requisition
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
DAY = timedelta(days=1)
# The parties' own day, which begins before that of UTC.
THIS_DAY = day_of(datetime.now(UTC), "Europe/Helsinki")


def grant(buyer, person_id, **terms):
    given = {"cost_centre_id": None, "limit_cents": 500_00, **terms}
    return perform(buyer.finance, grant_authority, now=NOW, person_id=person_id, **given)


def names_on(buyer, day, **filters):
    with reading(buyer.finance):
        found = register_of(buyer.party.pk, on=day, **filters)
        return sorted(found.values_list("limit_cents", flat=True))


def test_authority_holds_from_its_first_day_to_the_end_of_its_last():
    buyer = a_buyer()
    grant(
        buyer, buyer.approver.person_id, limit_cents=700_00,
        valid_from=TODAY + 10 * DAY, valid_until=TODAY + 20 * DAY,
    )  # fmt: skip
    found = [names_on(buyer, TODAY + days * DAY) for days in (9, 10, 20, 21)]
    always = 10_000_00
    assert found == [[always], [700_00, always], [700_00, always], [always]]


def test_the_clock_alone_ends_what_an_approver_may_decide():
    market = a_market()
    buyer = market.buyers[0]
    with reading(buyer.finance):
        authority = ApprovalAuthority.objects.get(party=buyer.party)
    waiting = a_requisition(market, buyer, PHONE)
    perform(
        buyer.finance, end_authority, now=NOW, authority_id=authority.pk, valid_until=TODAY
    )  # fmt: skip
    asked = {"requisition_id": waiting.pk}
    # The last minute of the last day in Helsinki is 21:59 UTC; a minute later is the next day.
    late = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    assert code_of(buyer.approver, approve_requisition, now=late, **asked) == "authority-missing"
    done = perform(buyer.approver, approve_requisition, now=late - timedelta(minutes=1), **asked)
    assert done.state == "ordered"


def test_authority_in_another_currency_does_not_reach():
    market = a_market()
    buyer = market.buyers[0]
    second = an_actor(buyer.party, RoleName.APPROVER)
    grant(buyer, second.person_id, currency="SEK", limit_cents=10**9)
    waiting = a_requisition(market, buyer, PHONE)
    refused = code_of(second, approve_requisition, requisition_id=waiting.pk)
    assert refused == "authority-missing"


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"limit_cents": 0}, "limit-not-positive"),
        ({"valid_from": TODAY - DAY}, "first-day-past"),
        ({"valid_from": TODAY + DAY, "valid_until": TODAY}, "dates-reversed"),
        ({"cost_centre_id": 2**62}, "cost-centre-unknown"),
    ],
)
def test_what_an_entry_may_not_say(terms, code):
    buyer = a_buyer()
    given = {"person_id": buyer.approver.person_id, "cost_centre_id": None, "limit_cents": 1}
    assert code_of(buyer.finance, grant_authority, **{**given, **terms}) == code


def test_another_organisations_cost_centre_is_refused_by_use_case_and_database():
    buyer, other = a_buyer(), a_buyer()
    foreign = {"cost_centre_id": other.cost_centre.pk, "limit_cents": 1}
    given = {"person_id": buyer.approver.person_id, **foreign}
    assert code_of(buyer.finance, grant_authority, **given) == "cost-centre-unknown"
    with connections["owner"].cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(
            "INSERT INTO ordering_approvalauthority (party_id, person_id, cost_centre_id,"
            " limit_cents, currency, valid_from) VALUES (%s, %s, %s, 1, 'EUR', '2026-01-01')",
            [buyer.party.pk, buyer.approver.person_id, other.cost_centre.pk],
        )


def test_the_database_too_lets_nobody_enter_himself():
    buyer = a_buyer()
    with connections["owner"].cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(
            "INSERT INTO ordering_approvalauthority (party_id, person_id, granted_by_id,"
            " limit_cents, currency, valid_from) VALUES (%s, %s, %s, 1, 'EUR', '2026-01-01')",
            [buyer.party.pk, buyer.finance.person_id, buyer.finance.person_id],
        )


def test_an_end_is_moved_nearer_and_never_further_or_into_the_past():
    buyer = a_buyer()
    entry = grant(buyer, buyer.approver.person_id, valid_until=TODAY + 30 * DAY)
    end = {"authority_id": entry.pk}
    assert code_of(buyer.finance, end_authority, valid_until=TODAY + 31 * DAY, **end) == (
        "authority-not-longer"
    )
    assert code_of(buyer.finance, end_authority, valid_until=TODAY - 2 * DAY, **end) == (
        "last-day-past"
    )
    perform(buyer.finance, end_authority, now=NOW, valid_until=TODAY - DAY, **end)
    again = {"valid_until": TODAY, **end}
    assert code_of(buyer.finance, end_authority, **again) == "authority-ended"


def test_an_entry_that_has_not_begun_is_taken_back_whole():
    buyer = a_buyer()
    first = TODAY + 10 * DAY
    entry = grant(buyer, buyer.approver.person_id, limit_cents=3_00, valid_from=first)
    perform(
        buyer.finance, end_authority, now=NOW, authority_id=entry.pk, valid_until=TODAY
    )  # fmt: skip
    assert names_on(buyer, first) == [10_000_00]


def test_an_employee_keeps_no_register_and_sees_none():
    buyer = a_buyer()
    given = {"person_id": buyer.approver.person_id, "cost_centre_id": None, "limit_cents": 1}
    assert code_of(buyer.employee, grant_authority, **given) == "not-allowed"
    assert client_of(buyer.employee).get("/authority/").status_code == 403


def clerks_client(buyer):
    return client_of(an_actor(buyer.party, RoleName.FINANCE_CLERK, name="Clerk"))


def test_the_page_enters_an_authority_filters_by_it_and_ends_it():
    buyer = a_buyer()
    centre = a_cost_centre(buyer.party, name="Stadsbiblioteket")
    approver = a_person(buyer.party, RoleName.APPROVER, name="Östen Åker")
    client = clerks_client(buyer)
    sent = client.post(
        "/authority/grant/",
        {
            "person": approver.pk, "cost_centre": centre.pk, "limit": "1234.50",
            "currency": "EUR", "valid_from": THIS_DAY.isoformat(), "valid_until": "",
        },
    )  # fmt: skip
    assert sent.status_code == 303
    with reading(buyer.finance):
        made = ApprovalAuthority.objects.get(person=approver)
    assert (made.limit_cents, made.cost_centre_id) == (123_450, centre.pk)
    shown = client.get("/authority/", {"q": "östen"}).content.decode()
    assert shown.count('<th scope="row">') == 1
    yesterday = THIS_DAY - DAY
    client.post(f"/authority/{made.pk}/end/", {"valid_until": yesterday.isoformat()})
    assert client.get("/authority/", {"q": "östen"}).content.decode().count("<tbody>") == 0
    ever = client.get("/authority/", {"q": "östen", "ever": "1"}).content.decode()
    assert ever.count('<th scope="row">') == 1


def test_what_was_typed_stays_when_the_register_refuses():
    buyer = a_buyer()
    client = clerks_client(buyer)
    sent = client.post(
        "/authority/grant/",
        {
            "person": buyer.approver.person_id, "limit": "0", "currency": "EUR",
            "valid_from": THIS_DAY.isoformat(),
        },
    )  # fmt: skip
    assert sent.status_code == 422
    assert 'aria-invalid="true"' in sent.content.decode()


def test_the_register_needs_the_same_queries_for_1_and_30_rows():
    buyer = a_buyer()
    client = clerks_client(buyer)
    one = queries_of(client, "/authority/")
    for number in range(29):
        approver = acting(a_person(buyer.party, RoleName.APPROVER, name=f"P {number}"), buyer.party)
        grant(buyer, approver.person_id)
    thirty = queries_of(client, "/authority/")
    assert (one, thirty) == (10, 10)


def test_the_page_shows_who_had_authority_on_a_day_and_at_a_cost_centre():
    buyer = a_buyer()
    centre, other = a_cost_centre(buyer.party), a_cost_centre(buyer.party)
    now = datetime.now(UTC)
    for name, place, first in (
        ("Everywhere", None, THIS_DAY + DAY), ("Here", centre, THIS_DAY), ("There", other, THIS_DAY)
    ):  # fmt: skip
        person = a_person(buyer.party, RoleName.APPROVER, name=name)
        perform(
            buyer.finance, grant_authority, now=now, person_id=person.pk, limit_cents=1,
            cost_centre_id=place and place.pk, valid_from=first,
        )  # fmt: skip
    always = buyer.approver.name
    client = clerks_client(buyer)

    def shown(query):
        page = client.get(f"/authority/?{query}").content.decode()
        return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', page)

    here = f"cost_centre={centre.pk}"
    assert shown(here) == sorted([always, "Here"])
    assert shown(f"{here}&on={THIS_DAY + DAY}") == sorted([always, "Everywhere", "Here"])
    assert shown(f"{here}&ever=1&q=every") == ["Everywhere"]
