"""A plan's terms, and the sums that follow from a device's price.

One rounding rule: a device's rent of a month is rounded to the cent, halves away from zero, and
is the same in each month. A schedule's month is the sum of its devices'; so nothing is left over
for a last instalment, and a swap or a return of one device never changes another's rent.
"""

from __future__ import annotations

from dataclasses import dataclass

from samkop.core.matching.shares import rounded

MILLION, THOUSAND = 1_000_000, 1_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What a financier asks for, of each device's price without VAT.

    ``rent_ppm``: millionths of the price that a month costs (22,500 is a rent factor of 2.25 %).
    ``residual_permille`` of the price stands after ``months``. ``in_advance``: a month's rent
    falls due on its first day, else on its last. A day between acceptance and the schedule's
    start costs the rent of a month divided by ``interim_days``. Notice is given ``notice_months``
    before the end; without it the lease goes on for ``extension_months``. Whoever gives a device
    back before the end pays ``penalty_permille`` of the rents that remain.
    """

    months: int
    rent_ppm: int
    residual_permille: int = 0
    in_advance: bool = True
    interim_days: int = 30
    notice_months: int = 3
    extension_months: int = 3
    penalty_permille: int = 0


def monthly_rent(price_cents: int, rent_ppm: int) -> int:
    """A device's rent of one month, in cents."""
    return rounded(price_cents * rent_ppm, MILLION)


def residual_value(price_cents: int, residual_permille: int) -> int:
    """What a device is still reckoned at after its term, in cents."""
    return rounded(price_cents * residual_permille, THOUSAND)


def interim_rent(monthly_cents: int, days: int, interim_days: int) -> int:
    """A device's rent of the days from acceptance until its schedule starts, in cents."""
    return rounded(monthly_cents * max(days, 0), interim_days)


def financing(price_cents: int, monthly_cents: int, terms: Terms) -> int:
    """What financing a device over its whole term costs: all rents and what stands, less its price.

    The price itself is the purchase's, which the device's own agreement counts. Never below 0.
    """
    stands = residual_value(price_cents, terms.residual_permille)
    return max(monthly_cents * terms.months + stands - price_cents, 0)


def buy_out_price(price_cents: int, rents_left_cents: int, terms: Terms) -> int:
    """What a device costs to keep, by the plan: the rents that remain and what then stands."""
    return rents_left_cents + residual_value(price_cents, terms.residual_permille)


def penalty(rents_left_cents: int, penalty_permille: int) -> int:
    """What a device that goes back before its end costs besides, in cents."""
    return rounded(rents_left_cents * penalty_permille, THOUSAND)
