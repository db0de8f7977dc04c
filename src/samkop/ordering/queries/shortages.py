"""Reads of shortages: who waits for what, what the rule is, how it was divided."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from samkop.agreements.models import NamedBuyer
from samkop.core.allocation import Demand
from samkop.ordering.models import AllocatedLine, Allocation, AllocationRule, Order, OrderLine
from samkop.ordering.vocabulary import OrderState, ShortageMethod
from samkop.parties.vocabulary import Criticality
from samkop.platform.refusals import not_found

# Orders that the supplier has not answered: what was confirmed has its own promise.
WAITING = (OrderState.PLACED, OrderState.ACKNOWLEDGED)
RANKS = {Criticality.CRITICAL: 0, Criticality.IMPORTANT: 1, Criticality.ORDINARY: 2}


def waiting_lines(agreement_id: int) -> list[OrderLine]:
    """The lines of an agreement's unanswered orders, in order of arrival."""
    lines = OrderLine.objects.filter(
        order__agreement_id=agreement_id, order__state__in=WAITING
    ).select_related("order", "item")
    return list(lines.order_by("order_id", "line_number"))


def demand_of(line: OrderLine) -> Demand:
    """A waiting line as plain values."""
    order = line.order
    rank = RANKS[Criticality(order.criticality)]
    return Demand(line.pk, order.buyer_id, line.quantity, rank, order.pk)


def method_of(agreement_id: int) -> ShortageMethod:
    """The rule announced last; in order of arrival where none was."""
    rules = AllocationRule.objects.filter(agreement_id=agreement_id).order_by("-id")
    found = rules.values_list("method", flat=True).first()
    return ShortageMethod(found) if found else ShortageMethod.FIRST_COME


def methods_of(agreement_ids: Iterable[int]) -> dict[int, ShortageMethod]:
    """The rule announced last of each of these agreements; one query."""
    rules = (
        AllocationRule.objects.filter(agreement_id__in=list(agreement_ids))
        .order_by("agreement_id", "-id")
        .distinct("agreement_id")
    )
    announced = dict(rules.values_list("agreement_id", "method"))
    return {
        agreement_id: ShortageMethod(announced.get(agreement_id, ShortageMethod.FIRST_COME))
        for agreement_id in agreement_ids
    }


def shares_of(agreement_id: int) -> dict[int, int]:
    """Each named buyer's expected share in cents, by the buyer's id."""
    named = NamedBuyer.objects.filter(agreement_id=agreement_id)
    return dict(named.values_list("buyer_id", "expected_share_cents"))


def newest_allocations(agreement_id: int | None = None) -> QuerySet[Allocation]:
    """The newest division of each item that the actor may see, the newest first."""
    place = Window(RowNumber(), partition_by=F("item_id"), order_by=F("id").desc())
    found = Allocation.objects.annotate(place=place).filter(place=1)
    if agreement_id is not None:
        found = found.filter(agreement_id=agreement_id)
    return found.select_related("item", "agreement", "supplier").order_by("-id")


def shortages() -> list[Allocation]:
    """The items of which there is less than waits, as far as the actor may see."""
    return [found for found in newest_allocations()[:200] if found.demand > found.supply]


def allocation_of(allocation_id: int) -> Allocation:
    """A division. Raises Refused ``not-found``."""
    found = (
        Allocation.objects.select_related("item", "agreement", "supplier")
        .filter(pk=allocation_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def lines_of_allocation(allocation_id: int) -> QuerySet[AllocatedLine]:
    """What each order gets, as far as it concerns the actor, critical places first."""
    lines = AllocatedLine.objects.filter(allocation_id=allocation_id)
    return lines.select_related("order", "buyer").order_by("id")


def allocated_to(order: Order) -> dict[int, AllocatedLine]:
    """What an unanswered order gets by the newest division, by line number; one query."""
    if order.state not in WAITING:
        return {}
    lines = AllocatedLine.objects.filter(order=order).select_related("allocation")
    return {line.line_number: line for line in lines.order_by("id")}


def offered_instead(item_id: int) -> QuerySet[Order]:
    """Orders of an item that wait for the buyer's word on a substitute."""
    orders = Order.objects.filter(state=OrderState.SUBSTITUTE_OFFERED, lines__item_id=item_id)
    return orders.select_related("buyer").distinct().order_by("id")


def lines_of_allocations(allocation_ids: list[int]) -> dict[int, list[AllocatedLine]]:
    """The lines that concern the actor, by division; one query."""
    found: dict[int, list[AllocatedLine]] = {}
    rows = AllocatedLine.objects.filter(allocation_id__in=allocation_ids).order_by("id")
    for line in rows:
        found.setdefault(line.allocation_id, []).append(line)
    return found
