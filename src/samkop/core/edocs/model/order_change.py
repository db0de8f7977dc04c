"""Peppol BIS Advanced Ordering 3: changing an order (T114) and cancelling it (T115)."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from samkop.core.edocs.model.item import Item
from samkop.core.edocs.model.order import Delivery, DeliveryTerms, MonetaryTotal
from samkop.core.edocs.model.party import FromBuyer, Party
from samkop.core.edocs.model.values import (
    AllowanceCharge,
    DocumentReference,
    Identifier,
    Period,
    Price,
    Quantity,
)


class LineActionCode(StrEnum):
    """What happens to one line of the order (UNCL 1229, T114 subset)."""

    ADDED = "1"
    DELETED = "2"
    CHANGED = "3"
    NO_ACTION = "4"
    REOPENED = "74"


@dataclass(frozen=True, slots=True)
class RequestedDelivery:
    """When a line is to be delivered now."""

    requested_period: Period | None = None
    id: Identifier | None = None


@dataclass(frozen=True, slots=True)
class OrderChangeLine:
    """One line of the order as it is to be; `status_code` tells what happens to it."""

    id: str
    status_code: str
    quantity: Quantity
    item: Item
    price: Price | None = None
    line_extension_amount: Decimal | None = None
    partial_delivery: bool | None = None
    accounting_cost: str | None = None
    deliveries: tuple[RequestedDelivery, ...] = ()
    originator: Party | None = None
    allowance_charges: tuple[AllowanceCharge, ...] = ()
    note: str | None = None
    quotation_line: str | None = None


@dataclass(frozen=True, slots=True)
class OrderChange(FromBuyer):
    """A buyer's change of the order `order_reference`.

    `sequence_number` tells the changes of one order apart. Amounts are in `currency`, and the
    totals are those of the whole order after the change.
    """

    kind: ClassVar[str] = "order-change"

    id: str
    issue_date: date
    sequence_number: str
    currency: str
    order_reference: str
    buyer: Party
    seller: Party
    lines: tuple[OrderChangeLine, ...]
    issue_time: time | None = None
    sales_order_id: str | None = None
    note: str | None = None
    customer_reference: str | None = None
    accounting_cost: str | None = None
    validity_end: date | None = None
    quotation_reference: str | None = None
    originator_reference: str | None = None
    documents: tuple[DocumentReference, ...] = ()
    contracts: tuple[str, ...] = ()
    originator: Party | None = None
    invoicee: Party | None = None
    delivery: Delivery | None = None
    delivery_terms: DeliveryTerms | None = None
    payment_terms: tuple[str, ...] = ()
    allowance_charges: tuple[AllowanceCharge, ...] = ()
    tax_amount: Decimal | None = None
    totals: MonetaryTotal | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:order_change:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3"


@dataclass(frozen=True, slots=True)
class OrderCancellation(FromBuyer):
    """A buyer's withdrawal of the whole order `order_reference`, with the reason in words."""

    kind: ClassVar[str] = "order-cancellation"

    id: str
    issue_date: date
    cancellation_note: str
    order_reference: str
    buyer: Party
    seller: Party
    issue_time: time | None = None
    note: str | None = None
    originator_reference: str | None = None
    documents: tuple[DocumentReference, ...] = ()
    contracts: tuple[str, ...] = ()
    originator: Party | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:order_cancellation:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3"
