"""The job that works a plan out as it is asked now: one's own, or a joint one."""

from __future__ import annotations

from samkop.fleet.models import JointPlan, RenewalPlan
from samkop.fleet.vocabulary import RenewalPlanState
from samkop.platform.models import JobRun


def key_of(plan: RenewalPlan | JointPlan) -> str:
    """Under which its job is asked for: once for each time that something else is asked."""
    return f"{plan.pk}:{plan.revision}"


def run_of(plan: RenewalPlan | JointPlan, task: str) -> JobRun | None:
    """The job that a plan waits for; None where it waits for none, or nobody has begun it."""
    if plan.state != RenewalPlanState.PLANNING:
        return None
    return JobRun.objects.filter(party_id=plan.owner_id, task=task, key=key_of(plan)).first()


def is_broken_off(plan: RenewalPlan | JointPlan, task: str) -> bool:
    """Whether its job has ended without an answer, and the plan waits in vain."""
    run = run_of(plan, task)
    return run is not None and run.ended_at is not None
