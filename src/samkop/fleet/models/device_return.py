"""Devices that are asked back, come back and are checked."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.fleet.vocabulary.returns import OPEN_RETURNS, DeviceReturnState, Grade

_S = DeviceReturnState


class ReturnCampaign(models.Model):
    """Devices that are asked back together, until a day.

    Which they are was frozen when it began: its returns. ``note`` is what holders read.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    due_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="return_campaign_name_once"),
            models.UniqueConstraint(fields=["id", "owner"], name="return_campaign_of_owner"),
        ]

    def __str__(self) -> str:
        return self.name


class DeviceReturn(models.Model):
    """One device on its way back, until its storage is cleared and it has gone or is used again.

    ``storages`` have to be cleared: its model's number, corrected when the device was checked.
    ``grade`` and ``condition`` are what the check found. The times are those of the states.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="returns")
    # The composite foreign key (campaign_id, owner_id) stands in the wall's migration.
    campaign = models.ForeignKey(
        ReturnCampaign, null=True, blank=True, on_delete=models.PROTECT, related_name="returns",
        db_constraint=False,
    )  # fmt: skip
    state = models.CharField(max_length=10, choices=DeviceReturnState, default=_S.ASKED)
    due_on = models.DateField(null=True, blank=True)
    storages = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=1, choices=Grade, blank=True)
    condition = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asset"], condition=Q(state__in=sorted(OPEN_RETURNS)),
                name="device_return_one_open",
            ),
            models.UniqueConstraint(
                fields=["id", "owner", "asset"], name="device_return_of_asset"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_S.values), name="device_return_state_known"
            ),
            models.CheckConstraint(
                condition=Q(grade__in=["", *Grade.values]), name="device_return_grade_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[_S.ASKED, _S.CANCELLED], handed_in_at__isnull=True)
                | (~Q(state=_S.ASKED) & Q(handed_in_at__isnull=False)),
                name="device_return_handed_in_at_its_time",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, grade="")
                | (Q(checked_at__gte=F("handed_in_at")) & ~Q(grade="")),
                name="device_return_graded_when_checked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[_S.CLOSED, _S.CANCELLED], closed_at__isnull=False)
                | Q(state__in=sorted(OPEN_RETURNS), closed_at__isnull=True),
                name="device_return_closed_at_its_time",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["owner", "state", "id"], name="device_return_by_state")]
