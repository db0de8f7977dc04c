"""The price of an item that its supplier offers below the agreement's list."""

from __future__ import annotations

from samkop.agreements.rules import PriceOrigin, Tier, price_of
from samkop.agreements.vocabulary import PriceStepCode


def origin_of_offer(origin: PriceOrigin, offered_cents: int) -> PriceOrigin:
    """The agreement's price, or one that builds on the offered price where that is lower.

    Tier and markup are the agreement's. An offer above the list (which no import takes)
    leaves the agreement's price.
    """
    if offered_cents >= origin.steps[0].cents:
        return origin
    permille = {step.code: step.permille for step in origin.steps}
    return price_of(
        offered_cents,
        [Tier(0, origin.discount_permille)] if origin.discount_permille else [],
        origin.volume,
        permille.get(PriceStepCode.MARKUP, 0),
        price_group=origin.price_group,
        currency=origin.currency,
    )
