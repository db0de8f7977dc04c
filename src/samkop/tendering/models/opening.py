"""The opening of a tender's bids, all at once, by two officers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Opening(models.Model):
    """When which two officers opened which bids; never changed.

    ``listed`` is the certified list: for each bid that stood, its number, lot, bidder, hash,
    time of receipt, and whether it opened or what was wrong (docs/reference/sealed-bids.md).
    ``late`` is what had come after the deadline until then, with number, lot, hash and time: it
    stays sealed. ``frozen_sha256`` is the hash of what was published, compared at the opening.
    """

    tender = models.OneToOneField(
        "tendering.Tender", on_delete=models.PROTECT, related_name="opening"
    )
    # Composite foreign keys with tender_id stand in the wall.
    first = models.ForeignKey(
        "tendering.OpeningOfficer", on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    second = models.ForeignKey(
        "tendering.OpeningOfficer", on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    at = models.DateTimeField()
    frozen_sha256 = models.CharField(max_length=64, blank=True)
    listed = models.JSONField()
    late = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(first=models.F("second")), name="opening_by_two_officers"
            )
        ]
