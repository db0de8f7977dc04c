"""Reads of renewal: which devices fall due, what a plan says, what it needs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from samkop.agreements.queries import agreements_open_to
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries.items import range_of
from samkop.core.devices.names import model_key
from samkop.core.period import months_after
from samkop.core.renewal.problem import Cohort, Locked, Problem, Weights
from samkop.fleet.models import (
    Asset,
    DeviceModel,
    RenewalCohort,
    RenewalForecast,
    RenewalPlan,
    RenewalStep,
)
from samkop.fleet.queries.leases import lease_ends_of
from samkop.fleet.rules.renewing import Horizon, Renewable
from samkop.fleet.vocabulary import AssetState, WindowReason
from samkop.platform.refusals import not_found

# What is renewed: devices that somebody works with, or could.
RENEWED = (
    AssetState.RECEIVED, AssetState.STAGED, AssetState.IN_TRANSIT, AssetState.IN_USE,
    AssetState.MAINTENANCE,
)  # fmt: skip
# The one name under which an owner's own plan knows itself.
OWN = "own"
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class MonthPlanned:
    """A month of a plan: its first day, how many are renewed, for how much, how many fall due."""

    month: date
    count: int
    cents: int
    due: int


def horizon_of(plan: RenewalPlan) -> Horizon:
    """What the plan looks at."""
    return Horizon(
        plan.start, plan.months, plan.early_months, plan.late_months, plan.catch_up_months,
        by_age=plan.age_weight > 0,
    )  # fmt: skip


def month_of(plan: RenewalPlan, index: int) -> date:
    """The first day of a month of the plan, counted from 0."""
    return months_after(plan.start, index)


def renewals_of(owner_id: int) -> list[Renewable]:
    """The owner's devices that have a day of renewal; three queries."""
    leased = lease_ends_of(owner_id)
    prices = dict(DeviceModel.objects.filter(owner_id=owner_id).values_list("id", "renewal_cents"))
    rows = Asset.objects.filter(owner_id=owner_id, state__in=RENEWED, renew_on__isnull=False)
    return [
        Renewable(
            asset_id=pk, model_id=model_id, unit_cents=prices.get(model_id) or paid or 0,
            due=renew_on, support_ends=support_ends, lease_ends=leased.get(pk),
            decided=renew_on if decided_by else None, came=came,
        )
        for pk, model_id, paid, renew_on, support_ends, decided_by, came in rows.values_list(
            "id", "model_id", "unit_cents", "renew_on", "support_ends", "renewal_plan_id",
            "received_on",
        )
        if renew_on is not None
    ]  # fmt: skip


def without_renewal(owner_id: int) -> int:
    """How many devices in use have no day of renewal: no plan knows of them."""
    rows = Asset.objects.filter(owner_id=owner_id, state__in=RENEWED, renew_on__isnull=True)
    return rows.count()


def renewal_items(owner_id: int, models: Iterable[DeviceModel], today: date) -> dict[int, int]:
    """By model the id of the item in the shop that renews it; a model without one is left out.

    The same model, or what its seller named as its successor; else the cheapest of the joint
    range of its category.
    """
    wanted = list(models)
    agreements = [one.pk for one in agreements_open_to(owner_id, today)]
    items = list(
        CatalogueItem.objects.filter(
            agreement_id__in=agreements, category__in={model.category for model in wanted},
        ).order_by("shown_price_cents", "id")
    )  # fmt: skip
    offered = {item.pk for item in items if item.active}
    joint = range_of(offered, today)
    by_key: dict[str, int] = {}
    cheapest: dict[str, int] = {}
    for item in items:
        follower = item.pk if item.active else item.replaced_by_id
        if follower in offered:
            by_key.setdefault(model_key(item.manufacturer, item.model or item.name), follower)
        if item.pk in joint:
            cheapest.setdefault(item.category, item.pk)
    found = {model.pk: by_key.get(model.key) or cheapest.get(model.category) for model in wanted}
    return {model_id: item_id for model_id, item_id in found.items() if item_id is not None}


def problem_of(plan: RenewalPlan) -> Problem:
    """The plan as the planner takes it (``core.renewal``), from its cohorts."""
    cohorts = list(plan.cohorts.select_related("model").order_by("position"))
    quiet = frozenset(
        month for month in range(plan.months)
        if month_of(plan, month).month in set(plan.quiet_months)
    )  # fmt: skip
    capacity = {} if plan.capacity is None else {OWN: (plan.capacity,) * plan.months}
    budget = {OWN: {int(year): int(cents) for year, cents in plan.budgets.items()}}
    return Problem(
        months=plan.months, start=(plan.start.year, plan.start.month),
        cohorts=tuple(
            Cohort(
                id=str(one.position), municipality=OWN, model=one.model.name, count=one.count,
                unit_cents=one.unit_cents, earliest=one.earliest, due=one.due, latest=one.latest,
                outlier=not one.model.in_range, carbon=_carbon_of(one.model), bought=one.bought,
            )
            for one in cohorts
        ),
        weights=Weights(
            early=Fraction(plan.early_weight), late=Fraction(plan.late_weight),
            level=Fraction(plan.level_weight), avoid=Fraction(plan.quiet_weight),
            age=Fraction(plan.age_weight), outlier=Fraction(plan.outlier_weight),
            carbon=Fraction(plan.carbon_weight),
        ),
        age_limit=plan.age_months or 0,
        capacity=capacity, budget=budget, round_min=plan.round_min or 0,
        locked=tuple(
            Locked(str(one.position), one.earliest, one.count)
            for one in cohorts if one.reason == WindowReason.DECIDED
        ),
        avoid={OWN: quiet} if quiet else {},
    )  # fmt: skip


