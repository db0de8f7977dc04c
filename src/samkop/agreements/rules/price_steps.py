"""A price as the steps that lead to it.

**The one rounding rule.** Each step is rounded to whole cents per unit, halves away from
zero (``core.money.to_cents``), when it is taken, and the next step builds on the rounded
figure. So the steps that a person is shown add up to the price to the cent, anybody can
recompute each from the figures shown, and a line of an order is quantity times price
without any rounding of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from samkop.agreements.vocabulary import RULE_STEPS, PriceStepCode
from samkop.core.money import to_cents

WHOLE = 1000  # permille
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One step of a price: what it is, its rate if it has one, and its cents per unit.

    A discount's cents are negative or zero; all steps add up to the price. ``detail`` holds
    what else is needed to recompute it by hand, as text: the list it stands in, the
    evidence, the index with its months and values.
    """

    code: PriceStepCode
    cents: int
    permille: int = 0
    detail: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain values; ``detail`` only where there is any."""
        plain = {"code": self.code.value, "cents": self.cents, "permille": self.permille}
        return {**plain, "detail": dict(self.detail)} if self.detail else plain


@dataclass(frozen=True, slots=True)
class PriceOrigin:
    """A price per unit in cents, without VAT, and the steps that lead to it.

    ``discount_permille`` is the tier's at ``volume``, the units of the price group that
    everybody has ordered before; it is what the ceiling compares (``tier_marks``).
    ``fee_permille`` is the intermediary's fee: the supplier pays it, and it is in no step.
    """

    net_cents: int
    steps: tuple[PriceStep, ...]
    price_group: str
    discount_permille: int
    volume: int
    currency: str
    fee_permille: int = 0

    @property
    def rule_cents(self) -> int:
        """What the group's rule gives: before a lower offer, the tier and the markup."""
        return sum(step.cents for step in self.steps if step.code in RULE_STEPS)

    @property
    def fee_cents(self) -> int:
        """The fee that the supplier pays of this price: for information."""
        return share_of(self.net_cents, self.fee_permille)

    def as_json(self) -> dict[str, Any]:
        """The origin as plain values, for an order line that keeps it."""
        plain = {
            "net_cents": self.net_cents,
            "currency": self.currency,
            "price_group": self.price_group,
            "volume": self.volume,
            "steps": [step.as_json() for step in self.steps],
        }
        return {**plain, "fee_permille": self.fee_permille} if self.fee_permille else plain


def origin_from_json(kept: Mapping[str, Any]) -> PriceOrigin | None:
    """The origin that an order line keeps, also one kept before there were details.

    None where it keeps none.
    """
    if not kept:
        return None
    steps = tuple(
        PriceStep(
            PriceStepCode(step["code"]), step["cents"], step["permille"], step.get("detail", {})
        )
        for step in kept["steps"]
    )
    discounts = [step.permille for step in steps if step.code == PriceStepCode.TIER_DISCOUNT]
    return PriceOrigin(
        net_cents=kept["net_cents"],
        steps=steps,
        price_group=kept["price_group"],
        discount_permille=sum(discounts),
        volume=kept["volume"],
        currency=kept["currency"],
        fee_permille=kept.get("fee_permille", 0),
    )


def share_of(cents: int, permille: int | Decimal) -> int:
    """So many permille of an amount, in whole cents, halves away from zero."""
    return int(to_cents(Decimal(cents) * permille / WHOLE / HUNDRED) * HUNDRED)


def total(steps: Iterable[PriceStep]) -> int:
    """The cents of all steps together."""
    return sum(step.cents for step in steps)
