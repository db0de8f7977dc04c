"""Who gets how many in a shortage: critical places first, then by the announced rule.

domain.md, "Orders to payment": in shortage critical sites come first, then the announced
allocation. Pure: the same demand and supply give the same allocation, whatever their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class AllocationMethod(StrEnum):
    """The rules that may be announced."""

    PROPORTIONAL = "proportional"
    FIRST_COME = "first-come"


@dataclass(frozen=True)
class Demand:
    """One order line that waits: ``rank`` is 0 for a critical place and rises from there;
    ``place`` is its place in the order of arrival.
    """

    id: int
    buyer: int
    quantity: int
    rank: int
    place: int


def allocate(
    demands: Iterable[Demand],
    supply: int,
    method: AllocationMethod,
    shares: Mapping[int, int],
) -> dict[int, int]:
    """How many each demand gets of ``supply`` pieces, by its id; zeros included.

    Rank by rank: a rank gets all that it wants before the next gets anything. Within the
    rank for which it does not suffice, *first come* serves in order of arrival;
    *proportional* divides among buyers by their expected ``shares`` (by buyer, any unit; a
    buyer without one counts as the smallest), nobody more than wanted, whole pieces by the
    largest remainder, and each buyer's own part in order of arrival.
    """
    ranks: dict[int, list[Demand]] = defaultdict(list)
    for demand in demands:
        ranks[demand.rank].append(demand)
    given: dict[int, int] = {}
    left = max(supply, 0)
    for rank in sorted(ranks):
        waiting = sorted(ranks[rank], key=lambda demand: (demand.place, demand.id))
        wanted = sum(demand.quantity for demand in waiting)
        if method == AllocationMethod.FIRST_COME or wanted <= left:
            part = _in_order(waiting, min(left, wanted))
        else:
            part = _by_shares(waiting, left, shares)
        given |= part
        left -= sum(part.values())
    return given


def _in_order(waiting: Sequence[Demand], supply: int) -> dict[int, int]:
    given = {}
    for demand in waiting:
        given[demand.id] = min(demand.quantity, supply)
        supply -= given[demand.id]
    return given


def _by_shares(waiting: Sequence[Demand], supply: int, shares: Mapping[int, int]) -> dict[int, int]:
    by_buyer: dict[int, list[Demand]] = defaultdict(list)
    for demand in waiting:
        by_buyer[demand.buyer].append(demand)
    wanted = {buyer: sum(d.quantity for d in lines) for buyer, lines in by_buyer.items()}
    parts = divided(supply, wanted, shares)
    given: dict[int, int] = {}
    for buyer, lines in by_buyer.items():
        given |= _in_order(lines, parts[buyer])
    return given


def divided(supply: int, wanted: Mapping[int, int], shares: Mapping[int, int]) -> dict[int, int]:
    """``supply`` pieces in whole parts by shares, nobody more than wanted.

    What somebody does not want is divided again among the others. Remainders go to the
    largest fractions, equal ones to the smaller key.
    """
    smallest = min((share for share in shares.values() if share > 0), default=1)
    weight = {key: shares[key] if shares.get(key, 0) > 0 else smallest for key in wanted}
    parts: dict[int, int] = {}
    open_keys, left = sorted(wanted), min(supply, sum(wanted.values()))
    while open_keys:
        total = sum(weight[key] for key in open_keys)
        full = [key for key in open_keys if left * weight[key] >= wanted[key] * total]
        if not full:
            break
        for key in full:
            parts[key] = wanted[key]
        left -= sum(wanted[key] for key in full)
        open_keys = [key for key in open_keys if key not in parts]
    if open_keys:
        parts |= _by_largest_remainder(left, {key: weight[key] for key in open_keys})
    return parts


def _by_largest_remainder(supply: int, weight: Mapping[int, int]) -> dict[int, int]:
    total = sum(weight.values())
    parts = {key: supply * weight[key] // total for key in weight}
    over = supply - sum(parts.values())
    order = sorted(weight, key=lambda key: (-(supply * weight[key] % total), key))
    for key in order[:over]:
        parts[key] += 1
    return parts
