"""Why nothing is left on a storage: it was erased, it was destroyed, or it is lost."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.fleet.vocabulary.returns import ErasureMethod, LossDecision


class ErasureProof(models.Model):
    """One storage of a returned device was erased (NIST SP 800-88 Rev. 1).

    ``storage`` counts the device's storages from 1; ``storage_serial`` is the medium's own
    number. ``source`` is the file that it was read from, empty if a person wrote it; ``person``
    who wrote it or read the file in.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    device_return = models.ForeignKey(
        "fleet.DeviceReturn", on_delete=models.PROTECT, related_name="erasures",
        db_constraint=False,
    )  # fmt: skip
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="erasures")
    storage = models.PositiveSmallIntegerField()
    storage_serial = models.CharField(max_length=100)
    method = models.CharField(max_length=8, choices=ErasureMethod)
    tool = models.CharField(max_length=120)
    erased_at = models.DateTimeField()
    source = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device_return", "storage"], name="erasure_proof_once"
            ),
            models.UniqueConstraint(
                fields=["device_return", "storage_serial"], name="erasure_proof_serial_once"
            ),
            models.CheckConstraint(condition=Q(storage__gte=1), name="erasure_proof_of_a_storage"),
            models.CheckConstraint(
                condition=Q(method__in=ErasureMethod.values), name="erasure_proof_method_known"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__lte=F("recorded_at")), name="erasure_proof_not_of_tomorrow"
            ),
            models.CheckConstraint(
                condition=~Q(storage_serial="") & ~Q(tool=""), name="erasure_proof_whole"
            ),
        ]  # fmt: skip


class DestructionCertificate(models.Model):
    """A firm certifies that it destroyed storages; ``number`` is the firm's own.

    ``content`` is the document as it came, named ``file_name``; ``sha256`` its hash.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    firm = models.CharField(max_length=200)
    destroyed_on = models.DateField()
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "firm", "number"], name="destruction_certificate_once"
            ),
            models.UniqueConstraint(
                fields=["id", "owner"], name="destruction_certificate_of_owner"
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(firm="") & ~Q(file_name=""),
                name="destruction_certificate_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class DestroyedStorage(models.Model):
    """One storage of a returned device that a certificate covers."""

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    certificate = models.ForeignKey(
        DestructionCertificate, on_delete=models.PROTECT, related_name="storages",
        db_constraint=False,
    )  # fmt: skip
    device_return = models.ForeignKey(
        "fleet.DeviceReturn", on_delete=models.PROTECT, related_name="destroyed",
        db_constraint=False,
    )  # fmt: skip
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="destroyed")
    storage = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device_return", "storage"], name="destroyed_storage_once"
            ),
            models.CheckConstraint(
                condition=Q(storage__gte=1), name="destroyed_storage_of_a_device"
            ),
        ]  # fmt: skip


class LossReport(models.Model):
    """A device that is missing, or one storage of a returned one, is lost with what was on it.

    ``storage`` is None where all of the device is. What counts is what the security officer
    decides of it, who is another person than the one who reported.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="losses")
    device_return = models.ForeignKey(
        "fleet.DeviceReturn", null=True, on_delete=models.PROTECT, related_name="losses",
        db_constraint=False,
    )  # fmt: skip
    storage = models.PositiveSmallIntegerField(null=True, blank=True)
    happened_on = models.DateField()
    what_happened = models.CharField(max_length=1000)
    police_number = models.CharField(max_length=60, blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    decision = models.CharField(
        max_length=8, choices=LossDecision, default=LossDecision.OPEN
    )  # fmt: skip
    decision_words = models.CharField(max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision=LossDecision.OPEN, decided_at__isnull=True,
                            decided_by__isnull=True)
                | Q(decision__in=[LossDecision.ACCEPTED, LossDecision.REJECTED],
                    decided_at__isnull=False, decided_by__isnull=False),
                name="loss_report_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("reported_by")),
                name="loss_report_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(storage__isnull=True) | Q(storage__gte=1, device_return__isnull=False),
                name="loss_report_of_a_returned_storage",
            ),
            models.CheckConstraint(condition=~Q(what_happened=""), name="loss_report_whole"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["owner", "decision", "id"], name="loss_report_by_state")]
