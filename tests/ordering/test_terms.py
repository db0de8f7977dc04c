"""What is paid by the month takes a part of the budget of each year of its term."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from browser_ground import a_client
from factories.ordering import NOW, PHONE, a_budget, a_market
from factories.parties import a_person, an_account
from samkop.catalogue.models import CatalogueItem
from samkop.ordering.documents import Answer, AnsweredLine
from samkop.ordering.models import Budget, BudgetMovement, Order, OrderLine
from samkop.ordering.rules import Payment, lowered_schedule, schedule_of, term_of
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.order_response import record_answer, settle_by_answer
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.parties.models import Membership
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

LEASE, TERM = "LEASE-1", 24
# Two leases of 24 months at 10.00 from 2 March 2026 on: ten payments of 20.00, twelve, two.
BY_YEAR = {2026: 200_00, 2027: 240_00, 2028: 40_00}

cents = some.integers(0, 10**8)
schedules = some.dictionaries(some.integers(2026, 2036), cents, min_size=1)


@given(schedules, schedules, some.integers(0, 100))
def test_what_falls_away_never_asks_a_year_for_money(before, wanted, percent):
    fallen = sum(before.values()) * percent // 100
    after = lowered_schedule(before, wanted, fallen)
    assert sum(after.values()) == sum(before.values()) - fallen
    assert after.keys() == before.keys()
    assert all(0 <= after[year] <= before[year] for year in before)


@given(some.lists(some.builds(
    Payment, cents, some.dates(date(2026, 1, 1), date(2030, 12, 31)),
    some.none() | some.integers(1, 120),
)))  # fmt: skip
def test_the_years_of_all_payments_add_up_to_the_whole(payments):
    assert sum(schedule_of(payments).values()) == sum(one.cents for one in payments)


@pytest.mark.parametrize(
    ("unit", "increment", "quantity", "term"),
    [
        ("EA", 1, 5, None), ("EA", 10, 50, None), ("MON", 1, 36, 36), ("MON", 24, 72, 24),
        ("MON", 24, 24, 24),
    ],
)  # fmt: skip
def test_the_term_is_the_steps_in_which_months_are_ordered(unit, increment, quantity, term):
    assert term_of(unit, increment, quantity) == term


def a_lease_market(*years, **fields):
    """A market whose second item is leased by the month, with budgets of these years too."""
    market = a_market(prices={PHONE: 300_00, LEASE: 10_00}, **fields)
    for year in years:
        a_budget(market.buyers[0], year, 1_000_00)
    CatalogueItem.objects.using("owner").filter(pk=market.items[LEASE].pk).update(
        unit_code="MON", quantity_increment=TERM
    )
    return market


def put(market, code=LEASE, quantity=2 * TERM):
    item_id = market.items[code].pk
    perform(market.buyers[0].employee, add_to_basket, now=NOW, item_id=item_id, quantity=quantity)


def send(market, now=NOW):
    buyer = market.buyers[0]
    return perform(
        buyer.employee, submit_requisition, now=now, cost_centre_id=buyer.cost_centre.pk,
        delivery_location_id=buyer.site.pk,
    )  # fmt: skip


def ordered(market, *, phones=0):
    """An order of two leases, and of so many phones."""
    put(market)
    if phones:
        put(market, PHONE, phones)
    buyer, made = market.buyers[0], send(market)
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=made.pk)
    with reading(buyer.manager):
        return Order.objects.get(requisition=made)


def committed(market):
    buyer = market.buyers[0]
    with reading(buyer.finance):
        budgets = Budget.objects.filter(party=buyer.party, committed_cents__gt=0)
        return dict(budgets.values_list("year", "committed_cents"))


def refused_of(call, *inputs, **named):
    with pytest.raises(Refused) as refused:
        call(*inputs, **named)
    return refused.value.code, refused.value.facts


@pytest.mark.usefixtures("database")
class TestTheBudgets:
    """Each year carries its own months; all of them, or none."""

    def test_each_year_carries_its_months_and_gets_them_back_with_the_order(self):
        market = a_lease_market(2027, 2028)
        order = ordered(market)
        assert (committed(market), order.total_cents) == (BY_YEAR, 480_00)
        perform(market.buyers[0].manager, cancel_order, now=NOW, order_id=order.pk)
        assert committed(market) == {}
        with reading(market.buyers[0].finance):
            moved = BudgetMovement.objects.filter(reference=order.number)
            assert (moved.count(), sum(moved.values_list("cents", flat=True))) == (6, 0)

    def test_a_purchase_beside_it_is_paid_in_the_year_of_the_order(self):
        market = a_lease_market(2027, 2028)
        order = ordered(market, phones=1)
        assert committed(market) == {**BY_YEAR, 2026: 500_00}
        with reading(market.buyers[0].manager):
            terms = OrderLine.objects.filter(order=order).order_by("id")
            assert set(terms.values_list("seller_item_id", "term_months")) == {
                (LEASE, TERM), (PHONE, None),
            }  # fmt: skip

    @pytest.mark.parametrize(
        ("standing", "left"), [(24, {2026: 100_00, 2027: 120_00, 2028: 20_00}), (0, {})]
    )
    def test_what_the_supplier_does_not_deliver_goes_back_to_each_year(self, standing, left):
        market = a_lease_market(2027, 2028)
        order = ordered(market, phones=1)
        with reading(market.buyers[0].manager):
            numbers = dict(order.lines.values_list("seller_item_id", "line_number"))
        lines = (
            AnsweredLine(numbers[LEASE], "3", standing, None, "", "", ""),
            AnsweredLine(numbers[PHONE], "5", 1, None, "", "", ""),
        )
        supplier = actors.message(order.pk, "order-response", market.supplier.pk)
        answer = Answer(f"R-{order.pk}", order.number, "CA", "", lines)
        response = perform(
            supplier, record_answer, now=NOW, answer=answer, buyer_id=order.buyer_id, message_id=1
        )
        job = actors.job("order-keeper", order.buyer_id)
        settle = {"order_id": order.pk, "response_id": response.pk}
        perform(job, settle_by_answer, now=NOW, **settle)
        assert committed(market) == {**left, 2026: left.get(2026, 0) + 300_00}

    def test_the_year_without_budget_is_told_and_nothing_is_taken(self):
        market = a_lease_market(2027, free_below_cents=10**7)
        put(market)
        code, facts = refused_of(send, market)
        assert (code, facts["year"], committed(market)) == ("budget-missing", 2028, {})

    def test_the_year_that_is_short_is_told_and_nothing_is_taken(self):
        market = a_lease_market(2027, 2028, free_below_cents=10**7)
        a_budget(market.buyers[0], 2027, 239_99)
        put(market)
        code, facts = refused_of(send, market)
        assert (code, facts["year"], committed(market)) == ("budget-exceeded", 2027, {})

    def test_half_a_term_is_not_ordered(self):
        market = a_lease_market(2027, 2028)
        put(market, quantity=TERM + 12)
        code, facts = refused_of(send, market)
        assert (code, facts["step"]) == ("quantity-not-in-steps", TERM)


def client_of(actor):
    with reading(actor):
        person = Membership.objects.get(person_id=actor.person_id).person
    return a_client(an_account(person))


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


@pytest.mark.usefixtures("database", "pages")
class TestThePages:
    """The years stand where it is asked for, decided on, and ordered."""

    def test_basket_approval_and_order_say_what_each_year_pays(self):
        market = a_lease_market(2027, 2028)
        buyer = market.buyers[0]
        put(market)
        years = ("2026", "2027", "2028")
        sums = ("€200.00", "€240.00", "€40.00")
        basket = text_of(client_of(buyer.employee), "/basket/")
        assert [one in basket for one in years + sums] == [True] * 6
        made = send(market)
        approver = client_of(buyer.approver)
        decided = text_of(approver, f"/requisitions/{made.pk}/")
        assert [one in decided for one in years + sums] == [True] * 6
        assert text_of(approver, reverse("to-approve")).count(made.number) > 0
        perform(buyer.approver, approve_requisition, now=NOW, requisition_id=made.pk)
        with reading(buyer.manager):
            order = Order.objects.get(requisition=made)
        page = text_of(client_of(buyer.manager), f"/orders/{order.pk}/")
        assert [one in page for one in sums] == [True] * 3
        salesperson = a_client(an_account(a_person(market.supplier, RoleName.SALESPERSON)))
        assert sums[1] not in salesperson.get(f"/orders/{order.pk}/").content.decode()
