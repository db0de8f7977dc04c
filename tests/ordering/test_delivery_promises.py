"""What suppliers promise is kept beside what came; the clock raises the alarm, critical first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browser_ground import a_client, queries_of
from factories.answers import an_answered_line, answered, let_facts_work
from factories.ordering import NOW, PHONE, TODAY, a_market, approved
from factories.parties import an_account
from samkop.ordering.handlers import watch_deliveries
from samkop.ordering.models import DeliveryPromise, Order
from samkop.ordering.rules.promises import Stage, due_day, stage_of
from samkop.ordering.usecases.line_progress import move_lines
from samkop.ordering.vocabulary import LineMovementKind
from samkop.parties.models import Person
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
FIRST, SECOND = TODAY + timedelta(days=10), TODAY + timedelta(days=30)


def an_order(market, quantity=5):
    requisition = approved(market, market.buyers[0], PHONE, quantity)
    with reading(market.buyers[0].manager):
        return Order.objects.get(requisition=requisition)


def promise_of(market, order):
    with reading(market.buyers[0].manager):
        return DeliveryPromise.objects.get(order=order)


def came(market, order, quantity, at):
    def count_them(*, actor, now):
        move_lines(
            order_id=order.pk, kind=LineMovementKind.RECEIVED, quantities={1: quantity},
            source=f"test:{at}", now=now,
        )  # fmt: skip

    perform(actors.job("goods-keeper", order.buyer_id), count_them, now=at)


def noon(day: date) -> datetime:
    return NOW + (day - TODAY)


def told(actor, order, kind):
    with reading(actor):
        mine = Notification.objects.filter(person_id=actor.person_id, kind=kind)
        return [row.facts["promised_on"] for row in mine if row.facts["number"] == order.number]


def in_two_parts(market, order, tmp_path):
    """Two on the first day, three on the second: two response lines for one order line."""
    parts = [
        an_answered_line(1, "3", 2, promised=FIRST),
        an_answered_line(1, "3", 3, promised=SECOND),
    ]

    return answered(tmp_path, market, order, "CA", parts[0], replace(parts[1], id="2"))


def test_a_line_promised_in_two_parts_is_due_part_by_part_and_complete_on_its_day(tmp_path):
    market = a_market()
    order = in_two_parts(market, an_order(market), tmp_path)
    promise = promise_of(market, order)
    assert (order.state, promise.quantity) == ("confirmed", 5)
    assert promise.parts == [[2, FIRST.isoformat()], [3, SECOND.isoformat()]]
    assert (promise.due_on, promise.last_on, promise.first_on) == (FIRST, SECOND, SECOND)
    came(market, order, 2, noon(FIRST))
    watch_deliveries(noon(FIRST))
    assert (promise_of(market, order).due_on, promise_of(market, order).closed) == (SECOND, False)
    came(market, order, 3, noon(SECOND))
    watch_deliveries(noon(SECOND))
    done = promise_of(market, order)
    assert (done.completed_on, done.closed) == (SECOND, True)


def test_a_promise_that_passes_is_told_once_to_both_sides_and_a_new_day_anew(tmp_path):
    market = a_market()
    buyer = market.buyers[0]
    order = answered(tmp_path, market, an_order(market), "AP", promised=FIRST)
    for day in (FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=2)):
        watch_deliveries(noon(day))
    let_facts_work()
    late = [FIRST.isoformat()]
    assert told(buyer.employee, order, "delivery-late") == late
    assert told(buyer.manager, order, "delivery-late") == late
    assert told(market.salesperson, order, "delivery-late-of-yours") == late
    answered(tmp_path, market, order, "AP", promised=SECOND)
    moved = promise_of(market, order)
    assert (moved.first_on, moved.last_on, moved.due_on) == (FIRST, SECOND, SECOND)
    watch_deliveries(noon(SECOND + timedelta(days=1)))
    assert sorted(told(buyer.manager, order, "delivery-late")) == [*late, SECOND.isoformat()]


def test_what_is_cancelled_by_the_supplier_is_awaited_no_more(tmp_path):
    market = a_market()
    order = answered(tmp_path, market, an_order(market), "AP", promised=FIRST)
    answered(tmp_path, market, order, "RE", note="No.")
    watch_deliveries(noon(SECOND))
    gone = promise_of(market, order)
    assert (gone.closed, gone.completed_on, gone.alarmed_for) == (True, None, None)


def test_the_list_shows_each_side_its_own_at_the_same_cost_for_1_and_30(tmp_path):
    market = a_market(budget_cents=10**9, maximum_cents=10**9)
    other = a_market()
    with reading(market.buyers[0].manager):
        person = Person.objects.get(id=market.buyers[0].manager.person_id)
    client = a_client(an_account(person))
    order = in_two_parts(market, an_order(market), tmp_path)
    answered(tmp_path, other, an_order(other), "AP", promised=FIRST)
    one, page = queries_of(client, "/delivery-promises/")
    with reading(other.buyers[0].manager):
        foreign = Order.objects.get().number
    assert (order.number in page, foreign in page) == (True, False)
    for _turn in range(29):
        answered(tmp_path, market, an_order(market, 1), "AP", promised=SECOND)
    thirty, _page = queries_of(client, "/delivery-promises/")
    assert (one, thirty) == (12, 12)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 30)), min_size=1, max_size=5),
       st.integers(0, 50))  # fmt: skip
def test_what_is_due_is_the_first_part_that_is_not_here(parts, here):
    days = [(count, TODAY + timedelta(days=after)) for count, after in parts]
    due = due_day(days, here)
    total = sum(count for count, _day in days)
    assert (due is None) == (here >= total)
    if due is not None:
        assert sum(count for count, day in days if day < due) <= here


@pytest.mark.parametrize(
    ("after", "days", "stage"),
    [(-1, 0, Stage.LATE), (0, 0, None), (0, 3, Stage.SOON), (3, 3, Stage.SOON), (4, 3, None)],
)
def test_critical_places_are_warned_before_it_is_broken(after, days, stage):
    assert stage_of(TODAY + timedelta(days=after), TODAY, days) == stage
