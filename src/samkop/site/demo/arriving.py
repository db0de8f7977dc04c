"""What was ordered in the past has come: counted as received in the week of its promise.

Deliveries of before the region began to scan; only today's have receipts of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from samkop.ordering.models import Order
from samkop.ordering.queries.answers import answers_by_line, promised_for_all, with_answers
from samkop.ordering.queries.line_progress import progress_in
from samkop.ordering.usecases.line_progress import LineMove, move_many
from samkop.ordering.vocabulary import LineMovementKind, OrderState
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.dates import at

CONFIRMED = (OrderState.CONFIRMED, OrderState.PARTLY_CONFIRMED)
# Who waits longer than that for something knows it: the rest of the past has come.
STILL_LATE = timedelta(days=4)


def let_arrive(buyer_ids: Iterable[int], founded: date, kept: Mapping[int, Sequence[str]]) -> None:
    """Count what was promised to each buyer for before the founding day, but the last few days'
    and the orders ``kept`` (numbers by buyer): after a weekend few others would be left to come.

    Nothing is counted twice: what has come is not outstanding.
    """
    for buyer_id in buyer_ids:
        job = actors.job("goods-keeper", buyer_id)
        with reading(job):
            weeks = _moves_by_week(buyer_id, founded - STILL_LATE, kept.get(buyer_id, ()))
        if weeks:
            perform(job, _count, weeks=weeks)


def _count(*, actor: Actor, now: datetime, weeks: dict[date, list[LineMove]]) -> None:
    for monday, moves in sorted(weeks.items()):
        move_many(moves=moves, now=at(monday, 10))


def _moves_by_week(buyer_id: int, before: date, kept: Sequence[str]) -> dict[date, list[LineMove]]:
    """What of the buyer's confirmed orders was due, by the Monday of the week."""
    orders = with_answers(Order.objects.filter(buyer_id=buyer_id, state__in=CONFIRMED))
    orders = orders.exclude(number__in=kept)
    weeks: dict[date, list[LineMove]] = defaultdict(list)
    for order in orders.prefetch_related("lines", "progress"):
        answers = list(order.responses.all())
        said, whole = answers_by_line(answers), promised_for_all(answers)
        for number, line in progress_in(order).items():
            due = said[number].promised_on if number in said else whole
            if due and due < before and line.outstanding:
                monday = due - timedelta(days=due.weekday())
                weeks[monday].append(
                    LineMove(
                        order.pk, number, LineMovementKind.RECEIVED, line.outstanding,
                        f"demo.arrived:{order.pk}",
                    )
                )  # fmt: skip
    return weeks
