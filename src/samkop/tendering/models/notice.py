"""What was sent for publication, with its number and the day of its dispatch."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.tendering.vocabulary import NoticeKind


class Notice(models.Model):
    """A notice of a tender as the portal took it; never changed.

    ``portal`` is the place of publication (Hilma, a registered notice database), ``number`` its
    number there, ``ted_number`` that in the Official Journal's supplement where it has one.
    The law's least times run from ``dispatched_on``. An invitation needs no number.
    """

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    portal = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=60, blank=True)
    ted_number = models.CharField(max_length=60, blank=True)
    dispatched_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values), name="notice_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=NoticeKind.INVITATION) | (~Q(number="") & ~Q(portal="")),
                name="notice_has_its_number",
            ),
        ]
