"""A market for measuring orders: many agreements, some of the region's buyers, plenty of money."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from samkop.agreements.usecases.agreement import prepare_agreement, put_in_force
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.legal_basis import Basis
from samkop.agreements.usecases.participation import record_participation
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.agreements.vocabulary import BasisKind
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.rules.offers import Offer, OfferedCatalogue
from samkop.catalogue.usecases.imports import import_catalogue
from samkop.catalogue.vocabulary import FileFormat
from samkop.core.period import day_of
from samkop.ordering.usecases.budget import set_budget
from samkop.parties.models import CostCentre, DeliveryLocation, Party
from samkop.planning.vocabulary import Category
from samkop.platform.actors import Actor
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.agreeing import manager_of
from samkop.site.demo.cast import Cast, gather

BUYERS = ("tampere", "nokia", "kangasala", "pirkkala")
AGREEMENTS = 20
ITEMS = 3
PLENTY_CENTS = 10**14
# Three lines of it stay below every buyer's threshold, so that the rule is asked and says yes.
PRICE_CENTS = 20_00
SCOPES = ["orders:write", "orders:read"]
TITLES = {"sv": "Mätning", "fi": "Mittaus", "en": "Measurement"}


@dataclass(frozen=True)
class Buyer:
    """Who orders by a program: its token, cost centre and site."""

    token: str
    cost_centre: str
    site: str


@dataclass(frozen=True)
class Market:
    """Buyers, and the ids of the items of each agreement."""

    buyers: tuple[Buyer, ...]
    items: tuple[tuple[int, ...], ...]


def make_market() -> Market:
    """Through the use cases, as everybody would."""
    cast, now = gather(), datetime.now(UTC)
    with reading(manager_of(cast)):
        body = Party.objects.get(id=cast.parties["body"])
    today = day_of(now, body.time_zone)
    items = tuple(_an_agreement(cast, number, today) for number in range(AGREEMENTS))
    return Market(tuple(_a_buyer(cast, key, today.year) for key in BUYERS), items)


def _an_agreement(cast: Cast, number: int, today: date) -> tuple[int, ...]:
    manager, name = manager_of(cast), f"BENCH-{number}"
    first = today - timedelta(days=30)
    agreement = perform(
        manager, prepare_agreement, number=name, register_number=f"{name}/1", titles=TITLES,
        category=Category.MOBILE_DEVICES, supplier_id=cast.parties["phones"], valid_from=first,
        valid_until=today + timedelta(days=365), currency="EUR", maximum_value_cents=PLENTY_CENTS,
    )  # fmt: skip
    basis = Basis(BasisKind.CENTRAL_PURCHASING, first, "Measurement", f"{name}/1")
    for key in BUYERS:
        perform(
            manager, name_buyer, agreement_id=agreement.pk, buyer_id=cast.parties[key],
            expected_share_cents=0, legal_basis=basis,
        )  # fmt: skip
    prices = [NewPrice(f"{name}-{n}", f"group {n}", PRICE_CENTS) for n in range(ITEMS)]
    perform(manager, set_list_prices, agreement_id=agreement.pk, prices=prices, valid_from=first)
    perform(manager, put_in_force, agreement_id=agreement.pk, register_number=f"{name}/2")
    for key in BUYERS:
        perform(
            cast.person("registrar", key), record_participation, agreement_id=agreement.pk,
            decided_on=first, organ="Board", register_number=f"{name}/{key}", orders_from=first,
        )  # fmt: skip
    perform(manager, import_catalogue, agreement_id=agreement.pk, offered=_offered(name, prices))
    with reading(manager):
        on_shelf = CatalogueItem.objects.filter(agreement_id=agreement.pk).order_by("id")
        return tuple(on_shelf.values_list("id", flat=True))


def _offered(name: str, prices: list[NewPrice]) -> OfferedCatalogue:
    return OfferedCatalogue(
        number=name, version="1", issue_date=None, format=FileFormat.CSV, replaces_all=False,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        offers=tuple(
            Offer(
                row=row, seller_item_id=price.seller_item_id, name=f"Device {price.seller_item_id}",
                manufacturer="Maker", model=price.seller_item_id, category="phone",
                price=Decimal(price.net_price_cents) / 100, currency="EUR", lead_time_days=5,
            )
            for row, price in enumerate(prices, 1)
        ),
    )  # fmt: skip


def _a_buyer(cast: Cast, key: str, year: int) -> Buyer:
    manager, text = cast.person("ict", key), new_token_text()
    perform(manager, issue_token, name="bench", scopes=SCOPES, days=30, text=text)
    with reading(manager):
        centre = CostCentre.objects.filter(party_id=manager.own_party_id, active=True).order_by(
            "id"
        )[0]
        site = DeliveryLocation.objects.filter(party_id=manager.own_party_id).order_by("id")[0]
    perform(
        _finance(cast, key), set_budget, cost_centre_id=centre.pk, year=year,
        amount_cents=PLENTY_CENTS, currency="EUR",
    )  # fmt: skip
    return Buyer(text, centre.code, site.code)


def _finance(cast: Cast, key: str) -> Actor:
    return cast.person("finance", key)
