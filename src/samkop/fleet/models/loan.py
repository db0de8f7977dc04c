"""Devices that stand in for others: lent for a while, or given for good."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class DeviceLoan(models.Model):
    """A device that somebody has until ``due_on``, perhaps while another is repaired."""

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="loans")
    asset_number = models.CharField(max_length=40)
    model_name = models.CharField(max_length=200)
    # The composite foreign key (holder_id, owner_id) stands in the wall's migration.
    holder = models.ForeignKey(
        "fleet.Holder", on_delete=models.PROTECT, related_name="loans", db_constraint=False
    )
    case = models.ForeignKey(
        "fleet.DeviceCase", null=True, blank=True, on_delete=models.PROTECT, related_name="loans"
    )
    lent_at = models.DateTimeField()
    due_on = models.DateField()
    reminded_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asset"], condition=Q(ended_at__isnull=True), name="device_loan_once"
            )
        ]
        indexes = [models.Index(fields=["owner", "due_on", "id"], name="device_loan_due")]


class DeviceSwap(models.Model):
    """One device took another's place with its holder; ``new`` replaces ``old`` for good."""

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    old = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="replaced_by")
    new = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="replaces")
    old_number = models.CharField(max_length=40)
    new_number = models.CharField(max_length=40)
    case = models.ForeignKey(
        "fleet.DeviceCase", null=True, blank=True, on_delete=models.PROTECT, related_name="swaps"
    )
    swapped_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(old=F("new")), name="device_swap_of_two")
        ]
        indexes = [models.Index(fields=["owner", "swapped_at"], name="device_swap_of_owner")]
