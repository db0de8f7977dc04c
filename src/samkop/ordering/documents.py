"""An order as a Peppol document (T01), and an order response (T76) as plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext_lazy as _

from samkop.core import edocs
from samkop.core.edocs import model as edoc
from samkop.core.period import day_of
from samkop.core.texts import visible
from samkop.exchange.queries import electronic_address
from samkop.ordering.models import Order, OrderLine, Requisition
from samkop.parties.models import Party
from samkop.platform.refusals import Refused

ONE = Decimal(1)
CENTS = Decimal("0.01")
# How long a supplier may take to answer an order (PEPPOL-T01-R002 asks for an end).
VALID_FOR = timedelta(days=30)
_PLACE_OF_LINE = re.compile(r"/Order/cac:OrderLine(?:\[([0-9]+)\])?/")
LONGEST_NUMBER = 5  # digits of a line number


def order_document(order: Order, lines: Sequence[OrderLine], requisition: Requisition) -> bytes:
    """The Peppol order of an order of ours.

    Raises Refused ``order-document-invalid`` for a document that breaks a rule, with the
    item and the rule: nothing invalid leaves the house.
    """
    location = order.delivery_location
    issued_on = day_of(order.placed_at, order.buyer.time_zone)
    document = edoc.Order(
        id=order.number,
        issue_date=issued_on,
        validity_end=issued_on + VALID_FOR,
        currency=order.currency,
        buyer=_party(order.buyer),
        seller=_party(order.supplier),
        accounting_cost=order.cost_centre_code,
        customer_reference=requisition.number,
        contracts=(order.agreement.number,),
        delivery=edoc.Delivery(
            location_id=edoc.Identifier(location.gln, "0088") if location.gln else None,
            location_name=location.name,
            address=edoc.Address(
                country=location.country, street=location.street or None,
                city=location.city or None, postal_zone=location.postal_code or None,
            ),
            party=edoc.DeliveryParty(name=order.recipient.name),
        ),
        lines=tuple(_line(line) for line in lines),
        totals=edoc.MonetaryTotal(
            line_extension_amount=_amount(order.total_cents),
            payable_amount=_amount(order.total_cents),
        ),
    )  # fmt: skip
    try:
        return edocs.write(document)
    except edocs.InvalidDocumentError as error:
        raise _document_invalid(error.faults.faults[0], lines) from error


def _document_invalid(fault: edocs.Fault, lines: Sequence[OrderLine]) -> Refused:
    """Which item keeps the order from being sent, by the place of the fault or by its text."""
    place = _PLACE_OF_LINE.match(fault.location)
    unsendable = (line for line in lines if not _is_sendable(line))
    line = lines[int(place[1] or 1) - 1] if place else next(unsendable, None)
    if line is None:
        sentence = _(
            "The order would be no valid e-document (%(fault)s %(rule)s). Have your organisation's"
            " administrator check site and cost centre."
        )
        return Refused("order-document-invalid", sentence, fault=fault.message, rule=fault.rule)
    return Refused(
        "order-document-invalid",
        _(
            "%(item)s cannot be ordered: its order would be no valid e-document (%(fault)s"
            " %(rule)s). Take it out, and ask the purchasing body to correct the catalogue."
        ),
        item=line.shown_name, fault=fault.message, rule=fault.rule,
    )  # fmt: skip


def _is_sendable(line: OrderLine) -> bool:
    texts = (line.name, *line.properties, *line.properties.values())
    return edocs.is_identifier_text(line.seller_item_id) and all(map(edocs.is_xml_text, texts))


@dataclass(frozen=True)
class AnsweredLine:
    """What a supplier says about one line; quantities in the order's unit.

    ``quantity`` counts what is confirmed and what is put on backorder; None if unsaid.
    ``unit_price_cents`` is the price of one in the answer's currency, without VAT, rounded
    upwards to whole cents; None if unsaid.
    """

    line_number: int
    status: str
    quantity: Decimal | None
    promised_on: date | None
    substitute_item_id: str
    substitute_name: str
    note: str
    unit_price_cents: int | None = None


@dataclass(frozen=True)
class Answer:
    """A supplier's answer to the order with this number.

    ``promised_on`` is the last day of the promised delivery of the whole, if it was said;
    ``currency`` (ISO 4217) that of its prices.
    """

    number: str
    order_number: str
    response_code: str
    note: str
    lines: tuple[AnsweredLine, ...]
    promised_on: date | None = None
    currency: str = ""


def answer_of(document: edocs.OrderResponse) -> Answer:
    """Plain values of an order response (Peppol T76)."""
    return Answer(
        number=document.id,
        order_number=document.order_reference,
        response_code=document.response_code,
        note=visible(document.note or ""),
        lines=tuple(map(_answered, document.lines)),
        promised_on=_last_day((document.promised_delivery,)),
        currency=document.currency,
    )


def _answered(line: edoc.OrderResponseLine) -> AnsweredLine:
    substitute = line.substitute.item if line.substitute else None
    return AnsweredLine(
        line_number=_line_number(line.order_line_id),
        status=line.status_code,
        quantity=_standing(line),
        promised_on=_last_day(line.promised_deliveries),
        substitute_item_id=(substitute.sellers_id or "") if substitute else "",
        substitute_name=visible(substitute.name or "") if substitute else "",
        note=visible(line.note or ""),
        unit_price_cents=_unit_price_cents(line.price),
    )


def _unit_price_cents(price: edoc.Price | None) -> int | None:
    """The price of one; upwards, so that a part of a cent above the order's still shows."""
    if price is None or (price.base_quantity is not None and not price.base_quantity.value):
        return None
    base = price.base_quantity.value if price.base_quantity else ONE
    return int((price.amount / base / CENTS).to_integral_value(ROUND_CEILING))


def _last_day(periods: Iterable[edoc.Period | None]) -> date | None:
    ends = [period.end_date or period.start_date for period in periods if period]
    return max((day for day in ends if day), default=None)


def _line_number(text: str) -> int:
    """Ours are small whole numbers; anything else is a line that we never ordered: 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _standing(line: edoc.OrderResponseLine) -> Decimal | None:
    if line.quantity is None:
        return None
    backorder = line.maximum_backorder_quantity
    return line.quantity.value + (backorder.value if backorder else 0)


def _party(party: Party) -> edoc.Party:
    return edoc.Party(
        endpoint=electronic_address(party.pk),
        name=party.legal_name,
        legal_entity=edoc.LegalEntity(
            registration_name=party.legal_name,
            company_id=edoc.Identifier(party.identifier, party.identifier_scheme),
            country=party.country,
        ),
        address=edoc.Address(country=party.country),
    )


def _line(line: OrderLine) -> edoc.OrderLine:
    return edoc.OrderLine(
        id=str(line.line_number),
        quantity=edoc.Quantity(Decimal(line.quantity), line.unit_code),
        line_extension_amount=_amount(line.net_cents),
        price=edoc.Price(
            amount=_amount(line.unit_price_cents), base_quantity=edoc.Quantity(ONE, line.unit_code)
        ),
        item=edoc.Item(
            name=line.name,
            sellers_id=line.seller_item_id,
            properties=tuple(
                edoc.ItemProperty(name, value) for name, value in line.properties.items()
            ),
        ),
        note=line.reference or None,
    )


def _amount(cents: int) -> Decimal:
    return cents * CENTS
