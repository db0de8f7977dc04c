"""Purchases held against their rules, and what is found, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from factories.open_data import AGREEMENT, APRIL, MARCH, decided
from factories.ordering import NOW, PHONE, Market, Municipality, approved
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.followup.models import PriceFinding
from samkop.followup.price_clock import watch_paid_prices
from samkop.followup.usecases.price_findings import ask_about_price
from samkop.opendata.models import PublishedPrice
from samkop.opendata.policies import PUBLISHER
from samkop.opendata.usecases.publishing_prices import publish_prices
from samkop.opendata.vocabulary import Field
from samkop.ordering.models import Order
from samkop.platform import actors
from samkop.platform.actors import ANONYMOUS
from samkop.platform.unit_of_work import perform, reading

PRICES = tuple(field for field in Field if field.startswith("prices."))


def bought(market: Market, buyer: int = 0, code: str = PHONE, quantity: int = 1) -> Order:
    """An order that one of the market's buyers has placed."""
    municipality = market.buyers[buyer]
    requisition = approved(market, municipality, code, quantity)
    with reading(municipality.manager):
        return Order.objects.get(requisition=requisition)


def list_corrected(market: Market, cents: int, code: str = PHONE) -> None:
    """The list price was another all along: the row of its first day is corrected."""
    with reading(market.category_manager):
        first = market.agreement.list_prices.get(seller_item_id=code)
    perform(
        market.category_manager, set_list_prices, now=NOW, agreement_id=market.agreement.pk,
        prices=[NewPrice(code, first.price_group, cents)], valid_from=first.valid_from,
    )  # fmt: skip


def a_finding(market: Market, buyer: int = 0, *, now: datetime = NOW) -> PriceFinding:
    """Two phones at 300.00 where the rule gives 250.00, found."""
    bought(market, buyer, quantity=2)
    list_corrected(market, 250_00)
    watch_paid_prices(now)
    with reading(market.category_manager):
        return PriceFinding.objects.filter(purchasing_body=market.purchasing_body).latest("id")


def asked(market: Market, finding: PriceFinding, *, now: datetime = NOW) -> PriceFinding:
    """The supplier is asked about it."""
    return perform(
        market.category_manager, ask_about_price, now=now, finding_id=finding.pk,
        question="Why 300.00?",
    )  # fmt: skip


def price_things(market: Market, buyer: Municipality, marker: str) -> dict[str, Any]:
    """What the addresses of prices name, marked: a purchase with its check, a finding."""
    finding = perform(
        market.category_manager, ask_about_price,
        finding_id=a_finding(market, market.buyers.index(buyer)).pk, question=f"{marker} question",
    )  # fmt: skip
    with reading(market.category_manager):
        check = finding.purchases.order_by("id")[0].check_made
    return {"price_check": check.pk, "price_finding": finding.pk}


def a_published_price(market: Market) -> int:
    """The id of a price that everybody reads: of what was bought in March."""
    decided(market.purchasing_body, *AGREEMENT, *PRICES)
    job = actors.job(PUBLISHER, market.purchasing_body.pk)
    perform(job, publish_prices, now=APRIL, agreement_id=market.agreement.pk, month=MARCH)
    with reading(ANONYMOUS):
        rows = PublishedPrice.objects.filter(owner=market.purchasing_body)
        return rows.latest("id").pk
