"""How long before a promised delivery an organisation is warned."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

MOST_DAYS = 90


class DeliveryWarning(models.Model):
    """So many days before the promised day, by how critical the place of use is; 0: not before.

    One row an organisation; who has none is warned as ``rules.promises.USUAL_DAYS`` say. Seen
    also by whoever has promised it something.
    """

    party = models.OneToOneField("parties.Party", on_delete=models.PROTECT, related_name="+")
    critical_days = models.PositiveSmallIntegerField()
    important_days = models.PositiveSmallIntegerField()
    ordinary_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(critical_days__lte=MOST_DAYS)
                & Q(important_days__lte=MOST_DAYS)
                & Q(ordinary_days__lte=MOST_DAYS),
                name="delivery_warning_within_three_months",
            )
        ]
