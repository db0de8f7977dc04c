"""What was paid together against what one's own volume would have cost, purchase by purchase.

Cents without VAT in one currency. A purchase without an own price is not compared: it counts
neither on one side nor on the other, and how many units it was is told beside the figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from samkop.core.benefit.spans import Span, added


@dataclass(frozen=True, slots=True)
class Bought:
    """So many units, at ``unit_cents`` each; ``own`` is the price of one bought alone.

    ``own`` None: nothing says what it would have been. ``markup_cents`` of the price went to the
    purchasing body; ``fee_cents`` the supplier paid to it, and is in no price. All of one unit.
    """

    quantity: int
    unit_cents: int
    own: Span | None
    markup_cents: int = 0
    fee_cents: int = 0


@dataclass(frozen=True, slots=True)
class PriceBenefit:
    """The sums of some purchases; ``own`` and ``gain`` of those compared, None where none is.

    ``gain`` is what buying together was worth: above zero where alone would have cost more.
    """

    units: int
    paid_cents: int
    compared_units: int
    compared_cents: int
    own: Span | None
    markup_cents: int
    fee_cents: int

    @property
    def gain(self) -> Span | None:
        """What alone would have cost, less what was paid for the same units."""
        return None if self.own is None else self.own - Span.exactly(self.compared_cents)

    @property
    def share(self) -> Fraction | None:
        """The likely gain as a part of what alone would likely have cost."""
        if self.own is None or self.gain is None or not self.own.likely:
            return None
        return self.gain.likely / self.own.likely


def price_benefit(purchases: Iterable[Bought]) -> PriceBenefit:
    """The sums of these purchases."""
    bought = list(purchases)
    compared = [one for one in bought if one.own is not None]
    return PriceBenefit(
        units=sum(one.quantity for one in bought),
        paid_cents=sum(one.quantity * one.unit_cents for one in bought),
        compared_units=sum(one.quantity for one in compared),
        compared_cents=sum(one.quantity * one.unit_cents for one in compared),
        own=added(one.own * one.quantity for one in compared if one.own) if compared else None,
        markup_cents=sum(one.quantity * one.markup_cents for one in bought),
        fee_cents=sum(one.quantity * one.fee_cents for one in bought),
    )


def together(parts: Iterable[PriceBenefit]) -> PriceBenefit:
    """The sums of sums: of members, of agreements."""
    sums = list(parts)
    known = [one.own for one in sums if one.own is not None]
    return PriceBenefit(
        units=sum(one.units for one in sums),
        paid_cents=sum(one.paid_cents for one in sums),
        compared_units=sum(one.compared_units for one in sums),
        compared_cents=sum(one.compared_cents for one in sums),
        own=added(known) if known else None,
        markup_cents=sum(one.markup_cents for one in sums),
        fee_cents=sum(one.fee_cents for one in sums),
    )
