"""A plan is decided: devices get their months, suppliers and purchasing body their forecast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem
from samkop.core.period import months_after
from samkop.fleet.models import (
    Asset,
    RenewalCohort,
    RenewalForecast,
    RenewalPlan,
    RenewalStep,
)
from samkop.fleet.queries.renewal import (
    devices_by_month,
    devices_of_step,
    month_of,
    steps_in,
)
from samkop.fleet.usecases.renewal import locked_plan, require_may_become
from samkop.fleet.vocabulary import RenewalPlanState
from samkop.ordering.usecases.purchase_plan import PlanRow, plan_purchases
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, change_each, create_all, note
from samkop.platform.refusals import Refused, not_found

# Days before its month in which an item is ordered whose seller names no lead time.
USUAL_LEAD = 30
Place = tuple[int, str, str]


def choose_renewal_item(
    *, actor: Actor, now: datetime, plan_id: int, model_id: int, item_id: int
) -> int:
    """Say by which item of the shop a plan renews devices of a model; of how many cohorts.

    Raises Refused: ``not-found``, ``not-allowed``, ``renewal-decided``.
    """
    plan = locked_plan(actor, plan_id)
    if plan.state in {RenewalPlanState.DECIDED, RenewalPlanState.REPLACED}:
        require_may_become(plan, RenewalPlanState.DRAFT)
    if not CatalogueItem.objects.filter(id=item_id, active=True).exists():
        raise not_found()
    cohorts = list(plan.cohorts.filter(model_id=model_id).order_by("id"))
    if not cohorts:
        raise not_found()
    change_each((cohort, {"item_id": item_id}) for cohort in cohorts)
    return len(cohorts)


def decide_renewal(
    *, actor: Actor, now: datetime, plan_id: int, until: date | None = None
) -> RenewalPlan:
    """Decide a plan: each device is renewed in its month, the months to ``until`` for good.

    Later plans leave the devices of those months where they are. The plan that was decided
    before is replaced; what suppliers and purchasing body were told by it, too. Told as
    ``renewal-decided``. Raises Refused: ``not-found``, ``not-allowed``, ``renewal-decided``,
    ``renewal-not-there-yet``.
    """
    plan = locked_plan(actor, plan_id)
    require_may_become(plan, RenewalPlanState.DECIDED)
    before = RenewalPlan.objects.select_for_update().filter(
        owner_id=plan.owner_id, state=RenewalPlanState.DECIDED
    )
    for one in before:
        change(one, state=RenewalPlanState.REPLACED)
    last = until.replace(day=1) if until else None
    change(plan, state=RenewalPlanState.DECIDED, decided_at=now, decided_until=last)
    _give_months(plan, last)
    _publish(plan, now)
    tell("renewal-decided", owner_id=plan.owner_id, plan_id=plan.pk)
    return plan


def _give_months(plan: RenewalPlan, last: date | None) -> None:
    """One statement a month: a city has tens of thousands of devices."""
    given = 0
    for index, ids in sorted(devices_by_month(plan).items()):
        month = month_of(plan, index)
        for_good = last is not None and month <= last
        rows = Asset.objects.filter(owner_id=plan.owner_id, id__in=ids)
        given += rows.update(renew_on=month, renewal_plan=plan if for_good else None)
    note(devices=given)


def _publish(plan: RenewalPlan, now: datetime) -> None:
    """From the plan's first month on; what was told of months before stays told."""
    RenewalForecast.objects.filter(owner_id=plan.owner_id, month__gte=plan.start).delete()
    needed: Counter[tuple[int, int]] = Counter()
    rows = RenewalStep.objects.filter(cohort__plan=plan, cohort__item__isnull=False)
    for item_id, month, count in rows.values_list("cohort__item_id", "month", "count"):
        needed[item_id, month] += count
    items = CatalogueItem.objects.in_bulk({item_id for item_id, _month in needed})
    create_all(
        (
            RenewalForecast(
                owner_id=plan.owner_id, supplier_id=items[item_id].supplier_id,
                purchasing_body_id=items[item_id].purchasing_body_id, item_id=item_id,
                category=items[item_id].category, month=month_of(plan, month), count=count,
                published_at=now,
            )
            for (item_id, month), count in sorted(needed.items())
        ),
        under=plan,
    )  # fmt: skip


@dataclass
class Ordered:
    """What became of a month: rows of the purchase plan, devices in them, and those left out
    because they have no item that renews them, or no site or cost centre.
    """

    rows: int = 0
    devices: int = 0
    without_item: int = 0
    without_place: int = 0
    pieces: Counter[Place] = field(default_factory=Counter)


def order_renewals(*, actor: Actor, now: datetime, plan_id: int, month: date) -> Ordered:
    """Put a month of the decided plan on the purchase plan, by item, site and cost centre.

    It is ordered so many days before as its seller needs. Done twice, it changes what waits
    and doubles nothing. Raises Refused: ``not-found``, ``not-allowed``,
    ``renewal-not-decided``, ``nothing-to-order``; and as ``plan_purchases``.
    """
    plan = locked_plan(actor, plan_id)
    if plan.state != RenewalPlanState.DECIDED:
        raise Refused("renewal-not-decided", _("Decide the plan before you order from it."))
    index = (month.year - plan.start.year) * 12 + month.month - plan.start.month
    steps = steps_in(plan, index) if 0 <= index < plan.months else []
    told = Ordered()
    for step in steps:
        _count_pieces(plan, step, told)
    if not told.pieces:
        raise Refused(
            "nothing-to-order",
            _("Nothing of this month can be ordered: no device has an item that renews it, a site"
              " and a cost centre."),
        )  # fmt: skip
    items = CatalogueItem.objects.in_bulk({item_id for item_id, _site, _centre in told.pieces})
    first, today = months_after(plan.start, index), own_today()
    rows = [
        _row(plan, first, place, count, _order_on(items[place[0]], first, today))
        for place, count in sorted(told.pieces.items())
    ]
    plan_purchases(actor=actor, now=now, rows=rows)
    change_each((step, {"ordered_at": now}) for step in steps)
    told.rows, told.devices = len(rows), sum(told.pieces.values())
    return told


def _count_pieces(plan: RenewalPlan, step: RenewalStep, told: Ordered) -> None:
    cohort: RenewalCohort = step.cohort
    if cohort.item_id is None:
        told.without_item += step.count
        return
    rows = Asset.objects.filter(owner_id=plan.owner_id, id__in=devices_of_step(step))
    places: Mapping[tuple[str | None, str | None], int] = Counter(
        rows.values_list("location__code", "cost_centre__code")
    )
    for (site, centre), count in places.items():
        if site and centre:
            told.pieces[cohort.item_id, site, centre] += count
        else:
            told.without_place += count


def _order_on(item: CatalogueItem, first: date, today: date) -> date:
    lead = USUAL_LEAD if item.lead_time_days is None else item.lead_time_days
    return max(first - timedelta(days=lead), today)


def _row(plan: RenewalPlan, first: date, place: Place, count: int, order_on: date) -> PlanRow:
    item_id, site, centre = place
    return PlanRow(
        reference=f"F{plan.pk}-{first:%Y%m}-{item_id}-{site}-{centre}"[:80], item=str(item_id),
        quantity=str(count), site=site, cost_centre=centre, order_on=order_on.isoformat(),
    )  # fmt: skip
