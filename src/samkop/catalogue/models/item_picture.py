"""Pictures of items, as the shop serves them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.catalogue.vocabulary import PictureSource


class ItemPicture(models.Model):
    """A picture of an item, made fit to be served (``core.pictures``): WebP in two sizes.

    ``source_hash`` is the SHA-256 of the file as it came. An item has at most one from each
    source; ``CatalogueItem.picture`` says which the shop shows. Never changed: another
    picture is another row, so that its address may be kept by browsers for good.
    """

    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    item = models.ForeignKey(
        "catalogue.CatalogueItem", on_delete=models.PROTECT, related_name="pictures"
    )
    source = models.CharField(max_length=10, choices=PictureSource)
    source_hash = models.CharField(max_length=64)
    large = models.BinaryField()
    small = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "source"], name="item_picture_once"),
            # The item references both, so that it shows no other item's picture.
            models.UniqueConstraint(fields=["id", "item"], name="item_picture_of_item"),
            models.CheckConstraint(
                condition=Q(source__in=PictureSource.values), name="item_picture_source_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{PictureSource(self.source).label} {self.source_hash[:8]}"
