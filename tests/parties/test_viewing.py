"""View as: read-only, for a quarter of an hour, within one organisation, told and logged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connections
from django.urls import URLPattern, get_resolver

from browser_ground import a_client
from factories.parties import (
    a_cost_centre,
    a_membership,
    a_municipality,
    a_person,
    acting,
    an_account,
    an_actor,
)
from samkop.parties.models import Viewing
from samkop.parties.usecases.accounts import choose_language
from samkop.parties.usecases.viewing import LASTS, end_viewing, start_viewing
from samkop.parties.viewings import seen_as, viewing_that_goes_on
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.models import AuditEntry, Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Town:
    """A municipality with an administrator and an employee, both with accounts."""

    def __init__(self):
        self.party = a_municipality("Annanby")
        person = a_person(self.party, RoleName.ADMINISTRATOR, name="Föreståndare")
        self.administrator = acting(person, self.party)
        self.account = an_account(person)
        self.employee = a_person(self.party, RoleName.EMPLOYEE, name="Anställd")
        self.client = a_client(self.account)

    def start(self, person=None, reason="She sees an error", now=None, actor=None):
        return perform(
            actor or self.administrator, start_viewing, now=now,
            person_id=(person or self.employee).pk, reason=reason,
        )  # fmt: skip

    def click_start(self):
        return self.client.post(
            f"/administration/people/{self.employee.pk}/view/", {"reason": "She sees an error"}
        )


@pytest.fixture
def town():
    return Town()


def refusal(call, *inputs, **named):
    with pytest.raises(Refused) as refused:
        call(*inputs, **named)
    return refused.value.code


def as_seen(town, viewing):
    with reading(actors.person(town.employee.pk, "")):
        return seen_as(viewing, datetime.now(UTC))


def goes_on(town, viewing, now, viewer=None):
    with reading(viewer or town.administrator):
        return (
            viewing_that_goes_on(viewing.pk, viewer or town.administrator, now, now.date())
            is not None
        )


def test_only_an_administrator_of_the_same_organisation_may(town):
    colleague = an_actor(town.party, RoleName.ICT_MANAGER)
    stranger = an_actor(a_municipality(), RoleName.ADMINISTRATOR)
    assert refusal(town.start, actor=colleague) == "not-allowed"
    assert refusal(town.start, actor=stranger) == "not-found"


def test_there_must_be_a_reason_and_another_person(town):
    assert refusal(town.start, reason="  ") == "reason-missing"
    with reading(town.administrator):
        oneself = type(town.employee)(pk=town.administrator.person_id)
    assert refusal(town.start, person=oneself) == "viewing-oneself"


def test_nobody_who_belongs_elsewhere_too_is_looked_at(town):
    a_membership(town.employee, a_municipality())
    assert refusal(town.start) == "belongs-elsewhere"


def test_a_membership_that_ended_elsewhere_does_not_matter(town):
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    a_membership(town.employee, a_municipality(), valid_until=yesterday)
    assert town.start().person_id == town.employee.pk


def test_nobody_who_has_left_is_looked_at(town):
    left = a_person(a_municipality())
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    a_membership(left, town.party, valid_until=yesterday)
    assert refusal(town.start, person=left) == "not-found"


def test_it_ends_by_the_clock_after_a_quarter_of_an_hour(town):
    viewing = town.start(now=NOW)
    assert goes_on(town, viewing, NOW)
    assert goes_on(town, viewing, NOW + LASTS - timedelta(seconds=1))
    assert not goes_on(town, viewing, NOW + LASTS)
    assert timedelta(minutes=15) == LASTS


def test_it_ends_when_the_viewer_ends_it_and_nobody_else_can(town):
    viewing = town.start(now=NOW)
    other = an_actor(town.party, RoleName.ADMINISTRATOR)
    assert refusal(perform, other, end_viewing, viewing_id=viewing.pk) == "not-found"
    perform(town.administrator, end_viewing, now=NOW, viewing_id=viewing.pk)
    assert not goes_on(town, viewing, NOW + timedelta(seconds=1))


def test_it_is_over_for_who_is_no_administrator_any_more_or_acts_elsewhere(town):
    viewing = town.start(now=NOW)
    demoted = actors.person(
        town.administrator.person_id, "", town.party.pk, frozenset({RoleName.EMPLOYEE})
    )
    elsewhere = actors.person(
        town.administrator.person_id, "", a_municipality().pk, frozenset({RoleName.ADMINISTRATOR})
    )
    assert not goes_on(town, viewing, NOW, demoted)
    assert not goes_on(town, viewing, NOW, elsewhere)


def test_it_is_over_when_the_person_comes_to_belong_elsewhere(town):
    viewing = town.start(now=NOW)
    a_membership(town.employee, a_municipality())
    assert not goes_on(town, viewing, NOW)


def test_whoever_is_seen_has_the_persons_roles_and_no_others(town):
    seen = as_seen(town, town.start())
    assert (seen.actor.person_id, seen.actor.party_id) == (town.employee.pk, town.party.pk)
    assert seen.actor.roles == {RoleName.EMPLOYEE}
    assert seen.actor.party_ids == (town.party.pk,)


def test_no_write_passes_the_door(town):
    seen = as_seen(town, town.start())
    assert refusal(perform, seen.actor, choose_language, language="fi") == "viewing-as"


def test_the_database_itself_refuses_a_write_by_the_one_reading(town):
    seen = as_seen(town, town.start())
    with pytest.raises(DatabaseError), reading(seen.actor):
        Viewing.objects.update(ended_at=NOW)


def test_every_posting_address_is_refused_and_says_so(town):
    town.click_start()
    before = entries_of(town)
    refused = []
    for path in posting_addresses():
        answer = town.client.post(path, {"reason": "x", "language": "fi", "organisation": "1"})
        if answer.status_code != 403 or b"viewing-as" not in answer.content:
            refused.append((path, answer.status_code))
    assert refused == []
    assert entries_of(town) == before


def posting_addresses():
    """Every address of the site with its parameters filled in, but the two that end it."""

    def walk(resolver, prefix=""):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                yield prefix + str(pattern.pattern), pattern.name
            else:
                yield from walk(pattern, prefix + str(pattern.pattern))

    import re

    for pattern, name in sorted(set(walk(get_resolver())), key=str):
        if name not in {"end-viewing", "account_logout"} and "(?P<" not in pattern:
            named = re.sub(r"<uuid:[^>]+>", str(UUID(int=1)), pattern)
            path = "/" + re.sub(r"<[^>]+>", "1", named)
            if not path.startswith("/api/"):
                yield path


def entries_of(town):
    with reading(town.administrator):
        return AuditEntry.objects.filter(chain=town.party.pk).count()


def test_the_pages_are_the_persons_with_a_banner_until_it_is_ended(town):
    assert town.client.get("/administration/people/").status_code == 200
    town.click_start()
    shown = town.client.get("/").content.decode()
    assert "You see the pages as <strong>Anställd</strong>" in shown
    assert town.client.get("/administration/people/").status_code == 403
    assert town.client.post("/view-as/end/")["location"] == "/"
    assert "You see the pages as" not in town.client.get("/").content.decode()
    assert town.client.get("/administration/people/").status_code == 200


def test_the_pages_are_ones_own_again_when_the_time_has_run_out(town):
    town.click_start()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE parties_viewing SET started_at = started_at - interval '1 hour',"
            " ends_at = ends_at - interval '1 hour' WHERE party_id = %s",
            [town.party.pk],
        )
    shown = town.client.get("/administration/people/")
    assert shown.status_code == 200
    assert "You see the pages as" not in shown.content.decode()


def test_what_the_person_was_told_stays_the_persons_own(town):
    town.click_start()
    assert town.client.get("/notifications/").status_code == 403


def test_the_person_is_told_with_the_reason_and_finds_it_in_the_settings(town):
    town.start()
    employee = acting(town.employee, town.party)
    with reading(employee):
        [told] = Notification.objects.filter(person_id=town.employee.pk)
    assert (told.kind, told.facts) == (
        "viewed-as", {"viewer": "Föreståndare", "reason": "She sees an error"}
    )  # fmt: skip
    shown = a_client(an_account(town.employee)).get("/settings/").content.decode()
    assert "Föreståndare" in shown
    assert "She sees an error" in shown


def test_it_stands_in_the_audit_trail_of_the_organisation(town):
    viewing = town.start()
    with reading(town.administrator):
        entry = AuditEntry.objects.get(auditsubject__subject=f"parties.viewing:{viewing.pk}")
    assert entry.operation == "parties.usecases.viewing.start_viewing"
    assert entry.actor == f"person:{town.administrator.person_id}"
    assert "She sees an error" in entry.payload


def test_another_organisation_sees_nothing_of_it(town):
    town.start()
    with reading(an_actor(a_municipality(), RoleName.ADMINISTRATOR)):
        assert Viewing.objects.count() == 0


def test_the_database_ties_both_to_the_organisation(town):
    stranger = a_person(a_municipality())

    def forge(*, actor, now):
        Viewing.objects.bulk_create(
            [
                Viewing(
                    party_id=actor.party_id, viewer_id=actor.person_id, person_id=stranger.pk,
                    reason="x", started_at=now, ends_at=now + LASTS,
                )
            ]
        )  # fmt: skip

    with pytest.raises(IntegrityError, match="viewing_of_member"):
        perform(town.administrator, forge)


def test_whether_somebody_belongs_elsewhere_is_told_of_ones_own_people_only(town):
    both = a_person(a_municipality())
    a_membership(both, a_municipality())
    with reading(town.administrator), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT samkop_belongs_elsewhere(%s, %s, now()::date)", [both.pk, town.party.pk]
        )
        assert cursor.fetchone() == (False,)


def test_a_cost_centre_added_meanwhile_by_the_administrator_is_not_written(town):
    town.click_start()
    a_cost_centre(town.party)
    answer = town.client.post("/administration/cost-centres/add/send/", {"code": "Z", "name": "Z"})
    assert answer.status_code == 403
