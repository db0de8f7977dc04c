"""Promise against outcome: how suppliers kept their word, recomputed by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from api_ground import caller
from browser_ground import a_client, queries_of
from factories.agreements import an_agreement_in_preparation
from factories.answers import answered, came, change_answered
from factories.ordering import NOW, PHONE, TODAY, a_market, approved
from factories.parties import a_supplier, an_account, an_actor
from samkop.ordering.models import DeliveryPromise, Order
from samkop.ordering.queries.outcomes import outcomes_of
from samkop.ordering.rules.outcomes import NO_DATA, Outcome, days_late
from samkop.ordering.usecases.order_change import ask_for_cancellation
from samkop.ordering.usecases.requisition import Wanted, approve_requisition, order_directly
from samkop.parties.models import Person
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
FIRST, SECOND = TODAY + timedelta(days=10), TODAY + timedelta(days=30)
LOOKED = TODAY + timedelta(days=27)
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
PERIOD = "since=2026-01-01&until=2026-12-31"


def promised(tmp_path, market, first=FIRST):
    """An order of two phones that its supplier has promised for that day."""
    requisition = approved(market, market.buyers[0], PHONE, 2)
    with reading(market.buyers[0].manager):
        order = Order.objects.get(requisition=requisition)
    return answered(tmp_path, market, order, "AP", promised=first)


def cancelled(tmp_path, market, order):
    perform(
        market.buyers[0].employee, ask_for_cancellation, now=NOW, order_id=order.pk, reason="Moved."
    )
    change_answered(tmp_path, market, order, "AP", about=f"{order.number}-1")


def a_story(tmp_path, market):
    """Eight lines: what became of each stands beside it."""
    came(promised(tmp_path, market), 2, FIRST)  # in time
    came(promised(tmp_path, market), 2, FIRST + timedelta(days=3))  # 3 days late
    moved = promised(tmp_path, market)
    answered(tmp_path, market, moved, "AP", promised=SECOND)
    came(moved, 2, FIRST + timedelta(days=15))  # 15 days late; in time by the newest promise
    came(promised(tmp_path, market), 1, FIRST)  # half of it never came: 17 days late so far
    refused = promised(tmp_path, market)
    answered(tmp_path, market, refused, "RE", note="Bankrupt.")  # does not come
    promised(tmp_path, market, SECOND)  # not due yet
    cancelled(tmp_path, market, promised(tmp_path, market))  # the buyer's own doing: left out
    fewer = promised(tmp_path, market, SECOND)
    answered(tmp_path, market, fewer, "AP", promised=FIRST)  # first word counts: not due
    return refused


def seen_by(actor, today=LOOKED):
    with reading(actor):
        return outcomes_of(actor.party_id, date(2026, 1, 1), date(2026, 12, 31), today)


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


def test_the_figures_are_those_recomputed_by_hand_and_each_side_sees_the_same(tmp_path):
    market = a_market()
    refused = a_story(tmp_path, market)
    supplier, agreement = market.supplier.pk, market.agreement.pk
    # Due: in time, 3 late, 15 late, 17 late, never. By the newest: the same five.
    march = Outcome(supplier, agreement, MARCH, 5, 1, 3, 5, 2, 3, 15, 0)
    april = Outcome(supplier, agreement, APRIL, 0, 0, 0, 1, 0, 0, None, 2)
    found = seen_by(market.category_manager)
    assert found.by_both == [march, april]
    [together] = found.by_agreement
    assert together == Outcome(supplier, agreement, None, 5, 1, 3, 6, 2, 3, 15, 2)
    assert found.whole == Outcome(None, None, None, 5, 1, 3, 6, 2, 3, 15, 2)
    assert (together.share_in_time, together.share_in_full) == (
        Decimal("0.2"), Decimal("0.6"),
    )  # fmt: skip
    assert [one.share_in_time for one in found.by_month][1] is None
    assert seen_by(market.salesperson) == found
    assert seen_by(market.buyers[0].manager) == found
    assert seen_by(an_actor(a_supplier(), "salesperson")).whole == NO_DATA
    assert seen_by(a_market().category_manager).by_both == []

    program = caller(market.salesperson).get(f"/delivery-outcomes?{PERIOD}").json()
    # Asked months later: what was not due then is late now.
    assert (program["whole"]["due"], program["by_month"][0]["median_days_late"]) == (7, 15)
    assert program["by_agreement"][0]["in_time"] == 1
    client = client_of(market.category_manager)
    file = client.get(f"/delivery-outcomes/file.csv?{PERIOD}")
    [_head, first, _second] = file.content.decode().splitlines()
    assert first.split(";")[1:] == [
        market.agreement.number, "2026-03", "5", "1", "20.0", "5", "2", "3", "3", "15", "0",
    ]  # fmt: skip
    lines = client.get("/delivery-outcomes/lines/?outcome=never").content.decode()
    assert (refused.number in lines, lines.count('<th scope="row">')) == (True, 1)


def thirty_lines(tmp_path, lines):
    """A market with an order of so many lines, each under an agreement of its own."""
    market = a_market(
        prices={f"I-{number:02d}": 100_00 for number in range(lines)}, budget_cents=10**8
    )
    buyer = market.buyers[0]
    requisition = perform(
        buyer.employee, order_directly, now=NOW, cost_centre=buyer.cost_centre.code,
        delivery_location=buyer.site.code,
        wanted=[Wanted(item.pk, 1) for item in market.items.values()],
    )  # fmt: skip
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=requisition.pk)
    with reading(buyer.manager):
        order = Order.objects.get(requisition=requisition)
    answered(tmp_path, market, order, "AP", promised=FIRST)
    with reading(buyer.manager):
        promises = list(DeliveryPromise.objects.filter(order=order).values_list("id", flat=True))
    with connections["owner"].cursor() as cursor:
        for promise_id in promises[1:]:
            other = an_agreement_in_preparation(market.category_manager, market.supplier)
            cursor.execute(
                "UPDATE ordering_deliverypromise SET agreement_id = %s WHERE id = %s",
                [other.pk, promise_id],
            )
    return market


def test_the_pages_cost_the_same_for_1_and_30_rows(tmp_path):
    counted = []
    for lines in (1, 30):
        client = client_of(thirty_lines(tmp_path, lines).category_manager)
        figures, page = queries_of(client, f"/delivery-outcomes/?{PERIOD}")
        listed, _page = queries_of(client, f"/delivery-outcomes/lines/?{PERIOD}")
        counted.append((figures, listed, page.count('<th scope="row">')))
    assert counted == [(9, 11, 2), (9, 11, 31)]


def test_nobody_without_the_orders_sees_what_was_promised(tmp_path):
    market = a_market()
    client = client_of(market.buyers[0].employee)
    for address in ("", "lines/", "file.csv"):
        assert client.get(f"/delivery-outcomes/{address}").status_code == 403
    answer = caller(market.buyers[0].employee).get(f"/delivery-outcomes?{PERIOD}")
    assert answer.json()["code"] == "not-allowed"
    wrong = client_of(market.buyers[0].manager).get("/delivery-outcomes/?since=soon&until=2026")
    assert wrong.status_code == 200


@given(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 60)))
def test_a_line_is_late_by_the_days_since_its_first_promise_and_never_early(today, came_after):
    came_on = None if came_after is None else TODAY + timedelta(days=came_after)
    late = days_late(TODAY + timedelta(days=30), came_on, TODAY + timedelta(days=today))
    judged = today if came_after is None else came_after
    assert late == (judged - 30 if judged > 30 else None)
