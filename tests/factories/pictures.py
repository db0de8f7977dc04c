"""Items with pictures, for tests."""

from __future__ import annotations

from typing import Any

from factories.picture_files import RED, a_picture_file
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.usecases.pictures import upload_picture
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform

GREEN = (30, 160, 60)


def a_picture(actor: Actor, item: CatalogueItem, colour: Any = RED) -> CatalogueItem:
    """The item, which shows an uploaded picture."""
    return perform(
        actor, upload_picture, item_id=item.pk, content=a_picture_file(colour=colour),
        alternatives={"sv": "En telefon", "fi": "Puhelin", "en": "A phone"},
    )  # fmt: skip
