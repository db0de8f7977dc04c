"""The basket and saved baskets, for programs."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samkop.catalogue.vocabulary import SimKind
from samkop.core.money import amount_text
from samkop.ordering.api.orders import (
    AMOUNT,
    RequisitionOut,
    WantedBundle,
    bundle_of,
    requisition_out,
)
from samkop.ordering.models import SavedBasket
from samkop.ordering.policies import may_shop
from samkop.ordering.queries import basket_of
from samkop.ordering.queries.baskets import Bundle, PricedLine, bundles_of, priced_lines
from samkop.ordering.queries.saved_baskets import saved_baskets_of, sold_today
from samkop.ordering.usecases.basket import clear_basket, set_basket
from samkop.ordering.usecases.basket_by_code import submit_basket
from samkop.ordering.usecases.basket_configurations import (
    add_configuration_to_basket,
    remove_configuration_from_basket,
)
from samkop.ordering.usecases.saved_basket import (
    LONGEST_NAME,
    fill_from_saved_basket,
    remove_saved_basket,
    save_basket,
    share_saved_basket,
)
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import perform, reading, require

router = Router(tags=["Baskets"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
READ, WRITE = "orders:read", "orders:write"
TODAY = f"{AMOUNT}, today; null where it cannot be ordered today"


class BasketQuantity(Schema):
    """An item of the shop, and how many of it lie in the basket; 0 for none."""

    item_id: int = Field(ge=1, le=2**63 - 1)
    quantity: int = Field(ge=0, le=10_000)


class BasketIn(Schema):
    """How many of these items lie in the basket; others stay as they are."""

    lines: list[BasketQuantity] = Field(min_length=1, max_length=1000)


class BasketLineOut(Schema):
    """An item in the basket, and what it costs and when it would come if sent in today."""

    item_id: int
    seller_item_id: str
    name: str
    quantity: int
    unit_price: str | None = Field(description=TODAY)
    net: str | None = Field(description=TODAY)
    promised_on: date | None
    sold_until: date | None


class BasketConfigurationOut(Schema):
    """A configuration in the basket; ``id`` takes it out."""

    id: int
    configuration_id: int
    name: str
    quantity: int
    net: str | None = Field(description=TODAY)


class BasketOut(Schema):
    """The basket of the token's person; ``total`` is of what can be ordered today."""

    lines: list[BasketLineOut]
    configurations: list[BasketConfigurationOut]
    currency: str
    total: str = Field(description=AMOUNT)


class BasketTerms(Schema):
    """Who pays, where it goes and who gets it; codes are the organisation's own."""

    cost_centre: str = Field(min_length=1, max_length=40)
    project: str = Field(
        default="", max_length=40, description="Whose budget it is; empty: the cost centre's own"
    )
    delivery_location: str = Field(min_length=1, max_length=40)
    recipient: str = Field(
        default="", max_length=254,
        description="E-mail address of the colleague who gets it; empty for the token's person",
    )  # fmt: skip
    note: str = Field(default="", max_length=500)


class SavedBasketIn(Schema):
    """A name for what is in the basket; shared, the whole organisation sees it."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME, pattern=r"^[^\x00]*$")
    shared: bool = False


class Shared(Schema):
    """Whether the whole organisation sees it."""

    shared: bool


class SavedLineOut(Schema):
    """An item of a saved basket at today's price; where it is no longer sold, what follows."""

    item_id: int
    name: str
    quantity: int
    unit_price: str | None = Field(description=TODAY)
    successor_id: int | None


class SavedConfigurationOut(Schema):
    """A configuration of a saved basket; ``unit_price`` has all months of its subscription."""

    configuration_id: int
    name: str
    quantity: int
    sim: SimKind | Literal[""] = Field(description="Empty where it has no subscription")
    unit_price: str | None = Field(description=TODAY)


class SavedBasketOut(Schema):
    """A saved basket; ``mine`` is false for a colleague's that is shared."""

    id: int
    name: str
    shared: bool
    mine: bool
    saved_at: datetime
    lines: list[SavedLineOut]
    configurations: list[SavedConfigurationOut]


class Filled(Schema):
    """How many items and configurations came into the basket, and how many are no longer sold."""

    added: int
    left_out: int


class Nothing(Schema):
    """No more is to be said."""


