"""Cents that are divided so that nothing is lost: by running sums, each rounded once."""

from __future__ import annotations

from collections.abc import Sequence


def divided(total: int, weights: Sequence[int]) -> list[int]:
    """`total` cents in proportion to the weights, which together may not be 0; adds up exactly.

    The n-th running sum is rounded half up, so that no share is off by more than a cent.
    """
    whole = sum(weights)
    shares: list[int] = []
    running = given = 0
    for weight in weights:
        running += weight
        upto = rounded(total * running, whole)
        shares.append(upto - given)
        given = upto
    return shares


def rounded(dividend: int, divisor: int) -> int:
    """The quotient to the nearest whole, halves away from zero (EN 16931-1, clause 6.5.11)."""
    if divisor < 0:
        dividend, divisor = -dividend, -divisor
    if dividend < 0:
        return -((-dividend * 2 + divisor) // (divisor * 2))
    return (dividend * 2 + divisor) // (divisor * 2)
