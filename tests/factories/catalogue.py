"""Catalogues and items for tests, brought in by the real import.

``a_shelf`` fits ``factories.agreements.PRICES``: its three items are priced there.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from factories.agreements import a_runner
from factories.parties import OPERATOR
from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.catalogue.models import Catalogue, CatalogueItem, RangeItem
from samkop.catalogue.rules.offers import Offer, OfferedCatalogue
from samkop.catalogue.usecases.imports import import_catalogue
from samkop.catalogue.usecases.joint_range import add_to_range
from samkop.catalogue.vocabulary import FileFormat
from samkop.core import edocs
from samkop.core.edocs.model import (
    CatalogueLine,
    CataloguePrice,
    Classification,
    Identifier,
    Item,
    ItemProperty,
    LegalEntity,
    Period,
    PriceTerms,
    Quantity,
    TaxCategory,
)
from samkop.core.edocs.model import Party as Side
from samkop.core.money import Money
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading

PHONE = Offer(
    row=1, seller_item_id="PHONE-1", name="Fairphone 4 128 GB", manufacturer="Fairphone",
    model="Fairphone 4", category="phone", price=Decimal("400.00"), currency="EUR",
    lead_time_days=5, description="Repairable phone",
)  # fmt: skip
BETTER_PHONE = replace(
    PHONE, row=2, seller_item_id="PHONE-2", name="iPhone 14 128 GB", manufacturer="Apple",
    model="iPhone 14", price=Decimal("799.00"), description="Phone with a good camera",
)  # fmt: skip
LAPTOP = replace(
    PHONE, row=3, seller_item_id="LAPTOP-1", name="ThinkPad E14", manufacturer="Lenovo",
    model="ThinkPad E14", category="laptop", price=Decimal("1100.00"), description="14-inch",
    properties={"Operating system": "Windows 11 Pro 24H2"},
)  # fmt: skip
PROVIDER, RECEIVER = Identifier("7300010000001", "0088"), Identifier("7300010000018", "0088")
_numbers = itertools.count(1)


def runner_of(agreement: FrameworkAgreement) -> Actor:
    """Somebody who runs the agreement."""
    with reading(OPERATOR):
        body = Party.objects.get(pk=agreement.purchasing_body_id)
    return a_runner(body)


def an_offered_catalogue(
    *offers: Offer,
    number: str = "",
    version: str = "1",
    replaces_all: bool = False,
    sha256: str = "",
) -> OfferedCatalogue:
    """A catalogue as read; two with different offers have different hashes."""
    listed = offers or (PHONE, BETTER_PHONE, LAPTOP)
    return OfferedCatalogue(
        number=number or f"CAT-{next(_numbers)}", version=version, issue_date=date(2026, 11, 2),
        format=FileFormat.PEPPOL, replaces_all=replaces_all, offers=tuple(listed),
        sha256=sha256 or hashlib.sha256(repr(listed).encode()).hexdigest(),
    )  # fmt: skip


def an_import(
    agreement: FrameworkAgreement, offered: OfferedCatalogue, runner: Actor | None = None
) -> Catalogue:
    """The catalogue, taken onto the agreement's shelf by its purchasing body."""
    return perform(
        runner or runner_of(agreement), import_catalogue,
        agreement_id=agreement.pk, offered=offered,
    )  # fmt: skip


def a_shelf(
    agreement: FrameworkAgreement, *offers: Offer, runner: Actor | None = None
) -> dict[str, CatalogueItem]:
    """The agreement's shelf with these items (else three), by the seller's number."""
    runner = runner or runner_of(agreement)
    an_import(agreement, an_offered_catalogue(*offers), runner)
    return items_of(agreement, runner)


def items_of(agreement: FrameworkAgreement, actor: Actor | None = None) -> dict[str, CatalogueItem]:
    """What stands on the shelf, by the seller's number."""
    with reading(actor or runner_of(agreement)):
        items = CatalogueItem.objects.filter(agreement=agreement)
        return {item.seller_item_id: item for item in items}


def many_offers(count: int) -> list[Offer]:
    """Different phones from 100 euros on, numbered N-1, N-2, …"""
    return [
        replace(
            PHONE, row=n, seller_item_id=f"N-{n}", name=f"Testphone {n}", manufacturer="Provex",
            model=f"Testphone {n}", price=Decimal(100 + n % 1500), description="",
        )
        for n in range(1, count + 1)
    ]  # fmt: skip


def priced(agreement: FrameworkAgreement, offers: Sequence[Offer], runner: Actor) -> None:
    """Gives each offer a list price that it is not above."""
    prices = [NewPrice(offer.seller_item_id, "phones", offer.price_cents) for offer in offers]
    perform(
        runner, set_list_prices,
        agreement_id=agreement.pk, prices=prices, valid_from=agreement.valid_from,
    )  # fmt: skip


def in_range(item: CatalogueItem, runner: Actor, since: date = date(2024, 1, 1)) -> RangeItem:
    """Takes the item into the joint range."""
    return perform(runner, add_to_range, item_id=item.pk, valid_from=since)


def a_catalogue_document(
    offers: Sequence[Offer],
    *,
    number: str = "",
    version: str = "1",
    contract: str = "",
    action: str | None = None,
    provider: Identifier = PROVIDER,
    receiver: Identifier = RECEIVER,
) -> edocs.Catalogue:
    """The offers as a Peppol Catalogue."""
    return edocs.Catalogue(
        id=number or f"CAT-{next(_numbers)}",
        issue_date=date(2026, 11, 2),
        version=version,
        validity=Period(date(2026, 11, 1), date(2027, 12, 31)),
        provider=_side(provider, "Provleverans Ab"),
        receiver=_side(receiver, "Provupphandling Ab"),
        contracts=(contract,) if contract else (),
        action_code=action,
        lines=tuple(_line(offer) for offer in offers),
    )


def _side(endpoint: Identifier, name: str) -> Side:
    return Side(
        endpoint=endpoint, identifiers=(endpoint,),
        legal_entity=LegalEntity(registration_name=name),
    )  # fmt: skip


def _line(offer: Offer) -> CatalogueLine:
    codes = {"phone": "43191501", "laptop": "43211503"}
    price = CataloguePrice(
        amount=Money(offer.price or Decimal(0), offer.currency),
        validity=Period(date(2026, 11, 1), date(2027, 12, 31)),
    )
    properties = [("Model", offer.model), *offer.properties.items()]
    return CatalogueLine(
        id=str(offer.row),
        orderable=True,
        orderable_unit="EA",
        action_code="Delete" if offer.deleted else None,
        item=Item(
            name=offer.name,
            descriptions=(offer.description,) if offer.description else (),
            sellers_id=offer.seller_item_id,
            classifications=(Classification(codes[offer.category], "TST"),),
            taxes=(TaxCategory("S", Decimal("25.5")),),
            manufacturer_name=offer.manufacturer,
            properties=tuple(ItemProperty(name, value) for name, value in properties if value),
        ),
        prices=(
            PriceTerms(
                price=price,
                lead_time=Quantity(Decimal(offer.lead_time_days or 1), "DAY"),
                minimum_quantity=Quantity(Decimal(1), "EA"),
            ),
        ),
    )
