"""What can go back, and what is still to come for it: a credit note, or a replacement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from samkop.ordering.rules.fulfilment import LineProgress

Place = tuple[int, int]  # an order and the number of its line


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


@dataclass(frozen=True)
class ReturnedPieces:
    """A return's line that has gone, under a ``key`` of the caller's."""

    key: int
    place: Place
    quantity: int
    sent_at: datetime
    replaced: bool = False
    """Whether a replacement is wanted; else a credit note."""


@dataclass(frozen=True)
class Came:
    """So many pieces of an order's line were received."""

    place: Place
    quantity: int
    at: datetime


def credit_expected(line: LineProgress, back: int, replacements: int) -> int:
    """How many pieces that went ``back`` to be credited are invoiced and not credited yet.

    At most those: what is invoiced before it comes, or waits for one of the ``replacements``,
    is no matter of a credit note.
    """
    return max(min(back, line.charged - line.kept - replacements), 0)


def credits_awaited(
    returned: Iterable[ReturnedPieces], expected: Mapping[Place, int]
) -> dict[int, int]:
    """How many of each return's line wait for a credit note, by its key.

    ``returned`` stand oldest first; a credit note is for the oldest that waits.
    """
    waiting = [(one, one.quantity) for one in returned if not one.replaced]
    return _newest_waiting(waiting, expected)


def replacements_awaited(
    returned: Sequence[ReturnedPieces], came: Iterable[Came], outstanding: Mapping[Place, int]
) -> dict[int, int]:
    """How many of each return's line wait for a replacement, by its key.

    ``returned`` stand oldest first. What comes of a line after pieces of it went back to be
    replaced is the replacement first, of the oldest; and nothing waits for more than is
    ``outstanding`` of the order.
    """
    wanted = [one for one in returned if one.replaced]
    left = {one.key: one.quantity for one in wanted}
    for arrival in sorted(came, key=lambda one: one.at):
        pieces = arrival.quantity
        for one in wanted:
            if one.place == arrival.place and one.sent_at < arrival.at:
                taken = min(left[one.key], pieces)
                left[one.key] -= taken
                pieces -= taken
    return _newest_waiting([(one, left[one.key]) for one in wanted], outstanding)


def _newest_waiting(
    waiting: Sequence[tuple[ReturnedPieces, int]], most: Mapping[Place, int]
) -> dict[int, int]:
    """By key how many of each wait, no more at a place than ``most``: the oldest was served."""
    left, found = Counter(most), {}
    for one, pieces in reversed(waiting):
        found[one.key] = min(pieces, left[one.place])
        left[one.place] -= found[one.key]
    return found
