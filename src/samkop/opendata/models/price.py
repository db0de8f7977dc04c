"""What was published of prices: each item's price by month, over all buyers of an agreement."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PricePublication(models.Model):
    """The prices of a month under an agreement, as they were published; never changed.

    The newest of an agreement and month holds; ``number`` counts them. ``month`` is its first day.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="+"
    )
    agreement_number = models.CharField(max_length=40)
    category = models.CharField(max_length=20)
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    month = models.DateField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "month", "number"], name="price_publication_number_once"
            ),
            models.UniqueConstraint(fields=["id", "owner"], name="price_publication_of_owner"),
            models.CheckConstraint(condition=Q(month__day=1), name="price_publication_of_a_month"),
        ]
        indexes = [
            models.Index(fields=["agreement", "month", "-id"], name="price_publication_newest")
        ]


class PublishedPrice(models.Model):
    """One price of one item in a month; as of its publication, never changed.

    ``unit_price_cents`` without VAT. ``origin`` are its steps [[code, cents, permille]], empty
    where they are not published; ``purchases`` is None where the number is not told.
    """

    publication = models.ForeignKey(
        PricePublication, on_delete=models.PROTECT, related_name="prices", db_constraint=False
    )
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=3)
    unit_price_cents = models.BigIntegerField()
    origin = models.JSONField(default=list)
    purchases = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "item", "unit_price_cents"], name="published_price_once"
            ),
        ]
