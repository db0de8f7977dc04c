"""Who may approve what, and what was decided."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models.functions import Coalesce

from samkop.ordering.vocabulary import Decision


class ApprovalThreshold(models.Model):
    """Below this amount a requisition needs no approval; for one cost centre or for all."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    cost_centre = models.ForeignKey(
        "parties.CostCentre", null=True, blank=True, on_delete=models.PROTECT
    )
    free_below_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "party", Coalesce("cost_centre", 0), name="approval_threshold_once"
            ),
            models.CheckConstraint(
                condition=models.Q(free_below_cents__gte=0),
                name="approval_threshold_not_negative",
            ),
        ]


class ApprovalAuthority(models.Model):
    """A line of the register of authority: who may approve how much, where, and when."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    cost_centre = models.ForeignKey(
        "parties.CostCentre", null=True, blank=True, on_delete=models.PROTECT
    )
    limit_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    # Null: entered before it was kept, or by a program of the organisation's operator.
    granted_by = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(limit_cents__gt=0), name="approval_authority_limit_positive"
            ),
            models.CheckConstraint(
                condition=~models.Q(granted_by=models.F("person")),
                name="approval_authority_not_for_oneself",
            ),
            # The day before its first: taken back before it began.
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from") - timedelta(days=1)),
                name="approval_authority_ends_after_its_start",
            ),
        ]
        indexes = [models.Index(fields=["party", "cost_centre"], name="approval_authority_lookup")]


class Approval(models.Model):
    """One decision on a requisition; a row is added and never changed."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    requisition = models.ForeignKey(
        "ordering.Requisition", on_delete=models.PROTECT, related_name="approvals"
    )
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    authority = models.ForeignKey(ApprovalAuthority, on_delete=models.PROTECT)
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["requisition"], name="approval_decides_once"),
            models.CheckConstraint(
                condition=models.Q(decision__in=Decision.values), name="approval_decision_known"
            ),
            models.CheckConstraint(
                condition=models.Q(decision="approved") | ~models.Q(reason=""),
                name="approval_rejection_has_reason",
            ),
        ]
