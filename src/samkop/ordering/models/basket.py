"""What a person is about to ask for."""

from __future__ import annotations

from django.db import models


class BasketLine(models.Model):
    """One item in a person's basket, in one organisation. Seen by that person alone."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "person", "item"], name="basket_line_once_per_item"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__range=(1, 10_000)), name="basket_line_quantity_bounded"
            ),
        ]
