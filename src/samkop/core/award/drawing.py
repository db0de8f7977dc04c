"""Ties broken by lot, such that anybody can draw again: by hashes, from a seed that is public.

The seed is made of what was fixed before anybody knew the bids: the tender's number, its register
number, and the root that was published at the deadline over all sealed bids. Nobody can have
chosen it. docs/reference/award.md says how to draw again with ``sha256sum``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from samkop.core.award.problem import Allocation
from samkop.core.award.relaxed import PARTS, View
from samkop.core.award.search import Search

HEADING = "samkop award lot 1"


def seed_of(tender: str, register_number: str, root: str) -> str:
    """The seed in hexadecimal: SHA-256 over four lines, each ended by a line feed."""
    lines = (HEADING, tender, register_number, root)
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def lot_of(seed: str, name: str) -> str:
    """The lot that a name draws: SHA-256 over the seed and the name, each ended by a line feed."""
    return sha256(f"{seed}\n{name}\n".encode()).hexdigest()


def drawn(seed: str, names: Iterable[str]) -> list[str]:
    """The names in the order of their lots, the lowest first."""
    return sorted(names, key=lambda name: lot_of(seed, name))


def picked(search: Search, best: Allocation, order: Sequence[int]) -> Allocation:
    """Of all allocations that cost what ``best`` does, the one that the order of bids picks.

    The first bid that is awarded in any of them is awarded; of those in which it is, the next
    such bid is, and so on to the end of the order. ``best`` is a cheapest allocation.
    """
    if not order:
        return best
    relaxed = search.relaxation.of(View(), search.until)
    found, fixed = best, list[int]()
    for place in order:
        if place in found.awards:
            fixed.append(place)
            continue
        if relaxed is not None and relaxed.bound + relaxed.reduced[place] > best.cost * PARTS:
            continue
        other = search.best(View(at_1=(*fixed, place)))
        if other is not None and other.cost == best.cost:
            found = other
            fixed.append(place)
    return found
