"""Renewal plans: drafted, changed, copied as variants, and planned by a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import DeviceModel, RenewalCohort, RenewalPlan, RenewalStep
from samkop.fleet.policies import may_plan_renewals, may_work_on_plans
from samkop.fleet.queries.joint_plans import shared_by
from samkop.fleet.queries.planning_runs import is_broken_off, key_of
from samkop.fleet.queries.renewal import horizon_of, renewal_items, renewals_of
from samkop.fleet.rules.renewing import CohortKey, cohorts_of
from samkop.fleet.vocabulary import LONGEST_PLAN, RENEWAL_TRANSITIONS, RenewalPlanState
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.jobs import start_job
from samkop.platform.models import JobRun
from samkop.platform.records import change, create, create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

TASK = "renewal-planning"


@dataclass(frozen=True)
class Wanted:
    """What is asked of a plan; as ``RenewalPlan`` has it. ``budgets`` are cents by year."""

    name: str
    start: date
    months: int
    early_months: int = 6
    late_months: int = 6
    catch_up_months: int = 6
    capacity: int | None = None
    quiet_months: tuple[int, ...] = ()
    quiet_weight: Decimal = Decimal(0)
    budgets: Mapping[int, int] | None = None
    round_min: int | None = None
    early_weight: Decimal = Decimal(1)
    late_weight: Decimal = Decimal(2)
    level_weight: Decimal = Decimal(10)
    age_months: int | None = None
    age_weight: Decimal = Decimal(0)
    outlier_weight: Decimal = Decimal(0)
    carbon_weight: Decimal = Decimal(0)

    def fields(self) -> dict[str, Any]:
        """The plan's columns. Raises Refused ``renewal-not-plannable``."""
        start = self.start.replace(day=1)
        if not 1 <= self.months <= LONGEST_PLAN or not self.name.strip():
            sentence = _("Give the plan a name, and between 1 and %(most)s months.")
            raise Refused(
                "renewal-not-plannable", sentence, status=422, most=LONGEST_PLAN,
                fields={"months": _("Between 1 and 60 months.")},
            )  # fmt: skip
        if self.age_weight and not self.age_months:
            sentence = _("Say from how many months on a device is old, or let its age cost 0.")
            raise Refused(
                "renewal-not-plannable", sentence, status=422, fields={"age_months": sentence}
            )
        return {
            "name": self.name.strip()[:120], "start": start, "months": self.months,
            "early_months": self.early_months, "late_months": self.late_months,
            "catch_up_months": self.catch_up_months, "capacity": self.capacity,
            "quiet_months": sorted(set(self.quiet_months)), "quiet_weight": self.quiet_weight,
            "budgets": {str(year): cents for year, cents in sorted((self.budgets or {}).items())},
            "round_min": self.round_min or None, "early_weight": self.early_weight,
            "late_weight": self.late_weight, "level_weight": self.level_weight,
            "age_months": self.age_months, "age_weight": self.age_weight,
            "outlier_weight": self.outlier_weight, "carbon_weight": self.carbon_weight,
        }  # fmt: skip


def draft_renewal(*, actor: Actor, now: datetime, wanted: Wanted) -> RenewalPlan:
    """Draft a plan. Raises Refused: ``not-allowed``, ``renewal-not-plannable``."""
    require(may_plan_renewals(actor))
    return create(
        RenewalPlan(
            owner_id=actor.own_party_id, **wanted.fields(),
            currency=party_of(actor.own_party_id).currency, created_at=now,
            created_by_id=actor.own_person_id,
        )
    )  # fmt: skip


def change_renewal(*, actor: Actor, now: datetime, plan_id: int, wanted: Wanted) -> RenewalPlan:
    """Ask something else of a plan that is not decided: it is a draft again, its answer gone.

    What a part of a joint plan shares with the others stays.

    Raises Refused: ``not-found``, ``not-allowed``, ``renewal-not-plannable``,
    ``renewal-decided``.
    """
    plan = locked_plan(actor, plan_id)
    require_may_become(plan, RenewalPlanState.DRAFT)
    forget_answer(plan)
    said = wanted.fields() | (shared_by(plan.joint) if plan.joint else {})
    return change(plan, **said, state=RenewalPlanState.DRAFT, revision=plan.revision + 1)


