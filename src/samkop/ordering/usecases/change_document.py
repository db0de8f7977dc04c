"""Writing down what is asked or told of an order that has gone out, with its document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from samkop.core.period import day_of
from samkop.exchange.usecases.outbound import send_document
from samkop.exchange.vocabulary import DocumentType
from samkop.ordering.documents import ChangedLine, cancellation_document, change_document
from samkop.ordering.models import Order, OrderChange, OrderChangeLine
from samkop.ordering.vocabulary import ChangeKind, ChangeState
from samkop.platform.records import create, create_all
from samkop.platform.unit_of_work import current_unit


@dataclass(frozen=True)
class Asking:
    """What is asked or told: every line of the order, by number, before it is a row.

    ``person_id`` is who asks, where that is not who acts.
    """

    kind: ChangeKind
    lines: Mapping[int, ChangedLine]
    reason: str = ""
    requested_on: date | None = None
    person_id: int | None = None

    @property
    def document_type(self) -> DocumentType:
        """A cancellation where nothing is left (Peppol BIS Advanced Ordering 3, scenario 3)."""
        if self.kind == ChangeKind.CHANGE or any(one.quantity for one in self.lines.values()):
            return DocumentType.ORDER_CHANGE
        return DocumentType.ORDER_CANCELLATION


def write_change(order: Order, asking: Asking, now: datetime) -> OrderChange:
    """Write it down and send it to the supplier, in the open unit of work.

    Raises Refused ``change-document-invalid``.
    """
    today = day_of(now, order.buyer.time_zone)
    sequence_number = order.changes.count() + 1
    tells = asking.kind == ChangeKind.SUBSTITUTION
    asked = OrderChange(
        party_id=order.buyer_id, supplier_id=order.supplier_id, order=order, kind=asking.kind,
        state=ChangeState.TOLD if tells else ChangeState.ASKED,
        number=f"{order.number}-{sequence_number}", sequence_number=sequence_number,
        reason=asking.reason, requested_on=asking.requested_on,
        person_id=asking.person_id or current_unit().actor.own_person_id, asked_at=now,
    )  # fmt: skip
    asked.message_id = send_document(
        actor=current_unit().actor, now=now, receiver_id=order.supplier_id,
        document_type=asking.document_type, number=asked.number, issue_date=today,
        content=_content(order, asked, asking, today), subject=f"ordering.order:{order.pk}",
    ).pk  # fmt: skip
    create(asked)
    create_all(
        [
            OrderChangeLine(
                change=asked, line_number=number, standing=one.standing, quantity=one.quantity,
                offered=one.instead if one.decided else None,
            )
            for number, one in sorted(asking.lines.items())
        ],
        under=order,
    )  # fmt: skip
    return asked


def _content(order: Order, asked: OrderChange, asking: Asking, today: date) -> bytes:
    lines = list(order.lines.order_by("line_number"))
    if asking.document_type == DocumentType.ORDER_CANCELLATION:
        return cancellation_document(order, lines, asked, asking.lines, today)
    return change_document(order, lines, asked, asking.lines, today)
