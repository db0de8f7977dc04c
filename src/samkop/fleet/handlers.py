"""Facts that the fleet hears of, and its jobs; one use-case call each."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import translation

from samkop.core.renewal import (
    Limit,
    Plan,
    Problem,
    Status,
    conflict_of,
    plan_renewal,
    relaxation_of,
)
from samkop.fleet.models import RenewalPlan
from samkop.fleet.policies import FLEET_KEEPER
from samkop.fleet.queries.renewal import problem_of
from samkop.fleet.rules.changes import Change
from samkop.fleet.usecases.births import expect_assets, receive_assets, take_back_assets
from samkop.fleet.usecases.carrying_out import carry_out_reports
from samkop.fleet.usecases.chosen_assets import AT_ONCE, change_chosen
from samkop.fleet.usecases.lease_ends import stop_leases_of_ended
from samkop.fleet.usecases.renewal import (
    Answered,
    keep_renewal_answer,
    set_out_cohorts,
    stop_renewal_planning,
)
from samkop.fleet.vocabulary import RenewalPlanState
from samkop.parties.in_whose_name import actor_of_person
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.jobs import Cancelled, Progress
from samkop.platform.models import JobRun
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading

Limited = dict[str, Any]
# Seconds after which the planner gives the best plan that it has.
LONGEST_SEARCH = 120.0
STATES = {
    Status.OPTIMAL: RenewalPlanState.PLANNED,
    Status.FEASIBLE: RenewalPlanState.PLANNED,
    Status.INFEASIBLE: RenewalPlanState.INFEASIBLE,
}


def goods_announced(fact: Fact) -> None:
    """A buyer expects goods: it expects the devices among them."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["buyer_id"]),
        expect_assets,
        key=fact.key_for("expect-assets"),
        consignment_id=fact.body["consignment_id"],
    )


def devices_received(fact: Fact) -> None:
    """Goods were received: so were the devices among them."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["buyer_id"]),
        receive_assets,
        key=fact.key_for("receive-assets"),
        receipt_id=fact.body["receipt_id"],
    )


def leases_of_ended(fact: Fact) -> None:
    """Devices have ended: what was leased of them has left its lease."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["owner_id"]),
        stop_leases_of_ended,
        key=fact.key_for("stop-leases"),
        asset_ids=fact.body["asset_ids"],
    )


def devices_returned(fact: Fact) -> None:
    """Goods went back to their supplier: so did the devices among them."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["buyer_id"]),
        take_back_assets,
        key=fact.key_for("take-back-assets"),
        return_id=fact.body["return_id"],
    )


def work_reported(fact: Fact) -> None:
    """Another party's people have done work on devices: the owner's follow."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["owner_id"]),
        carry_out_reports,
        key=fact.key_for("carry-out"),
        report_ids=fact.body["report_ids"],
    )


def plan_renewals(run: JobRun, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Job: set out the devices of a plan, work it out, keep the answer.

    The search is in no transaction; a stop ends it with nothing kept: the plan is a draft.
    """
    asked = {"plan_id": run.inputs["plan_id"], "revision": run.inputs["revision"]}
    devices = perform(actor, set_out_cohorts, key=f"run:{run.pk}:set-out", **asked)
    with reading(actor):
        problem = problem_of(RenewalPlan.objects.get(id=run.inputs["plan_id"]))
    try:
        progress(0, devices)
        plan = plan_renewal(problem, time_limit=LONGEST_SEARCH, cancelled=is_stopped(progress))
        conflicts = _why_not(problem) if plan.status is Status.INFEASIBLE else ()
        progress(devices, devices)
    except Cancelled:
        perform(actor, stop_renewal_planning, key=f"run:{run.pk}:stop", **asked)
        raise
    kept = perform(
        actor, keep_renewal_answer, key=f"run:{run.pk}:keep", **asked,
        answered=_answered(plan, conflicts),
    )  # fmt: skip
    return {"plan_id": kept.pk, "devices": devices, "status": plan.status.value}


def is_stopped(progress: Progress) -> Callable[[], bool]:
    """Asks whether the job was stopped, for a search that does not know of jobs."""

    def asked() -> bool:
        try:
            progress(0)
        except Cancelled:
            return True
        return False

    return asked


def _answered(plan: Plan, conflicts: tuple[Limited, ...]) -> Answered:
    gap = plan.gap
    return Answered(
        state=state_of(plan),
        steps=tuple((int(one.cohort), one.month, one.count) for one in plan.renewals),
        objective=None if plan.objective is None else _decimal(plan.objective),
        gap=None if gap is None else round(Decimal(gap), 8),
        seconds=round(Decimal(plan.seconds), 3), conflicts=conflicts,
    )  # fmt: skip


def _why_not(problem: Problem) -> tuple[Limited, ...]:
    """The limits in conflict, then those that the cheapest relaxation moves, with ``to``."""
    relaxed = relaxation_of(problem)
    moves = relaxed.moves if relaxed else ()
    return (
        *(limited(one) for one in conflict_of(problem).limits),
        *({**limited(one.limit), "to": one.to} for one in moves),
    )


def limited(limit: Limit) -> Limited:
    """A limit as a plan keeps it."""
    return {
        "kind": limit.kind.value, "month": limit.month, "year": limit.year,
        "cohort": limit.cohort, "at": limit.at,
    }  # fmt: skip


def state_of(plan: Plan) -> RenewalPlanState:
    """A plan that was found in time and not proven near the best is still a plan."""
    if plan.status is Status.TIME_LIMIT:
        return RenewalPlanState.PLANNED if plan.renewals else RenewalPlanState.UNFINISHED
    return STATES[plan.status]


def _decimal(value: Fraction) -> Decimal:
    return round(Decimal(value.numerator) / Decimal(value.denominator), 4)


def change_devices(run: JobRun, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Job: the same change of all the chosen devices, in the name of whoever asked.

    What is refused is told with its sentence and stops nothing. Run again, it answers for
    each as before.
    """
    chosen, change = run.inputs["assets"], Change.from_json(run.inputs["change"])
    keeper, language = actor_of_person(
        run.person_id or 0, run.party_id, datetime.now(UTC), by="a job"
    )  # fmt: skip
    told: dict[str, Any] = {"devices": 0, "refused": 0, "rows": []}
    with translation.override(language):
        for first in range(0, len(chosen), AT_ONCE):
            progress(first, len(chosen))
            done = perform(
                keeper, change_chosen, key=f"run:{run.pk}:{first}",
                asset_ids=chosen[first : first + AT_ONCE], change=change,
            )  # fmt: skip
            told["devices"] += done["changed"]
            told["refused"] += len(done["rows"])
            told["rows"] += done["rows"]
            progress.kept = told
    with suppress(Cancelled):  # nothing is left to stop
        progress(len(chosen), len(chosen))
    return told
