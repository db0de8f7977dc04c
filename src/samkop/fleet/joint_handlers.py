"""The job that works out a joint plan: each member's part in a unit of work of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

from samkop.core.renewal import (
    Limit,
    LimitKind,
    Plan,
    Problem,
    Renewal,
    Status,
    conflict_of,
    plan_renewal,
)
from samkop.fleet.handlers import LONGEST_SEARCH, is_stopped, limited, state_of
from samkop.fleet.models import RenewalPlan
from samkop.fleet.queries.joint_plans import BETWEEN, joined, joint_plan_of, parts_of
from samkop.fleet.queries.renewal import problem_of
from samkop.fleet.usecases.joint_plans import begin_joint_part, keep_joint_answer
from samkop.fleet.usecases.renewal import Answered, keep_renewal_answer, stop_renewal_planning
from samkop.fleet.vocabulary import RenewalPlanState
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.jobs import Cancelled, Progress
from samkop.platform.models import JobRun
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

# Of each member its job, its part, the revision that it was set out for.
Parts = Mapping[int, tuple[Actor, int, int]]


def plan_jointly(run: JobRun, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Job: set out the devices of all who take part, work them out as one, keep each one's own.

    Each member's rows are read and written by a job of its own. The search is in no transaction;
    a stop ends it with nothing kept: the plan and its parts are drafts.
    """
    asked = {"joint_id": run.inputs["joint_id"], "revision": run.inputs["revision"]}
    with reading(actor):
        joint = joint_plan_of(asked["joint_id"])
        totals = parts_of(joint)
    decided: Counter[int] = Counter()
    for one in totals:
        if one.state is RenewalPlanState.DECIDED:
            decided.update(one.months)
    parts = _set_out(run, [one.member.pk for one in totals])
    try:
        progress(0, len(parts))
        problems = {owner_id: _problem_of(job, plan) for owner_id, (job, plan, _r) in parts.items()}
        problem = joined(joint, problems, decided)
        plan = plan_renewal(problem, time_limit=LONGEST_SEARCH, cancelled=is_stopped(progress))
        limits = conflict_of(problem).limits if plan.status is Status.INFEASIBLE else ()
        progress(len(parts), len(parts))
    except Cancelled:
        _stop_parts(run, parts)
        perform(
            actor, keep_joint_answer, key=f"run:{run.pk}:stop", **asked,
            state=RenewalPlanState.DRAFT, gap=None,
        )  # fmt: skip
        raise
    try:
        perform(
            actor, keep_joint_answer, key=f"run:{run.pk}:keep", **asked, state=state_of(plan),
            gap=None if plan.gap is None else round(Decimal(plan.gap), 8),
            conflicts=_told_to_all(limits),
        )  # fmt: skip
    except Refused:
        _stop_parts(run, parts)
        raise
    _keep(run, parts, plan, limits)
    return {"members": len(parts), "status": plan.status.value}


def _set_out(run: JobRun, members: Sequence[int]) -> Parts:
    found = {}
    for owner_id in members:
        job = actors.job("worker", owner_id)
        begun = perform(
            job, begin_joint_part, key=f"run:{run.pk}:part", joint_id=run.inputs["joint_id"]
        )
        if begun is not None:
            found[owner_id] = (job, begun[0], begun[1])
    return found


def _problem_of(job: Actor, plan_id: int) -> Problem:
    with reading(job):
        return problem_of(RenewalPlan.objects.get(id=plan_id))


def _stop_parts(run: JobRun, parts: Parts) -> None:
    for job, plan_id, revision in parts.values():
        with suppress(Refused):  # its member has changed it meanwhile: it waits for nothing
            perform(
                job, stop_renewal_planning, key=f"run:{run.pk}:stop", plan_id=plan_id,
                revision=revision,
            )  # fmt: skip


def _keep(run: JobRun, parts: Parts, plan: Plan, limits: Sequence[Limit]) -> None:
    """To each member its own months, and of the limits in conflict its own and the shared."""
    steps: dict[str, list[tuple[int, int, int]]] = {str(owner_id): [] for owner_id in parts}
    for one in plan.renewals:
        owner, position = _apart(one)
        steps[owner].append((position, one.month, one.count))
    for owner_id, (job, plan_id, revision) in parts.items():
        own = [one for one in limits if one.municipality in {None, str(owner_id)}]
        answered = Answered(
            state=state_of(plan), steps=tuple(steps[str(owner_id)]), objective=None, gap=None,
            seconds=round(Decimal(plan.seconds), 3),
            conflicts=tuple(_own(one) for one in own),
        )  # fmt: skip
        with suppress(Refused):  # its member has changed it meanwhile: the others' months stand
            perform(
                job, keep_renewal_answer, key=f"run:{run.pk}:keep", plan_id=plan_id,
                revision=revision, answered=answered,
            )  # fmt: skip


def _apart(one: Renewal) -> tuple[str, int]:
    owner, _between, position = one.cohort.partition(BETWEEN)
    return owner, int(position)


def _own(limit: Limit) -> dict[str, Any]:
    cohort = limit.cohort and limit.cohort.partition(BETWEEN)[2]
    return {**limited(limit), "cohort": cohort}


def _told_to_all(limits: Sequence[Limit]) -> list[dict[str, Any]]:
    """The shared limits, and whose own they exclude: nobody sees another's limits."""
    shared = [
        {"month": one.month, "at": one.at}
        for one in limits if one.kind is LimitKind.CAPACITY_TOTAL
    ]  # fmt: skip
    members = sorted({int(one.municipality) for one in limits if one.municipality})
    return [*shared, *({"member": owner_id} for owner_id in members)]
