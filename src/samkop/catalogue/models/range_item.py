"""The joint range: the compact choice within the broad shelf."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class RangeItem(models.Model):
    """An item in a purchasing body's joint range, from a day and until another.

    domain.md, "Framework agreements" 7: the broad shop, and within it the compact joint
    range with agreed configurations.
    """

    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(
        "catalogue.CatalogueItem", on_delete=models.PROTECT, related_name="ranges"
    )
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "valid_from"], name="range_item_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="range_item_ends_after_its_start",
            ),
        ]
