"""Reads of returns: what can go back of an order, what does, and what is to be credited."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, Sum

from samkop.ordering.models import Order, OrderLineMovement
from samkop.ordering.queries.line_progress import progress_of_orders
from samkop.ordering.rules.fulfilment import LineProgress
from samkop.ordering.vocabulary import LineMovementKind
from samkop.platform.refusals import not_found
from samkop.receiving.models import (
    Discrepancy,
    GoodsReturn,
    GoodsReturnLine,
    ReceivedSerial,
    ReturnedSerial,
)
from samkop.receiving.rules.returning import (
    Came,
    Place,
    Returnable,
    ReturnedPieces,
    credit_expected,
    credits_awaited,
    replacements_awaited,
)
from samkop.receiving.vocabulary import (
    DiscrepancyKind,
    ReceiptState,
    ReturnReason,
    ReturnRemedy,
    ReturnState,
    SerialState,
)

PAGE = 50
GONE = (ReturnState.SENT, ReturnState.TAKEN)


def returnable_of(order: Order) -> list[Returnable]:
    """What is here of each line of an order, by number; ten queries at most."""
    leaving, wrong_ones = _leaving(order.pk), _wrong(order.pk)
    serials = serials_here(order.pk)
    return [
        Returnable(
            one.line_number, max(one.kept - leaving[one.line_number], 0),
            max(wrong_ones[one.line_number], 0),
            tuple(serial.serial_number for serial in serials.get(one.line_number, ())),
        )
        for one in progress_of_orders([order.pk]).get(order.pk, [])
    ]  # fmt: skip


def serials_here(order_id: int) -> dict[int, list[ReceivedSerial]]:
    """The serial numbers of an order that are here and in no return, by line; one query."""
    found = ReceivedSerial.objects.filter(
        receipt_line__line__order_id=order_id, state=SerialState.RECEIVED, returned__isnull=True,
        receipt_line__receipt__state=ReceiptState.FINISHED,
    )  # fmt: skip
    lines: dict[int, list[ReceivedSerial]] = defaultdict(list)
    for one in found.select_related("receipt_line__line").order_by("id"):
        lines[one.receipt_line.line.line_number].append(one)
    return lines


def _leaving(order_id: int) -> Counter[int]:
    """Pieces of each line in returns that are announced and have not gone."""
    lines = GoodsReturnLine.objects.filter(
        goods_return__order_id=order_id, goods_return__state=ReturnState.ANNOUNCED
    ).exclude(goods_return__reason=ReturnReason.WRONG_ITEM)
    return _summed(lines, "line_number")


def _wrong(order_id: int) -> Counter[int]:
    """Wrong items that came instead of each line, less those in a return."""
    reported = Discrepancy.objects.filter(
        line__order_id=order_id, kind=DiscrepancyKind.WRONG_ITEM,
        receipt__state=ReceiptState.FINISHED,
    )  # fmt: skip
    found = _summed(reported, "line__line_number")
    back = GoodsReturnLine.objects.filter(
        goods_return__order_id=order_id, goods_return__reason=ReturnReason.WRONG_ITEM
    ).exclude(goods_return__state=ReturnState.CANCELLED)
    found.subtract(_summed(back, "line_number"))
    return found


def _summed(rows: QuerySet[GoodsReturnLine] | QuerySet[Discrepancy], by: str) -> Counter[int]:
    counted = rows.order_by().values(by).annotate(pieces=Sum("quantity"))
    return Counter({row[by]: row["pieces"] for row in counted})


def returns_of(party_id: int) -> list[QuerySet[GoodsReturn]]:
    """What the party sends back, and what comes back to it; none of it twice."""
    found = GoodsReturn.objects.select_related("buyer", "supplier", "order").prefetch_related(
        Prefetch("lines", GoodsReturnLine.objects.order_by("line_number"))
    )
    return [
        found.filter(buyer_id=party_id),
        found.filter(supplier_id=party_id).exclude(buyer_id=party_id),
    ]


def return_of(return_id: int) -> GoodsReturn:
    """A return with its lines, serial numbers and acceptance. Raises Refused ``not-found``."""
    serials = ReturnedSerial.objects.order_by("id")
    lines = GoodsReturnLine.objects.prefetch_related(Prefetch("serials", serials))
    found = (
        GoodsReturn.objects.filter(id=return_id)
        .select_related("buyer", "supplier", "order", "acceptance")
        .prefetch_related(Prefetch("lines", lines.order_by("line_number")))
        .first()
    )
    if found is None:
        raise not_found()
    return found


def returns_of_order(order_id: int) -> list[GoodsReturn]:
    """The returns of an order with their lines, the newest first; two queries."""
    lines = GoodsReturnLine.objects.order_by("line_number")
    found = GoodsReturn.objects.filter(order_id=order_id)
    return list(found.prefetch_related(Prefetch("lines", lines)).order_by("-id"))


@dataclass(frozen=True)
class Awaited:
    """Pieces of a return's line for which a credit note, or a replacement, is still to come."""

    credits: int = 0
    replacements: int = 0


