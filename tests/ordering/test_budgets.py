"""Budgets by year, cost centre and project; commitments with a part for each year."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connections
from hypothesis import given
from hypothesis import strategies as some

from approving import client_of, code_of, queries_of
from factories.ordering import LAPTOP, NOW, PHONE, a_buyer, a_market, a_requisition, approved
from factories.parties import a_cost_centre
from samkop.ordering.models import Budget, BudgetMovement, BudgetProject, Order
from samkop.ordering.queries import budgets_of
from samkop.ordering.rules import payments_by_year
from samkop.ordering.usecases.basket import add_to_basket, clear_basket
from samkop.ordering.usecases.budget import budget_parts, commit_budget, set_budget
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.projects import add_project
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


@given(some.integers(0, 10**7), some.dates(date(2020, 1, 1), date(2040, 12, 31)),
       some.integers(1, 120))  # fmt: skip
def test_a_leases_years_add_up_to_its_whole_term(cents, first, months):
    by_year = payments_by_year(cents, first, months)
    assert sum(by_year.values()) == cents
    # The last year alone may carry more than its months, by less than a cent a year.
    *earlier, last = by_year.values()
    assert all(part <= cents * 12 / months for part in earlier)
    assert 0 <= last <= cents * 12 / months + len(by_year)
    assert sorted(by_year) == list(range(first.year, first.year + len(by_year)))


def test_a_lease_of_three_years_from_october_recomputed_by_hand():
    # 36 payments of 20.00: October to December 2026 is 3, then 12, 12 and 9.
    assert payments_by_year(720_00, date(2026, 10, 15), 36) == {
        2026: 60_00, 2027: 240_00, 2028: 240_00, 2029: 180_00,
    }  # fmt: skip


def committed(buyer):
    with reading(buyer.finance):
        found = Budget.objects.filter(party=buyer.party).order_by("year", "project_id")
        return {(one.year, one.project_id): one.committed_cents for one in found}


def budget(buyer, year, cents, **more):
    return perform(
        buyer.finance, set_budget, now=NOW, cost_centre_id=buyer.cost_centre.pk, year=year,
        amount_cents=cents, currency="EUR", **more,
    )  # fmt: skip


def _commit_lease(*, actor, now, cost_centre_id, schedule, reference="L-1"):
    parts = budget_parts(
        cost_centre_id=cost_centre_id, project_id=None, currency="EUR", schedule=schedule
    )
    commit_budget(parts=parts, reference=reference, now=now)


def test_a_lease_takes_from_every_year_of_its_term_or_from_none():
    buyer = a_buyer(budget_cents=1_000_00)
    budget(buyer, 2027, 240_00)
    lease = {"cost_centre_id": buyer.cost_centre.pk}
    schedule = payments_by_year(300_00, date(2026, 10, 1), 15)
    perform(buyer.finance, _commit_lease, now=NOW, schedule=schedule, **lease)
    assert committed(buyer) == {(2026, None): 60_00, (2027, None): 240_00}
    again = {"schedule": schedule, "reference": "L-2", **lease}
    assert code_of(buyer.finance, _commit_lease, **again) == "budget-exceeded"
    longer = {"schedule": payments_by_year(36, date(2026, 10, 1), 36), **lease}
    assert code_of(buyer.finance, _commit_lease, **longer) == "budget-missing"
    assert committed(buyer) == {(2026, None): 60_00, (2027, None): 240_00}
    back = {year: -cents for year, cents in schedule.items()}
    perform(buyer.finance, _commit_lease, now=NOW, schedule=back, **lease)
    with reading(buyer.finance):
        moved = BudgetMovement.objects.filter(party=buyer.party, reference="L-1")
        assert sum(moved.values_list("cents", flat=True)) == 0
    assert committed(buyer) == {(2026, None): 0, (2027, None): 0}


def a_project(buyer, code="P1"):
    return perform(buyer.finance, add_project, now=NOW, code=code, name="New school")


def test_what_is_ordered_for_a_project_is_taken_from_the_projects_budget_and_given_back():
    market = a_market()
    buyer = market.buyers[0]
    project = a_project(buyer)
    budget(buyer, 2026, 500_00, project_id=project.pk)
    perform(buyer.employee, add_to_basket, now=NOW, item_id=market.items[PHONE].pk)
    sent = perform(
        buyer.employee, submit_requisition, now=NOW, cost_centre_id=buyer.cost_centre.pk,
        project_id=project.pk, delivery_location_id=buyer.site.pk,
    )  # fmt: skip
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=sent.pk)
    assert committed(buyer) == {(2026, None): 0, (2026, project.pk): 300_00}
    with reading(buyer.manager):
        order = Order.objects.get(requisition=sent)
    perform(buyer.manager, cancel_order, now=NOW, order_id=order.pk)
    assert committed(buyer) == {(2026, None): 0, (2026, project.pk): 0}


def test_a_project_without_budget_spends_nothing_of_the_cost_centres():
    market = a_market(free_below_cents=10**9)
    buyer = market.buyers[0]
    project = a_project(buyer)
    perform(buyer.employee, add_to_basket, now=NOW, item_id=market.items[PHONE].pk)
    wanted = {
        "cost_centre_id": buyer.cost_centre.pk, "project_id": project.pk,
        "delivery_location_id": buyer.site.pk,
    }  # fmt: skip
    assert code_of(buyer.employee, submit_requisition, **wanted) == "budget-missing"


def test_a_strangers_project_is_refused_by_use_case_and_database():
    buyer, other = a_buyer(), a_buyer()
    foreign = a_project(other)
    given = {
        "cost_centre_id": buyer.cost_centre.pk, "year": 2026, "amount_cents": 1, "currency": "EUR",
    }  # fmt: skip
    refused = code_of(buyer.finance, set_budget, project_id=foreign.pk, **given)
    assert refused == "project-unknown"
    with connections["owner"].cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(
            "INSERT INTO ordering_budget (party_id, cost_centre_id, project_id, year, currency,"
            " amount_cents, committed_cents) VALUES (%s, %s, %s, 2030, 'EUR', 1, 0)",
            [buyer.party.pk, buyer.cost_centre.pk, foreign.pk],
        )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"amount_cents": -1}, "amount-negative"),
        ({"amount_cents": 100_00}, "budget-below-commitments"),
        ({"currency": "SEK"}, "budget-currency-differs"),
        ({"cost_centre_id": 2**62}, "cost-centre-unknown"),
    ],
)
def test_what_a_budget_may_not_become(given, code):
    market = a_market()
    buyer = market.buyers[0]
    approved(market, buyer, PHONE)
    terms = {
        "cost_centre_id": buyer.cost_centre.pk, "year": 2026, "amount_cents": 10**8,
        "currency": "EUR",
    }  # fmt: skip
    assert code_of(buyer.finance, set_budget, **{**terms, **given}) == code


def test_by_the_clock_a_new_years_order_takes_from_the_new_years_budget_and_from_no_other():
    market = a_market(free_below_cents=10**9)
    buyer = market.buyers[0]
    # Midnight in Helsinki, where the buyer is, comes two hours before that of UTC.
    last = datetime(2026, 12, 31, 21, 59, tzinfo=UTC)
    first = datetime(2026, 12, 31, 22, 0, tzinfo=UTC)
    a_requisition(market, buyer, PHONE, now=last)
    with pytest.raises(Refused) as refused:
        a_requisition(market, buyer, PHONE, now=first)
    assert (refused.value.code, refused.value.facts["year"]) == ("budget-missing", 2027)
    budget(buyer, 2027, 900_00)
    perform(buyer.employee, clear_basket, now=first)
    a_requisition(market, buyer, LAPTOP, now=first)
    assert committed(buyer) == {(2026, None): 300_00, (2027, None): 900_00}


def test_an_employee_sets_no_budget_and_a_code_is_used_once():
    buyer = a_buyer()
    a_project(buyer)
    assert code_of(buyer.employee, add_project, code="P2", name="x") == "not-allowed"
    assert code_of(buyer.finance, add_project, code="P1", name="x") == "code-taken"
    assert code_of(buyer.finance, add_project, code=" ", name="x") == "code-missing"


def test_a_cost_centres_own_budget_stands_before_those_of_its_projects():
    buyer = a_buyer()
    project = a_project(buyer)
    budget(buyer, 2026, 1_00, project_id=project.pk)
    with reading(buyer.finance):
        listed = [one.project_id for one in budgets_of(buyer.party.pk, 2026)]
    assert listed == [None, project.pk]


def test_the_pages_add_a_project_and_set_its_budget():
    buyer = a_buyer()
    client = client_of(buyer.finance)
    client.post("/budgets/projects/add/", {"code": "P9", "name": "Library"})
    with reading(buyer.finance):
        project = BudgetProject.objects.get(party=buyer.party)
    sent = {
        "cost_centre": buyer.cost_centre.pk, "project": project.pk, "year": 2031,
        "amount": "1000.50", "currency": "EUR",
    }  # fmt: skip
    assert client.post("/budgets/save/", sent)["Location"] == "/budgets/?year=2031"
    with reading(buyer.finance):
        assert Budget.objects.get(project=project, year=2031).amount_cents == 1_000_50
    assert client.post("/budgets/save/", {**sent, "amount": "-1"}).status_code == 422
    shown = {
        query: client.get(f"/budgets/{query}").content.decode().count('<th scope="row">')
        for query in ("", "?year=2031", "?year=2031&q=library", "?year=2031&q=x", "?year=1066")
    }
    assert list(shown.values()) == [1, 1, 1, 0, 1]


def test_what_is_nearly_used_up_is_found_and_the_file_says_what_is_left():
    market = a_market(budget_cents=1_000_00)
    buyer = market.buyers[0]
    perform(
        buyer.finance, set_budget, now=NOW, cost_centre_id=a_cost_centre(buyer.party).pk,
        year=2026, amount_cents=1_000_00, currency="EUR",
    )  # fmt: skip
    approved(market, buyer, LAPTOP)
    client = client_of(buyer.finance)
    [heading, row] = (
        client.get("/budgets/?year=2026&used=nearly&file=csv")
        .getvalue().decode("utf-8-sig").splitlines()
    )  # fmt: skip
    cells = dict(zip(heading.split(";"), row.split(";"), strict=True))
    # One laptop at 900.00 of 1,000.00.
    assert [cells[name] for name in ("Set aside", "Committed", "Left")] == [
        "1000.00", "900.00", "100.00",
    ]  # fmt: skip


def test_budgets_need_the_same_queries_for_1_and_30_rows():
    buyer = a_buyer()
    year = datetime.now(UTC).year
    client = client_of(buyer.finance)
    one = queries_of(client, "/budgets/")
    for number in range(29):
        centre = a_cost_centre(buyer.party)
        project = a_project(buyer, f"P{number}")
        perform(
            buyer.finance, set_budget, now=NOW, cost_centre_id=centre.pk, year=year,
            amount_cents=1, currency="EUR", project_id=project.pk,
        )  # fmt: skip
    assert (one, queries_of(client, "/budgets/")) == (10, 10)
