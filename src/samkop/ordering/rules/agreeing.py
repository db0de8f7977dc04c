"""Pure rules of an agreement that a supplier states on an order (Peppol T110)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence


def shared_out(
    lines: Iterable[tuple[int, str, int]], agreed: Iterable[tuple[str, int]]
) -> dict[int, int] | None:
    """How many of each order line are agreed to, by its number.

    ``lines`` are (number, item, ordered), ``agreed`` (item, quantity): an agreement names items
    and no lines of ours, so that an item's quantity fills its lines one after the other. None
    where the two do not fit: an item that was not ordered, or more of it, or one left out.
    """
    left: dict[str, int] = defaultdict(int)
    for item, quantity in agreed:
        left[item] += quantity
    ordered: Sequence[tuple[int, str, int]] = sorted(lines)
    if set(left) != {item for _number, item, _count in ordered}:
        return None
    shared = {}
    for number, item, count in ordered:
        shared[number] = min(count, left[item])
        left[item] -= shared[number]
    return None if any(left.values()) else shared
