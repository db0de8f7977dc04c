"""Pictures for tests: real files, drawn here."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.usecases.pictures import upload_picture
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform

RED, GREEN = (200, 30, 30), (30, 160, 60)


def a_picture_file(
    kind: str = "PNG",
    size: tuple[int, int] = (1200, 600),
    mode: str = "RGB",
    colour: Any = RED,
    **saved: Any,
) -> bytes:
    """A file of one colour; ``saved`` goes to the encoder (Exif, comments)."""
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **saved)
    return written.getvalue()


def a_picture(actor: Actor, item: CatalogueItem, colour: Any = RED) -> CatalogueItem:
    """The item, which shows an uploaded picture."""
    return perform(
        actor, upload_picture, item_id=item.pk, content=a_picture_file(colour=colour),
        alternatives={"sv": "En telefon", "fi": "Puhelin", "en": "A phone"},
    )  # fmt: skip
