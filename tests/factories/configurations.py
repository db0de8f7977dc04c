"""Configurations for tests: a phone with case and subscription, on two agreements."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from factories.exchange import an_endpoint
from factories.ordering import NOW, TODAY, Market, a_budget, a_market, an_agreement_for
from factories.parties import a_supplier
from samkop.agreements.models import FrameworkAgreement
from samkop.catalogue.models import Catalogue, CatalogueItem, Configuration, ConfigurationVersion
from samkop.catalogue.usecases.configurations import (
    WantedPart,
    add_configuration,
    add_configuration_version,
)
from samkop.ordering.models import BasketConfiguration
from samkop.ordering.usecases.basket_configurations import (
    WantedConfiguration,
    add_configuration_to_basket,
)
from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.unit_of_work import perform

IPHONE, CASE, PLAN = "IPHONE", "CASE", "PLAN"
PRICES = {IPHONE: 700_00, CASE: 20_00}
MONTHS = 24


@dataclass(frozen=True)
class Agreed:
    """A market with a second agreement, an operator's, and a joint configuration over both."""

    market: Market
    operators: FrameworkAgreement
    items: dict[str, CatalogueItem]
    configuration: Configuration
    version: ConfigurationVersion


def _shelved(*, actor, now, agreement, code, cents, **fields):
    shelf = {"agreement": agreement, "supplier_id": agreement.supplier_id,
             "purchasing_body_id": agreement.purchasing_body_id}  # fmt: skip
    catalogue = Catalogue.objects.filter(agreement=agreement).first() or create(
        Catalogue(
            **shelf, number="C-1", version="1", issue_date=TODAY, source_hash="0" * 64,
            imported_at=now, items=1, format="peppol",
        )
    )  # fmt: skip
    return create(
        CatalogueItem(
            **shelf, catalogue=catalogue, seller_item_id=code, name=f"Item {code}",
            list_price_cents=cents, currency="EUR", **fields,
        )
    )  # fmt: skip


def shelved(
    manager: Actor, agreement: FrameworkAgreement, code: str, cents: int, **fields: Any
) -> CatalogueItem:
    """An item on a shelf, with any of its fields."""
    return perform(
        manager, _shelved, now=NOW, agreement=agreement, code=code, cents=cents, **fields
    )


def agreed(*, joined: bool = True, **market: Any) -> Agreed:
    """A phone of 700 euros, a case of 20 and 24 months of a subscription of 10."""
    made = a_market(prices={**PRICES, "PHONE-1": 300_00}, **market)
    manager, operator = made.category_manager, a_supplier("Provoperatör Ab")
    an_endpoint(operator)
    operators = an_agreement_for(
        manager, operator, made.buyers, 100_000_00, {PLAN: 10_00}, {}, joined=joined
    )
    phone, case = made.items[IPHONE], made.items[CASE]
    plan = shelved(manager, operators, PLAN, 10_00, category="sim", unit_code="MON")
    for buyer in made.buyers:
        for year in (2027, 2028):
            a_budget(buyer, year)
    configuration = perform(
        manager, add_configuration, now=NOW, code="FIELD",
        names={"en": "Field phone", "sv": "Fälttelefon", "fi": "Kenttäpuhelin"},
    )  # fmt: skip
    version = perform(
        manager, add_configuration_version, now=NOW, configuration_id=configuration.pk,
        parts=[WantedPart(phone.pk), WantedPart(case.pk, 2), WantedPart(plan.pk, MONTHS)],
        valid_from=date(2026, 1, 1), image="iOS 20", mdm_profile="Field",
    )  # fmt: skip
    items = {IPHONE: phone, CASE: case, PLAN: plan}
    return Agreed(made, operators, items, configuration, version)


def a_configuration(
    owner: Actor, employee: Actor, item: CatalogueItem
) -> tuple[Configuration, BasketConfiguration]:
    """A configuration of one item, which an employee has in the basket."""
    made = perform(
        owner, add_configuration, code=uuid.uuid4().hex[:8], names={"en": "Configuration"}
    )
    perform(
        owner, add_configuration_version, configuration_id=made.pk, parts=[WantedPart(item.pk)],
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    wanted = WantedConfiguration(made.pk)
    return made, perform(employee, add_configuration_to_basket, wanted=wanted)
