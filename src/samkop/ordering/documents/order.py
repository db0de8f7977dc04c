"""An order as the Peppol document that goes out (T01)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from samkop.core import edocs
from samkop.core.edocs import model as edoc
from samkop.core.period import day_of
from samkop.exchange.queries import electronic_address
from samkop.ordering.models import Order, OrderLine, Requisition
from samkop.parties.models import Party
from samkop.platform.refusals import Refused

ONE = Decimal(1)
CENTS = Decimal("0.01")
# How long a supplier may take to answer an order (PEPPOL-T01-R002 asks for an end).
VALID_FOR = timedelta(days=30)
_PLACE_OF_LINE = re.compile(r"/Order/cac:OrderLine(?:\[([0-9]+)\])?/")


def order_document(
    order: Order, lines: Sequence[OrderLine], requisition: Requisition, *, originator: str = ""
) -> bytes:
    """The Peppol order of an order of ours.

    ``originator`` is the buyer's own number of it, where it came from its purchasing system.

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
        buyer=buying_party(order.buyer),
        seller=buying_party(order.supplier),
        accounting_cost=order.cost_centre_code,
        customer_reference=requisition.number,
        originator_reference=originator or None,
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


def buying_party(party: Party) -> edoc.Party:
    """A party as a buyer's documents name it, buyer and seller alike."""
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
