"""Who may approve what, and what was decided."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from samkop.ordering.vocabulary import Decision, StepKind


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


class ApprovalStep(models.Model):
    """One decision that a requisition needs, in its order; written when it is sent in.

    ``rule`` is the row of the rules that asked for it, null where none fitted.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    requisition = models.ForeignKey(
        "ordering.Requisition", on_delete=models.PROTECT, related_name="steps"
    )
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=StepKind)
    role = models.CharField(max_length=20, blank=True)
    rule = models.ForeignKey("ordering.ApprovalRule", null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requisition", "position"], name="approval_step_position_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=StepKind.values), name="approval_step_kind_known"
            ),
        ]


class Approval(models.Model):
    """One decision on a step of a requisition; a row is added and never changed.

    ``on_behalf_of`` is the absent approver for whom a delegate decided; ``authority`` is
    null where a role decided. The database ties step and requester to the requisition's,
    and lets one person decide on it once, and never the requester.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    requisition = models.ForeignKey(
        "ordering.Requisition", on_delete=models.PROTECT, related_name="approvals"
    )
    position = models.PositiveSmallIntegerField(default=1)
    requester = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    on_behalf_of = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    delegation = models.ForeignKey(
        "ordering.ApprovalDelegation", null=True, on_delete=models.PROTECT
    )
    authority = models.ForeignKey(ApprovalAuthority, null=True, on_delete=models.PROTECT)
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requisition", "position"], name="approval_decides_once"
            ),
            models.UniqueConstraint(
                fields=["requisition", "person"], name="approval_by_different_people"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("requester")),
                name="approval_not_of_ones_own",
            ),
            models.CheckConstraint(
                condition=models.Q(on_behalf_of__isnull=True, delegation__isnull=True)
                | models.Q(delegation__isnull=False)
                & ~models.Q(on_behalf_of=models.F("requester"))
                & ~models.Q(on_behalf_of=models.F("person")),
                name="approval_for_an_absent_one",
            ),
            models.CheckConstraint(
                condition=models.Q(decision__in=Decision.values), name="approval_decision_known"
            ),
            models.CheckConstraint(
                condition=models.Q(decision="approved") | ~models.Q(reason=""),
                name="approval_rejection_has_reason",
            ),
        ]
