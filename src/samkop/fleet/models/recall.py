"""Recalls of a model, and how long models are under warranty."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.fleet.vocabulary import RecalledState


class DeviceRecall(models.Model):
    """All living devices of a model, or of a range of serial numbers, are to be dealt with.

    ``serial_from`` and ``serial_to`` are compared as text, both included; empty: no limit.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The composite foreign key (model_id, owner_id) stands in the wall's migration.
    model = models.ForeignKey(
        "fleet.DeviceModel", on_delete=models.PROTECT, related_name="recalls", db_constraint=False
    )
    model_name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    words = models.CharField(max_length=500, blank=True)
    serial_from = models.CharField(max_length=100, blank=True)
    serial_to = models.CharField(max_length=100, blank=True)
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "owner"], name="device_recall_of_owner"),
            models.CheckConstraint(condition=~Q(title=""), name="device_recall_has_title"),
        ]
        indexes = [models.Index(fields=["owner", "due_on", "id"], name="device_recall_due")]

    def __str__(self) -> str:
        return self.title


class RecalledDevice(models.Model):
    """One device of a recall: to be dealt with, dealt with, or not concerned after all."""

    recall = models.ForeignKey(DeviceRecall, on_delete=models.PROTECT, related_name="devices")
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="recalls")
    asset_number = models.CharField(max_length=40)
    serial_number = models.CharField(max_length=100)
    state = models.CharField(max_length=13, choices=RecalledState, default=RecalledState.OPEN)
    note = models.CharField(max_length=500, blank=True)
    settled_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recall", "asset"], name="recalled_device_once"),
            models.CheckConstraint(
                condition=Q(state=RecalledState.OPEN, settled_on__isnull=True)
                | Q(state__in=[RecalledState.DONE, RecalledState.NOT_CONCERNED],
                    settled_on__isnull=False),
                name="recalled_device_settled_on_a_day",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["recall", "state", "id"], name="recalled_device_state")]


class WarrantyTerm(models.Model):
    """So many months of warranty on a model, by whichever supplier or by one; the newest holds."""

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    # The composite foreign key (model_id, owner_id) stands in the wall's migration.
    model = models.ForeignKey(
        "fleet.DeviceModel", on_delete=models.PROTECT, related_name="warranties",
        db_constraint=False,
    )  # fmt: skip
    supplier = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    months = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "model", "supplier"], name="warranty_term_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(months__range=(1, 240)), name="warranty_term_in_months"
            ),
        ]  # fmt: skip
