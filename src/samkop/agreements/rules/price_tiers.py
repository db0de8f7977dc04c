"""How a price comes about: what its rule gives, less the volume tier, plus the markup.

The rounding of each step: ``price_steps``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from samkop.agreements.rules.price_steps import WHOLE, PriceOrigin, PriceStep, share_of, total
from samkop.agreements.vocabulary import RULE_STEPS, PriceStepCode


@dataclass(frozen=True, slots=True, order=True)
class Tier:
    """From ``from_quantity`` units (everybody's together) on, so many permille less."""

    from_quantity: int
    discount_permille: int


def price_of(
    base: Sequence[PriceStep],
    tiers: Iterable[Tier],
    volume: int,
    markup_permille: int,
    *,
    fee_permille: int = 0,
    price_group: str = "",
    currency: str = "",
) -> PriceOrigin:
    """The price of one unit at a joint ``volume`` before the order.

    ``base`` are the steps of the group's rule (``price_rules.base_steps``); they and
    ``markup_permille`` are not negative together. The steps without effect (no tier
    reached, no markup) are left out. A whole order has the price of its tier, also where
    its own units pass the next threshold.
    """
    tier = tier_at(tiers, volume)
    discount = tier.discount_permille if tier else 0
    steps = list(base)
    if discount:
        less = -share_of(total(steps), discount)
        steps.append(PriceStep(PriceStepCode.TIER_DISCOUNT, less, discount))
    if markup_permille:
        more = share_of(total(steps), markup_permille)
        steps.append(PriceStep(PriceStepCode.MARKUP, more, markup_permille))
    return PriceOrigin(
        net_cents=total(steps),
        steps=tuple(steps),
        price_group=price_group,
        discount_permille=discount,
        volume=volume,
        currency=currency,
        fee_permille=fee_permille,
    )


def with_lower_offer(origin: PriceOrigin, offered_cents: int) -> PriceOrigin:
    """The price where the supplier offers the item at ``offered_cents`` before the tier.

    Tier and markup are the agreement's. An offer that is not below what the rule gives
    leaves the agreement's price.
    """
    if offered_cents >= origin.rule_cents:
        return origin
    ruled = [step for step in origin.steps if step.code in RULE_STEPS]
    less = PriceStep(PriceStepCode.LOWER_OFFER, offered_cents - origin.rule_cents)
    permille = {step.code: step.permille for step in origin.steps}
    return price_of(
        [*ruled, less],
        [Tier(0, origin.discount_permille)] if origin.discount_permille else [],
        origin.volume,
        permille.get(PriceStepCode.MARKUP, 0),
        fee_permille=origin.fee_permille,
        price_group=origin.price_group,
        currency=origin.currency,
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
