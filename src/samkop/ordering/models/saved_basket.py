"""Baskets kept under a name: what a new teacher gets."""

from __future__ import annotations

from django.db import models

from samkop.catalogue.vocabulary import SimKind


class SavedBasket(models.Model):
    """Items and configurations under a name, of one person; shared ones are seen by the whole
    organisation.
    """

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


class SavedBasketConfiguration(models.Model):
    """So many of a configuration in a saved basket, as it is offered on the day of its order.

    Of its subscription only the kind of SIM is kept, empty where it has none: a number that is
    kept or moved is one person's, and whoever orders from here gets a new one.
    """

    saved_basket = models.ForeignKey(
        SavedBasket, on_delete=models.PROTECT, related_name="configurations"
    )
    configuration = models.ForeignKey("catalogue.Configuration", on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField()
    sim = models.CharField(max_length=10, choices=SimKind, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["saved_basket", "configuration", "sim"],
                name="saved_basket_configuration_once",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__range=(1, 10_000)),
                name="saved_basket_configuration_quantity_bounded",
            ),
            models.CheckConstraint(
                condition=models.Q(sim="") | models.Q(sim__in=SimKind.values),
                name="saved_basket_configuration_sim_known",
            ),
        ]
