"""Prices by item as rows for everybody, through the gate: of whom they were bought, not by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from samkop.agreements.vocabulary import PriceStepCode
from samkop.opendata.models import PublishedPrice
from samkop.opendata.rules import PriceSeen
from samkop.opendata.vocabulary import Field

Steps = list[list[Any]]
# What a supplier won from its makers, and its margin on that, is told as one step.
BY_RULE = "by-rule"
WON = frozenset({PriceStepCode.PURCHASE_PRICE, PriceStepCode.MARGIN})


def price_rows(
    seen: Iterable[PriceSeen], let_through: frozenset[Field], least: int | None, *,
    secret_origin: bool,
) -> list[PublishedPrice]:  # fmt: skip
    """The rows that may be told; none without ``prices.items``.

    A number of purchases below ``least`` is not told. Where what its steps rest on was accepted
    as secret (art. 21), no origin is.
    """
    if Field.PRICES_ITEMS not in let_through:
        return []
    shows_origin = Field.PRICES_ORIGIN in let_through and not secret_origin
    counts = Field.PRICES_COUNT in let_through and least is not None
    ordered = sorted(seen, key=lambda one: (one.item, one.unit_price_cents))
    return [
        PublishedPrice(
            item=one.item, name=one.name, unit=one.unit, unit_price_cents=one.unit_price_cents,
            origin=told_steps(one.steps) if shows_origin else [],
            purchases=one.purchases if counts and one.purchases >= (least or 0) else None,
        )
        for one in ordered
    ]  # fmt: skip


def told_steps(steps: Iterable[Mapping[str, Any]]) -> Steps:
    """[[code, cents, permille]] without what they rest on; a won price and its margin are one."""
    told: Steps = []
    won = 0
    for step in steps:
        if step["code"] in WON:
            won += int(step["cents"])
        else:
            told.append([step["code"], step["cents"], step["permille"]])
    return [[BY_RULE, won, 0], *told] if won else told
