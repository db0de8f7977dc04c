"""The pages of renewal plans: drafted, seen, decided, compared and ordered from."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from approving import client_of
from factories.fleet import a_worked_out_plan, new_serials, received_devices, renewed_on
from factories.ordering import a_market
from factories.parties import an_actor
from samkop.fleet.models import RenewalPlan
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture(scope="module")
def market(database):
    return a_market(maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture(scope="module")
def buyer(market):
    found = received_devices(market, *new_serials(2))
    renewed_on(found, date(2027, 6, 15))
    return market.buyers[0]


@pytest.fixture(scope="module")
def client(buyer):
    return client_of(buyer.manager)


def test_a_plan_is_drafted_decided_and_ordered_from_by_the_pages(market, buyer, client):
    asked = {
        "name": "By page", "start": "2027-01-01", "months": 12, "early_months": 0,
        "late_months": 0, "catch_up_months": 3, "early_weight": "1", "late_weight": "2",
        "level_weight": "0", "quiet_weight": "0", "quiet_months": ["8"], "budget_2027": "5000",
        "age_weight": "0", "outlier_weight": "0", "carbon_weight": "0",
    }  # fmt: skip
    sent = client.post(reverse("draft-renewal"), asked)
    with reading(buyer.manager):
        plan = RenewalPlan.objects.latest("id")
    assert (sent.status_code, plan.budgets) == (303, {"2027": 500_000})
    assert (plan.quiet_months, plan.state) == ([8], "planning")
    decided = a_worked_out_plan(buyer, early_months=0, late_months=0)
    page = client.get(reverse("renewal-plan", args=[decided.pk])).content.decode()
    assert page.count(f'href="/devices/renewal/{decided.pk}/2027-06/"') == 1
    client.post(reverse("decide-renewal", args=[decided.pk]), {"until": "2027-12-01"})
    month = reverse("renewal-month", args=[decided.pk, "2027-06"])
    assert client.post(f"{month}order/").status_code == 303
    seller = client_of(an_actor(market.supplier, "salesperson"))
    assert "2027-06-01" in seller.get(reverse("renewal-forecasts")).content.decode()
    assert seller.get(reverse("renewal-volumes")).status_code == 200


def test_two_plans_stand_side_by_side(buyer, client):
    plans = [a_worked_out_plan(buyer, name=f"Plan {letter}") for letter in "AB"]
    address = reverse("compare-renewals")
    page = client.get(f"{address}?plan={plans[0].pk}&plan={plans[1].pk}&plan=x")
    assert page.content.decode().count('<th scope="col" class="num"><a') == 2


@pytest.mark.parametrize("month", ["2027-13", "x", "2031-01"])
def test_a_month_that_is_none_of_the_plans_is_not_found(buyer, client, month):
    plan = a_worked_out_plan(buyer)
    address = reverse("renewal-month", args=[plan.pk, month])
    assert client.get(address).status_code == 404


def test_limits_that_cannot_all_hold_are_said_in_words(buyer, client):
    plan = a_worked_out_plan(buyer, capacity=1, early_months=0, late_months=0)
    shown = client.get(reverse("renewal-plan", args=[plan.pk])).content.decode()
    assert shown.count("Installers, 2027-06: 1 devices") >= 1
    assert " → " in shown
