"""The pictures of the shop: uploaded by its keeper, or brought by the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem, ItemPicture
from samkop.catalogue.models.catalogue_item import LONGEST_ALTERNATIVE
from samkop.catalogue.policies import may_keep_range
from samkop.catalogue.queries import item_of
from samkop.catalogue.tables import LANGUAGES
from samkop.catalogue.vocabulary import PictureSource
from samkop.core.pictures import (
    Picture,
    PictureTooLargeError,
    UnreadablePictureError,
    fit_picture,
)
from samkop.platform.actors import Actor
from samkop.platform.records import change, create_all, note
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def upload_picture(
    *,
    actor: Actor,
    now: datetime,
    item_id: int,
    content: bytes,
    alternatives: Mapping[str, str],
) -> CatalogueItem:
    """Show a picture of an item in the shop, instead of the one before or its drawing.

    PNG, JPEG or WebP by its content. ``alternatives`` say by language (sv, fi, en) what is
    to be seen on it, for whoever does not see it. Raises Refused: ``not-found``,
    ``not-allowed``, ``file-empty``, ``picture-too-large``, ``picture-unreadable``,
    ``text-too-long``.
    """
    item = item_of(item_id)
    require(may_keep_range(actor, item.agreement))
    said = _alternatives(alternatives)
    fitted = _fitted(content)
    picture = keep_picture(item, PictureSource.UPLOADED, content, fitted, now)
    return change(item, picture_id=picture.pk, **said)


def choose_picture(
    *, actor: Actor, now: datetime, item_id: int, source: str, alternatives: Mapping[str, str]
) -> CatalogueItem:
    """Show the picture from a source (one of PictureSource), or with an empty one the drawing.

    Raises Refused: ``not-found``, ``not-allowed``, ``text-too-long``, ``no-such-picture``
    (the item has none from there).
    """
    item = item_of(item_id)
    require(may_keep_range(actor, item.agreement))
    said = _alternatives(alternatives)
    if not source:
        return change(item, picture_id=None, **said)
    picture = ItemPicture.objects.filter(item=item, source=source).only("pk").first()
    if picture is None:
        sentence = _("There is no such picture of this item. Upload one first.")
        raise Refused("no-such-picture", sentence, status=422, fields={"source": sentence})
    return change(item, picture_id=picture.pk, **said)


def keep_catalogue_pictures(
    agreement_id: int, brought: Mapping[str, bytes], now: datetime
) -> tuple[int, int]:
    """Keep what a catalogue brought, by the supplier's number; how many anew, how many unreadable.

    An item shows it where it showed the catalogue's before, or where nobody chose a picture
    or drawing.
    """
    items = CatalogueItem.objects.filter(
        agreement_id=agreement_id, active=True, seller_item_id__in=list(brought)
    )
    known = {
        row.item_id: row
        for row in ItemPicture.objects.filter(item__in=items, source=PictureSource.CATALOGUE).defer(
            "large", "small"
        )
    }
    kept = unreadable = 0
    for item in items:
        content, before = brought[item.seller_item_id], known.get(item.pk)
        if before is not None and before.source_hash == hashlib.sha256(content).hexdigest():
            continue
        try:
            fitted = fit_picture(content)
        except (PictureTooLargeError, UnreadablePictureError):
            unreadable += 1
            continue
        picture = keep_picture(item, PictureSource.CATALOGUE, content, fitted, now)
        kept += 1
        unchosen = item.picture_id is None and not item.drawing
        if unchosen or (before is not None and item.picture_id == before.pk):
            change(item, picture_id=picture.pk)
    return kept, unreadable


def keep_picture(
    item: CatalogueItem, source: str, content: bytes, fitted: Picture, now: datetime
) -> ItemPicture:
    """Keep a picture of an item in place of the one from the same source, and return it.

    Whoever calls it says which picture the item shows: it still names the one that goes.
    """
    ItemPicture.objects.filter(item=item, source=source).delete()
    sha256 = hashlib.sha256(content).hexdigest()
    made = ItemPicture(
        purchasing_body_id=item.purchasing_body_id, supplier_id=item.supplier_id,
        agreement_id=item.agreement_id, item=item, source=source, source_hash=sha256,
        large=fitted.large, small=fitted.small, width=fitted.width, height=fitted.height,
        added_at=now,
    )  # fmt: skip
    create_all([made], under=item)
    note(picture=sha256)
    return made


def _fitted(content: bytes) -> Picture:
    if not content:
        raise _wrong("file-empty", _("The file is empty. Choose another."))
    try:
        return fit_picture(content)
    except PictureTooLargeError as error:
        sentence = _("The picture is larger than 8 MB or 40 megapixels. Make it smaller.")
        raise _wrong("picture-too-large", sentence) from error
    except UnreadablePictureError as error:
        sentence = _("This is no whole PNG, JPEG or WebP picture. Save it as one of them again.")
        raise _wrong("picture-unreadable", sentence) from error


def _alternatives(words: Mapping[str, str]) -> dict[str, str]:
    said = {}
    for language in LANGUAGES:
        text = " ".join(words.get(language, "").split())
        if len(text) > LONGEST_ALTERNATIVE:
            sentence = gettext("The text is too long. Shorten it to %(longest)s characters.")
            sentence %= {"longest": LONGEST_ALTERNATIVE}
            fields = {f"picture_alt_{language}": sentence}
            raise Refused("text-too-long", sentence, status=422, fields=fields)
        said[f"picture_alt_{language}"] = text
    return said


def _wrong(code: str, sentence: object) -> Refused:
    return Refused(code, sentence, status=422, fields={"file": sentence})  # type: ignore[arg-type,dict-item]