NOTHING = Awaited()


def awaited_of(order_ids: Iterable[int]) -> dict[int, Awaited]:
    """What is still to come for each return line of the orders, by its id.

    Nine queries at most, however many orders there are.
    """
    ids = sorted(set(order_ids))
    lines = list(
        GoodsReturnLine.objects.filter(goods_return__order_id__in=ids, goods_return__state__in=GONE)
        .select_related("goods_return")
        .order_by("goods_return__sent_at", "id")
    )
    if not lines:
        return {}
    progress = {
        (order_id, one.line_number): one
        for order_id, found in progress_of_orders(ids).items()
        for one in found
    }
    returned = [_pieces_of(line) for line in lines]
    outstanding = {place: one.outstanding for place, one in progress.items()}
    came = _came(ids) if any(one.replaced for one in returned) else []
    replacements = replacements_awaited(returned, came, outstanding)
    # What came by mistake never counted as here, and is not on any invoice that was matched.
    own = {
        line.pk for line in lines if line.goods_return.reason != ReturnReason.WRONG_ITEM
    }  # fmt: skip
    credited = [one for one in returned if one.key in own]
    credits_ = credits_awaited(credited, _credits(credited, replacements, progress))
    return {
        line.pk: Awaited(credits_.get(line.pk, 0), replacements.get(line.pk, 0)) for line in lines
    }


def _pieces_of(line: GoodsReturnLine) -> ReturnedPieces:
    whole = line.goods_return
    assert whole.sent_at is not None  # noqa: S101 - it has gone
    return ReturnedPieces(
        line.pk, (whole.order_id, line.line_number), line.quantity, whole.sent_at,
        replaced=whole.remedy == ReturnRemedy.REPLACEMENT,
    )  # fmt: skip


def _came(order_ids: Sequence[int]) -> list[Came]:
    moves = OrderLineMovement.objects.filter(order_id__in=order_ids, kind=LineMovementKind.RECEIVED)
    rows = moves.values_list("order_id", "line_number", "quantity", "at")
    return [Came((order_id, number), quantity, at) for order_id, number, quantity, at in rows]


def _credits(
    returned: Iterable[ReturnedPieces], replacements: Mapping[int, int],
    progress: Mapping[Place, LineProgress],
) -> dict[Place, int]:  # fmt: skip
    """For how many pieces of each line a credit note is expected."""
    back: Counter[Place] = Counter()
    waiting: Counter[Place] = Counter()
    for one in returned:
        if one.replaced:
            waiting[one.place] += replacements[one.key]
        else:
            back[one.place] += one.quantity
    return {
        place: credit_expected(progress[place], pieces, waiting[place])
        for place, pieces in back.items()
    }


def newest_returns(party_id: int, before: int | None, state: str) -> list[GoodsReturn]:
    """What goes or comes back, the newest first, at most a page of it."""
    sides = []
    for side in returns_of(party_id):
        found = side.filter(state=state) if state else side
        found = found.filter(id__lt=before) if before is not None else found
        sides += list(found.order_by("-id")[:PAGE])
    return sorted(sides, key=lambda one: -one.pk)[:PAGE]
