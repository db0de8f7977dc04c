"""Suppliers' answers: kept beside the order, then settled by a job of the buyer's."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from factories.answers import came
from factories.ordering import LAPTOP, NOW, PHONE, TODAY, a_market, approved
from samkop.agreements.models import Ceiling
from samkop.ordering.documents import Answer, AnsweredLine
from samkop.ordering.models import (
    Budget,
    Order,
    OrderResponse,
    OrderResponseLine,
    OrderSettlement,
)
from samkop.ordering.queries.line_progress import progress_of
from samkop.ordering.rules import LineOutcome, standing_quantity, state_after
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.order_response import (
    decide_substitute,
    record_answer,
    settle_by_answer,
)
from samkop.ordering.vocabulary import OrderState
from samkop.platform import actors
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

numbers = itertools.count(1)


def a_line(number=1, status="5", quantity=None, substitute="", promised=None):
    return AnsweredLine(number, status, quantity, promised, substitute and "S-1", substitute, "")


def an_order(market, quantity=3, code=PHONE):
    buyer = market.buyers[0]
    requisition = approved(market, buyer, code, quantity)
    with reading(buyer.manager):
        return Order.objects.get(requisition=requisition)


def record(market, order, code, *lines):
    supplier = actors.message(next(numbers), "order-response", market.supplier.pk)
    answer = Answer(f"R-{next(numbers)}", order.number, code, "", lines)
    return perform(
        supplier, record_answer, now=NOW, answer=answer, buyer_id=order.buyer_id, message_id=1
    )


def settle(order, response):
    job = actors.job("order-keeper", order.buyer_id)
    return perform(job, settle_by_answer, now=NOW, order_id=order.pk, response_id=response.pk)


def answer(market, order, code, *lines):
    return settle(order, record(market, order, code, *lines))


def committed(market):
    buyer = market.buyers[0]
    with reading(buyer.finance):
        budget = Budget.objects.get(id=buyer.budget.pk).committed_cents
    with reading(market.category_manager):
        return budget, Ceiling.objects.get(agreement=market.agreement).committed_cents


def test_what_has_come_stays_committed_whatever_is_answered_afterwards():
    market = a_market()
    order = an_order(market)
    came(order, 2, TODAY)
    answer(market, order, "RE")
    with reading(market.buyers[0].manager):
        assert [(one.standing, one.received) for one in progress_of(order.pk)] == [(2, 2)]
    assert committed(market) == (600_00, 600_00)


def test_a_full_confirmation_keeps_all_the_money():
    market = a_market()
    assert answer(market, an_order(market), "AP").state == OrderState.CONFIRMED
    assert committed(market) == (900_00, 900_00)


def test_a_receipt_is_no_confirmation():
    market = a_market()
    assert answer(market, an_order(market), "AB").state == OrderState.ACKNOWLEDGED


def test_what_is_confirmed_in_part_gives_the_rest_back():
    market = a_market()
    order = answer(market, an_order(market), "CA", a_line(1, "3", 2, promised=date(2026, 3, 20)))
    assert order.state == OrderState.PARTLY_CONFIRMED
    assert committed(market) == (600_00, 600_00)


def test_a_refused_order_gives_everything_back():
    market = a_market()
    assert answer(market, an_order(market), "RE").state == OrderState.REFUSED
    assert committed(market) == (0, 0)


def test_a_refused_line_gives_its_money_back():
    market = a_market()
    order = answer(market, an_order(market), "CA", a_line(1, "7"))
    assert order.state == OrderState.REFUSED
    assert committed(market) == (0, 0)


def test_the_same_answer_settled_twice_gives_back_once():
    market = a_market()
    order = an_order(market)
    response = record(market, order, "CA", a_line(1, "3", 1))
    job = actors.job("order-keeper", order.buyer_id)
    for _ in range(2):
        perform(
            job, settle_by_answer, key="fact:1", now=NOW, order_id=order.pk, response_id=response.pk
        )
    assert committed(market) == (300_00, 300_00)


def test_a_second_answer_never_takes_money_back_again():
    """First two of three, then three of three: what was given back may be spent already."""
    market = a_market()
    order = an_order(market)
    answer(market, order, "CA", a_line(1, "3", 2))
    again = answer(market, order, "CA", a_line(1, "3", 3))
    assert again.state == OrderState.PARTLY_CONFIRMED
    assert committed(market) == (600_00, 600_00)


def test_a_substitute_waits_for_consent_and_keeps_its_money():
    market = a_market()
    order = answer(market, an_order(market), "CA", a_line(1, "3", 3, substitute="Newer phone"))
    assert order.state == OrderState.SUBSTITUTE_OFFERED
    assert committed(market) == (900_00, 900_00)


@pytest.mark.parametrize(
    ("accepted", "state", "money"),
    [(True, OrderState.CONFIRMED, 900_00), (False, OrderState.CANCELLED, 0)],
)
def test_consent_keeps_the_line_and_a_no_ends_it(accepted, state, money):
    market = a_market()
    order = answer(market, an_order(market), "CA", a_line(1, "3", 3, substitute="Newer phone"))
    employee = market.buyers[0].employee
    with reading(employee):
        line = OrderResponseLine.objects.get(response__order=order)
    inputs = {"order_id": order.pk, "response_line_id": line.pk, "accepted": accepted}
    assert perform(employee, decide_substitute, now=NOW, **inputs).state == state
    assert committed(market) == (money, money)
    with pytest.raises(Refused) as refusal:
        perform(employee, decide_substitute, now=NOW, **inputs)
    assert refusal.value.code == "substitute-decided-already"


def test_an_answer_to_an_order_that_does_not_exist_is_refused():
    market = a_market(buyers=2)
    order = an_order(market)
    supplier = actors.message(1, "order-response", market.supplier.pk)
    for number, buyer_id in (
        ("no-such", order.buyer_id),
        (order.number, market.buyers[1].party.pk),
    ):
        with pytest.raises(Refused) as refusal:
            perform(
                supplier, record_answer, now=NOW, buyer_id=buyer_id, message_id=1,
                answer=Answer("R", number, "AP", "", ()),
            )  # fmt: skip
        assert refusal.value.code == "order-unknown"


def test_another_supplier_answers_nothing():
    market, other = a_market(), a_market()
    order = an_order(market)
    stranger = actors.message(1, "order-response", other.supplier.pk)
    with pytest.raises(Refused) as refusal:
        perform(
            stranger, record_answer, now=NOW, buyer_id=order.buyer_id, message_id=1,
            answer=Answer("R", order.number, "RE", "", ()),
        )  # fmt: skip
    assert refusal.value.code == "order-unknown"


def test_an_answered_line_that_was_never_ordered_is_refused():
    market = a_market()
    with pytest.raises(Refused) as refusal:
        record(market, an_order(market), "CA", a_line(9, "5"))
    assert refusal.value.code == "order-line-unknown"


def test_an_answer_after_a_cancellation_changes_nothing():
    market = a_market()
    order = an_order(market)
    perform(market.buyers[0].manager, cancel_order, now=NOW, order_id=order.pk)
    assert answer(market, order, "AP").state == OrderState.CANCELLED
    assert committed(market) == (0, 0)


def test_each_step_adds_a_settlement_that_tells_what_stands():
    market = a_market()
    order = an_order(market, 5, LAPTOP)
    answer(market, order, "CA", a_line(1, "3", 4))
    answer(market, order, "CA", a_line(1, "3", 1))
    with reading(market.buyers[0].manager):
        settled = list(
            OrderSettlement.objects.filter(order=order)
            .order_by("id")
            .values_list("standing", "released_cents")
        )
    assert settled == [({"1": 4}, 900_00), ({"1": 1}, 2_700_00)]


@given(
    ordered=st.integers(1, 10_000),
    code=st.sampled_from(["AB", "AP", "RE", "CA"]),
    status=st.sampled_from([None, "1", "3", "5", "7", "42"]),
    quantity=st.none() | st.integers(0, 20_000),
)
def test_never_more_stands_than_was_ordered(ordered, code, status, quantity):
    standing = standing_quantity(ordered, code=code, line_status=status, line_quantity=quantity)
    assert 0 <= standing <= ordered


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(0, 99)), min_size=1, max_size=5))
def test_the_state_says_what_the_lines_say(pairs):
    outcomes = [LineOutcome(n, a, min(a, b), 1) for n, (a, b) in enumerate(pairs)]
    state = state_after("CA", outcomes, substitutes=False)
    assert (state == OrderState.REFUSED) == all(o.standing == 0 for o in outcomes)
    assert (state == OrderState.CONFIRMED) == all(o.standing == o.ordered for o in outcomes)


def test_a_receipt_after_a_confirmation_undoes_nothing():
    market = a_market()
    order = answer(market, an_order(market), "AP")
    assert answer(market, order, "AB").state == OrderState.CONFIRMED


def test_an_older_answer_that_is_settled_late_changes_nothing():
    market = a_market()
    order = an_order(market)
    older, newer = record(market, order, "CA", a_line(1, "3", 1)), record(market, order, "AP")
    settle(order, newer)
    assert settle(order, older).state == OrderState.CONFIRMED
    assert committed(market) == (900_00, 900_00)


def test_an_offer_that_a_newer_answer_has_overtaken_cannot_be_declined():
    market = a_market()
    order = answer(market, an_order(market), "CA", a_line(1, "3", 3, substitute="Newer phone"))
    employee = market.buyers[0].employee
    with reading(employee):
        offered = OrderResponseLine.objects.get(response__order=order)
    answer(market, order, "CA", a_line(1, "3", 3, substitute="Another phone"))
    inputs = {"order_id": order.pk, "response_line_id": offered.pk, "accepted": False}
    with pytest.raises(Refused) as refusal:
        perform(employee, decide_substitute, now=NOW, **inputs)
    assert refusal.value.code == "offer-superseded"
    assert committed(market) == (900_00, 900_00)


def test_a_line_that_is_refused_with_a_substitute_stands_until_it_is_decided():
    market = a_market()
    order = answer(market, an_order(market), "CA", a_line(1, "7", substitute="Newer phone"))
    assert order.state == OrderState.SUBSTITUTE_OFFERED
    employee = market.buyers[0].employee
    with reading(employee):
        offered = OrderResponseLine.objects.get(response__order=order)
    accepted = perform(
        employee, decide_substitute, now=NOW, order_id=order.pk, response_line_id=offered.pk,
        accepted=True,
    )  # fmt: skip
    assert accepted.state == OrderState.CONFIRMED
    assert committed(market) == (900_00, 900_00)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([a_line(1, "5"), a_line(1, "7")], "line-answered-twice"),
        ([a_line(1, "3", -2)], "quantity-not-whole"),
        ([a_line(1, "3", Decimal("0.9"))], "quantity-not-whole"),
    ],
)
def test_an_answer_that_the_house_cannot_count_is_refused(lines, code):
    market = a_market()
    with pytest.raises(Refused) as refusal:
        record(market, an_order(market), "CA", *lines)
    assert refusal.value.code == code


def test_a_second_answer_under_the_same_number_is_refused_and_the_first_one_stands():
    market = a_market()
    order = an_order(market)
    supplier = actors.message(next(numbers), "order-response", market.supplier.pk)
    said = {"buyer_id": order.buyer_id, "message_id": 1}
    first = Answer("R-SAME", order.number, "AP", "", ())
    perform(supplier, record_answer, now=NOW, answer=first, **said)
    with pytest.raises(Refused) as refused:
        perform(supplier, record_answer, now=NOW, answer=replace(first, response_code="RE"), **said)
    assert refused.value.code == "response-number-reused"
    with reading(market.buyers[0].manager):
        assert [one.response_code for one in order.responses.all()] == ["AP"]


def test_an_answer_about_another_suppliers_order_cannot_even_be_inserted():
    """The twin of the use case's own check: the database ties the three parties together."""
    market, other = a_market(), a_market()
    order = an_order(market)

    def smuggle(*, actor, now):
        return create(
            OrderResponse(
                order_id=order.pk, buyer_id=order.buyer_id, supplier_id=actor.own_party_id,
                number="X", response_code="RE", message_id=1, received_at=now,
            )
        )  # fmt: skip

    with pytest.raises(IntegrityError):
        perform(actors.message(1, "x", other.supplier.pk), smuggle)
