"""Numbers of what is made by itself: free among those of one purchasing body."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

LONGEST = 40


def free_number(stem: str, taken: Collection[str], end: str = "") -> str:
    """The stem with its end, at most 40 characters; followed by -2, -3 … where it is taken."""
    ends = (f"{end}-{again}" if again > 1 else end for again in count(1))
    numbers = (f"{stem[: LONGEST - len(last)]}{last}" for last in ends)
    return next(number for number in numbers if number not in taken)
