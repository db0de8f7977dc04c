"""Baskets kept under a name: what a new teacher gets."""

from __future__ import annotations

from django.db import models


class SavedBasket(models.Model):
    """Items under a name, of one person; shared ones are seen by the whole organisation."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    name = models.CharField(max_length=80)
    shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "person", "name"], name="saved_basket_name_once"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_basket_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class SavedBasketLine(models.Model):
    """One item of a saved basket; its price is that of the day on which it is ordered."""

    saved_basket = models.ForeignKey(SavedBasket, on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["saved_basket", "item"], name="saved_basket_line_once_per_item"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__range=(1, 10_000)),
                name="saved_basket_line_quantity_bounded",
            ),
        ]
