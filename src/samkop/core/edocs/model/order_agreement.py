"""Peppol BIS Order Agreement 3, transaction T110. All amounts are in the agreement's currency."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import ClassVar

from samkop.core.edocs.model.item import Item
from samkop.core.edocs.model.order import DeliveryParty, DeliveryTerms, MonetaryTotal
from samkop.core.edocs.model.party import Contact, FromSeller, Party
from samkop.core.edocs.model.values import (
    AllowanceCharge,
    DocumentReference,
    Period,
    Price,
    Quantity,
    TaxCategory,
)


@dataclass(frozen=True, slots=True)
class AgreedTax:
    """The tax of one category; E, AE, O, K and G have a reason for their exemption."""

    taxable_amount: Decimal
    tax_amount: Decimal
    category: TaxCategory


@dataclass(frozen=True, slots=True)
class AgreedDelivery:
    """How many of a line come when."""

    quantity: Quantity | None = None
    promised_period: Period | None = None


@dataclass(frozen=True, slots=True)
class OrderAgreementLine:
    """One line as it was agreed; with document totals each has its `line_extension_amount`."""

    id: str
    quantity: Quantity
    price: Price
    item: Item
    line_extension_amount: Decimal | None = None
    note: str | None = None
    deliveries: tuple[AgreedDelivery, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderAgreement(FromSeller):
    """A seller's statement of what was ordered outside Peppol, such as in its own shop."""

    kind: ClassVar[str] = "order-agreement"

    id: str
    issue_date: date
    order_reference: str
    currency: str
    seller: Party
    buyer: Party
    lines: tuple[OrderAgreementLine, ...]
    issue_time: time | None = None
    sales_order_id: str | None = None
    note: str | None = None
    customer_reference: str | None = None
    originator_reference: str | None = None
    documents: tuple[DocumentReference, ...] = ()
    contracts: tuple[str, ...] = ()
    delivery_contact: Contact | None = None
    originator: Party | None = None
    invoicee: Party | None = None
    promised_delivery: Period | None = None
    delivery_party: DeliveryParty | None = None
    delivery_terms: DeliveryTerms | None = None
    allowance_charges: tuple[AllowanceCharge, ...] = ()
    tax_amount: Decimal | None = None
    taxes: tuple[AgreedTax, ...] = ()
    totals: MonetaryTotal | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:order_agreement:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:order_agreement:3"
