"""What differs between what was ordered or announced and what came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.receiving.vocabulary import DiscrepancyKind, DiscrepancyState, Settlement


class Discrepancy(models.Model):
    """So many pieces that differ, and what becomes of them; its supplier sees it too."""

    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    consignment = models.ForeignKey(
        "receiving.Consignment", on_delete=models.PROTECT, related_name="discrepancies"
    )
    line = models.ForeignKey(
        "receiving.ConsignmentLine", on_delete=models.PROTECT, related_name="discrepancies"
    )
    receipt = models.ForeignKey(
        "receiving.Receipt", null=True, blank=True, on_delete=models.PROTECT,
        related_name="discrepancies",
    )  # fmt: skip
    kind = models.CharField(max_length=20, choices=DiscrepancyKind)
    quantity = models.PositiveIntegerField()
    serial_number = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=DiscrepancyState, default=DiscrepancyState.OPEN)
    opened_at = models.DateTimeField()
    settlement = models.CharField(max_length=20, choices=Settlement, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DiscrepancyKind.values), name="discrepancy_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="discrepancy_is_something"
            ),
            models.CheckConstraint(
                condition=Q(state=DiscrepancyState.OPEN, settlement="", settled_at__isnull=True)
                | Q(state=DiscrepancyState.SETTLED, settlement__in=Settlement.values,
                    settled_at__isnull=False),
                name="discrepancy_settled_in_a_way",
            ),
        ]  # fmt: skip
        indexes = [
            *(
                models.Index(fields=[side, "opened_at", "id"], name=f"discrepancy_{side}_at")
                for side in ("buyer", "supplier")
            ),
            models.Index(
                fields=["buyer", "id"], name="discrepancy_open",
                condition=Q(state=DiscrepancyState.OPEN),
            ),
        ]  # fmt: skip
