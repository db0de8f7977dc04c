"""Minutes of a meeting: versions, and the two persons who approve the newest."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.governance.models.meeting import Meeting
from samkop.governance.models.steering_group import SteeringGroup, SteeringSeat


class MinutesAdjuster(models.Model):
    """One who was there and is chosen in the meeting to approve its minutes."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="adjusters")
    group = models.ForeignKey(
        SteeringGroup, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(
        SteeringSeat, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="minutes_adjuster_once"),
            models.UniqueConstraint(
                fields=["id", "meeting", "party"], name="minutes_adjuster_of_party"
            ),
        ]


class Minutes(models.Model):
    """What the minutes say, as one version; never changed. The newest is approved.

    ``content`` is what ``queries.minutes.content_of`` gives; ``sha256`` its hash as canonical
    JSON.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    group = models.ForeignKey(
        SteeringGroup, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    register_number = models.CharField(max_length=60)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="minutes_version_once"),
            models.UniqueConstraint(fields=["id", "meeting"], name="minutes_of_meeting"),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$") & ~Q(register_number=""),
                name="minutes_hashed_and_registered",
            ),
        ]


class MinutesApproval(models.Model):
    """An adjuster has read a version and approves it."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="approvals")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    adjuster = models.ForeignKey(
        MinutesAdjuster, on_delete=models.PROTECT, related_name="approvals"
    )
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "adjuster"], name="minutes_approval_once")
        ]
