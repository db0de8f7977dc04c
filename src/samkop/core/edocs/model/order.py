"""Peppol BIS Order 3, transaction T01. All amounts are in the order's currency."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import ClassVar

from samkop.core.edocs.model.item import Item
from samkop.core.edocs.model.party import Address, Contact, FromBuyer, Party
from samkop.core.edocs.model.values import (
    AllowanceCharge,
    DocumentReference,
    Identifier,
    Period,
    Price,
    Quantity,
)


@dataclass(frozen=True, slots=True)
class Shipment:
    """How the goods are to travel: service level (UNCL 4219) and marks on the packages."""

    id: str
    priority_code: str | None = None
    shipping_marks: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveryParty:
    """Who receives the goods."""

    name: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    address: Address | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where, when and to whom the whole order is to be delivered."""

    location_id: Identifier | None = None
    location_name: str | None = None
    address: Address | None = None
    requested_period: Period | None = None
    party: DeliveryParty | None = None
    despatch_date: date | None = None
    despatch_time: time | None = None
    shipment: Shipment | None = None


@dataclass(frozen=True, slots=True)
class DeliveryTerms:
    """The delivery terms (`DDP`), special terms and the place they are about.

    `location_address` is for order agreements (T110).
    """

    id: str | None = None
    special_terms: tuple[str, ...] = ()
    location_id: str | None = None
    location_address: Address | None = None


@dataclass(frozen=True, slots=True)
class MonetaryTotal:
    """The expected totals (AnticipatedMonetaryTotal); rules R006 to R017 hold between them."""

    line_extension_amount: Decimal
    payable_amount: Decimal
    tax_exclusive_amount: Decimal | None = None
    tax_inclusive_amount: Decimal | None = None
    allowance_total_amount: Decimal | None = None
    charge_total_amount: Decimal | None = None
    prepaid_amount: Decimal | None = None
    payable_rounding_amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineDelivery:
    """When, and if apart from the rest where, one line is to be delivered."""

    requested_period: Period
    id: Identifier | None = None
    location_name: str | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order.

    `line_extension_amount` is quantity x price / base quantity, with charges and less allowances,
    within 0.02 (PEPPOL-T01-R024).
    """

    id: str
    quantity: Quantity
    item: Item
    price: Price | None = None
    line_extension_amount: Decimal | None = None
    partial_delivery: bool | None = None
    accounting_cost: str | None = None
    deliveries: tuple[LineDelivery, ...] = ()
    originator: Party | None = None
    allowance_charges: tuple[AllowanceCharge, ...] = ()
    note: str | None = None
    quotation_line: str | None = None


@dataclass(frozen=True, slots=True)
class Order(FromBuyer):
    """A buyer's order. `currency` is ISO 4217, `accounting_cost` the buyer's own coding."""

    kind: ClassVar[str] = "order"

    id: str
    issue_date: date
    currency: str
    buyer: Party
    seller: Party
    lines: tuple[OrderLine, ...]
    issue_time: time | None = None
    order_type_code: str | None = None
    sales_order_id: str | None = None
    note: str | None = None
    customer_reference: str | None = None
    accounting_cost: str | None = None
    validity_end: date | None = None
    quotation_reference: str | None = None
    order_reference: str | None = None
    originator_reference: str | None = None
    catalogue_reference: str | None = None
    documents: tuple[DocumentReference, ...] = ()
    contracts: tuple[str, ...] = ()
    project_reference: str | None = None
    originator: Party | None = None
    invoicee: Party | None = None
    delivery: Delivery | None = None
    delivery_terms: DeliveryTerms | None = None
    payment_terms: tuple[str, ...] = ()
    allowance_charges: tuple[AllowanceCharge, ...] = ()
    tax_amount: Decimal | None = None
    totals: MonetaryTotal | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:order:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:ordering:3"
