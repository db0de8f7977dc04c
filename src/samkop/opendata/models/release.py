"""What was published: releases, and the purchases that a month's release is of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.opendata.vocabulary import ReleaseKind


class Release(models.Model):
    """A release of OCDS 1.1 as it was published (``body``, canonical JSON); never changed.

    ``number`` counts those of its process (``ocid``); ``subject_id`` is the agreement's or
    tender's, ``month`` the first day of the month whose orders it is of. ``tags`` are divided by
    blanks. The database holds that ``sha256`` is the body's.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="releases")
    kind = models.CharField(max_length=10, choices=ReleaseKind)
    subject_id = models.BigIntegerField()
    month = models.DateField(null=True, blank=True)
    ocid = models.CharField(max_length=160)
    number = models.PositiveIntegerField()
    tags = models.CharField(max_length=200)
    at = models.DateTimeField()
    body = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ocid", "number"], name="release_number_once"),
            # What was bought references both.
            models.UniqueConstraint(fields=["id", "owner"], name="release_of_owner"),
            models.CheckConstraint(
                condition=Q(kind__in=ReleaseKind.values), name="release_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=ReleaseKind.ORDERS, month__day=1)
                | (~Q(kind=ReleaseKind.ORDERS) & Q(month__isnull=True)),
                name="release_of_orders_has_its_month",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "subject_id", "month", "-id"], name="release_newest")
        ]

    def __str__(self) -> str:
        return self.release_id

    @property
    def release_id(self) -> str:
        """The release's ``id`` within the whole world."""
        return f"{self.ocid}-{self.number}"


class PublishedPurchase(models.Model):
    """What one buyer bought of one item from one supplier in a month; or, without item, for how
    much in all. As of its release; never changed.

    Cents are without VAT. ``quantity``, ``unit_price_cents`` and ``net_cents`` are empty where
    prices are not published; then a row without item has the sum.
    """

    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="purchases", db_constraint=False
    )
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    agreement_number = models.CharField(max_length=40)
    category = models.CharField(max_length=20)
    item = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=3, blank=True)
    quantity = models.PositiveIntegerField(null=True, blank=True)
    unit_price_cents = models.BigIntegerField(null=True, blank=True)
    net_cents = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(item="") | Q(net_cents__isnull=False),
                name="published_purchase_sum_or_item",
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True, unit_price_cents__isnull=True)
                | Q(quantity__isnull=False, unit_price_cents__isnull=False),
                name="published_purchase_price_with_its_quantity",
            ),
        ]
        indexes = [models.Index(fields=["month", "id"], name="published_purchase_by_month")]
