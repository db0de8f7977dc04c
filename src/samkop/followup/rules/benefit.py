"""From purchases and assumptions to figures, on plain values (``core.benefit``).

A figure's three values stand as whole numbers in a list: cents, hundredths of an hour or of a
month, permille; None is *no data*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from samkop.agreements.rules.price_steps import WHOLE, share_of
from samkop.core.benefit import (
    Bought,
    PriceBenefit,
    Procedure,
    Span,
    WorkBenefit,
    price_benefit,
    work_benefit,
)
from samkop.followup.vocabulary.benefit import JOINT_HOURS, OWN_HOURS, Assumed

HUNDRED = 100
Assumptions = Mapping[str, Span]
Figures = dict[str, Any]


@dataclass(frozen=True)
class Purchase:
    """Units of an item that a member bought at one price (``BenefitPurchase``).

    ``without_permille``: the tier without the units of whoever leaves, None where nobody does or
    the order line does not tell at which joint volume it was priced.
    """

    buyer_id: int
    agreement_id: int
    price_group: str
    seller_item_id: str
    name: str
    unit_cents: int
    rule_cents: int | None
    tiers: bool
    joint_permille: int
    own_permille: int | None
    without_permille: int | None
    markup_permille: int
    fee_permille: int
    quantity: int
    orders: int


@dataclass(frozen=True)
class Part:
    """A member's part in the procedure behind an agreement (``BenefitProcedure``)."""

    buyer_id: int
    agreement_id: int
    share_cents: int
    total_cents: int
    year_days: int
    term_days: int
    paid: bool
    events: Mapping[str, str]


@dataclass(frozen=True)
class Left:
    """What units of a group cost with all and without the leaver (``BenefitLeaving``)."""

    leaver_id: int
    buyer_id: int
    agreement_id: int
    price_group: str
    quantity: int
    with_permille: int
    without_permille: int | None
    with_cents: int
    without_cents: int | None


def own_price(one: Purchase, assumed: Assumptions) -> Span | None:
    """What one would have cost, bought alone: in cents, without a markup.

    By the agreement's own tiers at the member's own volume. In a group without tiers by what is
    assumed of an own price; None where nothing is. An own supplier pays no fee: the part of it
    that is assumed to be in the price comes off.
    """
    if one.rule_cents is None:
        return None
    if one.tiers:
        if one.own_permille is None:
            return None
        own = Span.exactly(one.rule_cents - share_of(one.rule_cents, one.own_permille))
    elif (difference := assumed.get(Assumed.OWN_PRICE)) is not None:
        own = (Span.exactly(HUNDRED) + difference) * Fraction(one.rule_cents, HUNDRED)
    else:
        return None
    passed = assumed.get(Assumed.FEE_IN_PRICE)
    if not one.fee_permille or passed is None:
        return own
    lacking = Span.exactly(HUNDRED * WHOLE) - passed * one.fee_permille
    return own * lacking * Fraction(1, HUNDRED * WHOLE)


def bought(one: Purchase, assumed: Assumptions) -> Bought:
    """A purchase as the arithmetic takes it."""
    markup = 0
    if one.rule_cents is not None:
        tiered = one.rule_cents - share_of(one.rule_cents, one.joint_permille)
        markup = share_of(tiered, one.markup_permille)
    return Bought(
        quantity=one.quantity, unit_cents=one.unit_cents, own=own_price(one, assumed),
        markup_cents=markup, fee_cents=share_of(one.unit_cents, one.fee_permille),
    )  # fmt: skip


def worked(one: Part, assumed: Assumptions) -> WorkBenefit:
    """The hours of a part; of an agreement under which nobody has committed anything, no share."""
    cost = assumed.get(Assumed.HOUR_COST)
    return work_benefit(
        Procedure(
            own={step: assumed.get(key) for step, key in OWN_HOURS.items()},
            joint={step: assumed.get(key) for step, key in JOINT_HOURS.items()},
            tenders=assumed.get(Assumed.OWN_TENDERS),
            taking_part=assumed.get(Assumed.PART_IN_JOINT),
            hour_cents=None if cost is None else cost * HUNDRED,
            share=Fraction(one.share_cents, one.total_cents) if one.total_cents else None,
            year=Fraction(one.year_days, one.term_days),
            paid=one.paid,
        )
    )  # fmt: skip


