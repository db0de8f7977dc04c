"""A configuration that a person is about to ask for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.catalogue.vocabulary import NumberChoice, SimKind


class BasketConfiguration(models.Model):
    """So many of a configuration in a person's basket, with what is chosen of its subscription.

    Seen by that person alone, as the rest of the basket. A number kept or moved is one
    person's: then the quantity is 1. ``punch_out_session`` as of ``BasketLine``.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    configuration = models.ForeignKey("catalogue.Configuration", on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField()
    number_choice = models.CharField(max_length=10, choices=NumberChoice, blank=True)
    sim = models.CharField(max_length=10, choices=SimKind, blank=True)
    number = models.CharField(max_length=20, blank=True)
    from_operator = models.CharField(max_length=80, blank=True)
    punch_out_session = models.ForeignKey(
        "ordering.PunchOutSession", null=True, blank=True, on_delete=models.PROTECT, db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__range=(1, 10_000)),
                name="basket_configuration_quantity_bounded",
            ),
            models.CheckConstraint(
                condition=Q(number="") | Q(quantity=1), name="basket_configuration_one_a_number"
            ),
        ]
        indexes = [models.Index(fields=["party", "person"], name="basket_configuration_of")]
