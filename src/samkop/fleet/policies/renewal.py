"""Renewal plans: who sees them, who decides them."""

from __future__ import annotations

from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind

PLANS = frozenset({RoleName.ICT_MANAGER})
SEES_PLANS = PLANS | {
    RoleName.SECURITY_OFFICER, RoleName.FINANCE_CLERK, RoleName.STEERING_MEMBER,
}  # fmt: skip
# Suppliers' salespeople, and who tenders for everybody.
SEES_FORECASTS = frozenset(
    {RoleName.SALESPERSON, RoleName.SERVICE_MANAGER, RoleName.BUYER, RoleName.CATEGORY_MANAGER}
)

RUNS_JOINT_PLANS = frozenset({RoleName.BUYER, RoleName.CATEGORY_MANAGER})


def may_see_renewals(actor: Actor) -> bool:
    """See the plans of one's own organisation."""
    return actor.party_id is not None and bool(actor.roles & SEES_PLANS)


def may_plan_renewals(actor: Actor) -> bool:
    """Draft, change and decide plans: the ICT manager."""
    return actor.person_id is not None and bool(actor.roles & PLANS)


def may_run_joint_plans(actor: Actor) -> bool:
    """Draft a plan over a region and have it worked out: who buys for it."""
    return actor.person_id is not None and bool(actor.roles & RUNS_JOINT_PLANS)


def may_see_joint_plans(actor: Actor) -> bool:
    """Those of one's regions: who sees renewal plans, and who runs them."""
    return may_see_renewals(actor) or may_run_joint_plans(actor)


def may_work_on_plans(actor: Actor, owner_id: int) -> bool:
    """Set out a plan's devices and keep the planner's answer: the job, or who may plan."""
    is_job = actor.kind is ActorKind.JOB and actor.name == "worker"
    return actor.party_id == owner_id and (is_job or may_plan_renewals(actor))


def may_see_forecasts(actor: Actor) -> bool:
    """What decided plans will need: suppliers, and who runs the agreements."""
    return actor.party_id is not None and bool(actor.roles & SEES_FORECASTS)
