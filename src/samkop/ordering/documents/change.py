"""Asking after the order: cancellation (T115), change (T114), and the answer to them (T116)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from samkop.core import edocs
from samkop.core.edocs import model as edoc
from samkop.exchange.queries import side_of
from samkop.ordering.documents.order import CENTS, ONE, buying_party
from samkop.ordering.models import Order, OrderChange, OrderLine, OrderResponseLine
from samkop.platform.refusals import Refused

# How long a supplier may take to answer (PEPPOL-T114-R002 asks for an end).
VALID_FOR = timedelta(days=30)


@dataclass(frozen=True)
class ChangedLine:
    """A line as it is to be: ``quantity`` of the ``standing`` that were to come.

    ``instead`` is the supplier's substitute that comes, or that is ``decided`` on by this
    document: taken, or declined where nothing of the line is left.
    """

    standing: int
    quantity: int
    unit_price_cents: int
    instead: OrderResponseLine | None = None
    decided: bool = False


def cancellation_document(
    order: Order, lines: Sequence[OrderLine], asked: OrderChange,
    wanted: Mapping[int, ChangedLine], issued_on: date,
) -> bytes:  # fmt: skip
    """The Peppol order cancellation of a whole order.

    Raises Refused ``change-document-invalid``.
    """
    document = edoc.OrderCancellation(
        id=asked.number,
        issue_date=issued_on,
        cancellation_note=asked.reason or _decisions(lines, wanted),
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
    wanted: Mapping[int, ChangedLine],
    issued_on: date,
) -> bytes:
    """The Peppol order change: every line as it is to be, so that nobody has to guess.

    ``wanted`` has each line by its number. Raises Refused ``change-document-invalid``.
    """
    total = sum(one.unit_price_cents * one.quantity for one in wanted.values()) * CENTS
    document = edoc.OrderChange(
        id=asked.number,
        issue_date=issued_on,
        sequence_number=str(asked.sequence_number),
        currency=order.currency,
        order_reference=order.number,
        note=asked.reason or _decisions(lines, wanted),
        accounting_cost=order.cost_centre_code,
        validity_end=issued_on + VALID_FOR,
        contracts=(order.agreement.number,),
        buyer=buying_party(order.buyer),
        seller=buying_party(order.supplier),
        delivery=edoc.Delivery(requested_period=_by(asked.requested_on))
        if asked.requested_on
        else None,
        lines=tuple(_line(line, wanted[line.line_number]) for line in lines),
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
        seller=side_of(order.supplier),
        buyer=side_of(order.buyer),
        note=words or None,
        promised_delivery=_by(promised_on) if promised_on else None,
    )


def _line(line: OrderLine, wanted: ChangedLine) -> edoc.OrderChangeLine:
    """A line that is taken out has none left: whatever it says counts in the sum (T114-R008)."""
    return edoc.OrderChangeLine(
        id=str(line.line_number),
        status_code=_action(wanted).value,
        quantity=edoc.Quantity(Decimal(wanted.quantity), line.unit_code),
        line_extension_amount=wanted.quantity * wanted.unit_price_cents * CENTS,
        deliveries=_deliveries(wanted),
        price=edoc.Price(
            amount=wanted.unit_price_cents * CENTS,
            base_quantity=edoc.Quantity(ONE, line.unit_code),
        ),
        item=_item(line, wanted),
    )


def _action(wanted: ChangedLine) -> edoc.LineActionCode:
    if wanted.quantity < wanted.standing and not wanted.quantity:
        return edoc.LineActionCode.DELETED
    changed = wanted.quantity < wanted.standing or wanted.decided
    return edoc.LineActionCode.CHANGED if changed else edoc.LineActionCode.NO_ACTION


def _item(line: OrderLine, wanted: ChangedLine) -> edoc.Item:
    """What comes: the substitute where one was taken, else what was ordered."""
    instead = wanted.instead if wanted.quantity else None
    if instead is None:
        return edoc.Item(name=line.name, sellers_id=line.seller_item_id)
    return edoc.Item(
        name=instead.substitute_name or instead.substitute_item_id,
        sellers_id=instead.substitute_item_id or None,
    )


def _deliveries(wanted: ChangedLine) -> tuple[edoc.RequestedDelivery, ...]:
    """The day that the supplier has named for a substitute that is taken."""
    taken = wanted.instead if wanted.decided and wanted.quantity else None
    if taken is None or taken.promised_on is None:
        return ()
    return (edoc.RequestedDelivery(requested_period=_by(taken.promised_on)),)


def _decisions(lines: Sequence[OrderLine], wanted: Mapping[int, ChangedLine]) -> str:
    """The decisions in English, the language in which documents are answered."""

    def each() -> Iterator[str]:
        for line in lines:
            one = wanted[line.line_number]
            if one.decided and one.instead is not None:
                name = one.instead.substitute_name or one.instead.substitute_item_id
                verb = "accepted" if one.quantity else "declined"
                yield f"Line {line.line_number}: {name} {verb} instead of {line.name}."

    return " ".join(each())


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
