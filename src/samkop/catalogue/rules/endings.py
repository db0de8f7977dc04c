"""Which items of the range need a decision: their sale or the maker's support ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from samkop.catalogue.vocabulary import EndingReason


@dataclass(frozen=True)
class Ending:
    """An item, the day, what ends on it, and whether it is over already."""

    item: Any
    day: date
    reason: EndingReason
    over: bool


def ending_of(
    item: Any,
    sold_until: date | None,
    support_ends: date | None,
    today: date,
    within: timedelta,
    *,
    has_successor: bool,
) -> Ending | None:
    """What of an item ends within a time, the soonest; None where nothing needs a decision.

    A successor settles the end of sale; the end of support needs a decision all the same.
    """
    last = today + within
    candidates = []
    if sold_until is not None and sold_until <= last and not has_successor:
        candidates.append(Ending(item, sold_until, EndingReason.SALE, sold_until < today))
    if support_ends is not None and support_ends <= last:
        candidates.append(Ending(item, support_ends, EndingReason.SUPPORT, support_ends < today))
    return min(candidates, key=lambda found: found.day, default=None)