def _carbon_of(model: DeviceModel) -> Fraction:
    """Kilograms of CO2e that a month of a device's life stands for; to the hundredth."""
    if model.co2e_kg is None:
        return Fraction(0)
    return Fraction(round(model.co2e_kg / model.lifetime_months, 2))


def plans_of(owner_id: int) -> QuerySet[RenewalPlan]:
    """The owner's plans, the newest first."""
    return RenewalPlan.objects.filter(owner_id=owner_id).order_by("-id")


def plan_of(owner_id: int, plan_id: int) -> RenewalPlan:
    """A plan of the owner's. Raises Refused ``not-found``."""
    found = RenewalPlan.objects.filter(owner_id=owner_id, id=plan_id).first()
    if found is None:
        raise not_found()
    return found


def months_planned(plan: RenewalPlan) -> list[MonthPlanned]:
    """Every month of the plan; two queries."""
    counts: Counter[int] = Counter()
    cents: Counter[int] = Counter()
    for month, count, price in RenewalStep.objects.filter(cohort__plan=plan).values_list(
        "month", "count", "cohort__unit_cents"
    ):
        counts[month] += count
        cents[month] += count * price
    due: Counter[int] = Counter()
    for month, count in plan.cohorts.values_list("due", "count"):
        due[month] += count
    return [
        MonthPlanned(month_of(plan, month), counts[month], cents[month], due[month])
        for month in range(plan.months)
    ]


def years_planned(months: Sequence[MonthPlanned]) -> dict[int, tuple[int, int]]:
    """By year how many are renewed, and for how many cents."""
    found: dict[int, tuple[int, int]] = {}
    for one in months:
        count, cents = found.get(one.month.year, (0, 0))
        found[one.month.year] = (count + one.count, cents + one.cents)
    return found


def steps_in(plan: RenewalPlan, month: int) -> list[RenewalStep]:
    """What is renewed in a month of the plan, by model."""
    return list(
        RenewalStep.objects.filter(cohort__plan=plan, month=month)
        .select_related("cohort__model", "cohort__item")
        .order_by("cohort__model__name", "cohort_id")
    )


def devices_by_month(plan: RenewalPlan) -> dict[int, list[int]]:
    """Ids of devices by month: of each cohort the longest due go first.

    Of cohorts of models beyond the range as of others: which cohort goes first is the plan's.
    """
    taken: Counter[int] = Counter()
    found: dict[int, list[int]] = defaultdict(list)
    cohorts = {one.pk: one for one in plan.cohorts.all()}
    for cohort_id, month, count in RenewalStep.objects.filter(cohort__plan=plan).order_by(
        "cohort_id", "month"
    ).values_list("cohort_id", "month", "count"):  # fmt: skip
        first = taken[cohort_id]
        found[month] += cohorts[cohort_id].assets[first : first + count]
        taken[cohort_id] += count
    return dict(found)


def devices_of_step(step: RenewalStep) -> list[int]:
    """Ids of the devices that a step of a plan renews."""
    before = RenewalStep.objects.filter(cohort_id=step.cohort_id, month__lt=step.month)
    first = sum(before.values_list("count", flat=True))
    return list(step.cohort.assets[first : first + step.count])


def unpriced(plan: RenewalPlan) -> list[RenewalCohort]:
    """Cohorts of which nobody knows what a new device costs: no budget holds them."""
    return list(plan.cohorts.filter(unit_cents=0).select_related("model").order_by("position"))


def forecasts_for(party_id: int, side: str) -> QuerySet[RenewalForecast]:
    """What is needed of a supplier, or of the agreements that a purchasing body runs."""
    rows = RenewalForecast.objects.filter(**{f"{side}_id": party_id})
    return rows.select_related("owner", "item").order_by("month", "id")


@dataclass(frozen=True)
class Summary:
    """A plan in figures, to be laid beside another's.

    ``early`` and ``late`` are months before and after the end of their age, summed over the
    devices; ``largest`` the devices of the fullest month.
    """

    plan: RenewalPlan
    months: list[MonthPlanned]
    devices: int
    cents: int
    largest: int
    early: int
    late: int

    @property
    def years(self) -> dict[int, tuple[int, int]]:
        """By year how many are renewed, and for how many cents."""
        return years_planned(self.months)


def summary_of(plan: RenewalPlan) -> Summary:
    """A plan's figures; three queries."""
    months = months_planned(plan)
    early = late = 0
    for month, due, count in RenewalStep.objects.filter(cohort__plan=plan).values_list(
        "month", "cohort__due", "count"
    ):
        early += max(due - month, 0) * count
        late += max(month - due, 0) * count
    return Summary(
        plan, months, sum(one.count for one in months), sum(one.cents for one in months),
        max((one.count for one in months), default=0), early, late,
    )  # fmt: skip
