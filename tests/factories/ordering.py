"""A market for tests: who buys, who sells, under which agreement, from which budget."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import ready_markets
from factories.exchange import an_endpoint
from factories.parties import (
    a_cost_centre,
    a_delivery_location,
    a_party,
    a_person,
    a_purchasing_body,
    a_supplier,
    acting,
    an_actor,
)
from samkop.agreements.models import FrameworkAgreement, OutsideOrder
from samkop.agreements.rules import Tier
from samkop.agreements.usecases.agreement import prepare_agreement, put_in_force
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.legal_basis import Basis
from samkop.agreements.usecases.outside_order import record_outside_order
from samkop.agreements.usecases.participation import record_participation
from samkop.agreements.usecases.prices import NewPrice, set_list_prices, set_tiers
from samkop.agreements.vocabulary import BasisKind
from samkop.catalogue.models import Catalogue, CatalogueItem
from samkop.ordering.models import Budget, Requisition, RuleSet
from samkop.ordering.usecases.approval_rules import NewRule, adopt_rules, draft_rules
from samkop.ordering.usecases.authority import grant_authority
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.budget import set_budget
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.ordering.usecases.rule_simulation import simulate_rules
from samkop.ordering.vocabulary import Outcome
from samkop.parties.models import CostCentre, DeliveryLocation, Party
from samkop.parties.vocabulary import PartyKind, RoleName
from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.unit_of_work import perform

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
PHONE, LAPTOP = "PHONE-1", "LAPTOP-1"
CURRENCIES = {"FI": "EUR", "SE": "SEK"}


@dataclass(frozen=True)
class Municipality:
    """A buyer with its people, cost centre, site and budget."""

    party: Party
    employee: Actor
    approver: Actor
    manager: Actor
    finance: Actor
    cost_centre: CostCentre
    site: DeliveryLocation
    budget: Budget


@dataclass(frozen=True)
class Market:
    """An agreement in force with two items, and the buyers that have joined it."""

    purchasing_body: Party
    category_manager: Actor
    supplier: Party
    salesperson: Actor
    agreement: FrameworkAgreement
    items: dict[str, CatalogueItem]
    buyers: tuple[Municipality, ...]


def a_market(**wanted: Any) -> Market:
    """A market as ``a_market_made`` makes it; one that is ready, if it is to be like any other."""
    ready = None if wanted else ready_markets.taken()
    return ready or a_market_made(**wanted)


def a_market_made(
    *,
    buyers: int = 1,
    maximum_cents: int = 100_000_00,
    budget_cents: int = 50_000_00,
    prices: dict[str, int] | None = None,
    tiers: dict[str, list[Tier]] | None = None,
    joined: bool = True,
    approval_limit_cents: int = 10_000_00,
    free_below_cents: int = 0,
    country: str = "FI",
    names: dict[str, str] | None = None,
    centre: str = "Skolorna",
    kind: str = PartyKind.MUNICIPALITY,
    maker: str = "Maker",
) -> Market:
    """A market made through the use cases, as the purchasing body and buyers would.

    In Sweden it is in kronor. ``names`` are the items' by their codes, ``centre`` is the name
    of the buyers' cost centre, ``kind`` what they are.
    """
    body, supplier = a_purchasing_body(), a_supplier(country=country, currency=CURRENCIES[country])
    manager = an_actor(body, RoleName.CATEGORY_MANAGER)
    municipalities = tuple(
        a_buyer(
            budget_cents=budget_cents, approval_limit_cents=approval_limit_cents,
            free_below_cents=free_below_cents, country=country, centre_name=centre, kind=kind,
        )
        for _ in range(buyers)
    )  # fmt: skip
    an_endpoint(supplier)
    for municipality in municipalities:
        an_endpoint(municipality.party)
    listed = prices or {PHONE: 300_00, LAPTOP: 900_00}
    agreement = an_agreement_for(
        manager, supplier, municipalities, maximum_cents, listed, tiers or {}, joined=joined,
        currency=CURRENCIES[country],
    )  # fmt: skip
    items = {
        code: an_item(manager, agreement, code, cents, (names or {}).get(code, ""), maker)
        for code, cents in listed.items()
    }
    return Market(
        body, manager, supplier, an_actor(supplier, RoleName.SALESPERSON), agreement, items,
        municipalities,
    )  # fmt: skip


def a_buyer(
    *,
    budget_cents: int = 50_000_00,
    approval_limit_cents: int = 10_000_00,
    free_below_cents: int = 0,
    country: str = "FI",
    centre_name: str = "Skolorna",
    kind: str = PartyKind.MUNICIPALITY,
) -> Municipality:
    """A municipality with an employee, an approver, a manager and a finance clerk."""
    party = a_party(kind, country=country, currency=CURRENCIES[country])
    centre, site = (
        a_cost_centre(party, name=centre_name),
        a_delivery_location(party, country=country),
    )
    employee = acting(
        a_person(party, RoleName.EMPLOYEE, cost_centre=centre, delivery_location=site), party
    )
    approver = an_actor(party, RoleName.EMPLOYEE, RoleName.APPROVER)
    finance = an_actor(party, RoleName.FINANCE_CLERK)
    budget = perform(
        finance, set_budget, now=NOW, cost_centre_id=centre.pk, year=2026,
        amount_cents=budget_cents, currency=CURRENCIES[country],
    )  # fmt: skip
    perform(
        finance, grant_authority, now=NOW, person_id=approver.person_id,
        cost_centre_id=None, limit_cents=approval_limit_cents,
    )  # fmt: skip
    if free_below_cents:
        adopted(finance, [NewRule(Outcome.NONE, amount_to_cents=free_below_cents)])
    return Municipality(
        party, employee, approver, an_actor(party, RoleName.ICT_MANAGER), finance, centre, site,
        budget,
    )  # fmt: skip


def a_budget(buyer: Municipality, year: int, cents: int = 50_000_00) -> Budget:
    """The budget of the buyer's cost centre in another year."""
    return perform(
        buyer.finance, set_budget, now=NOW, cost_centre_id=buyer.cost_centre.pk, year=year,
        amount_cents=cents, currency="EUR",
    )  # fmt: skip


