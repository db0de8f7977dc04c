"""What people need, what is on offer, and the best ranges that serve it: pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samkop.agreements.vocabulary import ItemCategory
from samkop.core.renewal.ranges_by_price import Wanted, ranges_by_price
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


@dataclass(frozen=True, slots=True)
class BestRange:
    """The range of so many models that costs least: who gets which, and cents for its devices
    and for its models in all the years.
    """

    models: tuple[Offered, ...]
    served: Mapping[str, Offered]
    devices: int
    variety: int

    @property
    def total(self) -> int:
        """Devices and models."""
        return self.devices + self.variety


def ranges_of(
    uses: Sequence[Use], offered: Sequence[Offered], model_cents: int, years: int
) -> list[BestRange]:
    """The best range of each size, from one model on; ``offered`` by price.

    Whoever needs more than there is gets the dearest.
    """
    wanted = [Wanted(use.count, use.least_cents) for use in uses]
    found = []
    for cents, places in ranges_by_price([one.cents for one in offered], wanted, LARGEST_RANGE):
        chosen = tuple(offered[place] for place in places)
        served = {
            use.group: next((one for one in chosen if one.cents >= use.least_cents), chosen[-1])
            for use in uses
        }
        found.append(BestRange(chosen, served, cents, len(places) * model_cents * years))
    return found
