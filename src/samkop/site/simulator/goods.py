"""What a supplier really sends of an order, and when: the truth behind its documents.

Everything follows from the order, the answer given to it, what the buyer has changed since,
the habits and the seed.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from samkop.core.edocs import Order, OrderCancellation, OrderChange, OrderResponse
from samkop.core.edocs.model import (
    Item,
    LineStatusCode,
    OrderLine,
    OrderResponseCode,
    OrderResponseLine,
)
from samkop.site.simulator.misbehaviour import Habits, Misbehaviour

# What costs less (a cable, a case) has no serial number.
SERIAL_FROM = Decimal(50)
ON_THE_WAY = timedelta(days=1)
NONE = Decimal(0)
EVERYBODY = "all"
IN_THE_BOXES = frozenset(
    {
        Misbehaviour.SUBSTITUTE,
        Misbehaviour.OVER_DELIVERY,
        Misbehaviour.OTHER_SERIALS,
        Misbehaviour.DOUBLED_SERIALS,
    }
)


@dataclass(frozen=True)
class Cut:
    """From the day on, not more than this quantity of a line is sent in all."""

    day: date
    line_id: str
    quantity: Decimal


@dataclass(frozen=True)
class Consent:
    """The buyer takes the substitute that was offered for a line: it comes on the day."""

    line_id: str
    item: Item
    comes: date


@dataclass(frozen=True)
class Wishes:
    """What the buyer has said since the order."""

    cuts: Sequence[Cut] = ()
    consents: Sequence[Consent] = ()


@dataclass(frozen=True)
class ShippedLine:
    """So much of an order's line in one shipment.

    ``serials`` are those in the boxes, ``announced`` those in the despatch advice.
    """

    ordered: OrderLine
    item: Item
    quantity: Decimal
    outstanding: Decimal = NONE
    serials: tuple[str, ...] = ()
    announced: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shipment:
    """One lorry's load of one order; ``misbehaviour`` is what goes wrong with it or its advice."""

    order: Order
    number: int
    leaves: date
    lines: tuple[ShippedLine, ...]
    misbehaviour: Misbehaviour | None = None

    @property
    def arrives(self) -> date:
        """The day on which the goods are at the buyer's door."""
        return self.leaves + ON_THE_WAY


def random_of(seed: int, *about: object) -> Random:
    """Chance by the seed and what it is about: the same again in another process."""
    # Not for secrets: the same seed must give the same supplier.
    return Random("/".join(map(str, (seed, *about))))  # noqa: S311


def address_of(order: Order | OrderChange | OrderCancellation) -> str:
    """The buyer's and the seller's electronic address: numbers of orders are unique in them."""
    sides = (order.sender, order.addressee)
    return ">".join(f"{side.scheme}:{side.value}" for side in sides if side)


def is_for(order: Order | OrderChange | OrderCancellation, party: str) -> bool:
    """Whether the seller is known by this identifier: address, number, or company ID."""
    seller = order.seller
    known = [seller.endpoint, *seller.identifiers]
    if seller.legal_entity is not None:
        known.append(seller.legal_entity.company_id)
    return party == EVERYBODY or party in {name.value for name in known if name is not None}


def shipments_of(
    order: Order, response: OrderResponse, habits: Habits, seed: int,
    wishes: Wishes = Wishes(),
) -> tuple[Shipment, ...]:  # fmt: skip
    """The shipments in which what was confirmed comes, oldest first.

    A line for which a substitute was offered waits for the buyer's word: until then none is sent.
    """
    by_day: dict[date, dict[str, Decimal]] = defaultdict(dict)
    instead = {one.line_id: one for one in wishes.consents}
    for line in order.lines:
        taken = instead.get(line.id)
        promised = [(taken.comes, line.quantity.value)] if taken else _promised(line, response)
        for day, quantity in promised:
            if quantity > 0:
                by_day[day - ON_THE_WAY][line.id] = quantity
    drawn = []
    for place, day in enumerate(sorted(by_day)):
        random = random_of(seed, address_of(order), order.id, "despatch", place)
        drawn += _timed(day, by_day[day], habits.drawn("despatch-advice", random), random)
    loads = _cut(sorted(drawn, key=lambda load: load[0]), wishes.cuts)
    lines = tuple(
        replace(line, item=instead[line.id].item) if line.id in instead else line
        for line in order.lines
    )
    return _loaded(order, lines, loads, seed)


_Load = tuple[date, dict[str, Decimal], Misbehaviour | None]


def _promised(line: OrderLine, response: OrderResponse) -> list[tuple[date, Decimal]]:
    """When how many of a line come, by the answer."""
    if response.response_code == OrderResponseCode.REJECTED:
        return []
    answers = {answered.order_line_id: answered for answered in response.lines}
    answered = answers.get(line.id)
    if answered is None:
        whole = response.promised_delivery
        day = whole.start_date if whole else None
        return [(day, line.quantity.value)] if day else []
    return _promised_of_line(line, answered)


