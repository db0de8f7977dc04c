"""Beginning to receive a consignment, or what came of an order without one."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.ordering.models import Order
from samkop.ordering.queries.line_progress import progress_of
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.records import create, create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.receiving.models import Consignment, ConsignmentLine, Receipt, ReceiptLine
from samkop.receiving.policies import may_receive
from samkop.receiving.queries.consignments import expected_of_order
from samkop.receiving.usecases.counting import require_receiver
from samkop.receiving.usecases.segregation import require_not_approver
from samkop.receiving.vocabulary import ConsignmentState, ReceiptState


def start_receipt(*, actor: Actor, now: datetime, consignment_id: int) -> Receipt:
    """Begin to receive a consignment, or go on with the receipt that is open.

    Raises Refused: ``not-found``, ``not-allowed``, ``receiver-approved``,
    ``consignment-received``.
    """
    consignment = _locked_consignment(actor, now, consignment_id)
    known = consignment.receipts.filter(state=ReceiptState.OPEN).first()
    return known or _begin(actor, now, consignment)


def start_receipt_of_order(*, actor: Actor, now: datetime, order_id: int) -> Receipt:
    """Begin to receive what came of an order without a despatch advice, or go on with it.

    Expected is what is still to come of the order, less what has been announced. Raises
    Refused: ``not-found``, ``not-allowed``, ``receiver-approved``.
    """
    # Locked first: two who begin at once get one consignment.
    order = Order.objects.select_for_update().filter(id=order_id).first()
    if order is None:
        raise not_found()
    waiting = actor.person_id in {order.requester_id, order.recipient_id}
    require(may_receive(actor, order.buyer_id, waiting=waiting))
    require_not_approver(actor, now, [order.pk])
    known = Consignment.objects.filter(order=order).exclude(state=ConsignmentState.RECEIVED)
    consignment = known.first() or _unannounced(order, now)
    open_one = consignment.receipts.filter(state=ReceiptState.OPEN).first()
    return open_one or _begin(actor, now, consignment)


def _unannounced(order: Order, now: datetime) -> Consignment:
    progress = {one.line_number: one for one in progress_of(order.pk)}
    elsewhere = expected_of_order(order.pk)
    count = Consignment.objects.filter(order=order).count()
    consignment = create(
        Consignment(
            buyer_id=order.buyer_id, supplier_id=order.supplier_id,
            delivery_location_id=order.delivery_location_id, order=order,
            number=f"{order.number}-{count + 1}", created_at=now,
            due_on=day_of(now, party_of(order.buyer_id).time_zone),
        )
    )  # fmt: skip
    create_all(
        (
            ConsignmentLine(
                consignment=consignment, buyer_id=order.buyer_id, supplier_id=order.supplier_id,
                order=order, position=position, line_number=line.line_number,
                seller_item_id=line.seller_item_id, name=line.name, unit_code=line.unit_code,
                quantity=max(
                    progress[line.line_number].outstanding - elsewhere[line.line_number], 0
                ),
            )
            for position, line in enumerate(order.lines.order_by("line_number"), 1)
        ),
        under=consignment,
    )  # fmt: skip
    return consignment


def _begin(actor: Actor, now: datetime, consignment: Consignment) -> Receipt:
    sides = {"buyer_id": consignment.buyer_id, "supplier_id": consignment.supplier_id}
    receipt = create(
        Receipt(
            consignment=consignment, **sides, number=consignment.receipts.count() + 1,
            started_at=now, started_by_id=actor.own_person_id,
        )
    )  # fmt: skip
    lines = consignment.lines.order_by("position")
    create_all((ReceiptLine(receipt=receipt, line=line, **sides) for line in lines), under=receipt)
    return receipt


def _locked_consignment(actor: Actor, now: datetime, consignment_id: int) -> Consignment:
    found = Consignment.objects.select_for_update().filter(id=consignment_id).first()
    if found is None:
        raise not_found()
    require_receiver(actor, now, found)
    if found.state == ConsignmentState.RECEIVED:
        raise Refused(
            "consignment-received",
            _("This delivery has been received. What comes later of the order is received from"
              " the order's page."),
        )  # fmt: skip
    return found
