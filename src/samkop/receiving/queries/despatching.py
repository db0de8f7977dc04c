"""What a supplier's people have sent of an order already, seen by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from samkop.core import edocs
from samkop.exchange.queries import on_their_way
from samkop.ordering.models import Order
from samkop.receiving.models import DespatchedSerial, DespatchLine
from samkop.receiving.queries.serials import Place, times_returned


def subject_of_despatch(order_id: int) -> str:
    """What the messages of despatches by hand of an order are about."""
    return f"receiving.despatch:{order_id}"


def sent_of(order: Order) -> Counter[int]:
    """Pieces announced by the order's line number; what is on its way counts. Four queries."""
    summed: Counter[int] = Counter()
    for line in DespatchLine.objects.filter(order_id=order.pk):
        summed[line.line_number] += line.quantity
    for document in on_their_way(subject_of_despatch(order.pk), order.supplier_id):
        assert isinstance(document, edocs.DespatchAdvice)  # noqa: S101 - nothing else is about it
        for written in document.lines:
            summed[int(written.order_line_id)] += int(written.delivered.value)
    return summed


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
