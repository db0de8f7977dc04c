"""The best range of each size where models stand on a line: what is dear enough will do.

Dynamic programming over the dearest model of a range, exact. ``variety`` knows any needs and asks
HiGHS for them; where dearer always serves, this answers in hundredths of its time, so that a page
can. docs/adr/0020-ranges-by-price.md
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Wanted(NamedTuple):
    """So many people, each of whom needs what costs at least so many cents."""

    people: int
    least: int


class Priced(NamedTuple):
    """A range: what its devices cost in cents, and the places of its models among the prices."""

    devices: int
    places: tuple[int, ...]


def ranges_by_price(prices: Sequence[int], wanted: Sequence[Wanted], largest: int) -> list[Priced]:
    """The cheapest range of each size from one model to ``largest``; ``prices`` rising, in cents.

    Nobody is left out: whoever needs more than the dearest gets the dearest. Of ranges that cost
    the same, the one whose models come first. Empty without prices or needs.
    """
    if not prices or not wanted:
        return []
    needs = [Wanted(one.people, min(one.least, prices[-1])) for one in wanted]
    spent = _spent(needs, prices)
    dearest = max(one.least for one in needs)
    enough = [place for place, price in enumerate(prices) if price >= dearest]
    found: list[Priced] = []
    best = [Priced(spent[0][place + 1], (place,)) for place in range(len(prices))]
    for size in range(1, min(len(prices), largest) + 1):
        found.append(min(best[place] for place in enough if len(best[place].places) == size))
        best = [_one_more(best, place, size, spent) for place in range(len(prices))]
    return found


def _one_more(
    best: Sequence[Priced], place: int, size: int, spent: Sequence[Sequence[int]]
) -> Priced:
    """The best range of one model more that ends with this one; itself where there is none."""
    before = [one for one in best[:place] if len(one.places) == size]
    if not before:
        return best[place]
    return min(
        Priced(cents + spent[places[-1] + 1][place + 1], (*places, place))
        for cents, places in before
    )


def _spent(needs: Sequence[Wanted], prices: Sequence[int]) -> list[list[int]]:
    """By the model before (0: none) and the model: cents for all whom the first does not serve
    and the second does; both count from 1.
    """
    people = [sum(one.people for one in needs if one.least <= price) for price in (-1, *prices)]
    return [
        [
            (people[place] - people[before]) * prices[place - 1] if place > before else 0
            for place in range(len(people))
        ]
        for before in range(len(people))
    ]
