"""The audit trail's tables: entries, the things they are about, and the seals."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """What one unit of work did: plain insert in its transaction, never changed.

    ``chain`` is the party acted for (0: the installation). ``xid`` is the writing
    transaction (``xid8``), set by the database: the sealer takes entries in (xid, id)
    order once no older transaction is open. ``payload`` (JSON text: the actor's name, the
    changes, notes) and ``salt`` are null after an erasure; ``digest`` stays.
    """

    chain = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    operation = models.CharField(max_length=120)
    key = models.CharField(max_length=200, blank=True)
    payload = models.TextField(null=True)  # noqa: DJ001 - null says erased, "" would not
    salt = models.BinaryField(null=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["chain", "-id"], name="audit_entry_by_chain")]


class AuditSubject(models.Model):
    """One thing that an entry is about; the history page of the thing reads these."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, db_index=False)
    chain = models.BigIntegerField()
    subject = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["subject", "-entry"], name="audit_subject_history")]


class AuditSeal(models.Model):
    """An entry's place in its chain: number from 1, and the hash over all before it."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, primary_key=True)
    chain = models.BigIntegerField()
    number = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_seal_number_unique")
        ]
