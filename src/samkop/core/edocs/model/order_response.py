"""Peppol BIS Order Response 3, transaction T76. All amounts are in the response's currency."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import ClassVar

from samkop.core.edocs.model.item import Item
from samkop.core.edocs.model.party import FromSeller, Party
from samkop.core.edocs.model.values import Period, Price, Quantity


class OrderResponseCode(StrEnum):
    """The answer to the whole order (UNCL 4343, T76 subset). Only CA has lines (R007 to R010)."""

    ACKNOWLEDGED = "AB"
    ACCEPTED = "AP"
    REJECTED = "RE"
    CONDITIONALLY_ACCEPTED = "CA"


class LineStatusCode(StrEnum):
    """The answer to one line (UNCL 1229, Peppol subset)."""

    ADDED = "1"
    CHANGED = "3"
    ACCEPTED = "5"
    NOT_ACCEPTED = "7"
    ALREADY_DELIVERED = "42"


@dataclass(frozen=True, slots=True)
class SubstitutedLine:
    """The item that the seller would send in place of the one ordered."""

    id: str
    item: Item


@dataclass(frozen=True, slots=True)
class OrderResponseLine:
    """The answer to the order's line `order_line_id`; `quantity` is what the seller confirms."""

    id: str
    status_code: str
    order_line_id: str
    item: Item
    quantity: Quantity | None = None
    maximum_backorder_quantity: Quantity | None = None
    note: str | None = None
    promised_deliveries: tuple[Period, ...] = ()
    price: Price | None = None
    substitute: SubstitutedLine | None = None


@dataclass(frozen=True, slots=True)
class OrderResponse(FromSeller):
    """A seller's answer to the order `order_reference`."""

    kind: ClassVar[str] = "order-response"

    id: str
    issue_date: date
    response_code: str
    currency: str
    order_reference: str
    seller: Party
    buyer: Party
    lines: tuple[OrderResponseLine, ...] = ()
    issue_time: time | None = None
    sales_order_id: str | None = None
    note: str | None = None
    customer_reference: str | None = None
    promised_delivery: Period | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:order_response:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:ordering:3"


@dataclass(frozen=True, slots=True)
class OrderResponseAdvanced(OrderResponse):
    """A seller's answer in Advanced Ordering (T116), to an order or to a change of it."""

    kind: ClassVar[str] = "order-response-advanced"

    order_change_reference: str | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:order_response_advanced:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3"
