"""The one rounding: only where it is announced, halves up."""

from __future__ import annotations

from fractions import Fraction
from math import floor

CENTS = 100  # in a unit of the currency
HALF = Fraction(1, 2)


def rounded(value: Fraction, decimals: int | None, *, money: bool = False) -> Fraction:
    """A value to so many decimals; ``money`` is in cents, its decimals those of the unit."""
    if decimals is None:
        return value
    step = Fraction(CENTS if money else 1, 10**decimals)
    return floor(value / step + HALF) * step