@router.get("/basket", response={200: BasketOut, **PROBLEMS}, operation_id="get_basket")
@reads(READ)
def basket(request: HttpRequest) -> BasketOut:
    """What is in the basket, at today's prices."""
    return _basket(caller(request))


@router.put("/basket", response={200: BasketOut, **PROBLEMS}, operation_id="set_basket")
@writes(WRITE)
def put_basket(request: HttpRequest, key: IdempotencyKey, body: BasketIn) -> BasketOut:
    """Set how many of these items lie in the basket."""
    wanted = [(line.item_id, line.quantity) for line in body.lines]
    perform(caller(request), set_basket, key=key, quantities=wanted)
    return _after(caller(request))


@router.delete("/basket", response={200: BasketOut, **PROBLEMS}, operation_id="clear_basket")
@writes(WRITE)
def empty_basket(request: HttpRequest, key: IdempotencyKey) -> BasketOut:
    """Take everything out."""
    perform(caller(request), clear_basket, key=key)
    return _after(caller(request))


@router.post(
    "/basket/configurations",
    response={201: BasketOut, **PROBLEMS},
    operation_id="add_configuration_to_basket",
)
@writes(WRITE)
def add_bundle(request: HttpRequest, key: IdempotencyKey, body: WantedBundle) -> Status[BasketOut]:
    """Put a configuration into the basket, as one thing."""
    perform(caller(request), add_configuration_to_basket, key=key, wanted=bundle_of(body))
    return Status(201, _after(caller(request)))


@router.delete(
    "/basket/configurations/{basket_configuration_id}",
    response={200: BasketOut, **PROBLEMS},
    operation_id="remove_configuration_from_basket",
)
@writes(WRITE)
def remove_bundle(
    request: HttpRequest, basket_configuration_id: Id, key: IdempotencyKey
) -> BasketOut:
    """Take a configuration out of the basket."""
    perform(
        caller(request), remove_configuration_from_basket, key=key,
        basket_configuration_id=basket_configuration_id,
    )  # fmt: skip
    return _after(caller(request))


@router.post(
    "/basket/requisition",
    response={201: RequisitionOut, **PROBLEMS},
    operation_id="submit_basket",
)
@writes(WRITE)
def send_basket(
    request: HttpRequest, key: IdempotencyKey, body: BasketTerms
) -> Status[RequisitionOut]:
    """Send the basket in, as ``submit_requisition``; it is empty then."""
    made = perform(
        caller(request), submit_basket, key=key, cost_centre=body.cost_centre,
        project=body.project, delivery_location=body.delivery_location,
        recipient_email=body.recipient, note_text=body.note,
    )  # fmt: skip
    with reading(caller(request)):
        return Status(201, requisition_out(made))


@router.get(
    "/saved-baskets",
    response={200: list[SavedBasketOut], **PROBLEMS},
    operation_id="list_saved_baskets",
)
@reads(READ)
def saved_basket_list(request: HttpRequest) -> list[SavedBasketOut]:
    """One's own saved baskets and those that are shared, at today's prices."""
    actor = caller(request)
    require(may_shop(actor))
    return _saved(actor, list(saved_baskets_of(actor.own_party_id, actor.own_person_id)))


@router.post(
    "/saved-baskets",
    response={201: SavedBasketOut, **PROBLEMS},
    operation_id="save_basket",
)
@writes(WRITE)
def keep_basket(
    request: HttpRequest, key: IdempotencyKey, body: SavedBasketIn
) -> Status[SavedBasketOut]:
    """Keep what is in the basket under a name; the basket stays as it is."""
    actor = caller(request)
    kept = perform(actor, save_basket, key=key, name=body.name, shared=body.shared)
    return Status(201, _saved_again(actor, kept.pk if kept else 0))


@router.put(
    "/saved-baskets/{saved_basket_id}",
    response={200: SavedBasketOut, **PROBLEMS},
    operation_id="share_saved_basket",
)
@writes(WRITE)
def share_basket(
    request: HttpRequest, saved_basket_id: Id, key: IdempotencyKey, body: Shared
) -> SavedBasketOut:
    """Show one's saved basket to the organisation, or keep it to oneself."""
    actor = caller(request)
    perform(actor, share_saved_basket, key=key, saved_basket_id=saved_basket_id, shared=body.shared)
    return _saved_again(actor, saved_basket_id)


