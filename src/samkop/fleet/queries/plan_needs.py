"""What a decided renewal plan needs, for the next tender: so many of a kind in a year."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.utils import translation

from samkop.agreements.vocabulary import ItemCategory
from samkop.core.period import months_after
from samkop.fleet.models import RenewalPlan, RenewalStep
from samkop.fleet.queries.renewal import month_of
from samkop.fleet.vocabulary import RenewalPlanState
from samkop.planning.usecases.needs import NewLine
from samkop.planning.usecases.plan_needs import DecidedPlan
from samkop.planning.vocabulary import PIECES, Category
from samkop.platform.records import subject_of

# Of which tender a kind of device is; what is not named goes with the workstations.
TENDERED = {
    ItemCategory.PHONE: Category.MOBILE_DEVICES,
    ItemCategory.RUGGED_PHONE: Category.MOBILE_DEVICES,
    ItemCategory.TABLET: Category.MOBILE_DEVICES,
    ItemCategory.WATCH: Category.MOBILE_DEVICES,
    ItemCategory.SIM: Category.MOBILE_DEVICES,
    ItemCategory.PROJECTOR: Category.MEETING_ROOMS,
    ItemCategory.CAMERA: Category.MEETING_ROOMS,
    ItemCategory.NETWORK: Category.NETWORKS,
    ItemCategory.SERVER: Category.NETWORKS,
    ItemCategory.STORAGE: Category.NETWORKS,
    ItemCategory.SOFTWARE: Category.SOFTWARE,
}


def needs_of_plan(owner_id: int, plan_id: int) -> DecidedPlan | None:
    """The owner's plan in what it needs; None where another has been decided since. Two queries.

    A plan knows one price of each device, so that the least and the most are the likely value.
    """
    plan = RenewalPlan.objects.filter(
        owner_id=owner_id, id=plan_id, state=RenewalPlanState.DECIDED
    ).first()
    if plan is None:
        return None
    counts: Counter[tuple[str, int]] = Counter()
    cents: Counter[tuple[str, int]] = Counter()
    rows = RenewalStep.objects.filter(cohort__plan=plan)
    for category, month, count, unit_cents in rows.values_list(
        "cohort__model__category", "month", "count", "cohort__unit_cents"
    ):
        kind = category, month_of(plan, month).year
        counts[kind] += count
        cents[kind] += count * unit_cents
    lines: dict[str, list[NewLine]] = defaultdict(list)
    # The English words, which are everybody's: a reader sees them in the own language.
    with translation.override("en"):
        for kind, count in sorted(counts.items()):
            item, value = ItemCategory(kind[0]), cents[kind]
            lines[TENDERED.get(item, Category.WORKSTATIONS)].append(
                NewLine(str(item.label), str(PIECES), kind[1], count, value, value, value)
            )
    return DecidedPlan(
        reference=subject_of(plan), title=plan.name, currency=plan.currency,
        wanted_from=plan.start, wanted_until=months_after(plan.start, plan.months), lines=lines,
    )  # fmt: skip
