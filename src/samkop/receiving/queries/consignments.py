"""Reads of consignments: what is expected, and what came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet, Sum

from samkop.exchange.models import Message
from samkop.ordering.models import Order
from samkop.parties.models import DeliveryLocation
from samkop.platform.refusals import not_found
from samkop.receiving.models import (
    Consignment,
    ConsignmentLine,
    DespatchedSerial,
    Receipt,
    ReceivedSerial,
)
from samkop.receiving.vocabulary import ConsignmentState, ReceiptState

PAGE = 50


def came_unannounced(order_ids: Iterable[int]) -> Counter[tuple[int, int]]:
    """How many of each order's line came without an advice that none has announced since.

    By (order, line number). Only finished receipts count.
    """
    lines = ConsignmentLine.objects.filter(order_id__in=list(order_ids)).order_by()
    places = ("order_id", "line_number")
    came = lines.filter(despatch_line__isnull=True).values(*places)
    named = lines.filter(despatch_line__isnull=False).values(*places)
    found: Counter[tuple[int, int]] = Counter()
    for row in came.annotate(pieces=Sum("received")):
        found[row["order_id"], row["line_number"]] += row["pieces"]
    for row in named.annotate(pieces=Sum("came_before")):
        found[row["order_id"], row["line_number"]] -= row["pieces"]
    return found


def consignments_of(party_id: int) -> list[QuerySet[Consignment]]:
    """What the party expects, and what it has sent: none of it twice; each by an index."""
    found = Consignment.objects.select_related("buyer", "supplier")
    return [
        found.filter(buyer_id=party_id),
        found.filter(supplier_id=party_id).exclude(buyer_id=party_id),
    ]


def consignment_of(consignment_id: int) -> Consignment:
    """A consignment with its lines and their announced serial numbers.

    Raises Refused ``not-found``.
    """
    serials = DespatchedSerial.objects.order_by("id")
    lines = ConsignmentLine.objects.select_related("order").prefetch_related(
        Prefetch("despatch_line__serials", serials)
    )
    found = (
        Consignment.objects.filter(id=consignment_id)
        .select_related("buyer", "supplier", "advice")
        .prefetch_related(Prefetch("lines", lines.order_by("position")))
        .first()
    )
    if found is None:
        raise not_found()
    return found


def consignments_numbered(party_id: int, number: str) -> QuerySet[Consignment]:
    """The party's deliveries of exactly that number, on either side, the newest first."""
    side = Q(buyer_id=party_id) | Q(supplier_id=party_id)
    found = Consignment.objects.filter(side, number=number)
    return found.select_related("buyer", "supplier").order_by("-id")


def consignments_with_serial(buyer_id: int, serial: str) -> QuerySet[Consignment]:
    """The buyer's deliveries in which a serial number was announced or received, newest first."""
    announced = DespatchedSerial.objects.filter(buyer_id=buyer_id, serial_number=serial)
    received = ReceivedSerial.objects.filter(buyer_id=buyer_id, serial_number=serial)
    found = Consignment.objects.filter(
        Q(advice_id__in=announced.values("line__advice_id"))
        | Q(id__in=received.values("receipt_line__line__consignment_id")),
        buyer_id=buyer_id,
    )
    return found.select_related("buyer", "supplier").order_by("-id")


def consignments_of_order(order_id: int) -> list[Consignment]:
    """The consignments with something of an order, by the day on which they are due."""
    ids = ConsignmentLine.objects.filter(order_id=order_id).values("consignment_id")
    lines = ConsignmentLine.objects.filter(order_id=order_id).order_by("position")
    found = Consignment.objects.filter(id__in=ids).order_by("due_on", "id")
    return list(found.prefetch_related(Prefetch("lines", lines)))


def lines_of_consignments(ids: Iterable[int]) -> dict[int, list[ConsignmentLine]]:
    """The lines of each consignment with their orders; one query."""
    found: dict[int, list[ConsignmentLine]] = {}
    lines = ConsignmentLine.objects.filter(consignment_id__in=list(ids)).select_related("order")
    for line in lines.order_by("consignment_id", "position"):
        found.setdefault(line.consignment_id, []).append(line)
    return found


def places_of(consignments: Iterable[Consignment]) -> dict[int, str]:
    """The names of the sites that one may see, by id; one query."""
    ids = {one.delivery_location_id for one in consignments}
    return dict(DeliveryLocation.objects.filter(id__in=ids).values_list("id", "name"))


def is_waiting_for(order_ids: Iterable[int], person_id: int) -> bool:
    """Whether the person has asked for one of the orders, or gets it."""
    theirs = Q(requester_id=person_id) | Q(recipient_id=person_id)
    return Order.objects.filter(theirs, id__in=list(order_ids)).exists()


def expected_of_order(order_id: int) -> Counter[int]:
    """How many of each line of an order are still to come with deliveries that are not over."""
    lines = ConsignmentLine.objects.filter(order_id=order_id)
    found: Counter[int] = Counter()
    for line in lines.exclude(consignment__state=ConsignmentState.RECEIVED):
        found[line.line_number] += line.expected
    return found


def announced_to_come(order_ids: Iterable[int]) -> Counter[tuple[int, int]]:
    """How many are still to come with announced deliveries that are not over.

    By (order, line number); one query.
    """
    lines = ConsignmentLine.objects.filter(
        order_id__in=list(order_ids), despatch_line__isnull=False
    ).exclude(consignment__state=ConsignmentState.RECEIVED)
    found: Counter[tuple[int, int]] = Counter()
    for line in lines:
        found[line.order_id, line.line_number] += line.expected
    return found


def open_receipt_of(consignment_id: int) -> Receipt | None:
    """The receipt into which is being counted, if there is one."""
    found = Receipt.objects.filter(consignment_id=consignment_id, state=ReceiptState.OPEN)
    return found.first()


def newest_consignments(party_id: int, before: int | None, state: str) -> list[Consignment]:
    """What the party expects or has sent, the newest first, at most a page of it."""
    sides = []
    for side in consignments_of(party_id):
        found = side.filter(state=state) if state else side
        found = found.filter(id__lt=before) if before is not None else found
        sides += list(found.order_by("-id")[:PAGE])
    return sorted(sides, key=lambda one: -one.pk)[:PAGE]


def consignment_in(message: Message) -> int | None:
    """The id of the consignment that a despatch advice announced, as far as one may see it."""
    found = Consignment.objects.filter(
        advice__supplier_id=message.sender_id, advice__buyer_id=message.owner_id,
        advice__number=message.number, advice__message_id=message.pk,
    )  # fmt: skip
    return found.values_list("id", flat=True).first()