def adopted(finance: Actor, rules: list[NewRule], *, now=NOW, valid_from: date = TODAY) -> RuleSet:
    """Rules of approval in force from a day, drafted, simulated and adopted."""
    made = perform(finance, draft_rules, now=now, title="Rules", rules=rules)
    perform(finance, simulate_rules, now=now, rule_set_id=made.pk)
    return perform(finance, adopt_rules, now=now, rule_set_id=made.pk, valid_from=valid_from)


def an_agreement_for(
    manager: Actor,
    supplier: Party,
    buyers: tuple[Municipality, ...],
    maximum_cents: int,
    prices: dict[str, int],
    tiers: dict[str, list[Tier]],
    *,
    joined: bool = True,
    currency: str = "EUR",
) -> FrameworkAgreement:
    """An agreement in force; every buyer named, and joined unless told otherwise."""
    number = f"A-{uuid.uuid4().hex[:8]}"
    agreement = perform(
        manager, prepare_agreement, now=NOW, number=number, register_number=f"D/{number}",
        titles={"sv": "Enheter", "fi": "Laitteet", "en": "Devices"}, category="mobile-devices",
        supplier_id=supplier.pk, valid_from=date(2026, 1, 1), valid_until=date(2029, 12, 31),
        currency=currency, maximum_value_cents=maximum_cents,
    )  # fmt: skip
    for buyer in buyers:
        perform(
            manager, name_buyer, now=NOW, agreement_id=agreement.pk, buyer_id=buyer.party.pk,
            expected_share_cents=maximum_cents // max(len(buyers), 1),
            legal_basis=Basis(
                kind=BasisKind.CENTRAL_PURCHASING, valid_from=date(2026, 1, 1),
                document="Terms of service", register_number="D/0",
            ),
        )  # fmt: skip
    perform(
        manager, set_list_prices, now=NOW, agreement_id=agreement.pk,
        prices=[NewPrice(code, code, cents) for code, cents in prices.items()],
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    if tiers:
        perform(manager, set_tiers, now=NOW, agreement_id=agreement.pk, tiers=tiers)
    perform(
        manager, put_in_force, now=NOW, agreement_id=agreement.pk, register_number=f"D/{number}"
    )
    for buyer in buyers if joined else ():
        join(buyer, agreement)
    return agreement


def join(buyer: Municipality, agreement: FrameworkAgreement, orders_from: date = TODAY) -> None:
    """The buyer's own decision to take part."""
    registrar = an_actor(buyer.party, RoleName.REGISTRAR, RoleName.ICT_MANAGER)
    perform(
        registrar, record_participation, now=NOW, agreement_id=agreement.pk,
        decided_on=date(2026, 1, 15), organ="Kommunstyrelsen", section="§ 12",
        register_number="D/1/2026", orders_from=orders_from,
    )  # fmt: skip


def an_outside_order(
    market: Market, buyer: Municipality, document: str = "PO-1", **fields: Any
) -> OutsideOrder:
    """An order that the buyer placed outside the shop, recorded by its manager."""
    given = {"ordered_on": TODAY, "cents": 100_00, "quantities": {PHONE: 1}, **fields}
    return perform(
        buyer.manager, record_outside_order, now=NOW, agreement_id=market.agreement.pk,
        buyer_id=buyer.party.pk, document=document, **given,
    )  # fmt: skip


def _put_on_the_shelf(*, actor, now, agreement, code, cents, name, maker):
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
            **shelf, catalogue=catalogue, seller_item_id=code, name=name or f"Item {code}",
            manufacturer=maker, category="phone", list_price_cents=cents,
            currency=agreement.currency,
        )
    )  # fmt: skip


def an_item(
    manager: Actor, agreement: FrameworkAgreement, code: str, cents: int, name: str = "",
    maker: str = "Maker",
) -> CatalogueItem:  # fmt: skip
    """An item on the agreement's shelf."""
    return perform(
        manager, _put_on_the_shelf, now=NOW, agreement=agreement, code=code, cents=cents, name=name,
        maker=maker,
    )  # fmt: skip


def a_requisition(
    market: Market, buyer: Municipality, code: str = PHONE, quantity: int = 1, *, now=NOW
) -> Requisition:
    """What the buyer's employee has put into the basket and sent in."""
    perform(
        buyer.employee, add_to_basket, now=now, item_id=market.items[code].pk, quantity=quantity
    )
    return perform(
        buyer.employee, submit_requisition, now=now, cost_centre_id=buyer.cost_centre.pk,
        delivery_location_id=buyer.site.pk,
    )  # fmt: skip


def approved(
    market: Market, buyer: Municipality, code: str = PHONE, quantity: int = 1
) -> Requisition:
    """Sent in, and approved by the buyer's approver: an order has been placed."""
    requisition = a_requisition(market, buyer, code, quantity)
    return perform(buyer.approver, approve_requisition, now=NOW, requisition_id=requisition.pk)
