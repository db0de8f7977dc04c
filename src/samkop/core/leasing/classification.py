"""Figures by which a lease is classed as financial or operating, and what they suggest.

Financial is a lease by which the risks and benefits of owning pass in all essentials to the lessee
(RKR R5, definitions); it is judged once, when the lease begins. The shares are figures for whoever
decides, and the thresholds data of the organisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class LeaseClass(StrEnum):
    """As whose property the device is treated in the accounts."""

    FINANCIAL = "financial"
    OPERATING = "operating"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which share on a lease is taken for a purchase; of what length on at all.

    Leases of at most ``short_months`` are operating whatever their shares; 0 switches that off.
    """

    value_share: Decimal = Decimal("0.90")
    life_share: Decimal = Decimal("0.75")
    short_months: int = 36


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a lease at its start: present value over fair value, term over economic life."""

    value_share: Decimal
    life_share: Decimal
    months: int
    becomes_own: bool = False


def figures_of(
    worth: Decimal, fair_value: Decimal, months: int, life_months: int, *,
    becomes_own: bool = False,
) -> Figures:  # fmt: skip
    """The shares; ``becomes_own``: it becomes the lessee's, or will surely be bought out."""
    return Figures(
        worth / fair_value if fair_value else Decimal(0),
        Decimal(months) / life_months if life_months else Decimal(0),
        months, becomes_own,
    )  # fmt: skip


def suggested_class(figures: Figures, thresholds: Thresholds) -> LeaseClass:
    """What the figures suggest by an organisation's own thresholds; a person decides."""
    if figures.becomes_own:
        return LeaseClass.FINANCIAL
    if figures.months <= thresholds.short_months:
        return LeaseClass.OPERATING
    reached = (
        figures.value_share >= thresholds.value_share or figures.life_share >= thresholds.life_share
    )
    return LeaseClass.FINANCIAL if reached else LeaseClass.OPERATING
