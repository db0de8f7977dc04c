"""What can go back, and for how much of it a credit note is still to come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samkop.ordering.rules.fulfilment import LineProgress


@dataclass(frozen=True)
class Returned:
    """So many pieces of an order's line go back; those with serial numbers by them."""

    line_number: int
    quantity: int
    serial_numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Returnable:
    """A line of an order in pieces: ``here`` of it, and ``wrong`` ones that came instead.

    What is in a return already counts in neither. ``serials`` are the numbers of those here.
    """

    line_number: int
    here: int
    wrong: int
    serials: tuple[str, ...]

    @property
    def unnamed(self) -> int:
        """How many are here whose serial numbers nobody has scanned."""
        return max(self.here - len(self.serials), 0)


def credit_expected(line: LineProgress) -> int:
    """How many pieces that went back are invoiced and neither credited nor replaced.

    At most what went back: what is invoiced before it comes is no matter of a return.
    """
    return max(min(line.returned, line.charged - line.kept), 0)


@dataclass(frozen=True)
class ReturnedPieces:
    """A return's line, under a ``key`` of the caller's; ``place`` is order and line number."""

    key: int
    place: tuple[int, int]
    quantity: int


def credits_awaited(
    returned: Iterable[ReturnedPieces], expected: Mapping[tuple[int, int], int]
) -> dict[int, int]:
    """How many of each return's line wait for a credit note, by its key.

    ``returned`` stand oldest first; a credit note is for the oldest that waits.
    """
    left = dict(expected)
    awaited = {}
    for one in reversed(list(returned)):
        awaited[one.key] = min(one.quantity, left.get(one.place, 0))
        left[one.place] = left.get(one.place, 0) - awaited[one.key]
    return awaited
