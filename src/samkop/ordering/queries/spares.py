"""Reads of spares: what lies where, what is on its way, and what is to be ordered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet

from samkop.ordering.models import Order, OrderLine, SpareMovement, SpareRun, SpareStock
from samkop.ordering.queries.answers import with_answers
from samkop.ordering.queries.line_progress import progress_in
from samkop.ordering.vocabulary import RequisitionState
from samkop.platform.refusals import not_found

SHOWN = 60


@dataclass(frozen=True)
class Short:
    """A stock of which too few are left, and in whose name it is filled up."""

    spare_stock_id: int
    person_id: int


def spares_of(party_id: int) -> QuerySet[SpareStock]:
    """The party's spares with what a list shows."""
    return SpareStock.objects.filter(party_id=party_id).select_related(
        "item", "delivery_location", "cost_centre", "person"
    )


def spare_stock_of(party_id: int, spare_stock_id: int) -> SpareStock:
    """One of the party's. Raises Refused ``not-found``."""
    found = spares_of(party_id).filter(id=spare_stock_id).first()
    if found is None:
        raise not_found()
    return found


def newest_movements(spare_stock_id: int) -> list[SpareMovement]:
    """What happened to it, the newest first."""
    found = SpareMovement.objects.filter(spare_stock_id=spare_stock_id)
    return list(found.select_related("person").order_by("-id")[:SHOWN])


def newest_spare_runs(spare_stock_id: int) -> list[SpareRun]:
    """What was ordered for it, or refused, the newest first."""
    found = SpareRun.objects.filter(spare_stock_id=spare_stock_id)
    return list(found.select_related("requisition", "movement").order_by("-id")[:SHOWN])


def short_spares(party_id: int) -> list[Short]:
    """The party's stocks below their minimum, whose newest movement nobody has answered; one
    query. What is on its way is not looked at here.
    """
    found = SpareStock.objects.filter(party_id=party_id, active=True, in_stock__lt=F("minimum"))
    open_ones = found.exclude(runs__movement_id=F("newest"))
    return [Short(*row) for row in open_ones.order_by("id").values_list("id", "person_id")]


def coming_of(stocks: Sequence[SpareStock]) -> dict[int, list[tuple[SpareRun, int]]]:
    """What was ordered for each stock and is not put in, oldest first; five queries at most."""
    found: dict[int, list[tuple[SpareRun, int]]] = {stock.pk: [] for stock in stocks}
    for run, expected, _came in _runs_of(stocks):
        if expected > run.put_in:
            found[run.spare_stock_id].append((run, expected - run.put_in))
    return found


def come_of(stock: SpareStock) -> list[tuple[SpareRun, int]]:
    """How many of each open run the receipts say have come, at most those expected."""
    return [(run, min(came, expected)) for run, expected, came in _runs_of([stock])]


def _runs_of(stocks: Iterable[SpareStock]) -> list[tuple[SpareRun, int, int]]:
    """Open runs of the stocks, oldest first: how many are to come in all, how many have."""
    lines = OrderLine.objects.order_by("line_number")
    orders = with_answers(Order.objects.all()).prefetch_related(
        Prefetch("lines", lines), "progress"
    )
    runs = (
        SpareRun.objects.filter(
            spare_stock__in=list(stocks), requisition__isnull=False,
            put_in__lt=F("quantity"),
        )
        .select_related("requisition")
        .prefetch_related(Prefetch("requisition__orders", orders))
        .order_by("id")
    )  # fmt: skip
    return [(run, *_expected(run)) for run in runs]


def _expected(run: SpareRun) -> tuple[int, int]:
    """What waits for approval is all to come; of an order what stands of it."""
    requisition = run.requisition
    if requisition is None or requisition.state in {
        RequisitionState.REJECTED, RequisitionState.WITHDRAWN,
    }:  # fmt: skip
        return 0, 0
    if requisition.state != RequisitionState.ORDERED:
        return run.quantity, 0
    lines = [line for order in requisition.orders.all() for line in progress_in(order).values()]
    to_keep = sum(line.to_keep for line in lines)
    return min(to_keep, run.quantity), sum(line.kept for line in lines)
