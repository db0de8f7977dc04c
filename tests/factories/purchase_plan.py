"""A purchase plan, for tests."""

from __future__ import annotations

from typing import Any

from factories.ordering import NOW, PHONE, Market
from samkop.ordering.models import PlannedPurchase
from samkop.ordering.usecases.planned_purchases import refuse_planned
from samkop.ordering.usecases.purchase_plan import PlanRow, plan_purchases
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading


def a_plan_row(market: Market, reference: str, **said: Any) -> PlanRow:
    """One phone for the first buyer's site today, unless ``said`` otherwise."""
    buyer = market.buyers[0]
    usual = {
        "item": PHONE, "quantity": "1", "site": buyer.site.code,
        "cost_centre": buyer.cost_centre.code, "order_on": NOW.date().isoformat(),
    }  # fmt: skip
    return PlanRow(reference, **{**usual, **said})


def planned(market: Market, *rows: PlanRow, by: Actor | None = None) -> dict[str, int]:
    """The first buyer's ICT manager, or ``by``, loads rows."""
    return perform(by or market.buyers[0].manager, plan_purchases, now=NOW, rows=rows)


def a_refused_purchase(
    market: Market, *, reference: str, by: Actor | None = None
) -> PlannedPurchase:
    """A row of the plan that could not be ordered, as the clock's job writes it down."""
    planned(market, a_plan_row(market, reference), by=by)
    buyer = market.buyers[0]
    with reading(buyer.manager):
        row = PlannedPurchase.objects.get(reference=reference)
    made = perform(
        actors.job("purchase-keeper", buyer.party.pk), refuse_planned, now=NOW,
        planned_purchase_id=row.pk, code="budget-exceeded", sentence=f"{reference} is too dear.",
    )  # fmt: skip
    assert made is not None
    return made
