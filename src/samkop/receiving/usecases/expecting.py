"""A job of the buyer's expects what a supplier has announced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from samkop.ordering.models import Order, OrderLine
from samkop.ordering.queries import promised_for_all
from samkop.ordering.queries.answers import answers_with_lines
from samkop.ordering.queries.line_progress import progress_of_orders
from samkop.ordering.usecases.line_progress import LineMove, move_many
from samkop.ordering.vocabulary import LineMovementKind
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create, create_all, subject_of
from samkop.platform.unit_of_work import require
from samkop.receiving.models import (
    Consignment,
    ConsignmentLine,
    DespatchAdvice,
    DespatchLine,
    Discrepancy,
)
from samkop.receiving.policies import may_expect
from samkop.receiving.queries.consignments import announced_to_come, came_unannounced
from samkop.receiving.vocabulary import ConsignmentState, DiscrepancyKind


def take_in_despatch(*, actor: Actor, now: datetime, advice_id: int) -> Consignment:
    """Expect what a despatch advice announces: a consignment, and the orders' lines move on.

    What came before its advice did is not expected again. More than the order stands for is
    kept as a discrepancy of the line.
    """
    advice = DespatchAdvice.objects.get(id=advice_id)
    require(may_expect(actor, advice.buyer_id))
    sent = list(advice.lines.order_by("position"))
    # Locked as each step that counts their lines locks them: by id.
    ids = sorted({line.order_id for line in sent})
    orders = list(Order.objects.select_for_update().filter(id__in=ids).order_by("id"))
    lines = _expected(sent)
    over = not any(line.expected for line in lines)
    consignment = create(
        Consignment(
            buyer_id=advice.buyer_id, supplier_id=advice.supplier_id,
            delivery_location_id=orders[0].delivery_location_id, advice=advice,
            number=advice.number, due_on=_due_on(advice, ids), created_at=now,
            state=ConsignmentState.RECEIVED if over else ConsignmentState.EXPECTED,
            finished_at=now if over else None,
        )
    )  # fmt: skip
    for line in lines:
        line.consignment = consignment
    create_all(lines, under=consignment)
    _move(advice, lines, now)
    _keep_what_is_over(consignment, lines, now)
    tell(
        "goods-announced", consignment_id=consignment.pk, buyer_id=advice.buyer_id,
        supplier_id=advice.supplier_id,
    )  # fmt: skip
    return consignment


def _expected(sent: Sequence[DespatchLine]) -> list[ConsignmentLine]:
    """The lines of the consignment, less what came without an advice and no other has named."""
    ids = {line.order_id for line in sent}
    units = {
        (line.order_id, line.line_number): line.unit_code
        for line in OrderLine.objects.filter(order_id__in=ids)
    }
    came = came_unannounced(ids)
    lines = []
    for line in sent:
        place = (line.order_id, line.line_number)
        before = min(line.quantity, came[place])
        came[place] -= before
        lines.append(
            ConsignmentLine(
                buyer_id=line.buyer_id, supplier_id=line.supplier_id, despatch_line=line,
                order_id=line.order_id, position=line.position, line_number=line.line_number,
                seller_item_id=line.seller_item_id, name=line.name, unit_code=units[place],
                quantity=line.quantity, came_before=before,
            )
        )  # fmt: skip
    return lines


def _due_on(advice: DespatchAdvice, order_ids: Iterable[int]) -> date:
    """When the goods are to arrive: as announced, else as promised, else from today on."""
    if advice.expected_on is not None:
        return advice.expected_on
    answers = list(answers_with_lines().filter(order_id__in=list(order_ids)))
    days = [line.promised_on for answer in answers for line in answer.lines.all()]
    days.append(promised_for_all(answers))
    return max((day for day in days if day is not None), default=advice.issue_date)


def _announced(lines: Iterable[ConsignmentLine]) -> Counter[tuple[int, int]]:
    """How many are announced of each order's line."""
    summed: Counter[tuple[int, int]] = Counter()
    for line in lines:
        summed[line.order_id, line.line_number] += line.quantity
    return summed


def _move(advice: DespatchAdvice, lines: Iterable[ConsignmentLine], now: datetime) -> None:
    move_many(
        moves=[
            LineMove(order_id, number, LineMovementKind.DESPATCHED, pieces, subject_of(advice))
            for (order_id, number), pieces in _announced(lines).items()
        ],
        now=now,
    )


def _keep_what_is_over(
    consignment: Consignment, lines: Sequence[ConsignmentLine], now: datetime
) -> None:
    """A discrepancy for each order line of which more is announced than the order stands for."""
    ids = {line.order_id for line in lines}
    progress = {
        (order_id, one.line_number): one
        for order_id, found in progress_of_orders(ids).items()
        for one in found
    }
    coming = announced_to_come(ids)
    first = {(line.order_id, line.line_number): line for line in reversed(lines)}
    over = {
        place: min(quantity, progress[place].kept + coming[place] - progress[place].to_keep)
        for place, quantity in _announced(lines).items()
    }
    create_all(
        (
            Discrepancy(
                buyer_id=consignment.buyer_id, supplier_id=consignment.supplier_id,
                consignment=consignment, line=first[place], quantity=quantity,
                kind=DiscrepancyKind.OVER_ANNOUNCED, opened_at=now,
            )
            for place, quantity in sorted(over.items()) if quantity > 0
        ),
        under=consignment,
    )  # fmt: skip
