"""Peppol BIS Despatch Advice 3, transaction T16."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import ClassVar

from samkop.core.edocs.model.item import Dimension, Item
from samkop.core.edocs.model.order import DeliveryParty
from samkop.core.edocs.model.party import Address, Contact, Party
from samkop.core.edocs.model.values import DocumentReference, Identifier, Period, Quantity


@dataclass(frozen=True, slots=True)
class Package:
    """A package inside a handling unit; `type_code` is a UN/ECE Recommendation 21 code."""

    id: str
    type_code: str | None = None


@dataclass(frozen=True, slots=True)
class HandlingUnit:
    """A pallet, box or parcel with the marks on it; `id` in the scheme `SSCC` is a GS1 SSCC.

    `type_code` is a UN/ECE Recommendation 21 code, the attributes of `dimensions` are UNCL 6313:
    `AAB` gross weight, `AAL` net weight, `AAW` gross volume, `AAX` net volume.
    """

    id: Identifier | None = None
    type_code: str | None = None
    hazardous: bool | None = None
    shipping_marks: tuple[str, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    packages: tuple[Package, ...] = ()


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries the goods; `drivers` are references to the drivers' identity documents."""

    identifiers: tuple[Identifier, ...] = ()
    name: str | None = None
    drivers: tuple[DocumentReference, ...] = ()


@dataclass(frozen=True, slots=True)
class Consignment:
    """The carrier's consignment; `information` describes the vehicle."""

    id: str
    information: str | None = None
    carrier: Carrier | None = None


@dataclass(frozen=True, slots=True)
class DespatchShipment:
    """How the goods travel, and when and from where they left or are to leave.

    `handling_units` is how many of them there are; `transport_mode` is a UN/ECE Recommendation 19
    code (`3` road).
    """

    id: str
    information: tuple[str, ...] = ()
    gross_weight: Quantity | None = None
    gross_volume: Quantity | None = None
    handling_units: Decimal | None = None
    consignment: Consignment | None = None
    transport_mode: str | None = None
    tracking_id: str | None = None
    estimated_delivery: Period | None = None
    delivery_party: DeliveryParty | None = None
    despatch_date: date | None = None
    despatch_time: time | None = None
    despatch_address: Address | None = None


@dataclass(frozen=True, slots=True)
class DespatchLine:
    """What is sent of the order's line `order_line_id`.

    `outstanding` is what comes later, so that nothing more comes where it is zero. The serial
    numbers of what is sent stand in `item.instances`, the marks on its packages in
    `handling_units`.
    """

    id: str
    delivered: Quantity
    order_line_id: str
    item: Item
    order_reference: str | None = None
    sales_order_line_id: str | None = None
    outstanding: Quantity | None = None
    outstanding_reasons: tuple[str, ...] = ()
    note: str | None = None
    documents: tuple[DocumentReference, ...] = ()
    handling_units: tuple[HandlingUnit, ...] = ()

    @property
    def serial_numbers(self) -> tuple[str, ...]:
        """The serial numbers of the specimens that are sent, in their order."""
        found = (instance.serial_id for instance in self.item.instances)
        return tuple(serial for serial in found if serial is not None)


@dataclass(frozen=True, slots=True)
class DespatchAdvice:
    """What a supplier has sent. `despatcher` sends the goods and this document, `consignee` gets
    both.
    """

    kind: ClassVar[str] = "despatch-advice"

    id: str
    issue_date: date
    despatcher: Party
    consignee: Party
    lines: tuple[DespatchLine, ...]
    issue_time: time | None = None
    note: str | None = None
    order_references: tuple[str, ...] = ()
    documents: tuple[DocumentReference, ...] = ()
    consignee_contact: Contact | None = None
    buyer: Party | None = None
    seller: Party | None = None
    originator: Party | None = None
    shipment: DespatchShipment | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:despatch_advice:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:despatch_advice:3"

    @property
    def sender(self) -> Identifier | None:
        """The electronic address that the document comes from."""
        return self.despatcher.endpoint

    @property
    def addressee(self) -> Identifier | None:
        """The electronic address that the document is for."""
        return self.consignee.endpoint
