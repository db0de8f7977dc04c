"""Peppol BIS Catalogue 3, transaction T19."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from samkop.core.edocs.model.item import Item
from samkop.core.edocs.model.party import Address, FromProvider, Party
from samkop.core.edocs.model.values import CataloguePrice, Period, Quantity
from samkop.core.money import Money


class ActionCode(StrEnum):
    """What a catalogue or a line does to what was sent before; Replace is for catalogues only."""

    ADD = "Add"
    REPLACE = "Replace"
    UPDATE = "Update"
    DELETE = "Delete"


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """A reference to another line's item, and how many of it."""

    id: str | None = None
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class ItemComparison:
    """The price of a comparable quantity, so that packs of two sizes can be compared."""

    price: Money | None = None
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class PriceTerms:
    """A price, and for how many units and where it holds (RequiredItemLocationQuantity).

    Volume tiers are several of these with `minimum_quantity` and `maximum_quantity`; `lead_time` is
    in the unit it names (`DAY`).
    """

    price: CataloguePrice | None = None
    lead_time: Quantity | None = None
    minimum_quantity: Quantity | None = None
    maximum_quantity: Quantity | None = None
    territories: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """One orderable item with its prices and the quantities in which it can be ordered."""

    id: str
    item: Item
    action_code: str | None = None
    orderable: bool | None = None
    orderable_unit: str | None = None
    content_quantity: Quantity | None = None
    quantity_increment: Decimal | None = None
    minimum_quantity: Quantity | None = None
    maximum_quantity: Quantity | None = None
    warranties: tuple[str, ...] = ()
    pack_level_code: str | None = None
    validity: Period | None = None
    comparisons: tuple[ItemComparison, ...] = ()
    components: tuple[RelatedItem, ...] = ()
    accessories: tuple[RelatedItem, ...] = ()
    required_items: tuple[RelatedItem, ...] = ()
    replaced_items: tuple[RelatedItem, ...] = ()
    prices: tuple[PriceTerms, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue(FromProvider):
    """A supplier's catalogue. `provider` sends it, `receiver` takes it, `seller` sells from it."""

    kind: ClassVar[str] = "catalogue"

    id: str
    issue_date: date
    validity: Period
    provider: Party
    receiver: Party
    lines: tuple[CatalogueLine, ...]
    action_code: str | None = None
    name: str | None = None
    version: str | None = None
    contracts: tuple[str, ...] = ()
    source_catalogue: str | None = None
    seller: Party | None = None
    customer: Party | None = None
    trading_terms: tuple[str, ...] = ()
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:catalogue:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3"