def price_of_all(purchases: Iterable[Purchase], assumed: Assumptions) -> PriceBenefit:
    """What purchases were worth together."""
    return price_benefit(bought(one, assumed) for one in purchases)


def figures_of(price: PriceBenefit, work: WorkBenefit, months: Span | None = None) -> Figures:
    """The figures as a computation keeps them."""
    return {
        "units": price.units,
        "paid_cents": price.paid_cents,
        "compared_units": price.compared_units,
        "compared_cents": price.compared_cents,
        "own_cents": _whole(price.own),
        "gain_cents": _whole(price.gain),
        "gain_permille": _gain_permille(price),
        "markup_cents": price.markup_cents,
        "fee_cents": price.fee_cents,
        "own_hours": _whole(work.own, HUNDRED),
        "joint_hours": _whole(work.joint, HUNDRED),
        "saved_hours": _whole(work.saved, HUNDRED),
        "own_hours_cents": _whole(work.own_cents),
        "joint_hours_cents": _whole(work.joint_cents),
        "saved_cents": _whole(work.saved_cents),
        "missing": list(work.missing),
        "months": _whole(months, HUNDRED),
    }


def left_by(leaver_id: int, purchases: Iterable[Purchase]) -> list[Left]:
    """What the others' units cost with everybody, and without the leaver's volume.

    By buyer, agreement, group and pair of tiers; both sides by the rule, its rounding and the
    markup, so that nothing but the tier differs.
    """
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in purchases:
        if one.buyer_id == leaver_id:
            continue
        known = one.rule_cents is not None and one.without_permille is not None
        without = one.without_permille if known else None
        key = (one.buyer_id, one.agreement_id, one.price_group, one.joint_permille, without)
        kept = sums[key]
        kept[0] += one.quantity
        by_rule = unit_price(one, one.joint_permille)
        kept[1] += one.quantity * (one.unit_cents if by_rule is None else by_rule)
        kept[2] += one.quantity * (unit_price(one, without) or 0)
    return [
        Left(leaver_id, buyer, agreement, group, quantity, with_all, without, paid,
             None if without is None else alone)
        for (buyer, agreement, group, with_all, without), (quantity, paid, alone) in sorted(
            sums.items(), key=lambda item: [-1 if part is None else part for part in item[0]]
        )
    ]  # fmt: skip


def unit_price(one: Purchase, permille: int | None) -> int | None:
    """The price of one at a tier, markup included; None where its rule is not known."""
    if one.rule_cents is None or permille is None:
        return None
    tiered = one.rule_cents - share_of(one.rule_cents, permille)
    return tiered + share_of(tiered, one.markup_permille)


def dearer(rows: Iterable[Left]) -> tuple[int, int]:
    """By how many cents units would have been dearer, and of how many units nothing is known."""
    left = list(rows)
    known = [one for one in left if one.without_cents is not None]
    return (
        sum((one.without_cents or 0) - one.with_cents for one in known),
        sum(one.quantity for one in left if one.without_cents is None),
    )


def differences(before: Figures, after: Figures) -> dict[str, tuple[int | None, int | None]]:
    """The figures that differ between two computations: the likely ones before and after."""
    return {
        name: (likely(before.get(name)), likely(after[name]))
        for name in after
        if name != "missing" and before.get(name) != after[name]
    }


def likely(value: int | Sequence[int] | None) -> int | None:
    """The likely one of three, or what is known exactly."""
    return value if value is None or isinstance(value, int) else value[1]


def _whole(span: Span | None, parts: int = 1) -> list[int] | None:
    return None if span is None else list(span.rounded(parts))


def _gain_permille(price: PriceBenefit) -> list[int] | None:
    """The gain as a part of what alone would have cost, at each end."""
    own = price.own
    if own is None or own.low <= 0:
        return None
    return list(
        Span(*(1 - price.compared_cents / end for end in (own.low, own.likely, own.high))).rounded(
            WHOLE
        )
    )
