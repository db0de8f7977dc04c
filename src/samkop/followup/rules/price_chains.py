"""A price as what it is made of, and what explains that another was paid.

A ``Chain`` holds what the agreement settles; ``made`` gives its price by the agreement's own
arithmetic (``agreements.rules.price_steps``: each step rounded to the cent). A difference is
divided among its causes by putting the parts of the price that was paid in the place of those
expected, one after another, so that the causes add up to the difference to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product

from samkop.agreements.rules import (
    Basis,
    IndexStep,
    PriceOrigin,
    Tier,
    base_steps,
    price_of,
    with_lower_offer,
)
from samkop.agreements.vocabulary import RULE_STEPS, PriceStepCode, RuleKind
from samkop.followup.vocabulary.prices import PriceCause, PriceOutcome

# Four steps of half a cent each: what comes of rounding at the end and not step by step.
ROUNDING_CENTS = 2


@dataclass(frozen=True, slots=True)
class Chain:
    """What makes a price: the base by its rule, index steps, a lower offer, tier, markup.

    ``offered_cents`` is the supplier's own price before the tier where it is below the rule's.
    """

    kind: str
    base_cents: int
    permille: int = 0
    index: tuple[IndexStep, ...] = ()
    offered_cents: int | None = None
    tier_permille: int = 0
    markup_permille: int = 0

    def origin(self) -> PriceOrigin:
        """The price with its steps."""
        basis = Basis(self.kind, self.base_cents, self.permille)
        tiers = [Tier(0, self.tier_permille)] if self.tier_permille else []
        ruled = price_of(base_steps(basis, self.index, date.max), tiers, 0, self.markup_permille)
        return ruled if self.offered_cents is None else with_lower_offer(ruled, self.offered_cents)

    @property
    def cents(self) -> int:
        """The price of one."""
        return self.origin().net_cents


@dataclass(frozen=True, slots=True)
class Share:
    """So many cents of one piece's difference come from a cause."""

    cause: PriceCause
    cents: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comes of holding a price against its rule; ``shares`` add up to ``difference``."""

    outcome: PriceOutcome
    difference: int
    shares: tuple[Share, ...]

    @property
    def main(self) -> PriceCause | None:
        """The cause of most of it."""
        if not self.shares:
            return None
        return max(self.shares, key=lambda share: abs(share.cents)).cause


def chain_of(origin: PriceOrigin) -> Chain | None:
    """What a kept price is made of; None where it was kept without what its steps are from."""
    kind, base, permille, index = RuleKind.FIXED, 0, 0, list[IndexStep]()
    tier = markup = less = 0
    for step in origin.steps:
        match step.code:
            case PriceStepCode.LIST_PRICE | PriceStepCode.PURCHASE_PRICE:
                base = step.cents
            case PriceStepCode.LIST_DISCOUNT:
                kind, permille = RuleKind.LIST_DISCOUNT, step.permille
            case PriceStepCode.MARGIN:
                kind, permille = RuleKind.COST_PLUS, step.permille
            case PriceStepCode.INDEX:
                if "applies_from" not in step.detail:
                    return None
                index.append(_index_step(step.detail))
            case PriceStepCode.LOWER_OFFER:
                less = step.cents
            case PriceStepCode.TIER_DISCOUNT:
                tier = step.permille
            case PriceStepCode.MARKUP:
                markup = step.permille
    ruled = sum(step.cents for step in origin.steps if step.code in RULE_STEPS)
    offered = ruled + less if less else None
    return Chain(kind, base, permille, tuple(index), offered, tier, markup)


def _index_step(kept: Mapping[str, str]) -> IndexStep:
    held = kept.get("held")
    return IndexStep(
        date.fromisoformat(kept["applies_from"]), kept["series"],
        date.fromisoformat(f"{kept['from_month']}-01"), Decimal(kept["from_value"]),
        date.fromisoformat(f"{kept['month']}-01"), Decimal(kept["value"]),
        int(held) if held else None,
    )  # fmt: skip


def held_against(
    expected: Chain, paid_cents: int, paid: Chain | None, tiers: Iterable[Tier] = ()
) -> Verdict:
    """A price per unit against what its rule gives.

    ``paid`` is what the price itself says that it is made of, where it says so; else the least
    departure from the rule is looked for that gives the price: an index step or the tier left
    out, another tier of ``tiers``, no markup.
    """
    difference = paid_cents - expected.cents
    if paid is None or abs(paid.cents - paid_cents) > ROUNDING_CENTS:
        paid = _departure(expected, paid_cents, list(tiers)) or expected
    shares = tuple(_shares(expected, paid, paid_cents))
    if all(share.cause == PriceCause.ROUNDING for share in shares):
        outcome = PriceOutcome.AGREES
    else:
        outcome = PriceOutcome.HIGHER if difference > 0 else PriceOutcome.LOWER
        if difference == 0:
            outcome = PriceOutcome.AGREES
    return Verdict(outcome, difference, shares)


def _shares(expected: Chain, paid: Chain, paid_cents: int) -> Iterator[Share]:
    stands, cents = expected, expected.cents
    for cause, parts in _PARTS:
        stands = replace(stands, **{part: getattr(paid, part) for part in parts})
        if (now := stands.cents) != cents:
            yield Share(cause, now - cents)
        cents = now
    left = paid_cents - cents
    if left:
        yield Share(_residual(left), left)


def _residual(left: int) -> PriceCause:
    if abs(left) <= ROUNDING_CENTS:
        return PriceCause.ROUNDING
    return PriceCause.ABOVE_RULE if left > 0 else PriceCause.BELOW_RULE


_PARTS: Sequence[tuple[PriceCause, tuple[str, ...]]] = (
    (PriceCause.BASE, ("base_cents",)),
    (PriceCause.RATE, ("kind", "permille")),
    (PriceCause.INDEX, ("index",)),
    (PriceCause.OFFER, ("offered_cents",)),
    (PriceCause.TIER, ("tier_permille",)),
    (PriceCause.MARKUP, ("markup_permille",)),
)


def _departure(expected: Chain, paid_cents: int, tiers: Sequence[Tier]) -> Chain | None:
    """The chain with fewest departures that gives the price to within rounding, if any does."""
    index = [expected.index[:kept] for kept in range(len(expected.index), -1, -1)]
    rates = [expected.tier_permille, 0, *(tier.discount_permille for tier in tiers)]
    markups = [expected.markup_permille, 0]
    tried = [
        replace(expected, index=steps, tier_permille=rate, markup_permille=markup)
        for steps, rate, markup in product(
            dict.fromkeys(index), dict.fromkeys(rates), dict.fromkeys(markups)
        )
    ]
    for chain in sorted(tried, key=lambda one: _departures(expected, one)):
        if abs(chain.cents - paid_cents) <= ROUNDING_CENTS:
            return chain
    return None


def _departures(expected: Chain, other: Chain) -> int:
    return sum(
        getattr(expected, part) != getattr(other, part)
        for _cause, parts in _PARTS
        for part in parts
    )
