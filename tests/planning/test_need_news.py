"""Who hears of needs that are reported, and of pre-studies that ask for them."""

from __future__ import annotations

import pytest

from factories.parties import a_municipality, a_person, a_purchasing_body, a_region, acting
from factories.planning import a_pre_study, a_reported_need
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.notifications.kinds import told
from samkop.platform.outbox import any_postponed, dispatch_waiting
from samkop.platform.unit_of_work import reading
from samkop.site.wiring import FACTS

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]


def heard(person) -> list[tuple[str, str, str]]:
    dispatch_waiting(FACTS, limit=1000)
    assert not any_postponed()
    with reading(actors.person(person.pk, person.name)):
        rows = Notification.objects.filter(person_id=person.pk).order_by("id")
        return [(row.kind, row.url, told(row.kind, row.facts).sentence) for row in rows]


@pytest.fixture(scope="module")
def region(database):
    """A purchasing body and its municipality, each with a planner and an employee."""
    body, town = a_purchasing_body("Inköpscentralen Ab"), a_municipality("Norrby")
    a_region(body, town)
    people = {
        (party.pk, role): a_person(party, role)
        for party in (body, town)
        for role in (RoleName.BUYER, RoleName.EMPLOYEE)
    }
    return body, town, people


def test_a_buyer_is_asked_for_its_needs_and_who_sources_hears_of_each(region):
    body, town, people = region
    runner, buyer = people[body.pk, RoleName.BUYER], people[town.pk, RoleName.BUYER]
    study = a_pre_study(acting(runner, body))
    (asked,) = heard(buyer)
    assert asked[:2] == ("pre-study-started", "/needs/")
    assert study.number in asked[2]
    assert heard(runner) == []
    need = a_reported_need(acting(buyer, town), body, "Laptops for the schools")
    ((kind, url, words),) = heard(runner)
    assert (kind, url) == ("need-reported", f"/needs/{need.pk}/")
    assert [name for name in ("Norrby", "Laptops for the schools") if name not in words] == []
    assert [people[party.pk, RoleName.EMPLOYEE] for party in (body, town)
            if heard(people[party.pk, RoleName.EMPLOYEE])] == []  # fmt: skip


def test_who_reports_to_itself_is_not_told(region):
    _body, town, people = region
    buyer = people[town.pk, RoleName.BUYER]
    before = heard(buyer)
    a_reported_need(acting(buyer, town), town, "Screens")
    assert heard(buyer) == before