@router.delete(
    "/saved-baskets/{saved_basket_id}",
    response={200: Nothing, **PROBLEMS},
    operation_id="remove_saved_basket",
)
@writes(WRITE)
def drop_basket(request: HttpRequest, saved_basket_id: Id, key: IdempotencyKey) -> Nothing:
    """Remove one's saved basket."""
    perform(caller(request), remove_saved_basket, key=key, saved_basket_id=saved_basket_id)
    return Nothing()


@router.post(
    "/saved-baskets/{saved_basket_id}/fill",
    response={200: Filled, **PROBLEMS},
    operation_id="fill_from_saved_basket",
)
@writes(WRITE)
def fill_basket(request: HttpRequest, saved_basket_id: Id, key: IdempotencyKey) -> Filled:
    """Put what is still sold of a saved basket into the basket."""
    done = perform(
        caller(request), fill_from_saved_basket, key=key, saved_basket_id=saved_basket_id
    )
    return Filled(**done)


def _after(actor: Actor) -> BasketOut:
    with reading(actor):
        return _basket(actor)


def _basket(actor: Actor) -> BasketOut:
    require(may_shop(actor))
    party, today = party_of(actor.own_party_id), own_today()
    held = list(basket_of(party.pk, actor.own_person_id))
    lines = priced_lines(held, party, today)
    bundles = bundles_of(party.pk, actor.own_person_id, today)
    total = sum(one.line.quantity * one.origin.net_cents for one in lines if one.origin)
    total += sum(one.net_cents or 0 for one in bundles)
    return BasketOut(
        lines=[_line(one) for one in lines],
        configurations=[_bundle(one) for one in bundles],
        currency=held[0].item.currency if held else party.currency,
        total=amount_text(total),
    )


def _line(one: PricedLine) -> BasketLineOut:
    item, quantity = one.line.item, one.line.quantity
    cents = one.origin.net_cents if one.origin else None
    return BasketLineOut(
        item_id=item.pk, seller_item_id=item.seller_item_id, name=item.name, quantity=quantity,
        unit_price=_amount(cents), net=_amount(None if cents is None else quantity * cents),
        promised_on=one.promise.day, sold_until=one.ends_on,
    )  # fmt: skip


def _bundle(one: Bundle) -> BasketConfigurationOut:
    return BasketConfigurationOut(
        id=one.row.pk, configuration_id=one.row.configuration_id,
        name=one.row.configuration.name, quantity=one.row.quantity, net=_amount(one.net_cents),
    )  # fmt: skip


def _saved_again(actor: Actor, saved_basket_id: int) -> SavedBasketOut:
    with reading(actor):
        mine = saved_baskets_of(actor.own_party_id, actor.own_person_id)
        found = list(mine.filter(id=saved_basket_id))
        if not found:  # a repeated request, and the basket has been removed since
            raise not_found()
        return _saved(actor, found)[0]


def _saved(actor: Actor, found: list[SavedBasket]) -> list[SavedBasketOut]:
    sold = sold_today(actor.own_party_id, found, own_today())
    cents = sold.cents
    return [
        SavedBasketOut(
            id=basket.pk, name=basket.name, shared=basket.shared, saved_at=basket.saved_at,
            mine=basket.person_id == actor.person_id,
            lines=[
                SavedLineOut(
                    item_id=line.item_id, name=line.item.name, quantity=line.quantity,
                    unit_price=_amount(cents.get(line.item_id)),
                    successor_id=line.item.replaced_by_id
                    if line.item_id not in cents and line.item.replaced_by_id in cents
                    else None,
                )
                for line in basket.lines.all()
            ],
            configurations=[
                SavedConfigurationOut(
                    configuration_id=row.configuration_id, name=row.configuration.name,
                    quantity=row.quantity, sim=SimKind(row.sim) if row.sim else "",
                    unit_price=_amount(
                        offer.net_cents
                        if (offer := sold.offered.get(row.configuration_id)) is not None
                        else None
                    ),
                )
                for row in basket.configurations.all()
            ],
        )
        for basket in found
    ]  # fmt: skip


def _amount(cents: int | None) -> str | None:
    return None if cents is None else amount_text(cents)
