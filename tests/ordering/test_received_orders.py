"""A purchasing system's order comes in: for what was reserved, whole, answered; or refused so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connections

from factories.ordering import LAPTOP, PHONE, a_market
from factories.parties import a_cost_centre, a_delivery_location
from factories.punch_out import a_system, returned
from factories.received_orders import Desk
from samkop.agreements.rules import Tier
from samkop.agreements.usecases.agreement import suspend
from samkop.core.edocs.model import (
    Address,
    AllowanceCharge,
    Delivery,
    Identifier,
    Item,
    MonetaryTotal,
    OrderResponseLine,
    Period,
    Quantity,
)
from samkop.exchange.models import Message
from samkop.exchange.queries import load_document
from samkop.ordering.models import BudgetMovement, Order, ReceivedOrder, Requisition, Reservation
from samkop.ordering.usecases.reservation import release_reservation
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def desk(tmp_path):
    return Desk(a_system(), tmp_path)


def held(desk, quantity=2, code=PHONE, now=None):
    return returned(desk.system, quantity, code, now or datetime.now(UTC))


def ceiling_of(market):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT committed_cents, (SELECT coalesce(sum(cents), 0) FROM"
            " agreements_ceilingmovement m WHERE m.agreement_id = c.agreement_id)"
            " FROM agreements_ceiling c WHERE agreement_id = %s",
            [market.agreement.pk],
        )
        return [int(value) for value in cursor.fetchone()]


def placed(desk):
    with reading(desk.system.buyer.manager):
        orders = Order.objects.filter(buyer=desk.system.buyer.party)
        return list(orders.select_related("requisition", "delivery_location").order_by("id"))


def outcome(desk):
    """What was decided on each order, and the codes of the answers."""
    with reading(desk.system.buyer.manager):
        decided = list(ReceivedOrder.objects.order_by("id").values_list("number", "refusal_code"))
    return decided, [answer.response_code for answer in desk.answers()]


def test_an_order_for_what_was_reserved_consumes_it_and_becomes_an_order_to_the_supplier(desk):
    reservation, market = held(desk, 3), desk.system.market
    centre = a_cost_centre(desk.system.buyer.party, code="4711")
    site = a_delivery_location(desk.system.buyer.party, gln="7350053850019")
    desk.sends(
        desk.order(
            "PO-1", (PHONE, 2, "300.00"), quotation_reference=reservation.number,
            accounting_cost="4711",
            delivery=Delivery(
                location_id=Identifier("7350053850019", "0088"), address=Address(country="FI")
            ),
        ),
        "PO-1.xml",
    )  # fmt: skip
    [order] = placed(desk)
    assert (order.total_cents, order.supplier_id, order.cost_centre_code) == (
        600_00, market.supplier.pk, centre.code,
    )  # fmt: skip
    assert (order.requisition.number, order.requisition_id) == (reservation.number, reservation.pk)
    assert (order.requisition.state, order.delivery_location_id) == ("ordered", site.pk)
    # The third phone is given back; what stands of the ceiling is the order's.
    assert ceiling_of(market) == [600_00, 600_00]
    with reading(desk.system.buyer.manager):
        now = Reservation.objects.get(id=reservation.pk)
        document = load_document(order.message_id).document
        assert not BudgetMovement.objects.filter(reference=order.number).exists()
    assert (now.state, now.order_id, order.budget_id) == ("consumed", order.pk, None)
    assert (document.originator_reference, document.customer_reference) == (
        "PO-1", reservation.number,
    )  # fmt: skip
    [answer] = desk.answers()
    assert (answer.response_code, answer.order_reference, answer.sales_order_id) == (
        "AB", "PO-1", order.number,
    )  # fmt: skip


def test_the_suppliers_answer_is_passed_on_with_the_buyers_own_numbers(desk):
    reservation = held(desk)
    desk.sends(
        desk.order("PO-2", (PHONE, 2, "300.00"), quotation_reference=reservation.number), "o.xml"
    )
    [order] = placed(desk)
    day = desk.today + timedelta(days=5)
    part = OrderResponseLine(
        id="1", status_code="3", order_line_id="1", item=Item(name="Phone", sellers_id=PHONE),
        quantity=Quantity(Decimal(1), "EA"), promised_deliveries=(Period(day, day),),
    )  # fmt: skip
    desk.supplier_answers(order.number, "CA", lines=(part,))
    first, second = desk.answers()
    assert (first.response_code, second.response_code, second.order_reference) == (
        "AB", "CA", "PO-2",
    )  # fmt: skip
    [line] = second.lines
    assert (line.order_line_id, line.status_code, line.quantity.value) == ("10", "3", 1)
    assert line.promised_deliveries == (Period(day, day),)
    # What does not come was given back, without a budget to give it to.
    assert ceiling_of(desk.system.market) == [300_00, 300_00]
    desk.supplier_answers(order.number, "RE", note="Sold out")
    assert [answer.response_code for answer in desk.answers()] == ["AB", "CA", "RE"]
    assert ceiling_of(desk.system.market) == [0, 0]


def test_a_budget_is_committed_where_one_is_kept_for_the_cost_centre(desk):
    held(desk)
    desk.sends(desk.order("PO-3", (PHONE, 2, "300")), "o.xml")
    [order] = placed(desk)
    with reading(desk.system.buyer.manager):
        moved = BudgetMovement.objects.get(reference=order.number)
    assert (order.cost_centre_code, order.budget_id, moved.cents) == (
        desk.system.buyer.cost_centre.code, desk.system.buyer.budget.pk, 600_00,
    )  # fmt: skip


def test_an_order_without_a_reference_is_matched_when_only_one_reservation_is_exactly_it(desk):
    first = held(desk, 2)
    held(desk, 1, LAPTOP)
    desk.sends(desk.order("PO-4", (PHONE, 2, "300.00")), "a.xml")
    assert [order.requisition_id for order in placed(desk)] == [first.pk]
    held(desk, 5)
    held(desk, 5)
    desk.sends(desk.order("PO-5", (PHONE, 5, "300.00")), "b.xml")
    desk.sends(desk.order("PO-6", (PHONE, 4, "300.00")), "c.xml")
    assert outcome(desk) == (
        [("PO-4", ""), ("PO-5", "reservation-ambiguous"), ("PO-6", "reservation-missing")],
        ["AB", "RE", "RE"],
    )


CHARGE = AllowanceCharge(charge=True, amount=Decimal(5), reason="Freight", reason_code="FC")
WITH_FREIGHT = MonetaryTotal(Decimal(600), Decimal(605), charge_total_amount=Decimal(5))


@pytest.mark.parametrize(
    ("lines", "fields", "code"),
    [
        ([(PHONE, 3, "300.00")], {}, "more-than-reserved"),
        ([(PHONE, 1, "300.00"), (PHONE, 2, "300.00")], {}, "more-than-reserved"),
        ([(PHONE, 2, "299.00")], {}, "order-price-differs"),
        ([(PHONE, 2, "300.00"), (LAPTOP, 1, "900.00")], {}, "order-line-not-reserved"),
        ([(PHONE, 2, "300.00")], {"currency": "SEK"}, "order-currency-differs"),
        (
            [(PHONE, 2, "300.00")],
            {"allowance_charges": (CHARGE,), "totals": WITH_FREIGHT},
            "order-with-charges",
        ),
        ([(PHONE, 2, "300.00")], {"accounting_cost": "no-such"}, "cost-centre-unknown"),
        (
            [(PHONE, 2, "300.00")],
            {"delivery": Delivery(address=Address(country="FI", street="Elsewhere 1"))},
            "delivery-location-unknown",
        ),
    ],
)
def test_an_order_that_is_not_what_was_reserved_is_refused_whole_with_its_sentence(
    desk, lines, fields, code
):
    reservation = held(desk)
    before = ceiling_of(desk.system.market)
    desk.sends(
        desk.order("PO-7", *lines, quotation_reference=reservation.number, **fields), "o.xml"
    )
    assert outcome(desk) == ([("PO-7", code)], ["RE"])
    [answer] = desk.answers()
    assert answer.note.endswith(f"({code})")
    assert (placed(desk), ceiling_of(desk.system.market)) == ([], before)
    with reading(desk.system.buyer.manager):
        assert Reservation.objects.get(id=reservation.pk).state == "held"
        assert Requisition.objects.count() == 0
        message = Message.objects.filter(direction="in").get(number="PO-7")
    assert message is not None


def test_what_has_run_out_was_given_back_or_ordered_before_is_not_ordered_again(desk):
    long_ago = datetime.now(UTC) - timedelta(hours=25)
    late, back, once = held(desk, now=long_ago), held(desk), held(desk)
    perform(desk.system.buyer.manager, release_reservation, reservation_id=back.pk)
    for number, reservation in enumerate((late, back, once, once)):
        content = desk.order(
            f"PO-{number}", (PHONE, 1, "300"), quotation_reference=reservation.number
        )
        desk.sends(content, f"{number}.xml")
    assert outcome(desk) == (
        [
            ("PO-0", "reservation-expired"), ("PO-1", "reservation-released"), ("PO-2", ""),
            ("PO-3", "reservation-consumed"),
        ],
        ["RE", "RE", "AB", "RE"],
    )  # fmt: skip
    assert len(placed(desk)) == 1


def test_an_agreement_that_was_suspended_meanwhile_refuses_the_order(desk):
    reservation = held(desk)
    perform(
        desk.system.market.category_manager, suspend, agreement_id=desk.system.market.agreement.pk,
        register_number="D/9", reason="A review",
    )  # fmt: skip
    desk.sends(
        desk.order("PO-8", (PHONE, 2, "300"), quotation_reference=reservation.number), "o.xml"
    )
    assert outcome(desk) == ([("PO-8", "agreement-suspended")], ["RE"])
    assert ceiling_of(desk.system.market) == [600_00, 600_00]


def test_the_price_that_was_held_is_paid_whatever_tier_was_reached_since(tmp_path):
    market = a_market(tiers={PHONE: [Tier(2, 100)]})
    desk = Desk(a_system(market), tmp_path)
    first = held(desk, 1)
    assert held(desk, 5).lines.all()[0].unit_price_cents == 300_00
    assert held(desk, 1).lines.all()[0].unit_price_cents == 270_00
    desk.sends(desk.order("PO-9", (PHONE, 1, "300"), quotation_reference=first.number), "o.xml")
    assert [order.total_cents for order in placed(desk)] == [300_00]


def test_where_the_purchasing_body_only_passes_on_the_supplier_may_be_addressed(desk):
    reservation, supplier = held(desk), desk.system.market.supplier
    content = desk.order(
        "PO-10", (PHONE, 2, "300"), receiver=supplier, quotation_reference=reservation.number
    )
    desk.sends(content, "o.xml", receiver=supplier)
    assert len(placed(desk)) == 1
    assert [answer.response_code for answer in desk.answers(supplier)] == ["AB"]


def test_another_municipalitys_reservation_is_none_of_ones_own(tmp_path):
    market = a_market(buyers=2)
    desk = Desk(a_system(market), tmp_path)
    other = a_system(market, market.buyers[1])
    reservation = returned(other, 2, now=datetime.now(UTC))
    desk.sends(
        desk.order("PO-11", (PHONE, 2, "300"), quotation_reference=reservation.number), "o.xml"
    )
    assert outcome(desk) == ([("PO-11", "reservation-missing")], ["RE"])


def test_the_same_document_again_orders_nothing_more(desk):
    reservation = held(desk)
    content = desk.order("PO-12", (PHONE, 1, "300"), quotation_reference=reservation.number)
    desk.sends(content, "first.xml")
    desk.sends(content, "second.xml")
    assert outcome(desk) == ([("PO-12", "")], ["AB"])
    assert len(placed(desk)) == 1
