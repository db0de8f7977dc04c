"""What parts of invoices come from: ordered lines, or devices that a financier rents out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from samkop.core.matching import Reason
from samkop.invoicing.models import InvoiceDiscrepancy, MatchedPart, MatchResult, RentSchedule
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.rules.coding import CodedThing
from samkop.ordering.models import OrderLine
from samkop.receiving.models import DespatchedSerial, ReceivedSerial

# An ordered line, or a rent: its kind and its row's id.
Key = tuple[str, int]
ORDERED, RENTED = "ordered", "rented"
_COLUMNS = ("result_id", "line_id", "order_line_id", "rent_id", "cents")


@dataclass(frozen=True)
class Credited:
    """The invoice and the line of it that a credit note's line takes back."""

    invoice_id: int
    line_id: str


@dataclass(frozen=True)
class Origins:
    """Of matched invoices: the cents of each line by what it is for, and what is known of that.

    ``shares`` and ``credits`` are by result and line; ``things`` say nothing of the invoice line
    itself.
    """

    shares: dict[tuple[int, str], dict[Key, int]]
    things: dict[Key, CodedThing]
    credits: dict[tuple[int, str], Credited]


def origins_of(buyer_id: int, results: Sequence[MatchResult]) -> Origins:
    """Six queries at most, however many invoices of the buyer's; two where none is rented."""
    shares: dict[tuple[int, str], dict[Key, int]] = defaultdict(lambda: defaultdict(int))
    parts = in_force(MatchedPart).filter(result__in=results)
    held = in_force(InvoiceDiscrepancy).filter(result__in=results)
    rows = [*parts.values_list(*_COLUMNS, "credited_id", "credited_line")]
    rows += held.exclude(reason=Reason.CODING_MISSING).values_list(*_COLUMNS)
    taken_back = {}
    for result_id, line_id, ordered, rented, cents, *credited in rows:
        key = _key(ordered, rented)
        if key is not None:
            shares[result_id, line_id][key] += abs(cents)
        if credited and credited[0] is not None:
            taken_back[result_id, line_id] = Credited(*credited)
    return Origins(shares, _things(buyer_id, shares.values()), taken_back)


def _key(ordered: int | None, rented: int | None) -> Key | None:
    if ordered is not None:
        return ORDERED, ordered
    return None if rented is None else (RENTED, rented)


def _things(buyer_id: int, shares: Iterable[dict[Key, int]]) -> dict[Key, CodedThing]:
    keys = {key for found in shares for key in found}
    rents = list(RentSchedule.objects.filter(id__in=[pk for kind, pk in keys if kind == RENTED]))
    places = _ordered_by_serial(buyer_id, [one.serial_number for one in rents])
    lines = _order_lines([pk for kind, pk in keys if kind == ORDERED], set(places.values()))
    things = {(ORDERED, line.pk): _of_order(line) for line in lines.values()}
    for rent in rents:
        place = places.get(rent.serial_number)
        line = lines.get(place) if place else None
        things[RENTED, rent.pk] = replace(
            _of_order(line) if line else CodedThing(),
            financier_id=rent.financier_id, schedule=rent.schedule, unit_cents=rent.monthly_cents,
        )  # fmt: skip
    return things


def _ordered_by_serial(buyer_id: int, serials: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The order and its line by which each device came: as it was received, else as it was sent."""
    if not serials:
        return {}
    mine: dict[str, Any] = {"buyer_id": buyer_id, "serial_number__in": serials}
    sent = DespatchedSerial.objects.filter(**mine).order_by("id")
    came = ReceivedSerial.objects.filter(**mine).order_by("id")
    rows = [
        *sent.values_list("serial_number", "line__order_id", "line__line_number"),
        *came.values_list(
            "serial_number", "receipt_line__line__order_id", "receipt_line__line__line_number"
        ),
    ]
    return {serial: (order_id, number) for serial, order_id, number in rows}


def _order_lines(
    keys: Sequence[int], places: set[tuple[int, int]]
) -> dict[tuple[int, int], OrderLine]:
    """The lines of these ids or places, by order and number."""
    wanted = Q(id__in=keys) | Q(order_id__in={order_id for order_id, _number in places})
    rows = OrderLine.objects.filter(wanted).select_related("item", "order__requisition__project")
    return {(one.order_id, one.line_number): one for one in rows} if keys or places else {}


def _of_order(line: OrderLine) -> CodedThing:
    project = line.order.requisition.project
    return CodedThing(
        cost_centre_code=line.order.cost_centre_code, project_code=project.code if project else "",
        price_group=line.price_group, category=line.item.category,
        unit_cents=line.unit_price_cents,
    )  # fmt: skip
