"""Prices: the fixed list, the volume tiers, and how far the joint volume has come."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class DateRange(Func):
    """``daterange(from, until, '[]')``: both days included, open where ``until`` is null."""

    function = "daterange"
    output_field = DateRangeField()


class ListPrice(models.Model):
    """What the price of one item starts from between two days, both included; per unit.

    ``net_price_cents`` (without VAT, in the agreement's currency) is what the group's rule
    builds on: the fixed price, the public list price, or the purchase price that
    ``evidence`` shows. ``reference`` names the published list in which it stands. Items of
    one ``price_group`` count together towards its tiers.
    """

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="list_prices",
        db_index=False,
    )  # fmt: skip
    seller_item_id = models.CharField(max_length=120)
    price_group = models.CharField(max_length=60)
    net_price_cents = models.BigIntegerField()
    # The composite foreign key (with agreement, item and cents) stands in the migration.
    evidence = models.ForeignKey(
        "agreements.PriceEvidence", on_delete=models.PROTECT, null=True, blank=True,
        db_constraint=False, db_index=False, related_name="list_prices",
    )  # fmt: skip
    reference = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "seller_item_id", "valid_from"], name="list_price_once_a_day"
            ),
            ExclusionConstraint(
                name="list_price_one_at_a_time",
                expressions=[
                    ("agreement", RangeOperators.EQUAL),
                    ("seller_item_id", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "valid_from", "valid_until",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(net_price_cents__gte=0), name="list_price_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="list_price_ends_after_its_start",
            ),
        ]  # fmt: skip


class PriceTier(models.Model):
    """From ``from_quantity`` units of a price group on, everybody pays so much less."""

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="price_tiers",
        db_index=False,
    )  # fmt: skip
    price_group = models.CharField(max_length=60)
    from_quantity = models.BigIntegerField()
    discount_permille = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "price_group", "from_quantity"], name="price_tier_once"
            ),
            models.CheckConstraint(
                condition=Q(from_quantity__gte=0), name="price_tier_from_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(discount_permille__lte=1000), name="price_tier_at_most_the_price"
            ),
        ]


class TierVolume(models.Model):
    """Units of a price group that all buyers have ordered together, less what was given back.

    Written by the ceiling's function only.
    """

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="tier_volumes",
        db_index=False,
    )  # fmt: skip
    price_group = models.CharField(max_length=60)
    quantity = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "price_group"], name="tier_volume_once"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="tier_volume_not_negative"),
        ]
