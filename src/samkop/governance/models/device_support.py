"""How many devices of a member have lost, or will lose, their maker's security support."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class DeviceSupport(models.Model):
    """Totals alone, no device: counted by the clock in the member's own name from its fleet.

    ``losing``: within six months of ``counted_on``; ``unknown``: nobody knows the maker's day.
    """

    party = models.OneToOneField("parties.Party", on_delete=models.PROTECT, related_name="+")
    in_use = models.PositiveIntegerField()
    lost = models.PositiveIntegerField()
    losing = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    counted_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(in_use__gte=F("lost") + F("losing") + F("unknown")),
                name="device_support_adds_up",
            )
        ]


class SupportSharing(models.Model):
    """Whether the region's other members read a member's totals; without a row they do."""

    party = models.OneToOneField("parties.Party", on_delete=models.PROTECT, related_name="+")
    shared = models.BooleanField()
