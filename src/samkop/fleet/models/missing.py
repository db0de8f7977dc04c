"""What is known of a device that is lost or stolen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.fleet.vocabulary import MissingKind, MissingState


class MissingDevice(models.Model):
    """That a device is missing: since when, told to the police, erased from afar.

    ``holder`` had it. It is found again, or ends as lost by the security officer's decision
    (``LossReport``). ``wiped_at`` is when the order to erase it was given.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="missing")
    asset_number = models.CharField(max_length=40)
    model_name = models.CharField(max_length=200)
    # The composite foreign keys (…, owner_id) stand in the wall's migration.
    holder = models.ForeignKey(
        "fleet.Holder", on_delete=models.PROTECT, related_name="missing", db_constraint=False
    )
    kind = models.CharField(max_length=6, choices=MissingKind)
    state = models.CharField(max_length=11, choices=MissingState, default=MissingState.OPEN)
    happened_on = models.DateField()
    words = models.CharField(max_length=500, blank=True)
    police_report = models.CharField(max_length=80, blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    wiped_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asset"], condition=Q(state=MissingState.OPEN), name="missing_device_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MissingKind.values), name="missing_device_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state=MissingState.OPEN, closed_at__isnull=True)
                | Q(state__in=[MissingState.FOUND, MissingState.ENDED], closed_at__isnull=False),
                name="missing_device_closed_at",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["owner", "reported_at", "id"], name="missing_device_at")]

    def __str__(self) -> str:
        return self.asset_number
