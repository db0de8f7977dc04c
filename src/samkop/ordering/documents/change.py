"""Asking after the order: cancellation (T115), change (T114), and the answer to them (T116)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from samkop.core import edocs
from samkop.core.edocs import model as edoc
from samkop.ordering.documents.order import CENTS, ONE, buying_party
from samkop.ordering.documents.response import answering_party
from samkop.ordering.models import Order, OrderChange, OrderLine
from samkop.ordering.rules import Standing
from samkop.platform.refusals import Refused

# How long a supplier may take to answer (PEPPOL-T114-R002 asks for an end).
VALID_FOR = timedelta(days=30)


def cancellation_document(order: Order, asked: OrderChange, issued_on: date) -> bytes:
    """The Peppol order cancellation of a whole order.

    Raises Refused ``change-document-invalid``.
    """
    document = edoc.OrderCancellation(
        id=asked.number,
        issue_date=issued_on,
        cancellation_note=asked.reason,
        order_reference=order.number,
        contracts=(order.agreement.number,),
        buyer=buying_party(order.buyer),
        seller=buying_party(order.supplier),
    )
    return _written(document)


def change_document(
    order: Order,
    lines: Sequence[OrderLine],
    asked: OrderChange,
    wanted: Mapping[int, tuple[Standing, int]],
    issued_on: date,
) -> bytes:
    """The Peppol order change: every line as it is to be, so that nobody has to guess.

    ``wanted`` has for each line number what stands and how many are still to come. Raises
    Refused ``change-document-invalid``.
    """
    total = sum(one.unit_price_cents * quantity for one, quantity in wanted.values()) * CENTS
    document = edoc.OrderChange(
        id=asked.number,
        issue_date=issued_on,
        sequence_number=str(asked.sequence_number),
        currency=order.currency,
        order_reference=order.number,
        note=asked.reason,
        accounting_cost=order.cost_centre_code,
        validity_end=issued_on + VALID_FOR,
        contracts=(order.agreement.number,),
        buyer=buying_party(order.buyer),
        seller=buying_party(order.supplier),
        delivery=edoc.Delivery(requested_period=_by(asked.requested_on))
        if asked.requested_on
        else None,
        lines=tuple(_line(line, *wanted[line.line_number]) for line in lines),
        totals=edoc.MonetaryTotal(line_extension_amount=total, payable_amount=total),
    )
    return _written(document)


def change_response_document(
    asked: OrderChange, order: Order, number: str, issued_on: date, *,
    agreed: bool, words: str, promised_on: date | None,
) -> edocs.OrderResponseAdvanced:  # fmt: skip
    """The supplier's yes or no to it, as its own system would send it.

    It names what it answers also where that is a cancellation, so that it cannot be taken for
    an answer to the order itself.
    """
    return edoc.OrderResponseAdvanced(
        id=number,
        issue_date=issued_on,
        response_code="AP" if agreed else "RE",
        currency=order.currency,
        order_reference=order.number,
        order_change_reference=asked.number,
        seller=answering_party(order.supplier),
        buyer=answering_party(order.buyer),
        note=words or None,
        promised_delivery=_by(promised_on) if promised_on else None,
    )


def _line(line: OrderLine, stands: Standing, quantity: int) -> edoc.OrderChangeLine:
    """A line that is taken out says how many stood, and adds nothing to the sum."""
    code = edoc.LineActionCode.NO_ACTION
    if quantity < stands.quantity:
        code = edoc.LineActionCode.CHANGED if quantity else edoc.LineActionCode.DELETED
    shown = quantity or stands.quantity
    return edoc.OrderChangeLine(
        id=str(line.line_number),
        status_code=code.value,
        quantity=edoc.Quantity(Decimal(shown), line.unit_code),
        line_extension_amount=shown * stands.unit_price_cents * CENTS if quantity else None,
        price=edoc.Price(
            amount=stands.unit_price_cents * CENTS,
            base_quantity=edoc.Quantity(ONE, line.unit_code),
        ),
        item=edoc.Item(name=line.name, sellers_id=line.seller_item_id),
    )


def _by(day: date) -> edoc.Period:
    return edoc.Period(day, day)


def _written(document: edocs.Document) -> bytes:
    try:
        return edocs.write(document)
    except edocs.InvalidDocumentError as error:
        fault = error.faults.faults[0]
        raise Refused(
            "change-document-invalid",
            _("It would be no valid e-document (%(fault)s %(rule)s). Correct the reason's text."),
            status=422, fault=fault.message, rule=fault.rule, fields={"reason": fault.message},
        ) from error  # fmt: skip
