"""What is ordered by itself, for tests."""

from __future__ import annotations

from datetime import date

from factories.ordering import NOW, PHONE, TODAY, Market
from samkop.ordering.models import StandingOrder, StandingOrderRun
from samkop.ordering.usecases.requisition import Wanted
from samkop.ordering.usecases.standing_orders import PaidBy, Schedule, set_up_standing_order
from samkop.ordering.usecases.standing_purchases import refuse_standing
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform


def a_standing_order(
    market: Market, *, quantity: int, every_months: int, first_on: date,
    until: date | None = None, name: str = "Every class", by: Actor | None = None,
) -> StandingOrder:  # fmt: skip
    """The first buyer's employee, or ``by``, has phones ordered every so many months."""
    buyer = market.buyers[0]
    return perform(
        by or buyer.employee, set_up_standing_order, now=NOW,
        schedule=Schedule(name, every_months, first_on, until),
        paid_by=PaidBy(buyer.cost_centre.pk, buyer.site.pk),
        wanted=[Wanted(market.items[PHONE].pk, quantity)],
    )  # fmt: skip


def a_refused_run(
    market: Market, *, name: str, by: Actor | None = None
) -> tuple[StandingOrder, StandingOrderRun]:
    """A standing order of which a day was refused, as the clock's job writes it down."""
    standing = a_standing_order(
        market, quantity=1, every_months=1, first_on=TODAY, name=name, by=by
    )
    run = perform(
        actors.job("purchase-keeper", standing.party_id), refuse_standing, now=NOW,
        standing_order_id=standing.pk, code="budget-exceeded", sentence=f"{name} is too dear.",
    )  # fmt: skip
    assert run is not None
    return standing, run
