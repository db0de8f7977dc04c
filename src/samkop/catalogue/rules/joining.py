"""What goes on the shelf for an offer: its values, with what is known of its device."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from samkop.catalogue.rules.offers import Offer
from samkop.catalogue.tables import rows
from samkop.catalogue.vocabulary import Category, SupportState
from samkop.core import devices

SYSTEM_NAMES = frozenset({"operativsystem", "käyttöjärjestelmä", "operating system", "os"})
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ItemValues:
    """The columns of CatalogueItem that come from an offer, as they are written."""

    seller_item_id: str
    name: str
    description: str
    manufacturer: str
    model: str
    gtin: str
    category: str
    list_price_cents: int
    currency: str
    unit_code: str
    vat_category: str
    vat_percent: Decimal | None
    properties: Mapping[str, str] = field(default_factory=dict)
    quantity_increment: int = 1
    lead_time_days: int | None = None
    co2e_kg: Decimal | None = None
    co2e_source: str = ""
    support_state: str = SupportState.NOT_KNOWN.value
    support_ends: date | None = None
    active: bool = True


def values_of(offer: Offer) -> ItemValues:
    """An offer without faults, joined to the public data on its model.

    A device has its maker's support end; where none is known, its operating system's, if
    a property names the release.
    """
    footprint = _footprint(offer)
    support = _support(offer)
    return ItemValues(
        seller_item_id=offer.seller_item_id,
        name=offer.name,
        description=offer.description,
        manufacturer=offer.manufacturer,
        model=offer.model,
        gtin=offer.gtin,
        category=offer.category or _category_by(footprint),
        list_price_cents=offer.price_cents,
        currency=offer.currency,
        unit_code=offer.unit_code,
        vat_category=offer.vat_category,
        vat_percent=None if offer.vat_percent is None else offer.vat_percent.quantize(CENT),
        properties=dict(offer.properties),
        quantity_increment=offer.quantity_increment,
        lead_time_days=offer.lead_time_days,
        co2e_kg=footprint.total_kg.quantize(CENT) if footprint else None,
        co2e_source=footprint.source if footprint else "",
        support_state=support.state.value,
        support_ends=support.ends,
    )


def _names(offer: Offer) -> tuple[str, ...]:
    """The name first: it may state the storage, which has a footprint of its own."""
    return tuple(name for name in (offer.name, offer.model) if name)


def _footprint(offer: Offer) -> devices.Footprint | None:
    found = (devices.footprint_of(offer.manufacturer, name) for name in _names(offer))
    return next(filter(None, found), None)


def _support(offer: Offer) -> devices.Support:
    known = [devices.device_support(offer.manufacturer, name) for name in _names(offer)]
    known += [
        devices.system_support(value)
        for name, value in offer.properties.items()
        if name.casefold() in SYSTEM_NAMES
    ]
    unknown = devices.SupportState.NOT_KNOWN
    return next((found for found in known if found.state != unknown), devices.Support(unknown))


def _category_by(footprint: devices.Footprint | None) -> str:
    kind = footprint.kind if footprint else ""
    return _categories_of_kinds().get(kind, Category.ACCESSORY.value)


@cache
def _categories_of_kinds() -> dict[str, str]:
    return {row["kind"]: row["category"] for row in rows("carbon-kinds.csv")}
