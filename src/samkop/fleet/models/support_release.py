"""What is known of makers' security updates beside what comes with the system."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.catalogue.vocabulary import SupportState


class SupportRelease(models.Model):
    """Until when a model gets security updates, by a file that ``publisher`` has read.

    Published: a purchasing body's counts for all, any other's for its own devices, before the
    purchasing body's. ``source`` names the file; the newest of a publisher's stands.
    """

    publisher = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=250)
    name = models.CharField(max_length=250)
    support_state = models.CharField(max_length=15, choices=SupportState)
    support_ends = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publisher", "key"], name="support_release_once"),
            models.CheckConstraint(
                condition=Q(support_state=SupportState.KNOWN, support_ends__isnull=False)
                | (~Q(support_state=SupportState.KNOWN) & Q(support_ends__isnull=True)),
                name="support_release_end_if_known",
            ),
        ]
