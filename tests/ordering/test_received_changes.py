"""A purchasing system changes or cancels its order: asked of the supplier, and answered."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connections

from factories.exchange import put_in, side_in_response, side_of
from factories.ordering import PHONE
from factories.punch_out import a_system, returned
from factories.received_orders import Desk
from samkop.core import edocs
from samkop.core.edocs.model import Item, Price, Quantity
from samkop.core.edocs.model import OrderChangeLine as Line
from samkop.ordering.models import Order, OrderChange, ReceivedChange
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def desk(tmp_path):
    """Three phones were ordered as PO-1."""
    desk = Desk(a_system(), tmp_path)
    reservation = returned(desk.system, 3, PHONE, datetime.now(UTC))
    desk.sends(
        desk.order("PO-1", (PHONE, 3, "300.00"), quotation_reference=reservation.number), "po.xml"
    )
    return desk


def order_of(desk):
    with reading(desk.system.buyer.manager):
        return Order.objects.get(buyer=desk.system.buyer.party)


def confirmed(desk):
    desk.supplier_answers(order_of(desk).number)
    return desk


def cancellation(desk, number="C-1", order="PO-1", receiver=None):
    return edocs.write(
        edocs.OrderCancellation(
            id=number, issue_date=desk.today, cancellation_note="Not needed any more.",
            order_reference=order, buyer=side_of(desk.system.buyer.party),
            seller=side_of(receiver or desk.system.market.purchasing_body),
        )
    )  # fmt: skip


def change(desk, count=1, code="3", line="10", number="CH-1"):
    price = Decimal("300.00")
    return edocs.write(
        edocs.OrderChange(
            id=number, issue_date=desk.today, sequence_number="1", currency="EUR",
            order_reference="PO-1", note="Fewer pupils.", validity_end=desk.today,
            buyer=side_of(desk.system.buyer.party),
            seller=side_of(desk.system.market.purchasing_body),
            lines=(
                Line(
                    id=line, status_code=code, quantity=Quantity(Decimal(count), "EA"),
                    item=Item(name="Phone", sellers_id=PHONE), price=Price(price),
                    line_extension_amount=price * count,
                ),
            ),
            totals=edocs.model.MonetaryTotal(
                line_extension_amount=price * count, payable_amount=price * count
            ),
        )
    )  # fmt: skip


def answers(desk):
    """What the shop has said to changes: code and the change it is about, by number."""
    folder = desk._folder(desk.system.market.purchasing_body)
    read = [
        edocs.read(file.read_bytes())
        for file in folder.glob("outbox/order-response-advanced-*.xml")
    ]
    assert all(isinstance(one, edocs.OrderResponseAdvanced) for one in read)
    return [
        (one.response_code, one.order_change_reference, one.order_reference)
        for one in sorted(read, key=lambda one: [int(part) for part in one.id.split("-")[1:]])
    ]


def decided(desk):
    with reading(desk.system.buyer.manager):
        return list(
            ReceivedChange.objects.filter(buyer=desk.system.buyer.party)
            .order_by("id").values_list("number", "kind", "refusal_code")
        )  # fmt: skip


def asked_of_supplier(desk):
    with reading(desk.system.buyer.manager):
        found = OrderChange.objects.filter(party=desk.system.buyer.party).order_by("id")
        return [(one.kind, one.state, one.reason) for one in found]


def supplier_says(desk, about, code="AP"):
    """The supplier's answer to what was asked arrives in the buyer's mailbox."""
    order = order_of(desk)
    content = edocs.write(
        edocs.OrderResponseAdvanced(
            id=f"S-{about}-{code}", issue_date=desk.today, response_code=code, currency="EUR",
            order_reference=order.number, order_change_reference=about,
            seller=side_in_response(desk.system.market.supplier),
            buyer=side_in_response(desk.system.buyer.party),
        )
    )  # fmt: skip
    put_in(desk._folder(desk.system.buyer.party) / "inbox", f"s-{about}-{code}.xml", content)
    desk.goes_on()


def committed_of(market):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT committed_cents FROM agreements_ceiling WHERE agreement_id = %s",
            [market.agreement.pk],
        )
        return int(cursor.fetchone()[0])


def test_a_change_is_asked_of_the_supplier_and_its_yes_comes_back(desk):
    confirmed(desk)
    desk.sends(change(desk, 1), "ch.xml")
    assert decided(desk) == [("CH-1", "change", "")]
    assert asked_of_supplier(desk) == [("change", "asked", "Fewer pupils.")]
    assert answers(desk) == [("AB", "CH-1", "PO-1")]
    assert committed_of(desk.system.market) == 900_00
    supplier_says(desk, f"{order_of(desk).number}-1")
    assert answers(desk) == [("AB", "CH-1", "PO-1"), ("AP", "CH-1", "PO-1")]
    assert committed_of(desk.system.market) == 300_00


def test_a_no_comes_back_too_and_the_order_stays(desk):
    confirmed(desk)
    desk.sends(cancellation(desk), "c.xml")
    supplier_says(desk, f"{order_of(desk).number}-1", "RE")
    assert answers(desk) == [("AB", "C-1", "PO-1"), ("RE", "C-1", "PO-1")]
    assert committed_of(desk.system.market) == 900_00


def test_a_cancellation_of_a_confirmed_order_is_asked(desk):
    confirmed(desk)
    desk.sends(cancellation(desk), "c.xml")
    assert asked_of_supplier(desk) == [("cancellation", "asked", "Not needed any more.")]
    supplier_says(desk, f"{order_of(desk).number}-1")
    assert order_of(desk).state == "cancelled"
    assert committed_of(desk.system.market) == 0


def test_the_same_document_again_asks_nothing_more(desk):
    confirmed(desk)
    desk.sends(change(desk), "ch.xml")
    desk.sends(change(desk), "again.xml")
    assert len(asked_of_supplier(desk)) == 1
    assert answers(desk) == [("AB", "CH-1", "PO-1")]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"count": 5}, "quantity-raised"),
        ({"count": 3}, "nothing-changed"),
        ({"count": 1, "line": "99"}, "order-line-unknown"),
        ({"count": 1, "code": "1"}, "change-of-another-kind"),
        ({"count": 1, "code": "74"}, "change-of-another-kind"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_sentence_and_nothing_is_asked(desk, wanted, code):
    confirmed(desk)
    desk.sends(change(desk, **wanted), "ch.xml")
    assert decided(desk) == [("CH-1", "change", code)]
    assert answers(desk) == [("RE", "CH-1", "PO-1")]
    assert asked_of_supplier(desk) == []


def test_a_change_before_the_supplier_has_answered_is_refused(desk):
    desk.sends(change(desk), "ch.xml")
    assert decided(desk) == [("CH-1", "change", "order-unanswered")]
    assert answers(desk) == [("RE", "CH-1", "PO-1")]


def test_a_change_of_an_order_that_is_not_known_or_was_sent_elsewhere_is_refused(desk):
    confirmed(desk)
    desk.sends(cancellation(desk, "C-1", order="PO-9"), "c1.xml")
    supplier = desk.system.market.supplier
    desk.sends(cancellation(desk, "C-2", receiver=supplier), "c2.xml", supplier)
    assert decided(desk) == [
        ("C-1", "cancellation", "changed-order-unknown"),
        ("C-2", "cancellation", "change-for-somebody-else"),
    ]
    assert asked_of_supplier(desk) == []
    assert answers(desk) == [("RE", "C-1", "PO-9")]


def test_an_order_that_is_over_is_not_cancelled_again(desk):
    confirmed(desk)
    desk.sends(cancellation(desk), "c.xml")
    supplier_says(desk, f"{order_of(desk).number}-1")
    desk.sends(cancellation(desk, "C-2"), "c2.xml")
    assert decided(desk)[1] == ("C-2", "cancellation", "order-cancelled-already")
