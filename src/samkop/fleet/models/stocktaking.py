"""Audit rounds by scanning."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.fleet.vocabulary.stocktaking import ScanOutcome, StocktakingState


class Stocktaking(models.Model):
    """A round at a site, or of one class, cart or room there (``holder``): what is it that is here?

    ``missing`` and ``moved`` count what was decided when it was finished.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(
        "parties.DeliveryLocation", on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    holder = models.ForeignKey(
        "fleet.Holder", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    state = models.CharField(
        max_length=9, choices=StocktakingState, default=StocktakingState.OPEN
    )  # fmt: skip
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    missing = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "owner"], name="stocktaking_of_owner"),
            models.CheckConstraint(
                condition=Q(state=StocktakingState.OPEN, ended_at__isnull=True)
                | Q(state__in=[StocktakingState.FINISHED, StocktakingState.CANCELLED],
                    ended_at__isnull=False),
                name="stocktaking_ended_at_its_time",
            ),
        ]  # fmt: skip


class StocktakingScan(models.Model):
    """One label that was read in a round, once however often it was scanned and by how many.

    ``code`` is the device's asset number, or what the label said where that is no device.
    """

    stocktaking = models.ForeignKey(
        Stocktaking, on_delete=models.PROTECT, related_name="scans", db_constraint=False
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asset = models.ForeignKey(
        "fleet.Asset", null=True, blank=True, on_delete=models.PROTECT, related_name="scans"
    )
    code = models.CharField(max_length=100)
    outcome = models.CharField(max_length=9, choices=ScanOutcome)
    at = models.DateTimeField()
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stocktaking", "code"], name="stocktaking_scan_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome=ScanOutcome.UNKNOWN, asset__isnull=True)
                | (Q(asset__isnull=False) & ~Q(outcome=ScanOutcome.UNKNOWN)),
                name="stocktaking_scan_of_a_device",
            ),
        ]  # fmt: skip


class StocktakingMissing(models.Model):
    """A device that was expected in a round and nobody scanned, as it was finished.

    ``is_reported``: it was decided that it is missing; else it was left as it is.
    """

    stocktaking = models.ForeignKey(
        Stocktaking, on_delete=models.PROTECT, related_name="not_found", db_constraint=False
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="+")
    asset_number = models.CharField(max_length=40)
    is_reported = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stocktaking", "asset"], name="stocktaking_missing_once"
            )
        ]
