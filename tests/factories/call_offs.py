"""Several suppliers of one procurement for tests, each with an agreement and a price list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from factories.exchange import an_endpoint
from factories.ordering import NOW, Municipality, a_buyer, an_item, join
from factories.parties import a_purchasing_body, a_supplier, an_actor
from samkop.agreements.models import CallOffOffer, CallOffRule, FrameworkAgreement
from samkop.agreements.usecases.agreement import prepare_agreement, put_in_force
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.call_off import (
    Terms,
    adopt_call_off,
    enter_offer,
    prepare_call_off,
    rank_supplier,
)
from samkop.agreements.usecases.legal_basis import Basis
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.agreements.vocabulary import BasisKind
from samkop.catalogue.models import CatalogueItem
from samkop.ordering.models import Requisition
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.requisition import submit_requisition
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.vocabulary import CallOffMethod

FIRST, LAST = date(2026, 1, 1), date(2029, 12, 31)
STANDARD = "Laptop, standard"


@dataclass(frozen=True)
class Panel:
    """A rule with its suppliers in the order of their ranks, and the buyers that have joined.

    ``items`` is each supplier's own answer to the position ``STANDARD``.
    """

    body: Party
    runner: Actor
    rule: CallOffRule
    suppliers: tuple[Party, ...]
    agreements: tuple[FrameworkAgreement, ...]
    items: tuple[CatalogueItem, ...]
    buyers: tuple[Municipality, ...]


def a_draft_rule(runner: Actor, **fields: Any) -> CallOffRule:
    """A rule in preparation, by ranking unless told otherwise; nobody is ranked yet."""
    given = {
        "number": f"C-{runner.party_id}-{len(fields)}", "title": "Laptops",
        "method": CallOffMethod.RANKING, "currency": "EUR", "maximum_value_cents": 300_000_00,
        "register_number": "D/C", **fields,
    }  # fmt: skip
    return perform(runner, prepare_call_off, now=NOW, terms=Terms(**given))


def a_part(
    runner: Actor, number: int, buyers: tuple[Municipality, ...] = (), *,
    supplier: Party | None = None, cents: int = 900_00, maximum_cents: int = 100_000_00,
    valid_until: date = LAST,
) -> FrameworkAgreement:  # fmt: skip
    """A supplier's agreement in preparation with one item, its buyers named."""
    supplier = supplier or a_supplier()
    an_endpoint(supplier)
    agreement = perform(
        runner, prepare_agreement, now=NOW, number=f"P-{runner.party_id}-{number}",
        register_number="D/P", titles={"sv": "Datorer", "fi": "Tietokoneet", "en": "Laptops"},
        category="workstations", supplier_id=supplier.pk, valid_from=FIRST,
        valid_until=valid_until, currency="EUR", maximum_value_cents=maximum_cents,
    )  # fmt: skip
    basis = Basis(
        kind=BasisKind.CENTRAL_PURCHASING, valid_from=FIRST, document="Terms", register_number="D/0"
    )
    for buyer in buyers:
        perform(
            runner, name_buyer, now=NOW, agreement_id=agreement.pk, buyer_id=buyer.party.pk,
            expected_share_cents=0, legal_basis=basis,
        )  # fmt: skip
    perform(
        runner, set_list_prices, now=NOW, agreement_id=agreement.pk, valid_from=FIRST,
        prices=[NewPrice(f"ITEM-{number}", "laptops", cents)],
    )  # fmt: skip
    return agreement


def a_panel(
    *, suppliers: int = 3, buyers: int = 1, prices: tuple[int, ...] = (),
    maxima: tuple[int, ...] = (), ends: tuple[date, ...] = (), body: Party | None = None,
    **fields: Any,
) -> Panel:  # fmt: skip
    """Suppliers ranked as they come, the rule adopted, and every agreement in force.

    ``prices``, ``maxima`` and ``ends`` are the suppliers' own; other fields the rule's.
    """
    body = body or a_purchasing_body()
    runner = an_actor(body, RoleName.CATEGORY_MANAGER)
    customers = tuple(a_buyer() for _ in range(buyers))
    for customer in customers:
        an_endpoint(customer.party)
    rule = a_draft_rule(runner, **fields)
    sellers, parts = tuple(a_supplier() for _ in range(suppliers)), []
    for number in range(1, suppliers + 1):
        own = {
            "supplier": sellers[number - 1],
            "cents": (prices or (900_00,) * suppliers)[number - 1],
            "maximum_cents": (maxima or (100_000_00,) * suppliers)[number - 1],
            "valid_until": (ends or (LAST,) * suppliers)[number - 1],
        }
        part = a_part(runner, number, customers, **own)
        perform(runner, rank_supplier, now=NOW, rule_id=rule.pk, agreement_id=part.pk, rank=number)
        perform(
            runner, enter_offer, now=NOW, rule_id=rule.pk, agreement_id=part.pk,
            position=STANDARD, seller_item_id=f"ITEM-{number}",
        )  # fmt: skip
        parts.append(part)
    perform(runner, adopt_call_off, now=NOW, rule_id=rule.pk)
    items = []
    for number, part in enumerate(parts, 1):
        perform(runner, put_in_force, now=NOW, agreement_id=part.pk, register_number="D/P")
        cents = (prices or (900_00,) * suppliers)[number - 1]
        items.append(an_item(runner, part, f"ITEM-{number}", cents))
        for customer in customers:
            join(customer, part)
    return Panel(body, runner, rule, sellers, tuple(parts), tuple(items), customers)


def sent_in(
    panel: Panel, buyer: Municipality, asked: int = 0, quantity: int = 1, *, now=NOW
) -> Requisition:
    """What the buyer's employee has asked for: the item of the supplier with this index."""
    item = panel.items[asked]
    perform(buyer.employee, add_to_basket, now=now, item_id=item.pk, quantity=quantity)
    return perform(
        buyer.employee, submit_requisition, now=now, cost_centre_id=buyer.cost_centre.pk,
        delivery_location_id=buyer.site.pk,
    )  # fmt: skip


def offer_of(panel: Panel) -> CallOffOffer:
    """The first supplier's answer to the position."""
    with reading(panel.runner):
        return CallOffOffer.objects.get(agreement=panel.agreements[0])
