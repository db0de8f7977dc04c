"""Who stands in for whom."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Q


class ApprovalDelegation(models.Model):
    """A delegate decides with an absent approver's authority, both days included.

    Entered by the approver, or by the ICT manager or administrator for an absent one.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    approver = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField()
    entered_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(approver=F("delegate")), name="approval_delegation_to_somebody_else"
            ),
            # The day before its first: taken back before it began.
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from") - timedelta(days=1)),
                name="approval_delegation_ends_after_its_start",
            ),
        ]
        indexes = [models.Index(fields=["party", "valid_until"], name="approval_delegation_lookup")]
