"""What an order takes of which year's budget, and what falls back when less of it comes.

A purchase is paid in the year in which it is ordered. What is sold by the month takes a part
of each year of its term, counted from the day on which it is promised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from samkop.agreements.rules import PriceOrigin
from samkop.catalogue.queries.availability import promises_of
from samkop.catalogue.rules.promises import Promise
from samkop.core.period import day_of
from samkop.ordering.models import Order, OrderLine, RequisitionLine
from samkop.ordering.rules import Payment, Standing, lowered_schedule, schedule_of
from samkop.ordering.usecases.budget import Part, budget_parts


@dataclass(frozen=True)
class Priced:
    """A requisition line with the price of this moment."""

    line: RequisitionLine
    origin: PriceOrigin

    @property
    def net_cents(self) -> int:
        """Quantity times unit price, without VAT."""
        return self.line.quantity * self.origin.net_cents


def pay(order: Order, priced: list[Priced], today: date) -> list[Part]:
    """The parts of the budgets that the order takes; its own budget is the first year's.

    Raises Refused: ``budget-missing``, ``budget-currency-differs``.
    """
    schedule = {today.year: order.total_cents}
    if any(one.line.term_months for one in priced):
        promised = promises_for(order, priced)
        schedule = schedule_of(
            _payment(one.net_cents, one.line.term_months, promised[one.line.item_id].day, today)
            for one in priced
        )
        schedule = {year: cents for year, cents in schedule.items() if cents} or {today.year: 0}
        order.payments_by_year = _as_json(schedule)
    parts = _parts(order, schedule)
    order.budget_id = parts[0].budget_id
    return parts


def payments_after(
    order: Order, lines: Iterable[OrderLine], standing: Mapping[int, Standing], released: int
) -> dict[str, int]:
    """What stands by year when ``standing`` of each line (by number) still comes.

    ``released`` cents fall away. Empty for an order that one year's budget carries.
    """
    before = _payments_of(order)
    if not before:
        return {}
    placed_on = day_of(order.placed_at, order.buyer.time_zone)
    wanted = schedule_of(
        _payment(
            standing[line.line_number].net_cents, line.term_months, line.expected_on, placed_on
        )
        for line in lines
    )  # fmt: skip
    return _as_json(lowered_schedule(before, wanted, released))


def parts_back(order: Order, after: Mapping[str, int], released: int) -> list[Part]:
    """The parts of the budgets that ``released`` cents go back to; none where none was taken."""
    if order.budget_id is None:
        return []
    if not after:
        return [Part(order.budget_id, -released)]
    before = _payments_of(order)
    fallen = {year: after[str(year)] - cents for year, cents in before.items()}
    return _parts(order, {year: cents for year, cents in fallen.items() if cents})


def promises_for(order: Order, priced: list[Priced]) -> dict[int, Promise]:
    """What the shop promises for the whole order at this moment, by item."""
    wanted = Counter[int]()
    for one in priced:
        wanted[one.line.item_id] += one.line.quantity
    today = day_of(order.placed_at, order.buyer.time_zone)
    return promises_of(
        wanted, [one.line.item for one in priced], today,
        country=order.buyer.country, time_zone=order.buyer.time_zone,
    )  # fmt: skip


def _payment(cents: int, months: int | None, promised: date | None, today: date) -> Payment:
    """A purchase falls due in the year of its order, a term from its promised day on."""
    return Payment(cents, (promised or today) if months else today, months)


def _payments_of(order: Order) -> dict[int, int]:
    """What stands by year: by the newest settlement, else as ordered."""
    newest = order.settlements.order_by("-id").first() if order.payments_by_year else None
    found = newest.payments_by_year if newest else order.payments_by_year
    return {int(year): cents for year, cents in found.items()}


def _parts(order: Order, schedule: Mapping[int, int]) -> list[Part]:
    requisition = order.requisition
    return budget_parts(
        cost_centre_id=requisition.cost_centre_id, project_id=requisition.project_id,
        currency=order.currency, schedule=schedule,
    )  # fmt: skip


def _as_json(schedule: Mapping[int, int]) -> dict[str, int]:
    return {str(year): cents for year, cents in schedule.items()}