def _promised_of_line(line: OrderLine, answered: OrderResponseLine) -> list[tuple[date, Decimal]]:
    if answered.substitute or answered.status_code == LineStatusCode.NOT_ACCEPTED:
        return []
    days = [period.start_date for period in answered.promised_deliveries if period.start_date]
    now = answered.quantity.value if answered.quantity else line.quantity.value
    later = answered.maximum_backorder_quantity
    return list(zip(days, [now, *([later.value] if later else [])], strict=False))


def _timed(
    day: date, quantities: dict[str, Decimal], wrong: Misbehaviour | None, random: Random
) -> list[_Load]:
    """The load of a day; late, or split in two, if that is what goes wrong."""
    if wrong is Misbehaviour.LATE:
        return [(day + timedelta(days=random.randint(8, 20)), quantities, wrong)]
    if wrong is Misbehaviour.IN_PART:
        first = {line: quantity // 2 for line, quantity in quantities.items() if quantity > 1}
        if not first:
            return [(day, quantities, None)]
        rest = {line: quantity - first.get(line, NONE) for line, quantity in quantities.items()}
        later = day + timedelta(days=random.randint(4, 9))
        return [(day, first, wrong), (later, rest, None)]
    return [(day, quantities, wrong)]


def _cut(loads: list[_Load], cuts: Sequence[Cut]) -> list[_Load]:
    """The loads after the buyer's changes; what had left on the day of a change stays.

    A later change may want again what an earlier one took off.
    """
    planned = [dict(quantities) for _leaves, quantities, _wrong in loads]
    for cut in sorted(cuts, key=lambda cut: cut.day):
        gone = sum((load[1].get(cut.line_id, NONE) for load in loads if load[0] <= cut.day), NONE)
        room = max(cut.quantity - gone, NONE)
        for (leaves, quantities, _wrong), whole in zip(loads, planned, strict=True):
            if leaves > cut.day and cut.line_id in quantities:
                quantities[cut.line_id] = min(whole[cut.line_id], room)
                room -= quantities[cut.line_id]
    return loads


def _loaded(
    order: Order, ordered: Sequence[OrderLine], loads: list[_Load], seed: int
) -> tuple[Shipment, ...]:
    """The loads with what is in the boxes: items and serial numbers."""
    outstanding = dict.fromkeys((line.id for line in ordered), NONE)
    for _leaves, quantities, _wrong in loads:
        for line_id, quantity in quantities.items():
            outstanding[line_id] += quantity
    shipments = []
    for number, (leaves, quantities, wrong) in enumerate(loads, start=1):
        lines = []
        for line in ordered:
            quantity = quantities.get(line.id, NONE)
            if quantity > 0:
                outstanding[line.id] -= quantity
                lines.append(_line(order, line, quantity, number, seed))
                lines[-1] = replace(lines[-1], outstanding=outstanding[line.id])
        if lines:
            right, lines[0] = lines[0], _gone_wrong(order, lines[0], wrong, number, seed)
            # What has no serial numbers cannot have wrong ones.
            happened = None if wrong in IN_THE_BOXES and lines[0] == right else wrong
            shipments.append(Shipment(order, number, leaves, tuple(lines), happened))
    return tuple(shipments)


def _line(order: Order, line: OrderLine, quantity: Decimal, number: int, seed: int) -> ShippedLine:
    serials = _serials(order, line, quantity, number, seed)
    return ShippedLine(line, line.item, quantity, serials=serials, announced=serials)


def _gone_wrong(
    order: Order, shipped: ShippedLine, wrong: Misbehaviour | None, number: int, seed: int
) -> ShippedLine:
    """A shipment's first line, with what goes wrong in its boxes."""
    if wrong is Misbehaviour.SUBSTITUTE:
        item = shipped.item
        other = replace(
            item, name=f"{item.name} (successor)", sellers_id=f"{item.sellers_id or 'X'}-2"
        )
        return replace(shipped, item=other)
    if wrong is Misbehaviour.OVER_DELIVERY:
        more = shipped.quantity + 1
        serials = _serials(order, shipped.ordered, more, number, seed)
        return replace(shipped, quantity=more, serials=serials, announced=serials)
    if wrong is Misbehaviour.OTHER_SERIALS and shipped.serials:
        return replace(shipped, serials=tuple(f"{serial}X" for serial in shipped.serials))
    if wrong is Misbehaviour.DOUBLED_SERIALS and len(shipped.serials) > 1:
        return replace(shipped, announced=(*shipped.serials[:-1], shipped.serials[0]))
    return shipped


def _serials(
    order: Order, line: OrderLine, quantity: Decimal, number: int, seed: int
) -> tuple[str, ...]:
    price = line.price.amount if line.price else NONE
    if price < SERIAL_FROM or quantity != int(quantity):
        return ()
    about = f"{seed}/{address_of(order)}/{order.id}/{line.id}/{number}"
    return tuple(
        f"SN{hashlib.sha256(f'{about}/{piece}'.encode()).hexdigest()[:12].upper()}"
        for piece in range(int(quantity))
    )
