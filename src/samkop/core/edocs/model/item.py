"""Items: what is offered, ordered and delivered (UBL 2.1 Item, Peppol BIS 3)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samkop.core.edocs.model.values import (
    GTIN,
    DocumentReference,
    Identifier,
    Quantity,
    TaxCategory,
)


@dataclass(frozen=True, slots=True)
class Classification:
    """A code of a classification; `list_id` (UNCL 7143) says which: `STI` CPV, `TST` UNSPSC."""

    code: str
    list_id: str
    list_version: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class ItemProperty:
    """A named property (`Memory` = `16 GB`); `name_code` is its code in list `name_code_list`."""

    name: str
    value: str
    id: str | None = None
    name_code: str | None = None
    name_code_list: str | None = None
    value_quantity: Quantity | None = None
    value_qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class ItemInstance:
    """One specimen or lot of an item. `trace_id` in the scheme `UDI` is a unique device number."""

    serial_id: str | None = None
    lot_number: str | None = None
    best_before: date | None = None
    trace_id: Identifier | None = None
    manufactured: date | None = None
    lot_expires: date | None = None
    properties: tuple[ItemProperty, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """A label or certificate (TCO, EU Ecolabel); `type_code` is GS1's accreditation code or NA."""

    id: str
    type_code: str
    type_name: str
    issuer: str
    remarks: tuple[str, ...] = ()
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A measured attribute; `attribute` is a UNCL 6313 code (`LN` length, `AAF` net weight)."""

    attribute: str
    measure: Quantity | None = None
    descriptions: tuple[str, ...] = ()
    minimum: Quantity | None = None
    maximum: Quantity | None = None


@dataclass(frozen=True, slots=True)
class HazardousItem:
    """Dangerous goods: the regulation's code (UNCL 8273) and the hazard class."""

    regulation_code: str | None = None
    hazard_class: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A product or service. Fields that only some documents have stand last.

    The extended identifiers tell variants apart that have the same identifier.
    """

    name: str | None = None
    descriptions: tuple[str, ...] = ()
    buyers_id: str | None = None
    sellers_id: str | None = None
    manufacturers_id: str | None = None
    standard_id: Identifier | None = None
    documents: tuple[DocumentReference, ...] = ()
    classifications: tuple[Classification, ...] = ()
    taxes: tuple[TaxCategory, ...] = ()
    properties: tuple[ItemProperty, ...] = ()
    instances: tuple[ItemInstance, ...] = ()
    pack_quantity: Quantity | None = None
    pack_size: Decimal | None = None
    keywords: tuple[str, ...] = ()
    brand_name: str | None = None
    manufacturer_name: str | None = None
    origin_country: str | None = None
    transaction_conditions: tuple[str, ...] = ()
    hazards: tuple[HazardousItem, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    sellers_extended_id: str | None = None
    standard_extended_id: str | None = None

    @property
    def gtin(self) -> str | None:
        """The Global Trade Item Number, where the standard identifier is one."""
        identifier = self.standard_id
        return identifier.value if identifier and identifier.scheme == GTIN else None
