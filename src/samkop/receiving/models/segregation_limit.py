"""From what sum on who approved an order may not receive its goods."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SegregationLimit(models.Model):
    """The organisation's limit above which receiver and approver differ, from a day on.

    The newest line whose day has come holds; before the first one, and where
    ``limit_cents`` is None, there is no limit. Without VAT; an order of exactly the limit is
    not above it.
    """

    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    limit_cents = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    decided_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "valid_from"], name="segregation_limit_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(limit_cents__isnull=True) | Q(limit_cents__gte=0),
                name="segregation_limit_not_negative",
            ),
        ]
