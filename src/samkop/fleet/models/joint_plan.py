"""Plans over the organisations of a region that share who installs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.fleet.vocabulary import JOINT_STATES, LONGEST_PLAN, RenewalPlanState


class JointPlan(models.Model):
    """A plan over those members of a region that take part, each with a renewal plan of its own.

    Its ``owner`` serves the region. ``capacity`` are devices that the shared installers manage a
    month, over all; the weights and ``round_min`` are everybody's, as ``RenewalPlan`` has them.
    It decides nothing: each member decides its own part. ``conflicts`` are the shared limits that
    cannot hold, and the members whose limits they exclude.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    state = models.CharField(
        max_length=12, choices=RenewalPlanState, default=RenewalPlanState.DRAFT
    )
    start = models.DateField()
    months = models.PositiveSmallIntegerField()
    capacity = models.PositiveIntegerField()
    round_min = models.PositiveIntegerField(null=True, blank=True)
    early_weight = models.DecimalField(max_digits=8, decimal_places=2)
    late_weight = models.DecimalField(max_digits=8, decimal_places=2)
    level_weight = models.DecimalField(max_digits=8, decimal_places=2)
    quiet_weight = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    revision = models.PositiveIntegerField(default=1)
    gap = models.DecimalField(max_digits=10, decimal_places=8, null=True, blank=True)
    conflicts = models.JSONField(default=list)
    planned_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(JOINT_STATES)), name="joint_plan_state_known"
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=LONGEST_PLAN, start__day=1),
                name="joint_plan_of_months",
            ),
            models.CheckConstraint(
                condition=Q(
                    early_weight__gte=0,
                    late_weight__gte=0,
                    level_weight__gte=0,
                    quiet_weight__gte=0,
                ),
                name="joint_plan_weights_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["owner", "-id"], name="joint_plan_newest")]

    def __str__(self) -> str:
        return self.name
