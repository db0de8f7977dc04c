"""What suppliers promise is kept beside what came; the clock raises the alarm, critical first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from api_ground import caller
from browser_ground import a_client, queries_of
from factories.answers import (
    an_answered_line,
    answered,
    came,
    change_answered,
    comes_in,
    let_facts_work,
)
from factories.exchange import side_in_response
from factories.ordering import LAPTOP, NOW, PHONE, TODAY, a_market, approved
from factories.parties import an_account
from samkop.core import edocs
from samkop.core.edocs.model import (
    AgreedDelivery,
    Item,
    OrderAgreementLine,
    Period,
    Price,
    Quantity,
)
from samkop.ordering.clock import watch_deliveries
from samkop.ordering.models import DeliveryPromise, Order
from samkop.ordering.queries import open_offers, order_of
from samkop.ordering.queries.answers import promised_for_all
from samkop.ordering.queries.delivery_warnings import warning_days_of
from samkop.ordering.rules.promises import (
    USUAL_DAYS,
    Stage,
    WarningDays,
    due_day,
    stage_of,
)
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.delivery_promises import alarm_of_deliveries
from samkop.ordering.usecases.delivery_warnings import set_delivery_warning
from samkop.ordering.usecases.order_change import ask_for_change
from samkop.ordering.usecases.order_response import decide_substitute
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.parties.models import Person
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
FIRST, SECOND = TODAY + timedelta(days=10), TODAY + timedelta(days=30)


def an_order(market, quantity=5):
    requisition = approved(market, market.buyers[0], PHONE, quantity)
    with reading(market.buyers[0].manager):
        return Order.objects.get(requisition=requisition)


def an_order_of(market, *codes):
    """An order with a line for each of the items."""
    buyer = market.buyers[0]
    for code in codes:
        perform(buyer.employee, add_to_basket, now=NOW, item_id=market.items[code].pk, quantity=1)
    requisition = perform(
        buyer.employee, submit_requisition, now=NOW, cost_centre_id=buyer.cost_centre.pk,
        delivery_location_id=buyer.site.pk,
    )  # fmt: skip
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=requisition.pk)
    with reading(buyer.manager):
        return Order.objects.get(requisition=requisition)


def promise_of(market, order):
    with reading(market.buyers[0].manager):
        return DeliveryPromise.objects.get(order=order)


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
    came(order, 2, FIRST)
    watch_deliveries(noon(FIRST))
    assert (promise_of(market, order).due_on, promise_of(market, order).closed) == (SECOND, False)
    came(order, 3, SECOND)
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


def test_a_no_to_a_change_moves_no_promised_day(tmp_path):
    market = a_market()
    order = answered(tmp_path, market, an_order(market), "AP", promised=FIRST)
    perform(
        market.buyers[0].employee, ask_for_change, now=NOW, order_id=order.pk,
        quantities={1: 4}, reason="Fewer.",
    )  # fmt: skip
    change_answered(tmp_path, market, order, "RE", about=f"{order.number}-1", promised=SECOND)
    promise = promise_of(market, order)
    assert (promise.last_on, promise.due_on, promise.quantity) == (FIRST, FIRST, 5)
    with reading(market.buyers[0].manager):
        shown = order_of(order.pk)
    assert promised_for_all(list(shown.responses.all())) == FIRST


def test_a_second_word_on_a_settled_change_moves_no_promised_day(tmp_path):
    market = a_market()
    order = answered(tmp_path, market, an_order(market), "AP", promised=FIRST)
    perform(
        market.buyers[0].employee, ask_for_change, now=NOW, order_id=order.pk,
        quantities={1: 4}, reason="Fewer.",
    )  # fmt: skip
    for day in (FIRST, SECOND):
        change_answered(tmp_path, market, order, "AP", about=f"{order.number}-1", promised=day)
    promise = promise_of(market, order)
    assert (promise.last_on, promise.quantity) == (FIRST, 4)


def test_an_agreement_whose_lines_split_an_order_line_promises_it_in_parts(tmp_path):
    market = a_market()
    order = an_order(market)
    lines = [
        OrderAgreementLine(
            id=str(number), quantity=Quantity(Decimal(count), "EA"), price=Price(Decimal(300)),
            item=Item(name="It", sellers_id=PHONE),
            deliveries=(AgreedDelivery(promised_period=Period(day, day)),),
        )
        for number, (count, day) in enumerate([(2, SECOND), (3, FIRST)], 1)
    ]  # fmt: skip
    agreement = edocs.OrderAgreement(
        id="AG-1", issue_date=TODAY, order_reference=order.number, currency="EUR",
        seller=side_in_response(market.supplier), lines=tuple(lines),
        buyer=side_in_response(market.buyers[0].party),
    )  # fmt: skip
    comes_in(tmp_path, market.buyers[0], agreement)
    promise = promise_of(market, order)
    assert promise.parts == [[2, SECOND.isoformat()], [3, FIRST.isoformat()]]
    assert (promise.due_on, promise.last_on, promise.quantity) == (FIRST, SECOND, 5)


@pytest.mark.parametrize(("accepted", "last_on"), [(True, SECOND), (False, FIRST)])
def test_the_day_of_a_substitute_is_promised_once_it_is_accepted(tmp_path, accepted, last_on):
    market = a_market()
    order = answered(tmp_path, market, an_order(market), "AP", promised=FIRST)
    offer = an_answered_line(1, "3", 5, substitute="Newer phone", promised=SECOND)
    answered(tmp_path, market, order, "CA", offer)
    assert promise_of(market, order).last_on == FIRST
    with reading(market.buyers[0].manager):
        [offered] = open_offers(order.pk).values()
    perform(
        market.buyers[0].employee, decide_substitute, now=NOW, order_id=order.pk,
        response_line_id=offered.pk, accepted=accepted,
    )  # fmt: skip
    promise = promise_of(market, order)
    assert (promise.last_on, promise.closed) == (last_on, not accepted)


def test_what_comes_in_part_is_due_anew_without_waiting_for_the_watch(tmp_path):
    market = a_market()
    order = in_two_parts(market, an_order(market), tmp_path)
    assert promise_of(market, order).due_on == FIRST
    came(order, 2, FIRST)
    assert promise_of(market, order).due_on == SECOND
    came(order, 3, SECOND)
    assert (promise_of(market, order).completed_on, promise_of(market, order).closed) == (
        SECOND, True,
    )  # fmt: skip


def test_only_the_clocks_job_of_the_buyer_looks_after_its_deliveries(tmp_path):
    market = a_market()
    order = answered(tmp_path, market, an_order(market), "AP", promised=FIRST)
    for actor in (market.buyers[0].manager, actors.job("notices", order.buyer_id)):
        with pytest.raises(Refused) as raised:
            perform(actor, alarm_of_deliveries, now=NOW, order_id=order.pk)
        assert raised.value.code == "not-allowed"


def test_days_of_warning_are_the_organisations_choice_and_warn_once(tmp_path):
    market = a_market()
    buyer = market.buyers[0]
    order = answered(tmp_path, market, an_order(market), "AP", promised=FIRST)
    soon = ("delivery-soon-late", noon(FIRST - timedelta(days=4)))
    watch_deliveries(soon[1])
    assert told(buyer.manager, order, soon[0]) == []
    program = caller(buyer.manager)
    days = {"critical": 10, "important": 2, "ordinary": 4}
    assert program.get("/delivery-warning").json() == vars(USUAL_DAYS)
    assert program.put("/delivery-warning", days, key="1").json() == days
    watch_deliveries(noon(FIRST - timedelta(days=5)))
    assert told(buyer.manager, order, soon[0]) == []
    for _time in range(2):
        watch_deliveries(soon[1])
    assert told(buyer.manager, order, soon[0]) == [FIRST.isoformat()]
    for actor, seen in ((market.salesperson, WarningDays(10, 2, 4)), (a_market().salesperson,
                        USUAL_DAYS)):  # fmt: skip
        with reading(actor):
            assert warning_days_of([buyer.party.pk]) == {buyer.party.pk: seen}
        with pytest.raises(Refused) as raised:
            perform(actor, set_delivery_warning, now=NOW, days=USUAL_DAYS)
        assert raised.value.code == "not-allowed"
    with reading(buyer.manager):
        person = Person.objects.get(id=buyer.manager.person_id)
    client = a_client(an_account(person))
    place = "/delivery-promises/warning/"
    assert place in client.get("/delivery-promises/").content.decode()
    assert b'value="10"' in client.get(place).content
    typed = {"critical_days": "7", "important_days": "0", "ordinary_days": "91"}
    assert client.post(f"{place}set/", typed).status_code == 422
    assert client.post(f"{place}set/", typed | {"ordinary_days": "0"}).status_code == 303
    assert program.get("/delivery-warning").json() == {"critical": 7, "important": 0, "ordinary": 0}
    with pytest.raises(Refused) as raised:
        perform(buyer.manager, set_delivery_warning, now=NOW, days=WarningDays(-1, 0, 0))
    assert raised.value.code == "warning-out-of-range"


def test_people_are_asked_for_once_however_many_lines_are_late(tmp_path):
    asked = []
    for codes in ((PHONE,), (PHONE, LAPTOP)):
        market = a_market()
        order = an_order_of(market, *codes)
        answered(tmp_path, market, order, "AP", promised=FIRST)
        watch = actors.job("delivery-watch", order.buyer_id)
        with CaptureQueriesContext(connection) as found:
            perform(watch, alarm_of_deliveries, now=noon(SECOND), order_id=order.pk)
        asked.append(sum('FROM "parties_person"' in one["sql"] for one in found))
    assert asked == [1, 1]


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
    assert (one, thirty) == (13, 13)


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
