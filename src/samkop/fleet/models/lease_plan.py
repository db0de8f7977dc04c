"""Plans: on what terms a financier lets devices under its framework agreement."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from samkop.fleet.vocabulary import LONGEST_TERM, START_EVERY


class LeasePlan(models.Model):
    """The terms of an agreement on financing, as tendered; written by whoever runs it.

    The terms are those of ``core.leasing.Terms``: ``rent_ppm`` millionths of a device's price
    without VAT a month, ``residual_permille`` of it after ``months``. Schedules start every
    ``start_every`` months, counted from January. Never changed: other terms are another plan,
    and the leases of this one keep theirs.
    """

    # The composite foreign key (agreement_id, financier_id) stands in the wall's migration.
    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="lease_plans",
        db_constraint=False,
    )  # fmt: skip
    financier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    months = models.PositiveSmallIntegerField()
    rent_ppm = models.PositiveIntegerField()
    residual_permille = models.PositiveSmallIntegerField(default=0)
    in_advance = models.BooleanField(default=True)
    interim_days = models.PositiveSmallIntegerField(default=30)
    start_every = models.PositiveSmallIntegerField(default=3)
    notice_months = models.PositiveSmallIntegerField(default=3)
    extension_months = models.PositiveSmallIntegerField(default=3)
    penalty_permille = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "name"], name="lease_plan_once"),
            # A lease references all three.
            models.UniqueConstraint(
                fields=["id", "agreement", "financier"], name="lease_plan_of_financier"
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=LONGEST_TERM), name="lease_plan_term"
            ),
            models.CheckConstraint(
                condition=Q(rent_ppm__gte=1, rent_ppm__lte=1_000_000), name="lease_plan_rent"
            ),
            models.CheckConstraint(
                condition=Q(residual_permille__lte=1000, penalty_permille__lte=1000),
                name="lease_plan_shares_of_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(interim_days__gte=28, interim_days__lte=31),
                name="lease_plan_days_of_a_month",
            ),
            models.CheckConstraint(
                condition=Q(start_every__in=START_EVERY), name="lease_plan_starts"
            ),
            models.CheckConstraint(
                condition=Q(extension_months__gte=1), name="lease_plan_goes_on_by_months"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rent_share(self) -> Decimal:
        """Of the price, a month."""
        return Decimal(self.rent_ppm).scaleb(-6)

    @property
    def residual_share(self) -> Decimal:
        """Of the price, after the term."""
        return Decimal(self.residual_permille).scaleb(-3)

    @property
    def penalty_share(self) -> Decimal:
        """Of the rents that remain."""
        return Decimal(self.penalty_permille).scaleb(-3)
