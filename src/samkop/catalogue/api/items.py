"""The shop's shelf for programs."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from samkop.agreements.api import PriceOriginOut, origin_out
from samkop.agreements.queries import agreements_of
from samkop.agreements.rules import PriceOrigin
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries.items import prices_of_items
from samkop.catalogue.queries.shelf import Filters, shelf
from samkop.core.money import amount_text
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.platform.api import PROBLEMS, caller, reads
from samkop.platform.unit_of_work import current_unit

router = Router(tags=["Shop"])


class ItemOut(Schema):
    """An item with today's price without VAT; no price means it cannot be ordered today."""

    id: int
    agreement_id: int
    seller_item_id: str
    name: str
    manufacturer: str
    category: str
    unit_code: str
    currency: str
    price: str | None
    origin: PriceOriginOut | None = Field(description="The steps that lead to the price")
    lead_time_days: int | None
    co2e_kg: str | None = Field(description="Kilogrammes CO2e over the whole life, if known")
    support_state: str
    support_ends: date | None


class ItemPage(Schema):
    """Up to 50 items; ``following`` asks for the next page, empty on the last."""

    joint_range: list[ItemOut]
    items: list[ItemOut]
    following: str


@router.get("/items", response={200: ItemPage, **PROBLEMS}, operation_id="list_items")
@reads("items:read")
def items(
    request: HttpRequest,
    text: Annotated[str, Query(max_length=100)] = "",
    after: Annotated[str, Query(max_length=200)] = "",
) -> ItemPage:
    """The shelf, the joint range first; ``text`` searches names, makers and article numbers."""
    actor = caller(request)
    party = Party.objects.get(id=actor.own_party_id)
    today = day_of(current_unit().now, party.time_zone)
    mine = [agreement.pk for agreement in agreements_of(party.pk)]
    found = shelf(mine, Filters(text=text), today, after)
    prices = prices_of_items([*found.joint, *found.items], today)
    return ItemPage(
        joint_range=[_item(item, prices) for item in found.joint],
        items=[_item(item, prices) for item in found.items],
        following=found.following,
    )


def _item(item: CatalogueItem, prices: Mapping[int, PriceOrigin]) -> ItemOut:
    origin = prices.get(item.pk)
    return ItemOut(
        id=item.pk, agreement_id=item.agreement_id, seller_item_id=item.seller_item_id,
        name=item.name, manufacturer=item.manufacturer, category=item.category,
        unit_code=item.unit_code, currency=item.currency,
        price=amount_text(origin.net_cents) if origin else None, origin=origin_out(origin),
        lead_time_days=item.lead_time_days,
        co2e_kg=None if item.co2e_kg is None else str(item.co2e_kg),
        support_state=item.support_state, support_ends=item.support_ends,
    )  # fmt: skip
