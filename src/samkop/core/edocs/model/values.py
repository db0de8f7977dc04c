"""The small values that documents are made of (UBL 2.1 unqualified data types)."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from samkop.core.money import Money

GTIN = "0160"
"""The ISO 6523 code of GS1's Global Trade Item Number."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier and the scheme it is unique in.

    `scheme` is an ISO 6523 (ICD) or electronic address scheme (EAS) code: `0088` GLN, `0007`
    Swedish organisation number, `0216` Finnish OVT code.
    """

    value: str
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of units; `unit` is a UN/ECE Recommendation 20 or 21 code (`C62` one, `XBX` box)."""

    value: Decimal
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From the start to the end, both included; times of day only where the standard has them."""

    start_date: date | None = None
    end_date: date | None = None
    start_time: time | None = None
    end_time: time | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the document; `content` is the file's bytes, `mime_code` its IANA type."""

    content: bytes
    mime_code: str
    filename: str


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """A reference to another document, which may be attached or stand at an address (`uri`).

    `scheme` is a UNCL 1153 code that tells what an invoiced object's `id` is (BT-18, BT-128).
    """

    id: str
    type_code: str | None = None
    type_name: str | None = None
    description: str | None = None
    attachment: Attachment | None = None
    uri: str | None = None
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class TaxCategory:
    """A tax category (UNCL 5305 code), its rate in percent and the tax it belongs to (`VAT`).

    Why no tax is taken is told where a document has its tax by category, by code (VATEX) or in
    words.
    """

    id: str
    percent: Decimal | None = None
    scheme: str = "VAT"
    exemption_code: str | None = None
    exemption_reason: str | None = None


@dataclass(frozen=True, slots=True)
class AllowanceCharge:
    """A rebate (`charge` false) or a fee (`charge` true); amounts in the document's currency."""

    charge: bool
    amount: Decimal
    reason: str | None = None
    reason_code: str | None = None
    factor: Decimal | None = None
    base_amount: Decimal | None = None
    tax: TaxCategory | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """The net price of `base_quantity` units (one, if absent), in the document's currency.

    `gross_amount` less `allowance_amount` is `amount` (PEPPOL-T01-R019). `price_type` (T110 only)
    is a UNCL 5387 code.
    """

    amount: Decimal
    base_quantity: Quantity | None = None
    allowance_amount: Decimal | None = None
    gross_amount: Decimal | None = None
    price_type: str | None = None


@dataclass(frozen=True, slots=True)
class CataloguePrice:
    """A price in a catalogue, in its own currency, with the period in which it holds.

    `price_type` is a UNCL 5387 code; `unit_factor` is the number of base units in one orderable
    unit.
    """

    amount: Money
    base_quantity: Quantity | None = None
    price_type: str | None = None
    unit_factor: Decimal | None = None
    validity: Period | None = None
