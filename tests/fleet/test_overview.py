"""A fleet in figures, and what members of a region see of each other's: totals alone."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connections
from django.urls import reverse

from approving import client_of
from factories.fleet import new_serials, received_devices, renewed_on
from factories.ordering import TODAY, a_market
from factories.parties import OPERATOR, an_actor
from samkop.fleet.queries.overview import member_totals, overview_of, regions_of
from samkop.parties.usecases.parties import add_region_member, register_region
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture(scope="module")
def market(database):
    found = a_market(buyers=3, maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)
    renewed_on(received_devices(found, *new_serials(3)), date(2026, 5, 1))
    region = perform(
        OPERATOR, register_region, name_sv="Trakten", name_fi="Seutu", name_en="The area",
        purchasing_body_id=found.purchasing_body.pk,
    )  # fmt: skip
    for buyer in found.buyers[:2]:
        perform(
            OPERATOR, add_region_member, region_id=region.pk, party_id=buyer.party.pk,
            valid_from=date(2020, 1, 1),
        )  # fmt: skip
    return found


def test_an_owners_fleet_is_counted_by_state_category_age_and_month(market):
    buyer = market.buyers[0]
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE fleet_asset SET support_ends = '2026-04-01'")
    with reading(buyer.manager):
        found = overview_of(buyer.party.pk, TODAY)
    assert (found.states, found.categories, found.living) == ({"received": 3}, {"phone": 3}, 3)
    assert (found.years, found.due[date(2026, 5, 1)]) == ({2026: 3}, 3)
    assert (found.unsupported, found.losing, found.without_holder) == (0, 3, 0)


def totals_for(actor):
    with reading(actor):
        return [
            (each.party_id, each.living)
            for one in regions_of(actor.own_party_id)
            for each in member_totals(one.pk, TODAY)
        ]


def test_members_and_the_body_that_serves_them_see_totals_and_others_nothing(market):
    first, second, outside = (buyer.party.pk for buyer in market.buyers)
    expected = [(first, 3), (second, 0)]
    assert totals_for(market.buyers[1].manager) == expected
    assert totals_for(market.category_manager) == expected
    with reading(market.buyers[1].manager):
        (region,) = regions_of(second)
    with reading(market.buyers[2].manager):
        assert (regions_of(outside), member_totals(region.pk, TODAY)) == ([], [])


def test_the_dashboards_draw_what_they_count(market):
    buyer = market.buyers[0]
    client = client_of(buyer.manager)
    assert client.get(reverse("fleet-overview")).content.decode().count("<svg") >= 3
    shown = client.get(reverse("fleet-region")).content.decode()
    assert buyer.party.name in shown
    employee = client_of(an_actor(buyer.party, "employee"))
    assert employee.get(reverse("fleet-overview")).status_code == 403
