"""A figure that nobody knows exactly: at the least, likely and at the most.

Sums, differences and products take the ends that make the result least and most: the range holds
whatever the parts do together (interval arithmetic). Exact fractions; rounded once, when shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import floor

Number = int | Decimal | Fraction
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Span:
    """At the least, likely, at the most. Raises ValueError unless they rise."""

    low: Fraction
    likely: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"{self.low}, {self.likely}, {self.high} do not rise")

    @classmethod
    def of(cls, low: Number, likely: Number, high: Number) -> Span:
        """From whole numbers or decimals."""
        return cls(Fraction(low), Fraction(likely), Fraction(high))

    @classmethod
    def exactly(cls, value: Number) -> Span:
        """What is known: all three are it."""
        return cls.of(value, value, value)

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.likely + other.likely, self.high + other.high)

    def __sub__(self, other: Span) -> Span:
        return Span(self.low - other.high, self.likely - other.likely, self.high - other.low)

    def __mul__(self, other: Span | Number) -> Span:
        factor = other if isinstance(other, Span) else Span.exactly(other)
        corners = [
            one * by for one in (self.low, self.high) for by in (factor.low, factor.high)
        ]  # fmt: skip
        return Span(min(corners), self.likely * factor.likely, max(corners))

    def rounded(self, parts: int = 1) -> tuple[int, int, int]:
        """The three in whole ``parts`` of one (100: hundredths), halves away from zero."""
        return (
            _rounded(self.low * parts), _rounded(self.likely * parts), _rounded(self.high * parts)
        )  # fmt: skip


def added(spans: Iterable[Span]) -> Span:
    """The sum; nothing makes an exact zero."""
    return reduce(Span.__add__, spans, Span.exactly(0))


def _rounded(value: Fraction) -> int:
    return floor(value + HALF) if value >= 0 else -floor(HALF - value)
