"""How a price comes about: list price, less the volume tier, plus the markup.

**The one rounding rule.** Each step is rounded to whole cents per unit, halves away from
zero (``core.money.to_cents``), when it is taken, and the next step builds on the rounded
figure. So the steps that a person is shown add up to the price to the cent, anybody can
recompute each from the figures shown, and a line of an order is quantity times price
without any rounding of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from samkop.agreements.vocabulary import PriceStepCode
from samkop.core.money import to_cents

WHOLE = 1000  # permille


@dataclass(frozen=True, slots=True, order=True)
class Tier:
    """From ``from_quantity`` units (everybody's together) on, so many permille less."""

    from_quantity: int
    discount_permille: int


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One step of a price: what it is, its rate if it has one, and its cents per unit.

    A discount's cents are negative or zero; all steps add up to the price.
    """

    code: PriceStepCode
    cents: int
    permille: int = 0


@dataclass(frozen=True, slots=True)
class PriceOrigin:
    """A price per unit in cents, without VAT, and the steps that lead to it.

    ``discount_permille`` is the tier's at ``volume``, the units of the price group that
    everybody has ordered before; it is what the ceiling compares (``tier_marks``).
    """

    net_cents: int
    steps: tuple[PriceStep, ...]
    price_group: str
    discount_permille: int
    volume: int
    currency: str

    def as_json(self) -> dict[str, Any]:
        """The origin as plain values, for an order line that keeps it."""
        return {
            "net_cents": self.net_cents,
            "currency": self.currency,
            "price_group": self.price_group,
            "volume": self.volume,
            "steps": [
                {"code": step.code.value, "cents": step.cents, "permille": step.permille}
                for step in self.steps
            ],
        }


def price_of(
    list_price_cents: int,
    tiers: Iterable[Tier],
    volume: int,
    markup_permille: int,
    *,
    price_group: str = "",
    currency: str = "",
) -> PriceOrigin:
    """The price of one unit at a joint ``volume`` before the order.

    ``list_price_cents`` and ``markup_permille`` are not negative; the steps without effect
    (no tier reached, no markup) are left out. A whole order has the price of its tier, also
    where its own units pass the next threshold.
    """
    tier = tier_at(tiers, volume)
    discount = tier.discount_permille if tier else 0
    steps = [PriceStep(PriceStepCode.LIST_PRICE, list_price_cents)]
    if discount:
        less = -_share(list_price_cents, discount)
        steps.append(PriceStep(PriceStepCode.TIER_DISCOUNT, less, discount))
    if markup_permille:
        more = _share(sum(step.cents for step in steps), markup_permille)
        steps.append(PriceStep(PriceStepCode.MARKUP, more, markup_permille))
    return PriceOrigin(
        net_cents=sum(step.cents for step in steps),
        steps=tuple(steps),
        price_group=price_group,
        discount_permille=discount,
        volume=volume,
        currency=currency,
    )


def tier_at(tiers: Iterable[Tier], volume: int) -> Tier | None:
    """The highest tier whose threshold the volume has reached; None below the first."""
    return max((tier for tier in tiers if tier.from_quantity <= volume), default=None)


def tier_marks(origins: Iterable[PriceOrigin]) -> dict[str, int]:
    """The tiers that an order was priced with, by price group: for ``usecases.ceiling.commit``.

    Taken from the prices themselves: a volume read a second time may have crossed a
    threshold and come back since.
    """
    return {origin.price_group: origin.discount_permille for origin in origins}


def next_tier(tiers: Iterable[Tier], volume: int) -> Tier | None:
    """The tier that comes next, or None at the last."""
    return min((tier for tier in tiers if tier.from_quantity > volume), default=None)


def tiers_rise(tiers: Sequence[Tier]) -> bool:
    """Whether a higher threshold always has a higher discount, between 1 and 1000 permille."""
    rising = sorted(tiers)
    return all(
        before.from_quantity < after.from_quantity
        and before.discount_permille < after.discount_permille
        for before, after in pairwise(rising)
    ) and all(tier.from_quantity >= 0 and 0 < tier.discount_permille <= WHOLE for tier in tiers)


def _share(cents: int, permille: int) -> int:
    """So many permille of an amount, in whole cents, halves away from zero."""
    return int(to_cents(Decimal(cents) * permille / 100_000) * 100)