def copy_renewal(*, actor: Actor, now: datetime, plan_id: int, name: str) -> RenewalPlan:
    """A variant of a plan, to be changed and compared: what if.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    plan = locked_plan(actor, plan_id)
    kept = {
        field.attname: getattr(plan, field.attname)
        for field in RenewalPlan._meta.concrete_fields
        if field.attname in _ASKED
    }
    return create(
        RenewalPlan(
            owner_id=plan.owner_id, **kept, name=name.strip()[:120] or plan.name, based_on=plan,
            created_at=now, created_by_id=actor.own_person_id,
        )
    )  # fmt: skip


_ASKED = frozenset(
    {
        "start", "months", "early_months", "late_months", "catch_up_months", "capacity",
        "quiet_months", "quiet_weight", "budgets", "currency", "round_min", "early_weight",
        "late_weight", "level_weight", "age_months", "age_weight", "outlier_weight",
        "carbon_weight",
    }
)  # fmt: skip


def begin_renewal_planning(*, actor: Actor, now: datetime, plan_id: int) -> JobRun:
    """Ask for a plan to be worked out; asked twice for the same plan, it is one job.

    One whose job has ended without an answer is asked for anew.

    Raises Refused: ``not-found``, ``not-allowed``, ``renewal-decided``, ``renewal-joint``.
    """
    plan = locked_plan(actor, plan_id)
    if plan.joint_id is not None:
        raise Refused(
            "renewal-joint",
            _("This is your part of a joint plan, and is worked out with those of the others."),
        )
    if plan.state != RenewalPlanState.PLANNING or is_broken_off(plan, TASK):
        if plan.state != RenewalPlanState.PLANNING:
            require_may_become(plan, RenewalPlanState.PLANNING)
        change(plan, state=RenewalPlanState.PLANNING, revision=plan.revision + 1)
    return start_job(
        actor=actor, now=now, task=TASK, key=key_of(plan),
        inputs={"plan_id": plan.pk, "revision": plan.revision},
    )  # fmt: skip


def stop_renewal_planning(
    *, actor: Actor, now: datetime, plan_id: int, revision: int
) -> RenewalPlan:
    """The job was stopped: the plan is a draft again, nothing of it set out.

    Raises Refused: ``renewal-changed`` when the plan was changed meanwhile.
    """
    plan = _worked_on(actor, plan_id, revision)
    forget_answer(plan)
    return change(plan, state=RenewalPlanState.DRAFT)


def set_out_cohorts(*, actor: Actor, now: datetime, plan_id: int, revision: int) -> int:
    """Set out the owner's devices as cohorts of the plan, as they are now; how many devices.

    Raises Refused: ``renewal-changed`` when the plan was changed meanwhile.
    """
    return set_out(_worked_on(actor, plan_id, revision))


def set_out(plan: RenewalPlan) -> int:
    """Set out a plan's devices anew, as they are now; how many."""
    forget_answer(plan)
    groups = cohorts_of(renewals_of(plan.owner_id), horizon_of(plan))
    models = DeviceModel.objects.filter(
        owner_id=plan.owner_id, id__in={key.model_id for key in groups}
    )
    items = renewal_items(plan.owner_id, models, own_today())
    create_all(
        (
            RenewalCohort(
                plan=plan, owner_id=plan.owner_id, model_id=key.model_id,
                item_id=items.get(key.model_id), position=position, count=len(devices),
                unit_cents=key.unit_cents, earliest=key.earliest, due=key.due, latest=key.latest,
                bought=key.bought, reason=key.reason,
                assets=[device.asset_id for device in devices],
            )
            for position, (key, devices) in enumerate(
                sorted(groups.items(), key=lambda pair: (pair[0].model_id, *_when(pair[0]))), 1
            )
        ),
        under=plan,
    )  # fmt: skip
    return sum(len(devices) for devices in groups.values())


def _when(key: CohortKey) -> tuple[int, int, int, int, str, int]:
    return key.due, key.earliest, key.latest, key.unit_cents, key.reason, key.bought or 0


@dataclass(frozen=True)
class Answered:
    """What the planner answered (``core.renewal.Plan``): ``steps`` are (cohort's position,
    month, devices); ``objective`` and ``gap`` None without a plan.
    """

    state: RenewalPlanState
    steps: tuple[tuple[int, int, int], ...]
    objective: Decimal | None
    gap: Decimal | None
    seconds: Decimal
    conflicts: tuple[Mapping[str, Any], ...] = ()


def keep_renewal_answer(
    *, actor: Actor, now: datetime, plan_id: int, revision: int, answered: Answered
) -> RenewalPlan:
    """Keep what the planner answered for the plan as it was asked.

    Raises Refused: ``renewal-changed`` when the plan was changed meanwhile.
    """
    plan = _worked_on(actor, plan_id, revision)
    cohorts = dict(plan.cohorts.values_list("position", "id"))
    create_all(
        (
            RenewalStep(
                cohort_id=cohorts[position], owner_id=plan.owner_id, month=month, count=count
            )
            for position, month, count in answered.steps
        ),
        under=plan,
    )
    return change(
        plan, state=answered.state, objective=answered.objective, gap=answered.gap,
        seconds=answered.seconds, conflicts=list(answered.conflicts), planned_at=now,
    )  # fmt: skip


def _worked_on(actor: Actor, plan_id: int, revision: int) -> RenewalPlan:
    plan = RenewalPlan.objects.select_for_update().filter(id=plan_id).first()
    if plan is None:
        raise not_found()
    require(may_work_on_plans(actor, plan.owner_id))
    if plan.revision != revision or plan.state != RenewalPlanState.PLANNING:
        raise Refused(
            "renewal-changed", _("The plan was changed while it was worked out. Plan it again.")
        )
    return plan


def forget_answer(plan: RenewalPlan) -> None:
    """Its months and its devices, as they were set out, are gone."""
    RenewalStep.objects.filter(cohort__plan=plan).delete()
    plan.cohorts.all().delete()
    change(plan, objective=None, gap=None, seconds=None, conflicts=[], planned_at=None)


def locked_plan(actor: Actor, plan_id: int) -> RenewalPlan:
    """A plan of the acting party's, kept from others.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    plan = (
        RenewalPlan.objects.select_for_update()
        .filter(id=plan_id, owner_id=actor.own_party_id)
        .first()
    )
    if plan is None:
        raise not_found()
    require(may_plan_renewals(actor))
    return plan


def require_may_become(plan: RenewalPlan, state: RenewalPlanState) -> None:
    """Raises Refused: ``renewal-decided``, ``renewal-not-there-yet``."""
    if state in RENEWAL_TRANSITIONS[RenewalPlanState(plan.state)]:
        return
    if plan.state in {RenewalPlanState.DECIDED, RenewalPlanState.REPLACED}:
        raise Refused(
            "renewal-decided",
            _("The plan is decided and stays as it is. Copy it, and change the copy."),
        )
    raise Refused(
        "renewal-not-there-yet", _("The plan is %(state)s: let it be worked out first."),
        state=RenewalPlanState(plan.state).label,
    )  # fmt: skip
