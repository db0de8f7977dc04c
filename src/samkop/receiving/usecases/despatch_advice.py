"""Taking in what suppliers announce, and expecting it.

Two steps by two actors: the supplier's message adds its own rows; then a job of the buyer's
expects the goods. So each table keeps one writer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import Order, OrderLine
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create, create_all
from samkop.platform.refusals import Refused
from samkop.receiving.documents.despatch import Despatched, DespatchedLine
from samkop.receiving.models import DespatchAdvice, DespatchedSerial, DespatchLine
from samkop.receiving.queries.serials import times_returned
from samkop.receiving.vocabulary import PIECES

Lines = Mapping[tuple[int, int], OrderLine]
Orders = Mapping[str, Order]


def record_despatch(
    *, actor: Actor, now: datetime, despatched: Despatched, buyer_id: int, message_id: int
) -> DespatchAdvice:
    """Keep what a supplier has sent to one of its buyers; ``actor`` is its message.

    More than was ordered is no reason to refuse: the goods come anyway, and the difference is
    kept. Raises Refused: ``despatch-number-reused``, ``order-reference-missing``,
    ``order-unknown``, ``order-line-unknown``, ``several-places``, ``quantity-not-whole``,
    ``unit-differs``, ``more-serials-than-pieces``, ``serial-expected-twice``.
    """
    supplier_id = actor.own_party_id
    _require_new_number(despatched, supplier_id, buyer_id)
    orders = _orders(despatched, supplier_id, buyer_id)
    lines = _order_lines(orders.values())
    for line in despatched.lines:
        _require_whole(despatched.number, line)
        _require_ordered(line, orders, lines)
    sides = {"supplier_id": supplier_id, "buyer_id": buyer_id}
    advice = create(
        DespatchAdvice(
            **sides, number=despatched.number, issue_date=despatched.issue_date,
            shipment_id=despatched.shipment_id[:200],
            consignment_id=despatched.consignment_id[:200],
            tracking_id=despatched.tracking_id[:200], carrier=despatched.carrier[:200],
            expected_on=despatched.expected_on, note=despatched.note[:500],
            package_marks=[mark[:200] for mark in despatched.package_marks],
            message_id=message_id, received_at=now,
        )
    )  # fmt: skip
    kept = create_all(
        (
            _line_row(advice, position, line, orders[line.order_number], lines)
            for position, line in enumerate(despatched.lines, 1)
        ),
        under=advice,
    )
    _keep_serials(advice, kept, despatched)
    tell("goods-despatched", advice_id=advice.pk, buyer_id=buyer_id, supplier_id=supplier_id)
    return advice


def _require_new_number(despatched: Despatched, supplier_id: int, buyer_id: int) -> None:
    known = DespatchAdvice.objects.filter(
        supplier_id=supplier_id, buyer_id=buyer_id, number=despatched.number
    )
    if known.exists():
        raise Refused(
            "despatch-number-reused",
            _("Despatch advice %(number)s was received before. Send the new one under a number"
              " of its own."),
            number=despatched.number,
        )  # fmt: skip


def _orders(despatched: Despatched, supplier_id: int, buyer_id: int) -> Orders:
    """The orders that are named, by number; to one place."""
    numbers = {line.order_number for line in despatched.lines}
    if "" in numbers:
        raise Refused(
            "order-reference-missing",
            _("Despatch advice %(number)s does not say for which order a line is. Name the order"
              " on each line."),
            status=422, number=despatched.number,
        )  # fmt: skip
    found = {
        order.number: order
        for order in Order.objects.filter(
            buyer_id=buyer_id, supplier_id=supplier_id, number__in=numbers
        )
    }
    if unknown := sorted(numbers - set(found)):
        raise Refused(
            "order-unknown",
            _("There is no order %(number)s from this buyer to this supplier."),
            status=404, number=", ".join(unknown),
        )  # fmt: skip
    if len({order.delivery_location_id for order in found.values()}) > 1:
        raise Refused(
            "several-places",
            _("Despatch advice %(number)s names orders to different places. Send one for each"
              " place."),
            status=422, number=despatched.number,
        )  # fmt: skip
    return found


def _order_lines(orders: Iterable[Order]) -> Lines:
    found = OrderLine.objects.filter(order_id__in=[order.pk for order in orders])
    return {(line.order_id, line.line_number): line for line in found}


def _require_whole(number: str, line: DespatchedLine) -> None:
    said = (line.quantity, line.outstanding or 0)
    if any(quantity < 0 or quantity != int(quantity) for quantity in said):
        raise Refused(
            "quantity-not-whole",
            _("Despatch advice %(number)s has a quantity that is no whole number of pieces."),
            status=422, number=number,
        )  # fmt: skip
    if len(line.serial_numbers) > line.quantity:
        raise Refused(
            "more-serials-than-pieces",
            _("Line %(line)s of order %(number)s has more serial numbers than pieces."),
            status=422, line=line.line_number, number=line.order_number,
        )  # fmt: skip


def _require_ordered(line: DespatchedLine, orders: Orders, lines: Lines) -> None:
    ordered = lines.get((orders[line.order_number].pk, line.line_number))
    if ordered is None:
        raise Refused(
            "order-line-unknown",
            _("Order %(number)s has no line %(lines)s."),
            status=422, number=line.order_number, lines=line.line_number or "?",
        )  # fmt: skip
    if line.unit_code != ordered.unit_code and not {line.unit_code, ordered.unit_code} <= PIECES:
        raise Refused(
            "unit-differs",
            _("Line %(line)s of order %(number)s was ordered in %(ordered)s and is announced in"
              " %(announced)s. Send it in the order's unit."),
            status=422, line=line.line_number, number=line.order_number,
            ordered=ordered.unit_code, announced=line.unit_code,
        )  # fmt: skip


def _line_row(
    advice: DespatchAdvice, position: int, line: DespatchedLine, order: Order, lines: Lines
) -> DespatchLine:
    ordered = lines[order.pk, line.line_number]
    return DespatchLine(
        advice=advice, supplier_id=advice.supplier_id, buyer_id=advice.buyer_id, order=order,
        position=position, line_number=line.line_number, quantity=int(line.quantity),
        outstanding=None if line.outstanding is None else int(line.outstanding),
        outstanding_reason=line.outstanding_reason[:500],
        seller_item_id=line.seller_item_id[:80] or ordered.seller_item_id,
        name=line.name[:200] or ordered.name,
    )  # fmt: skip


def _keep_serials(
    advice: DespatchAdvice, kept: Iterable[DespatchLine], despatched: Despatched
) -> None:
    """Each serial number once for an item, unless it has gone back since."""
    named = [
        (row, serial)
        for row, line in zip(kept, despatched.lines, strict=True)
        for serial in line.serial_numbers
    ]
    places = [(row.seller_item_id, serial) for row, serial in named]
    went_back = times_returned(advice.supplier_id, places)
    known = set(
        DespatchedSerial.objects.filter(
            supplier_id=advice.supplier_id, serial_number__in=[serial for _row, serial in named]
        ).values_list("seller_item_id", "serial_number", "sending")
    )
    twice = [place for place, count in Counter(places).items() if count > 1]
    twice += [place for place in places if (*place, went_back[place] + 1) in known]
    if twice:
        raise Refused(
            "serial-expected-twice",
            _("Serial number %(serial)s of %(item)s is announced twice. Send a despatch advice"
              " with the right ones."),
            status=422, serial=twice[0][1], item=twice[0][0],
        )  # fmt: skip
    create_all(
        (
            DespatchedSerial(
                line=row, supplier_id=advice.supplier_id, buyer_id=advice.buyer_id,
                seller_item_id=row.seller_item_id, serial_number=serial,
                sending=went_back[row.seller_item_id, serial] + 1,
            )
            for row, serial in named
        ),
        under=advice,
    )  # fmt: skip
