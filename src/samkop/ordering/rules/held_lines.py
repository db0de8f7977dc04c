"""Which line of a reservation each line of the order that comes for it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

CENTS = Decimal("0.01")


class Difference(StrEnum):
    """Why an order is not the one that was reserved; the codes of its refusal."""

    NOT_RESERVED = "order-line-not-reserved"
    UNIT = "order-unit-differs"
    PRICE = "order-price-differs"
    NOT_WHOLE = "order-quantity-not-whole"
    STEPS = "order-quantity-not-in-steps"
    MORE = "more-than-reserved"


@dataclass(frozen=True)
class Held:
    """A reserved line; ``step`` is that of its item."""

    line_number: int
    sellers_id: str
    unit: str
    quantity: int
    cents: int
    step: int = 1


@dataclass(frozen=True)
class Wanted:
    """A line of the order; ``price`` of one is None where it names none."""

    sellers_id: str
    unit: str
    quantity: Decimal
    price: Decimal | None
    quoted_line: str = ""


@dataclass(frozen=True)
class Taken:
    """So many of a reserved line (by its number) are ordered by a line (by its place)."""

    line_number: int
    place: int
    quantity: int


class NotAsReservedError(ValueError):
    """An order's line (by its place, from 0) differs from what was reserved."""

    def __init__(self, difference: Difference, place: int) -> None:
        super().__init__(f"{difference} in {place}")
        self.difference, self.place = difference, place


def taken_lines(held: Sequence[Held], wanted: Sequence[Wanted]) -> list[Taken]:
    """What the order takes of the reservation, in the order's own sequence.

    A line takes the reserved line that it names, else those of its item in their order. Each
    at the price that is held; together no more than is held. Raises NotAsReservedError.
    """
    left = {line.line_number: line.quantity for line in held}
    found: list[Taken] = []
    for place, line in enumerate(wanted):
        chosen = _of_item(held, line, place)
        count = _count(chosen[0], line, place)
        for one in _named_first(chosen, line.quoted_line):
            part = min(count, left[one.line_number])
            if part:
                left[one.line_number] -= part
                count -= part
                found.append(Taken(one.line_number, place, part))
        if count:
            raise NotAsReservedError(Difference.MORE, place)
    return found


def is_all_of_it(held: Sequence[Held], wanted: Sequence[Wanted]) -> bool:
    """Whether the order asks for exactly what is held, with its prices."""
    try:
        taken = taken_lines(held, wanted)
    except NotAsReservedError:
        return False
    priced = all(line.price is not None for line in wanted)
    return priced and sum(one.quantity for one in taken) == sum(line.quantity for line in held)


def _of_item(held: Sequence[Held], line: Wanted, place: int) -> list[Held]:
    """The reserved lines of its item, at its price and in its unit."""
    # OCI carries forty characters of a supplier's number.
    same = [one for one in held if line.sellers_id in {one.sellers_id, one.sellers_id[:40]}]
    if not same:
        raise NotAsReservedError(Difference.NOT_RESERVED, place)
    same = [one for one in same if one.unit == line.unit]
    if not same:
        raise NotAsReservedError(Difference.UNIT, place)
    same = [one for one in same if line.price is None or one.cents * CENTS == line.price]
    if not same:
        raise NotAsReservedError(Difference.PRICE, place)
    return same


def _named_first(held: Sequence[Held], quoted_line: str) -> list[Held]:
    return sorted(held, key=lambda one: (str(one.line_number) != quoted_line, one.line_number))


def _count(held: Held, line: Wanted, place: int) -> int:
    if line.quantity <= 0 or line.quantity != int(line.quantity):
        raise NotAsReservedError(Difference.NOT_WHOLE, place)
    if int(line.quantity) % held.step:
        raise NotAsReservedError(Difference.STEPS, place)
    return int(line.quantity)
