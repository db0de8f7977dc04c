"""Forms of operation of a service, each with what it costs over its life."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.planning.vocabulary import CostTime, OperatingKind


class StudiedService(models.Model):
    """A service whose forms of operation are compared over ``over_years`` at ``rate_basis_points``,
    hundredths of a per cent a year.
    """

    study = models.ForeignKey(
        "planning.PreStudy", on_delete=models.PROTECT, related_name="services"
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=200)
    over_years = models.PositiveSmallIntegerField()
    rate_basis_points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "name"], name="studied_service_once"),
            models.UniqueConstraint(fields=["id", "owner"], name="studied_service_of_owner"),
            models.CheckConstraint(
                condition=Q(over_years__gte=1, over_years__lte=40, rate_basis_points__lte=5000),
                name="studied_service_terms",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OperatingForm(models.Model):
    """One way of running a service."""

    # Composite foreign keys with owner_id stand in the wall, here and below.
    service = models.ForeignKey(StudiedService, on_delete=models.PROTECT, related_name="forms")
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=6, choices=OperatingKind)
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "name"], name="operating_form_once"),
            models.UniqueConstraint(fields=["id", "owner"], name="operating_form_of_owner"),
            models.CheckConstraint(
                condition=Q(kind__in=OperatingKind.values), name="operating_form_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OperatingCost(models.Model):
    """A cost of a form of operation at the least, likely, at the most; without VAT.

    ``low``, ``likely``, ``high`` are cents; of own staff, hours a year at ``hour_cents``.
    """

    form = models.ForeignKey(OperatingForm, on_delete=models.PROTECT, related_name="costs")
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    time = models.CharField(max_length=8, choices=CostTime)
    name = models.CharField(max_length=120)
    low = models.BigIntegerField()
    likely = models.BigIntegerField()
    high = models.BigIntegerField()
    hour_cents = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "name"], name="operating_cost_once"),
            models.CheckConstraint(
                condition=Q(low__gte=0, likely__gte=F("low"), high__gte=F("likely")),
                name="operating_cost_rises",
            ),
            models.CheckConstraint(
                condition=Q(time=CostTime.STAFF, hour_cents__gte=0)
                | Q(time__in=[CostTime.ONE_OFF, CostTime.YEARLY, CostTime.EXIT],
                    hour_cents__isnull=True),
                name="operating_cost_of_staff_by_the_hour",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
