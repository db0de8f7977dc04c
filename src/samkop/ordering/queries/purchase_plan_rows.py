"""What loading rows into the purchase plan would do: against the shop, sites and cost centres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem
from samkop.ordering.models import BudgetProject, PlannedPurchase
from samkop.ordering.queries.order_file import items_by_text
from samkop.ordering.rules.order_file import MOST_OF_A_ROW, OrderRow, quantity_of
from samkop.ordering.rules.purchase_plan import day_to_order
from samkop.ordering.vocabulary import PlannedPurchaseState
from samkop.parties.columns import Cells
from samkop.parties.file_plans import FilePlan, once
from samkop.parties.models import CostCentre, DeliveryLocation

LONGEST_REFERENCE = 80
FINAL = {PlannedPurchaseState.ORDERED, PlannedPurchaseState.TAKEN_OFF}


@dataclass(frozen=True)
class _Known:
    """What the rows may name, and the rows that stand in the plan already, by reference."""

    party_id: int
    person_id: int
    today: date
    items: Mapping[str, list[CatalogueItem]]
    sites: Mapping[str, DeliveryLocation]
    centres: Mapping[str, CostCentre]
    projects: Mapping[str, BudgetProject]
    standing: Mapping[str, PlannedPurchase]


def plan_purchase_rows(
    plan: FilePlan, *, party_id: int, person_id: int, today: date, lock: bool = False
) -> None:
    """Plan what rows do to the purchase plan; writes nothing. ``lock`` holds the rows there.

    A reference that is new is added; one that stands is changed, in ``person_id``'s name from
    then on, and waits anew; one that is ordered, taken off or says the same is left. The number
    of queries does not grow with the rows.
    """
    known = _known(plan, party_id, person_id, today, lock=lock)
    seen: dict[Any, int] = {}
    for row in plan.rows:
        if not 0 < len(row["reference"]) <= LONGEST_REFERENCE:
            sentence = _("Give the row a reference of its own, of at most %(most)s characters.")
            plan.wrong(row, "reference", "reference-missing", sentence, most=LONGEST_REFERENCE)
        elif once(plan, row, (row["reference"],), seen):
            _plan_row(plan, row, known)


def _known(plan: FilePlan, party_id: int, person_id: int, today: date, *, lock: bool) -> _Known:
    found = PlannedPurchase.objects.filter(
        party_id=party_id, reference__in=[row["reference"] for row in plan.rows]
    ).order_by("id")
    if lock:
        found = found.select_for_update(of=("self",))
    projects = BudgetProject.objects.filter(party_id=party_id, active=True)
    return _Known(
        party_id, person_id, today,
        items_by_text(party_id, today, {row["item"] for row in plan.rows}),
        {one.code: one for one in DeliveryLocation.objects.filter(party_id=party_id)},
        {one.code: one for one in CostCentre.objects.filter(party_id=party_id, active=True)},
        {one.code: one for one in projects},
        {one.reference: one for one in found.select_related("item")},
    )  # fmt: skip


def _plan_row(plan: FilePlan, row: Cells, known: _Known) -> None:
    standing = known.standing.get(row["reference"])
    if standing is not None and standing.state in FINAL:
        plan.unchanged += 1
        return
    faults = len(plan.faults)
    said = {
        "item_id": _item(plan, row, known, standing),
        "quantity": _quantity(plan, row),
        "delivery_location_id": _code(plan, row, "site", known.sites),
        "cost_centre_id": _code(plan, row, "cost_centre", known.centres),
        "project_id": _code(plan, row, "project", known.projects) if row["project"] else None,
        "order_on": _day(plan, row, known, standing),
    }
    if len(plan.faults) > faults:
        return
    if standing is None:
        plan.new.append(
            PlannedPurchase(
                party_id=known.party_id, person_id=known.person_id, reference=row["reference"],
                **said,
            )
        )  # fmt: skip
    elif all(getattr(standing, name) == value for name, value in said.items()):
        plan.unchanged += 1
    else:
        waits = {"state": PlannedPurchaseState.WAITING, "code": "", "sentence": ""}
        plan.changed.append((standing, {**said, **waits, "person_id": known.person_id}))


def _item(
    plan: FilePlan, row: Cells, known: _Known, standing: PlannedPurchase | None
) -> int | None:
    if standing is not None and row["item"] in {
        standing.item.seller_item_id, str(standing.item_id),
    }:  # fmt: skip
        return standing.item_id
    found = known.items.get(row["item"], [])
    if len(found) == 1:
        return int(found[0].pk)
    facts = {"value": row["item"]}
    if found:
        sentence = _("Several suppliers have an item “%(value)s”: write the shop's own id instead.")
        plan.wrong(row, "item", "item-ambiguous", sentence, **facts)
    else:
        sentence = _(
            "There is no item “%(value)s” in your shop: copy its number from the item's page."
        )
        plan.wrong(row, "item", "item-unknown", sentence, **facts)
    return None


def _quantity(plan: FilePlan, row: Cells) -> int | None:
    found = (
        quantity_of(OrderRow(row.row, row["item"], row["quantity"])) if row["quantity"] else None
    )
    if found is None:
        sentence = _("“%(value)s” is no number of pieces: write 1 to %(most)s.")
        facts = {"value": row["quantity"], "most": MOST_OF_A_ROW}
        plan.wrong(row, "quantity", "quantity-wrong", sentence, **facts)
    return found


def _code(plan: FilePlan, row: Cells, column: str, known: Mapping[str, Any]) -> int | None:
    found = known.get(row[column])
    if found is None:
        sentence = _("There is no “%(value)s”: add it first, or write another code.")
        code = f"{column.replace('_', '-')}-unknown"
        plan.wrong(row, column, code, sentence, value=row[column])
        return None
    return int(found.pk)


def _day(
    plan: FilePlan, row: Cells, known: _Known, standing: PlannedPurchase | None
) -> date | None:
    before = standing.order_on if standing else None
    day = day_to_order(row["order_on"], known.today, before)
    if day is None:
        sentence = _("“%(value)s” is no day and no month: write it as 2027-03-15 or 2027-03.")
        plan.wrong(row, "order_on", "day-wrong", sentence, value=row["order_on"])
    elif day < known.today and day != before:
        sentence = _("This day has passed: write today or a later one.")
        plan.wrong(row, "order_on", "day-passed", sentence)
    return day
