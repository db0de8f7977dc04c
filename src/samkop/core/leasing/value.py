"""Present values: what future payments are worth on the first day; lease against purchase.

Exact decimals of 34 digits, never floats. The rate of a year is nominal: a month's is a twelfth of
it, as financiers' tables and spreadsheets have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

PRECISE = Context(prec=34)
MONTHS = 12
# Halving an interval so often leaves less than a millionth of a millionth of it.
HALVINGS = 60
HIGHEST_RATE = Decimal(12)


def present_value(
    payment: Decimal, months: int, yearly_rate: Decimal, *, left: Decimal = Decimal(0),
    in_advance: bool = True,
) -> Decimal:  # fmt: skip
    """What ``months`` equal payments and ``left`` at the end are worth on the first day.

    ``yearly_rate`` 0.03 is three per cent. In advance: the first payment is on the first day. Each
    payment is discounted by itself; unrounded.
    """
    with localcontext(PRECISE):
        month = 1 / (1 + yearly_rate / MONTHS)
        worth, factor = Decimal(0), Decimal(1) if in_advance else month
        for _number in range(months):
            worth += payment * factor
            factor *= month
        return worth + left * month**months


def implicit_rate(
    price: Decimal, payment: Decimal, months: int, *, left: Decimal = Decimal(0),
    in_advance: bool = True,
) -> Decimal | None:  # fmt: skip
    """The rate of a year at which the payments are worth the price: what the financier takes.

    None where there is none: the payments and what is left are less than the price, or nothing is
    owed after the first day.
    """

    def worth(rate: Decimal) -> Decimal:
        return present_value(payment, months, rate, left=left, in_advance=in_advance)

    low, high = Decimal(0), HIGHEST_RATE
    if worth(low) < price or worth(high) > price:
        return None
    with localcontext(PRECISE):
        for _number in range(HALVINGS):
            middle = (low + high) / 2
            if worth(middle) > price:
                low = middle
            else:
                high = middle
        return (low + high) / 2


@dataclass(frozen=True, slots=True)
class Purchase:
    """Buying instead: its price, what is spent on it each month besides, what it sells for.

    ``monthly_costs`` are those that the rent includes (insurance, return), ``sold_for`` at the end.
    """

    price: Decimal
    sold_for: Decimal = Decimal(0)
    monthly_costs: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both ways as present values; ``implicit_rate`` is the lease's own, None where it has none."""

    lease: Decimal
    purchase: Decimal
    implicit_rate: Decimal | None

    @property
    def saved_by_purchase(self) -> Decimal:
        """How much less the purchase is worth; below 0 where the lease is cheaper."""
        return self.lease - self.purchase


def compared(
    rent: Decimal, months: int, bought: Purchase, yearly_rate: Decimal, *,
    residual: Decimal = Decimal(0), at_end: Decimal = Decimal(0), in_advance: bool = True,
) -> Comparison:  # fmt: skip
    """Lease against purchase of one device, as present values at a rate of one's own.

    ``residual`` is what the financier reckons with (for its rate alone), ``at_end`` what the lessee
    pays for giving the device back.
    """
    lease = present_value(rent, months, yearly_rate, left=at_end, in_advance=in_advance)
    costs = present_value(
        bought.monthly_costs, months, yearly_rate, left=-bought.sold_for, in_advance=in_advance
    )
    own = implicit_rate(bought.price, rent, months, left=residual, in_advance=in_advance)
    return Comparison(lease, bought.price + costs, own)
