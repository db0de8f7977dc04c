"""What a supplier's people have sent of an order already, seen by themselves."""

from __future__ import annotations

from collections.abc import Iterable

from samkop.core import edocs
from samkop.exchange.queries import on_their_way
from samkop.ordering.models import Order
from samkop.ordering.queries.line_progress import progress_in
from samkop.receiving.models import DespatchedSerial, DespatchLine
from samkop.receiving.queries.consignments import announced_to_come
from samkop.receiving.queries.serials import Place, times_returned


def subject_of_despatch(order_id: int) -> str:
    """What the messages of despatches by hand of an order are about."""
    return f"receiving.despatch:{order_id}"


def left_to_send(order: Order) -> dict[int, int]:
    """Pieces that are still to be sent, by the order's line number; read ``with_answers``.

    What is to come less what is announced and has not come yet. So what went back to be
    replaced, or never arrived, is sent again. Five queries.
    """
    coming = announced_to_come([order.pk])
    # Announced by a message that the buyer's side has not taken in yet.
    for line in DespatchLine.objects.filter(order_id=order.pk, expected__isnull=True):
        coming[order.pk, line.line_number] += line.quantity
    for document in on_their_way(subject_of_despatch(order.pk), order.supplier_id):
        assert isinstance(document, edocs.DespatchAdvice)  # noqa: S101 - nothing else is about it
        for written in document.lines:
            coming[order.pk, int(written.order_line_id)] += int(written.delivered.value)
    return {
        number: max(line.outstanding - coming[order.pk, number], 0)
        for number, line in progress_in(order).items()
    }


def announced_before(supplier_id: int, places: Iterable[Place]) -> list[str]:
    """Serial numbers of the items that were announced and have not gone back. Two queries."""
    wanted = list(places)
    went_back = times_returned(supplier_id, wanted)
    known = set(
        DespatchedSerial.objects.filter(
            supplier_id=supplier_id, serial_number__in=[serial for _item, serial in wanted]
        ).values_list("seller_item_id", "serial_number", "sending")
    )
    return [place[1] for place in wanted if (*place, went_back[place] + 1) in known]
