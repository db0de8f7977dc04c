"""What people need, what is on offer, and the ranges that serve it: pure functions.

The ranges are the best there are, proven (``core.renewal.variety``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from samkop.agreements.vocabulary import ItemCategory
from samkop.core.renewal.variety import Choice, Need, Range, best_range
from samkop.fleet.vocabulary import MOST_NEEDS
from samkop.platform.refusals import Refused

# Models to choose among, and models of a range: what somebody can look at.
MOST_OFFERED, LARGEST_RANGE = 24, 10
MOST_PEOPLE, MOST_PRICE = 10_000_000, 1_000_000
COLUMNS = 4
CENTS = 100


@dataclass(frozen=True, slots=True)
class Use:
    """So many devices of a group, each of which needs one that costs at least so many cents."""

    group: str
    category: str
    count: int
    least_cents: int


@dataclass(frozen=True, slots=True)
class Offered:
    """A model that can be had; ``key`` is that of its devices, ``joint``: of the joint range."""

    key: str
    name: str
    cents: int
    joint: bool = False


def read_needs(text: str) -> tuple[Use, ...]:
    """Needs that somebody wrote, a line each: group; category; people; least price.

    Raises Refused ``needs-unreadable`` with the line.
    """
    found: list[Use] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        parts = [part.strip() for part in line.split(";")]
        use = _use_of(parts) if len(parts) == COLUMNS else None
        if use is None or len(found) == MOST_NEEDS or use.group in {one.group for one in found}:
            sentence = _(
                "Line %(line)s of the needs cannot be used: write group; category; people;"
                " least price, each group once."
            )
            raise Refused(
                "needs-unreadable", sentence, status=422, line=number,
                fields={"needs": sentence % {"line": number}},
            )  # fmt: skip
        found.append(use)
    return tuple(found)


def _use_of(parts: Sequence[str]) -> Use | None:
    group, category, people, price = parts
    right = all(one.isascii() and one.isdigit() and len(one) < len(str(MOST_PEOPLE))
                for one in (people, price))  # fmt: skip
    if not group or category not in ItemCategory.values or not right or int(price) > MOST_PRICE:
        return None
    return Use(group[:120], category, int(people), int(price) * CENTS)


def offered_among(found: Iterable[Offered], wanted: Mapping[str, int]) -> tuple[Offered, ...]:
    """At most so many as can be looked at: one a key, the cheapest; the joint range first, then
    those of which there are most, then the cheapest.
    """
    cheapest: dict[str, Offered] = {}
    for one in found:
        known = cheapest.get(one.key)
        if known is None or (not one.joint, one.cents) < (not known.joint, known.cents):
            cheapest[one.key] = one
    ordered = sorted(
        cheapest.values(), key=lambda one: (not one.joint, -wanted.get(one.key, 0), one.cents)
    )
    return tuple(sorted(ordered[:MOST_OFFERED], key=lambda one: (one.cents, one.key)))


def choice_of(
    uses: Sequence[Use], offered: Sequence[Offered], model_cents: int, years: int
) -> Choice:
    """The choice: each group may have what is dear enough for it, or else the dearest there is."""
    dearest = max(offered, key=lambda one: one.cents)
    needs = []
    for use in uses:
        will_do = [one for one in offered if one.cents >= use.least_cents] or [dearest]
        needs.append(Need(use.group, use.count, {one.key: one.cents for one in will_do}))
    return Choice(
        needs=tuple(needs), models=tuple(one.key for one in offered),
        per_model={"model": model_cents}, years=years, fleet={},
    )  # fmt: skip


@lru_cache(maxsize=128)
def ranges_of(
    uses: tuple[Use, ...], offered: tuple[Offered, ...], model_cents: int, years: int
) -> tuple[Range, ...]:
    """The best range of each size, from the fewest models that serve all."""
    if not uses or not offered:
        return ()
    choice = choice_of(uses, offered, model_cents, years)
    sizes = range(1, min(len(offered), LARGEST_RANGE) + 1)
    return tuple(found for size in sizes if (found := best_range(choice, size)) is not None)
