"""Pages go by the organisation's own day: when it is another one than UTC's, that one holds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

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
from samkop.parties.queries import own_today
from samkop.parties.usecases.groups import add_group, add_group_member
from samkop.parties.usecases.people import assign_role
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
# Fourteen hours ahead of UTC and eleven behind: at every moment one has another day than UTC.
ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago")


class Ground:
    """A municipality whose day is not that of UTC, its administrator's client, and both days."""

    def __init__(self) -> None:
        now = datetime.now(UTC)
        zone = next(zone for zone in ZONES if day_of(now, zone) != now.date())
        self.today, self.utc = day_of(now, zone), now.date()
        self.town = a_municipality(time_zone=zone)
        self.person = a_person(self.town, "administrator", name="Förvaltare")
        self.client = a_client(an_account(self.person))

    def shown(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    @property
    def only_here(self):
        """The first and last day of what holds on the town's day and not on UTC's."""
        return {"valid_from": self.today, "valid_until": self.today}

    @property
    def only_utc(self):
        return {"valid_from": self.utc, "valid_until": self.utc}


@pytest.fixture
def ground(database) -> Ground:
    return Ground()


def test_the_list_of_people_is_of_those_who_have_not_left_on_the_towns_own_day(ground):
    """Who leaves with the later of the two days is still there on it, and gone after it."""
    earlier, later = sorted([ground.today, ground.utc])
    one = a_person(a_municipality(), name="Till den tidigare dagen")
    a_membership(one, ground.town, valid_from=earlier, valid_until=earlier)
    shown = "Till den tidigare dagen" in ground.shown("/administration/people/")
    assert shown == (ground.today == earlier)
    assert later - earlier == timedelta(days=1)


def test_the_filter_by_role_goes_by_the_towns_own_day(ground):
    for name, days in (("Bara här", ground.only_here), ("Bara i UTC", ground.only_utc)):
        one = a_person(a_municipality(), name=name)
        a_membership(one, ground.town, "approver", **days)
    content = ground.shown("/administration/people/?role=approver")
    assert [name in content for name in ("Bara här", "Bara i UTC")] == [True, False]


def test_groups_count_who_is_in_them_on_the_towns_own_day(ground):
    actor = acting(ground.person)
    group = perform(actor, add_group, party_id=ground.town.pk, code="G", name="Lärare")
    for days in (ground.only_here, ground.only_here, ground.only_utc):
        one = a_person(ground.town)
        perform(actor, add_group_member, group_id=group.pk, email=one.email, **days)
    content = ground.shown("/administration/groups/")
    assert re.findall(r'data-label="People today">(?:<[^>]*>)*(\d+)<', content) == ["2"]


def test_a_role_and_a_place_in_a_group_begin_by_default_on_the_towns_own_day(ground):
    group = perform(acting(ground.person), add_group, party_id=ground.town.pk, code="G", name="L")
    for address in (
        f"/administration/people/{ground.person.pk}/",
        f"/administration/groups/{group.pk}/",
    ):
        content = ground.shown(address)
        days = [f'value="{day.isoformat()}"' in content for day in (ground.today, ground.utc)]
        assert days == [True, False]


def test_ones_own_settings_show_roles_by_each_partys_own_day(ground):
    earlier = min(ground.today, ground.utc)
    perform(
        OPERATOR, assign_role, person_id=ground.person.pk, party_id=ground.town.pk,
        role="evaluator", valid_from=LONG_AGO, valid_until=earlier,
    )  # fmt: skip
    assert ("Evaluator" in ground.shown("/settings/")) == (ground.today == earlier)


def test_today_is_the_acting_partys(ground):
    with reading(acting(ground.person, ground.town)):
        assert own_today() == ground.today
