"""What the shop shows first, for a time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class FeaturedItem(models.Model):
    """An item that stands first in the shop from a day until another; both days count.

    Ended before its first day it was never shown: ``valid_until`` is then the day before it.
    """

    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(
        "catalogue.CatalogueItem", on_delete=models.PROTECT, related_name="features"
    )
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "valid_from"],
                condition=Q(valid_until__gte=F("valid_from")),
                name="featured_item_once",
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "valid_until"], name="featured_item_of_agreement")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.valid_from}"
