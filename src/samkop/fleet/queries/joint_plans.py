"""Reads of joint plans: those of one's regions, and of each member the totals alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from samkop.core.renewal import Problem, Weights
from samkop.fleet.models import JointPlan, RenewalPlan
from samkop.fleet.vocabulary import RenewalPlanState
from samkop.parties.models import Party
from samkop.platform.refusals import not_found

# Between a member and its cohort, in the names that the planner sees.
BETWEEN = ":"


@dataclass
class Part:
    """A member's part in totals: its state and its devices by month, counted from 0."""

    member: Party
    state: RenewalPlanState
    months: dict[int, int] = field(default_factory=dict)

    @property
    def devices(self) -> int:
        """All that it renews."""
        return sum(self.months.values())

    @property
    def largest(self) -> int:
        """Those of its fullest month."""
        return max(self.months.values(), default=0)


def joint_plans() -> QuerySet[JointPlan]:
    """Those that the acting party runs, or of its regions; the newest first."""
    return JointPlan.objects.select_related("region", "owner").order_by("-id")


def joint_plan_of(joint_id: int) -> JointPlan:
    """One of them. Raises Refused ``not-found``."""
    found = joint_plans().filter(id=joint_id).first()
    if found is None:
        raise not_found()
    return found


def parts_of(joint: JointPlan) -> list[Part]:
    """Who takes part, with totals alone; two queries."""
    states: dict[int, str] = {}
    months: dict[int, dict[int, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT owner_id, state, month, devices FROM fleet_joint_totals(%s)", [joint.pk]
        )
        for owner_id, state, month, devices in cursor.fetchall():
            states[owner_id] = state
            if month is not None:
                months[owner_id][month] = devices
    members = Party.objects.filter(id__in=states).order_by("legal_name", "id")
    return [Part(one, RenewalPlanState(states[one.pk]), months[one.pk]) for one in members]


def own_part(joint: JointPlan, owner_id: int) -> RenewalPlan | None:
    """The owner's part that holds, if it takes part."""
    rows = RenewalPlan.objects.filter(owner_id=owner_id, joint_id=joint.pk)
    return rows.exclude(state=RenewalPlanState.REPLACED).first()


def shared_by(joint: JointPlan) -> dict[str, Any]:
    """What every part has as the joint plan has it."""
    return {
        "start": joint.start, "months": joint.months, "round_min": joint.round_min,
        "early_weight": joint.early_weight, "late_weight": joint.late_weight,
        "level_weight": joint.level_weight, "quiet_weight": joint.quiet_weight,
        "age_weight": Decimal(0), "outlier_weight": Decimal(0), "carbon_weight": Decimal(0),
    }  # fmt: skip


def joined(
    joint: JointPlan, problems: Mapping[int, Problem], decided: Mapping[int, int]
) -> Problem:
    """The members' problems as one; ``decided`` are devices by month that are there already."""
    weights = Weights(
        early=Fraction(joint.early_weight), late=Fraction(joint.late_weight),
        level=Fraction(joint.level_weight), avoid=Fraction(joint.quiet_weight),
    )  # fmt: skip
    left = tuple(max(joint.capacity - decided.get(month, 0), 0) for month in range(joint.months))
    named = {owner_id: str(owner_id) for owner_id in problems}
    return Problem(
        months=joint.months, start=(joint.start.year, joint.start.month), weights=weights,
        cohorts=tuple(
            replace(one, id=f"{named[owner_id]}{BETWEEN}{one.id}", municipality=named[owner_id])
            for owner_id, problem in problems.items() for one in problem.cohorts
        ),
        capacity={
            named[owner_id]: limits for owner_id, problem in problems.items()
            for limits in problem.capacity.values()
        },
        capacity_total=left,
        budget={
            named[owner_id]: years for owner_id, problem in problems.items()
            for years in problem.budget.values()
        },
        round_min=joint.round_min or 0,
        locked=tuple(
            replace(one, cohort=f"{named[owner_id]}{BETWEEN}{one.cohort}")
            for owner_id, problem in problems.items() for one in problem.locked
        ),
        avoid={
            named[owner_id]: months for owner_id, problem in problems.items()
            for months in problem.avoid.values()
        },
    )  # fmt: skip
