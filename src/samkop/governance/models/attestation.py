"""What members say of guidelines: each for itself, point by point."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.governance.models.guideline import GuidelinePoint, GuidelineVersion
from samkop.governance.vocabulary import MARKS, Stance


class Attestation(models.Model):
    """A member's word on a version, on a day; the newest of a member counts. Never changed.

    ``renew_by``: until when it holds.
    """

    version = models.ForeignKey(
        GuidelineVersion, on_delete=models.PROTECT, related_name="attestations"
    )
    member = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    attested_at = models.DateTimeField()
    renew_by = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "member"], name="attestation_of_member"),
            models.UniqueConstraint(fields=["id", "version"], name="attestation_of_version"),
        ]


class AttestedPoint(models.Model):
    """One point of it; without a point it is about the whole version. Never changed."""

    attestation = models.ForeignKey(Attestation, on_delete=models.PROTECT, related_name="points")
    member = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.ForeignKey(
        GuidelineVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    point = models.ForeignKey(
        GuidelinePoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stance = models.CharField(max_length=8, choices=Stance)
    mend_by = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attestation", "point"], name="attested_point_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(stance="follows", mend_by__isnull=True)
                | Q(stance="explains", mend_by__isnull=False),
                name="attested_point_mended_by",
            ),
        ]
        ordering = (F("point__number").asc(nulls_first=True), "id")


class AttestationReason(models.Model):
    """Why a member does not follow a point yet; read as its ``mark`` allows. Never changed.

    A table of its own: the wall decides on it apart from what all members read.
    """

    attested = models.OneToOneField(AttestedPoint, on_delete=models.PROTECT, related_name="reason")
    member = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    mark = models.CharField(max_length=12, choices=MARKS)
    text = models.CharField(max_length=2000)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mark__in=[mark for mark, _label in MARKS]) & ~Q(text=""),
                name="attestation_reason_marked",
            )
        ]
