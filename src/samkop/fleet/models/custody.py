"""Who had a device, and since when: a chain that is only ever made longer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.fleet.vocabulary import CustodyReason


class Custody(models.Model):
    """From ``since`` on until the next step's, ``holder`` has the device.

    The steps of a device are 0, 1, 2 … Each but the first names the one before it, its number
    and its time, and the database holds it to that (``custody_follows``): so there is neither a
    gap nor an overlap between two of them, whoever writes. ``owner`` is whose it was then.
    ``source`` names what it happened by, as the audit trail does (``receiving.receipt:12``);
    ``person`` who did it, None if a job.
    """

    asset = models.ForeignKey(
        "fleet.Asset", on_delete=models.PROTECT, related_name="custody", db_index=False
    )
    # The composite foreign key (holder_id, owner_id) stands in the wall's migration; it holds both.
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    holder = models.ForeignKey(
        "fleet.Holder", on_delete=models.PROTECT, related_name="custody", db_constraint=False
    )
    step = models.PositiveIntegerField()
    since = models.DateTimeField()
    previous_step = models.PositiveIntegerField(null=True, blank=True)
    previous_since = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=20, choices=CustodyReason)
    source = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=500, blank=True)
    person = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "step"], name="custody_step_once"),
            # What the next step names.
            models.UniqueConstraint(fields=["asset", "step", "since"], name="custody_step_at"),
            models.CheckConstraint(
                condition=Q(step=0, previous_step__isnull=True, previous_since__isnull=True)
                | Q(step__gt=0, previous_step=F("step") - 1, previous_since__lte=F("since")),
                name="custody_step_after_step",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=CustodyReason.values), name="custody_reason_known"
            ),
        ]
