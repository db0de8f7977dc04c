"""Pure rules of an agreement that a supplier states on an order (Peppol T110)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence


def shared_out(
    lines: Iterable[tuple[int, str, int]], agreed: Iterable[tuple[str, int]]
) -> dict[int, list[tuple[int, int]]] | None:
    """What of each order line is agreed to, by its number: (how many, place in ``agreed``).

    ``lines`` are (number, item, ordered), ``agreed`` (item, quantity): an agreement names items
    and no lines of ours, so that what it says of an item fills its lines one after the other.
    None where the two do not fit: an item that was not ordered, or more of it, or one left out.
    """
    left: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, (item, quantity) in enumerate(agreed):
        left[item].append((quantity, place))
    ordered: Sequence[tuple[int, str, int]] = sorted(lines)
    if set(left) != {item for _number, item, _count in ordered}:
        return None
    shared = {number: _drawn(left[item], count) for number, item, count in ordered}
    return None if any(count for rest in left.values() for count, _place in rest) else shared


def _drawn(left: list[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """Up to ``count`` pieces off the front of what is left, which becomes less by them."""
    drawn = []
    while left and count:
        quantity, place = left.pop(0)
        taken = min(quantity, count)
        count -= taken
        if taken:
            drawn.append((taken, place))
        if quantity > taken:
            left.insert(0, (quantity - taken, place))
    return drawn
