"""Joint plans: drafted by who serves a region, joined and left by its members, worked out for all.

A member's decision binds its own devices alone: it decides its part like any plan of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import JointPlan, RenewalPlan
from samkop.fleet.policies import may_plan_renewals, may_run_joint_plans, may_work_on_plans
from samkop.fleet.queries.joint_plans import joint_plan_of, own_part, shared_by
from samkop.fleet.queries.planning_runs import is_broken_off, key_of
from samkop.fleet.usecases.renewal import (
    Wanted,
    forget_answer,
    locked_plan,
    require_may_become,
    set_out,
)
from samkop.fleet.vocabulary import JOINT_TRANSITIONS, LONGEST_PLAN, RenewalPlanState
from samkop.parties.models import Region
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.jobs import start_job
from samkop.platform.models import JobRun
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

TASK = "joint-renewal-planning"


@dataclass(frozen=True)
class JointWanted:
    """What is asked of a joint plan; as ``JointPlan`` has it."""

    name: str
    start: date
    months: int
    capacity: int
    round_min: int | None = None
    early_weight: Decimal = Decimal(1)
    late_weight: Decimal = Decimal(2)
    level_weight: Decimal = Decimal(10)
    quiet_weight: Decimal = Decimal(0)

    def fields(self) -> dict[str, Any]:
        """The plan's columns. Raises Refused ``renewal-not-plannable``."""
        if not 1 <= self.months <= LONGEST_PLAN or not self.name.strip():
            raise Refused(
                "renewal-not-plannable",
                _("Give the plan a name, and between 1 and %(most)s months."), status=422,
                most=LONGEST_PLAN, fields={"months": _("Between 1 and 60 months.")},
            )  # fmt: skip
        return {
            "name": self.name.strip()[:120], "start": self.start.replace(day=1),
            "months": self.months, "capacity": self.capacity,
            "round_min": self.round_min or None, "early_weight": self.early_weight,
            "late_weight": self.late_weight, "level_weight": self.level_weight,
            "quiet_weight": self.quiet_weight,
        }  # fmt: skip


def draft_joint_plan(
    *, actor: Actor, now: datetime, region_id: int, wanted: JointWanted
) -> JointPlan:
    """Draft a plan over a region that one serves; its members take part when they join.

    Raises Refused: ``not-allowed``, ``not-found``, ``renewal-not-plannable``.
    """
    require(may_run_joint_plans(actor))
    region = Region.objects.filter(id=region_id, purchasing_body_id=actor.own_party_id).first()
    if region is None:
        raise not_found()
    return create(
        JointPlan(
            owner_id=actor.own_party_id, region=region, **wanted.fields(), created_at=now,
            created_by_id=actor.own_person_id,
        )
    )  # fmt: skip


def change_joint_plan(
    *, actor: Actor, now: datetime, joint_id: int, wanted: JointWanted
) -> JointPlan:
    """Ask something else of it; its months stay, which its members have joined for.

    Raises Refused: ``not-found``, ``not-allowed``, ``renewal-not-plannable``,
    ``renewal-not-there-yet``.
    """
    joint = _locked(actor, joint_id)
    _require_may_become(joint, RenewalPlanState.DRAFT)
    said = {k: v for k, v in wanted.fields().items() if k not in {"start", "months"}}
    return change(
        joint, **said, state=RenewalPlanState.DRAFT, revision=joint.revision + 1, gap=None,
        conflicts=[], planned_at=None,
    )  # fmt: skip


def join_joint_plan(
    *, actor: Actor, now: datetime, joint_id: int, like: int | None = None
) -> RenewalPlan:
    """Take part with one's own devices, by limits of one's own: as a plan that one has asks for.

    Raises Refused: ``not-found``, ``not-allowed``, ``joint-plan-joined``.
    """
    require(may_plan_renewals(actor))
    joint = joint_plan_of(joint_id)
    if own_part(joint, actor.own_party_id) is not None:
        raise Refused("joint-plan-joined", _("You take part already: change your own part."))
    asked = Wanted(name=joint.name, start=joint.start, months=joint.months).fields()
    if like is not None:
        before = locked_plan(actor, like)
        own = ("early_months", "late_months", "catch_up_months", "capacity", "budgets",
               "quiet_months")  # fmt: skip
        asked |= {name: getattr(before, name) for name in own}
    return create(
        RenewalPlan(
            owner_id=actor.own_party_id, joint=joint, **(asked | shared_by(joint)),
            currency=party_of(actor.own_party_id).currency, created_at=now,
            created_by_id=actor.own_person_id,
        )
    )  # fmt: skip


