"""What the shop says of items and shows first, for programs."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from samkop.catalogue.models import CatalogueItem, FeaturedItem
from samkop.catalogue.models.catalogue_item import LONGEST_SHOP_NAME, LONGEST_SHOP_TEXT
from samkop.catalogue.policies import may_see_shop
from samkop.catalogue.queries import item_of
from samkop.catalogue.queries.shop_keeping import features_of
from samkop.catalogue.usecases.shop_keeping import describe_in_shop, end_feature, feature_item
from samkop.catalogue.vocabulary import Drawing
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import current_unit, perform, require

router = Router(tags=["Shop"])

LARGEST_ID = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Name = Annotated[str, Field(max_length=LONGEST_SHOP_NAME)]
Text = Annotated[str, Field(max_length=LONGEST_SHOP_TEXT)]


class Names(Schema):
    """What the shop calls an item; an empty one shows the catalogue's name."""

    sv: Name = ""
    fi: Name = ""
    en: Name = ""


class Texts(Schema):
    """What the shop says of an item; where empty it says nothing."""

    sv: Text = ""
    fi: Text = ""
    en: Text = ""


class Description(Schema):
    """An item's names, texts and drawing in the shop; without ``drawing`` its category's."""

    names: Names = Names()
    texts: Texts = Texts()
    drawing: Drawing | None = None


class FeatureIn(Schema):
    """The first and the last day on which an item stands first; a year at most."""

    valid_from: date
    valid_until: date


class FeatureOut(FeatureIn):
    """Days on which an item stands first; ended before they began, none are left."""

    id: int
    item_id: int


class ShopOut(Description):
    """What the shop shows of an item, and when it stands first, now and later."""

    item_id: int
    catalogue_name: str
    features: list[FeatureOut]


@router.get(
    "/items/{item_id}/shop", response={200: ShopOut, **PROBLEMS}, operation_id="get_item_in_shop"
)
@reads("items:read")
def item_in_shop(request: HttpRequest, item_id: Id) -> ShopOut:
    """What the shop calls an item and says of it, beside the catalogue's own name."""
    require(may_see_shop(caller(request)))
    return _shop(item_of(item_id), _today(request))


@router.post(
    "/items/{item_id}/shop",
    response={200: Description, **PROBLEMS},
    operation_id="describe_item_in_shop",
)
@writes("items:write")
def describe_item(
    request: HttpRequest, item_id: Id, key: IdempotencyKey, body: Description
) -> Description:
    """Say it, of an item of an agreement that the token's organisation runs."""
    item = perform(
        caller(request), describe_in_shop, key=key, item_id=item_id, names=body.names.dict(),
        texts=body.texts.dict(), drawing=body.drawing or "",
    )  # fmt: skip
    return _description(item)


@router.post(
    "/items/{item_id}/features",
    response={200: FeatureOut, **PROBLEMS},
    operation_id="feature_item",
)
@writes("items:write")
def feature(request: HttpRequest, item_id: Id, key: IdempotencyKey, body: FeatureIn) -> FeatureOut:
    """Show an item first in the shop, from a day until another."""
    made = perform(
        caller(request), feature_item, key=key, item_id=item_id, valid_from=body.valid_from,
        valid_until=body.valid_until,
    )  # fmt: skip
    return _feature(made)


@router.post(
    "/features/{feature_id}/end", response={200: FeatureOut, **PROBLEMS}, operation_id="end_feature"
)
@writes("items:write")
def unfeature(request: HttpRequest, feature_id: Id, key: IdempotencyKey) -> FeatureOut:
    """Stop showing an item first, from today on."""
    return _feature(perform(caller(request), end_feature, key=key, feature_id=feature_id))


def _today(request: HttpRequest) -> date:
    party = Party.objects.get(id=caller(request).own_party_id)
    return day_of(current_unit().now, party.time_zone)


def _description(item: CatalogueItem) -> Description:
    return Description(
        names=Names(sv=item.shop_name_sv, fi=item.shop_name_fi, en=item.shop_name_en),
        texts=Texts(sv=item.shop_text_sv, fi=item.shop_text_fi, en=item.shop_text_en),
        drawing=Drawing(item.drawing) if item.drawing else None,
    )


def _feature(feature: FeaturedItem) -> FeatureOut:
    return FeatureOut(
        id=feature.pk, item_id=feature.item_id, valid_from=feature.valid_from,
        valid_until=feature.valid_until,
    )  # fmt: skip


def _shop(item: CatalogueItem, today: date) -> ShopOut:
    features = [_feature(feature) for feature in features_of(item.pk, today)]
    return ShopOut(
        **_description(item).dict(), item_id=item.pk, catalogue_name=item.name, features=features
    )
