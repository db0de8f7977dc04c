"""A substitute that costs less lowers what is committed, and its supplier hears the word."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from api_ground import caller
from browser_ground import a_client
from factories.answers import an_answered_line, answered, let_facts_work, order_again
from factories.ordering import NOW, PHONE, a_market, approved
from factories.parties import a_supplier, an_account, an_actor
from samkop.agreements.models import Ceiling, CeilingMovement, TierVolume
from samkop.agreements.rules import Tier
from samkop.ordering.models import Budget, BudgetMovement, Order, OrderSettlement
from samkop.ordering.queries import open_offers, order_of, standing_cents
from samkop.ordering.rules import Standing, after_step, released_cents
from samkop.ordering.usecases.order_response import decide_substitute
from samkop.ordering.vocabulary import OrderState
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.models import Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def an_order(market, quantity=3):
    requisition = approved(market, market.buyers[0], PHONE, quantity)
    with reading(market.buyers[0].manager):
        return Order.objects.get(requisition=requisition)


def offered(tmp_path, market, order, quantity=3, price="250.00", name="Newer phone"):
    line = an_answered_line(1, "3", quantity, substitute=name, price=price)
    return answered(tmp_path, market, order, "CA", line)


def decide(market, order, *, accepted):
    employee = market.buyers[0].employee
    with reading(employee):
        line = open_offers(order.pk)[1]
    return perform(
        employee, decide_substitute, now=NOW, order_id=order.pk, response_line_id=line.pk,
        accepted=accepted,
    )  # fmt: skip


def committed(market, order):
    """The budget, its ledger, the ceiling, its ledger, and what stands of the order."""
    buyer = market.buyers[0]
    with reading(buyer.manager):
        budget = Budget.objects.get(id=buyer.budget.pk)
        ledger = BudgetMovement.objects.filter(budget=budget).aggregate(Sum("cents"))["cents__sum"]
        standing = standing_cents(order_of(order.pk))
    with reading(market.category_manager):
        ceiling = Ceiling.objects.get(agreement=market.agreement)
        moved = CeilingMovement.objects.filter(agreement=market.agreement)
        return (
            budget.committed_cents, ledger, ceiling.committed_cents,
            moved.aggregate(Sum("cents"))["cents__sum"], standing,
        )  # fmt: skip


def test_three_at_250_instead_of_300_give_150_back_to_budget_and_ceiling(tmp_path):
    """3 × 300.00 = 900.00 was committed; 3 × 250.00 = 750.00 stays; 150.00 is given back."""
    market = a_market()
    order = offered(tmp_path, market, an_order(market))
    assert committed(market, order) == (900_00,) * 5
    assert decide(market, order, accepted=True).state == OrderState.CONFIRMED
    assert committed(market, order) == (750_00,) * 5
    with reading(market.buyers[0].manager):
        newest = OrderSettlement.objects.filter(order=order).order_by("id").last()
    assert (newest.standing, newest.prices, newest.released_cents) == (
        {"1": 3}, {"1": 250_00}, 150_00,
    )  # fmt: skip


def test_the_volume_of_the_tiers_counts_pieces_whatever_they_cost(tmp_path):
    tiers = {PHONE: [Tier(100, 50)]}
    market = a_market(tiers=tiers)
    order = offered(tmp_path, market, an_order(market))
    decide(market, order, accepted=True)
    with reading(market.category_manager):
        volume = TierVolume.objects.get(agreement=market.agreement, price_group=PHONE)
    assert volume.quantity == 3


def test_what_falls_away_later_is_given_back_at_the_price_that_stands(tmp_path):
    """Of 3 × 250.00 one does not come: 500.00 stays, not 900.00 - 150.00 - 300.00."""
    market = a_market()
    order = offered(tmp_path, market, an_order(market))
    decide(market, order, accepted=True)
    order = answered(tmp_path, market, order, "CA", an_answered_line(1, "3", 2))
    assert order.state == OrderState.PARTLY_CONFIRMED
    assert committed(market, order) == (500_00,) * 5
    answered(tmp_path, market, order, "RE")
    assert committed(market, order) == (0,) * 5


def test_fewer_at_a_lower_price_are_both_counted(tmp_path):
    market = a_market()
    order = offered(tmp_path, market, an_order(market), quantity=2)
    assert decide(market, order, accepted=True).state == OrderState.PARTLY_CONFIRMED
    assert committed(market, order) == (500_00,) * 5


@pytest.mark.parametrize("price", ["", "300.00"])
def test_at_the_orders_price_or_without_one_nothing_is_given_back(tmp_path, price):
    market = a_market()
    order = offered(tmp_path, market, an_order(market), price=price)
    decide(market, order, accepted=True)
    assert committed(market, order) == (900_00,) * 5


def test_a_declined_one_gives_the_orders_price_back(tmp_path):
    market = a_market()
    order = offered(tmp_path, market, an_order(market))
    decide(market, order, accepted=False)
    assert committed(market, order) == (0,) * 5


def test_the_next_substitute_may_not_be_dearer_than_the_one_that_was_accepted(tmp_path):
    market = a_market()
    order = offered(tmp_path, market, an_order(market))
    decide(market, order, accepted=True)
    order = offered(tmp_path, market, order, price="250.01", name="The next phone")
    with pytest.raises(Refused) as refusal:
        decide(market, order, accepted=True)
    assert refusal.value.code == "substitute-dearer"
    assert committed(market, order) == (750_00,) * 5
    order = offered(tmp_path, market, order, price="240.00", name="Another phone")
    decide(market, order, accepted=True)
    assert committed(market, order) == (720_00,) * 5


def words_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    body = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


@pytest.mark.parametrize("who", ["employee", "salesperson"])
def test_both_sides_see_the_price_that_holds(tmp_path, who):
    market = a_market()
    order = offered(tmp_path, market, an_order(market))
    decide(market, order, accepted=True)
    actor = market.salesperson if who == "salesperson" else market.buyers[0].employee
    page = words_of(client_of(actor), f"/orders/{order.pk}/")
    assert "€250.00 ordered at €300.00 €750.00 of €900.00 ordered" in page
    assert "The supplier writes" not in page
    found = caller(actor).get(f"/orders/{order.pk}").json()
    [line] = found["lines"]
    assert (line["unit_price"], line["standing_unit_price"]) == ("300.00", "250.00")
    assert (found["total"], found["standing_total"]) == ("900.00", "750.00")


def told(actor):
    let_facts_work()
    with reading(actor):
        rows = Notification.objects.filter(person_id=actor.person_id).order_by("id")
        return [(row.kind, row.url, row.facts) for row in rows]


@pytest.mark.parametrize(
    ("accepted", "kind"), [(True, "substitute-accepted"), (False, "substitute-declined")]
)
def test_the_suppliers_people_who_sell_are_told_of_the_word_and_nobody_else(
    tmp_path, accepted, kind
):
    market = a_market()
    buyer = market.buyers[0]
    service = an_actor(market.supplier, RoleName.SERVICE_MANAGER)
    clerk = an_actor(market.supplier, RoleName.FINANCE_CLERK)
    rival = an_actor(a_supplier(), RoleName.SALESPERSON)
    order = offered(tmp_path, market, an_order(market))
    decide(market, order, accepted=accepted)
    facts = {
        "number": order.number, "buyer": buyer.party.legal_name, "substitute": "Newer phone",
        "thing": f"Item {PHONE}",
    }  # fmt: skip
    said = [(kind, f"/orders/{order.pk}/", facts)]
    assert (told(market.salesperson), told(service)) == (said, said)
    assert (told(clerk), told(rival)) == ([], [])
    kinds = [one[0] for one in told(buyer.employee)]
    assert kinds == ["order-placed", "substitute-offered"]
    assert "Newer phone" in words_of(client_of(market.salesperson), "/notifications/")
    assert order_again(market, order).state in {OrderState.CONFIRMED, OrderState.CANCELLED}


LINES = st.lists(
    st.builds(Standing, st.integers(0, 10_000), st.integers(0, 10**7)), min_size=1, max_size=3
)
STEPS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 20_000), st.integers(0, 10**8)), max_size=5
)


@given(LINES, STEPS)
def test_what_is_given_back_in_all_is_what_no_longer_stands(lines, steps):
    ordered = dict(enumerate(lines, 1))
    standing, released = ordered, 0
    for number, quantity, price in steps:
        after = after_step(standing, {number: quantity}, {number: price})
        fallen = released_cents(standing, after)
        assert fallen >= 0
        standing, released = after, released + fallen
    assert released + sum(one.net_cents for one in standing.values()) == sum(
        one.net_cents for one in ordered.values()
    )