def leave_joint_plan(*, actor: Actor, now: datetime, plan_id: int) -> RenewalPlan:
    """Take part no more: what was one's part is a plan of one's own again.

    Raises Refused: ``not-found``, ``not-allowed``, ``renewal-decided``, ``not-joined``.
    """
    plan = locked_plan(actor, plan_id)
    if plan.joint_id is None:
        raise Refused("not-joined", _("This plan is part of no joint plan."))
    require_may_become(plan, RenewalPlanState.DRAFT)
    forget_answer(plan)
    return change(plan, joint=None, state=RenewalPlanState.DRAFT, revision=plan.revision + 1)


def begin_joint_planning(*, actor: Actor, now: datetime, joint_id: int) -> JobRun:
    """Ask for it to be worked out with all who have joined; asked twice, it is one job.

    Raises Refused: ``not-found``, ``not-allowed``, ``nobody-joined``.
    """
    joint = _locked(actor, joint_id)
    waits = joint.state == RenewalPlanState.PLANNING
    if not waits or is_broken_off(joint, TASK):
        if not waits:
            _require_may_become(joint, RenewalPlanState.PLANNING)
        change(joint, state=RenewalPlanState.PLANNING, revision=joint.revision + 1)
    return start_job(
        actor=actor, now=now, task=TASK, key=key_of(joint),
        inputs={"joint_id": joint.pk, "revision": joint.revision},
    )  # fmt: skip


def begin_joint_part(*, actor: Actor, now: datetime, joint_id: int) -> tuple[int, int] | None:
    """Set out a member's devices for the joint plan: its part's id and revision.

    None where the member has no part, or has decided it: then its months stand.
    """
    owner_id = actor.own_party_id
    require(may_work_on_plans(actor, owner_id))
    joint = joint_plan_of(joint_id)
    plan = (
        RenewalPlan.objects.select_for_update().filter(owner_id=owner_id, joint_id=joint_id)
        .exclude(state__in=[RenewalPlanState.DECIDED, RenewalPlanState.REPLACED]).first()
    )  # fmt: skip
    if plan is None:
        return None
    change(plan, state=RenewalPlanState.PLANNING, revision=plan.revision + 1, **shared_by(joint))
    set_out(plan)
    return plan.pk, plan.revision


def keep_joint_answer(
    *, actor: Actor, now: datetime, joint_id: int, revision: int, state: RenewalPlanState,
    gap: Decimal | None, conflicts: Sequence[Mapping[str, Any]] = (),
) -> JointPlan:  # fmt: skip
    """Keep what the planner answered for all; each member's months stand with its own part.

    A plan that was stopped is a draft again. Raises Refused: ``renewal-changed``.
    """
    joint = JointPlan.objects.select_for_update().filter(id=joint_id).first()
    if joint is None:
        raise not_found()
    require(may_work_on_plans(actor, joint.owner_id))
    if joint.revision != revision or joint.state != RenewalPlanState.PLANNING:
        raise Refused(
            "renewal-changed", _("The plan was changed while it was worked out. Plan it again.")
        )
    return change(joint, state=state, gap=gap, conflicts=list(conflicts), planned_at=now)


def _locked(actor: Actor, joint_id: int) -> JointPlan:
    rows = JointPlan.objects.select_for_update()
    joint = rows.filter(id=joint_id, owner_id=actor.own_party_id).first()
    if joint is None:
        raise not_found()
    require(may_run_joint_plans(actor))
    return joint


def _require_may_become(joint: JointPlan, state: RenewalPlanState) -> None:
    if state not in JOINT_TRANSITIONS[RenewalPlanState(joint.state)]:
        raise Refused(
            "renewal-not-there-yet", _("The plan is %(state)s: let it be worked out first."),
            state=RenewalPlanState(joint.state).label,
        )  # fmt: skip
