"""What the shop says of items and shows first, for programs."""

from base64 import b64decode
from datetime import date
from typing import Annotated

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router, Schema
from pydantic import Field

from samkop.catalogue.models import CatalogueItem, FeaturedItem
from samkop.catalogue.models.catalogue_item import (
    LONGEST_ALTERNATIVE,
    LONGEST_SHOP_NAME,
    LONGEST_SHOP_TEXT,
)
from samkop.catalogue.policies import may_see_shop
from samkop.catalogue.queries import item_of
from samkop.catalogue.queries.shop_keeping import features_of, pictures_of
from samkop.catalogue.usecases.pictures import choose_picture, upload_picture
from samkop.catalogue.usecases.shop_keeping import describe_in_shop, end_feature, feature_item
from samkop.catalogue.vocabulary import Drawing, PictureSource
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, Given, IdempotencyKey, caller, reads, writes
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading, require

router = Router(tags=["Shop"])

LARGEST_ID = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Name = Annotated[str, Field(max_length=LONGEST_SHOP_NAME)]
Text = Annotated[str, Field(max_length=LONGEST_SHOP_TEXT)]
Alternative = Annotated[str, Field(max_length=LONGEST_ALTERNATIVE)]
# A body that is no form is taken up to 2.5 MB.
LONGEST_CONTENT = 2_300_000


class Names(Given):
    """What the shop calls an item; an empty one shows the catalogue's name."""

    sv: Name = ""
    fi: Name = ""
    en: Name = ""


class Texts(Given):
    """What the shop says of an item; where empty it says nothing."""

    sv: Text = ""
    fi: Text = ""
    en: Text = ""


class Description(Given):
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


class Alternatives(Given):
    """What is to be seen on a picture, for whoever does not see it."""

    sv: Alternative = ""
    fi: Alternative = ""
    en: Alternative = ""


class PictureIn(Schema):
    """A PNG, JPEG or WebP; what else the file carries is not kept."""

    content: str = Field(
        min_length=1, max_length=LONGEST_CONTENT, json_schema_extra={"format": "byte"},
        description="The file in Base64 (RFC 4648), so that it is smaller than about 1.7 MB",
    )  # fmt: skip
    alternatives: Alternatives = Alternatives()


class PictureChoice(Given):
    """Which picture the shop shows; null is the drawing."""

    source: PictureSource | None = None
    alternatives: Alternatives = Alternatives()


class PictureOut(Schema):
    """The picture that the shop shows: WebP, at ``address`` for people who are signed in."""

    source: PictureSource
    source_hash: str = Field(description="SHA-256 of the file as it came, in hex")
    width: int
    height: int
    address: str


class ShownOut(Schema):
    """What of an item's pictures the shop shows; null is the drawing."""

    item_id: int
    picture: PictureOut | None
    alternatives: Alternatives


class ShopOut(Description):
    """What the shop shows of an item, and when it stands first, now and later."""

    picture: PictureOut | None
    alternatives: Alternatives

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
    "/items/{item_id}/picture",
    response={200: ShownOut, **PROBLEMS},
    operation_id="send_item_picture",
)
@writes("items:write")
def send_picture(
    request: HttpRequest, item_id: Id, key: IdempotencyKey, body: PictureIn
) -> ShownOut:
    """Show a picture of an item in the shop."""
    try:
        content = b64decode(body.content, validate=True)
    except ValueError as error:
        sentence = _("The content is no Base64 (RFC 4648). Encode the whole file again.")
        raise Refused("content-not-base64", sentence, status=422) from error
    item = perform(
        caller(request), upload_picture, key=key, item_id=item_id, content=content,
        alternatives=body.alternatives.dict(),
    )  # fmt: skip
    return _shown(caller(request), item)


@router.post(
    "/items/{item_id}/picture/choice",
    response={200: ShownOut, **PROBLEMS},
    operation_id="choose_item_picture",
)
@writes("items:write")
def choose_shown(
    request: HttpRequest, item_id: Id, key: IdempotencyKey, body: PictureChoice
) -> ShownOut:
    """Show the uploaded picture, the catalogue's, or the drawing."""
    item = perform(
        caller(request), choose_picture, key=key, item_id=item_id, source=body.source or "",
        alternatives=body.alternatives.dict(),
    )  # fmt: skip
    return _shown(caller(request), item)


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


def _shown(actor: Actor, item: CatalogueItem) -> ShownOut:
    with reading(actor):
        picture = _picture(item)
    return ShownOut(item_id=item.pk, picture=picture, alternatives=_alternatives(item))


def _picture(item: CatalogueItem) -> PictureOut | None:
    shown = next((one for one in pictures_of(item.pk) if one.pk == item.picture_id), None)
    if shown is None:
        return None
    return PictureOut(
        source=PictureSource(shown.source), source_hash=shown.source_hash, width=shown.width,
        height=shown.height, address=reverse("picture", args=[shown.pk]),
    )  # fmt: skip


def _alternatives(item: CatalogueItem) -> Alternatives:
    return Alternatives(sv=item.picture_alt_sv, fi=item.picture_alt_fi, en=item.picture_alt_en)


def _feature(feature: FeaturedItem) -> FeatureOut:
    return FeatureOut(
        id=feature.pk, item_id=feature.item_id, valid_from=feature.valid_from,
        valid_until=feature.valid_until,
    )  # fmt: skip


def _shop(item: CatalogueItem, today: date) -> ShopOut:
    features = [_feature(feature) for feature in features_of(item.pk, today)]
    return ShopOut(
        **_description(item).dict(), item_id=item.pk, catalogue_name=item.name,
        features=features, picture=_picture(item), alternatives=_alternatives(item),
    )  # fmt: skip
