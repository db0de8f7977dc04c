"""Of which ends of sale somebody has been told."""

from __future__ import annotations

from django.db import models


class EndingNotice(models.Model):
    """That a person was told until when an item is sold that something of theirs names.

    Once a last day: where that is moved, the new one is told again.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT, related_name="+")
    last_day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "person", "item", "last_day"], name="ending_told_once"
            )
        ]
