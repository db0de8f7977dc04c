"""What goes on of a lease with another lessee, when its devices pass to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.fleet.vocabulary import RENTED, AccountingClass, LeaseState


class PassedLease(models.Model):
    """The part of the giver's ``lease`` that its receiver has from ``on_date`` on.

    The giver's word to receiver and financier, with what they need to go on and nothing of what
    was owed before. ``devices`` are objects with ``asset``, ``serial_number``, ``model_name``,
    ``price_cents``, ``monthly_cents``, ``first_month``, ``interim_from`` and ``interim_since``,
    as the receiver's ``LeasedAsset`` has them. The rest is as the lease had it that day.
    """

    transfer = models.ForeignKey(
        "fleet.AssetTransfer", on_delete=models.PROTECT, related_name="leases", db_constraint=False
    )
    giver = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    receiver = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    financier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    # The composite foreign key (lease_id, giver_id, financier_id) stands in the wall's migration.
    lease = models.ForeignKey(
        "fleet.Lease", on_delete=models.PROTECT, related_name="parts", db_constraint=False
    )
    plan = models.ForeignKey("fleet.LeasePlan", on_delete=models.PROTECT, related_name="+")
    on_date = models.DateField()
    state = models.CharField(max_length=10, choices=LeaseState)
    schedule_number = models.CharField(max_length=60)
    accepted_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    notice_given_on = models.DateField(null=True, blank=True)
    alarm_days = models.PositiveSmallIntegerField()
    rate_ppm = models.PositiveIntegerField()
    value_permille = models.PositiveIntegerField()
    life_permille = models.PositiveIntegerField()
    accounting_class = models.CharField(max_length=10, choices=AccountingClass)
    devices = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "lease"], name="passed_lease_once"),
            models.UniqueConstraint(
                fields=["id", "receiver", "financier"], name="passed_lease_of_receiver"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(RENTED)) & ~Q(schedule_number=""),
                name="passed_lease_runs",
            ),
        ]

    def __str__(self) -> str:
        return self.schedule_number
