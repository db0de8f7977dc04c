"""The record of a consultation, which reaches everybody."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.planning.models.consultation import MarketConsultation


class ConsultationRecord(models.Model):
    """All that was asked, answered and told, without trade secrets; never changed.

    ``content`` is what ``queries.content_of`` gives; ``sha256`` its hash as canonical JSON.
    """

    consultation = models.OneToOneField(
        MarketConsultation, on_delete=models.PROTECT, related_name="record"
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    register_number = models.CharField(max_length=60)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "owner"], name="consultation_record_of_owner"),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="consultation_record_hashed"
            ),
        ]


class RecordFile(models.Model):
    """A file of an answer that is no trade secret, as part of the record; never changed."""

    record = models.ForeignKey(
        ConsultationRecord, on_delete=models.PROTECT, related_name="files", db_constraint=False
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "sha256"], name="record_file_once")
        ]
