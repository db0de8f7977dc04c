"""Life-cycle cost of alternatives, with ranges: what each costs over so many years, today.

Three-point estimates: each cost is given at the least, likely and at the most, and is taken as
distributed as a triangle over them, each for itself. Its mean is the third of their sum, its
variance (a² + b² + c² - ab - ac - bc) / 18. What is paid at once counts in full, what recurs at
the end of each year, and the exit at the end of the last; each is discounted to today. Own staff
is a cost like any other, and an alternative that says nothing of it is compared with none.

Money is whole cents without VAT, rates are hundredths of a per cent a year. Exact fractions are
rounded once a cost, half to even. Costs that rise and fall together make the probable range
wider than it says; the lowest and the highest hold whatever they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isqrt

WHOLE = 10_000  # hundredths of a per cent
LONGEST, HIGHEST_RATE = 40, 5_000
# Of a normal distribution, eight of ten lie within so many ten thousandths of a deviation.
EIGHT_OF_TEN = 12_816


class CostKind(StrEnum):
    """When a cost is paid."""

    ONE_OFF = "one-off"
    YEARLY = "yearly"
    STAFF = "staff"  # own people, each year
    EXIT = "exit"


class OwnStaffMissingError(ValueError):
    """Some alternatives say nothing of the own staff that they need; ``names`` are theirs."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


@dataclass(frozen=True)
class Span:
    """A figure at the least, likely and at the most. Raises ValueError unless they rise from 0."""

    low: int
    likely: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.likely <= self.high:
            raise ValueError(f"{self.low}, {self.likely}, {self.high} do not rise from 0")

    def times(self, factor: Fraction) -> Span:
        """Each of the three, rounded."""
        return Span(*(round(one * factor) for one in (self.low, self.likely, self.high)))

    @property
    def mean(self) -> Fraction:
        """Of the triangle over the three."""
        return Fraction(self.low + self.likely + self.high, 3)


@dataclass(frozen=True)
class Cost:
    """One cost of an alternative: in cents once, a year, or at the exit, by its kind."""

    name: str
    kind: CostKind
    cents: Span


@dataclass(frozen=True)
class Alternative:
    """A way of running a service."""

    name: str
    costs: tuple[Cost, ...]


@dataclass(frozen=True)
class Terms:
    """Over how many years, at which rate. Raises ValueError beyond 40 years or 50 per cent."""

    years: int
    rate: int

    def __post_init__(self) -> None:
        if not (1 <= self.years <= LONGEST and 0 <= self.rate <= HIGHEST_RATE):
            raise ValueError(f"{self.years} years at {self.rate}")


@dataclass(frozen=True)
class Swing:
    """The alternative's total when one cost is at its least or most, the others as is likely."""

    cost: Cost
    low: int
    high: int


@dataclass(frozen=True)
class LifeCycleCost:
    """An alternative's cost today: ``present`` of each cost, in its order, and in all.

    ``probable`` are the ends between which it lies in about eight of ten cases.
    """

    alternative: Alternative
    present: tuple[Span, ...]
    total: Span
    expected: int
    probable: tuple[int, int]

    def swings(self) -> list[Swing]:
        """Which cost matters most, the widest first (a tornado)."""
        base = self.total.likely
        found = [
            Swing(cost, base - span.likely + span.low, base - span.likely + span.high)
            for cost, span in zip(self.alternative.costs, self.present, strict=True)
        ]
        return sorted(found, key=lambda one: one.low - one.high)

    def part(self, kind: CostKind) -> int:
        """What costs of a kind are expected to be, today."""
        means = (
            span.mean
            for cost, span in zip(self.alternative.costs, self.present, strict=True)
            if cost.kind == kind
        )
        return round(sum(means, Fraction(0)))


@dataclass(frozen=True)
class Comparison:
    """Alternatives in their order, the expected cheapest (the first of equals), and whether it
    is cheapest whatever the costs turn out to be.
    """

    terms: Terms
    costs: tuple[LifeCycleCost, ...]
    cheapest: LifeCycleCost
    certain: bool


def staff_cost(name: str, hours: Span, cents_an_hour: int) -> Cost:
    """Own people: so many hours a year at so much an hour."""
    return Cost(name, CostKind.STAFF, hours.times(Fraction(cents_an_hour)))


def factor_of(kind: CostKind, terms: Terms) -> Fraction:
    """What one cent of such a cost is worth today, over all its payments."""
    year = Fraction(WHOLE, WHOLE + terms.rate)
    if kind is CostKind.ONE_OFF:
        return Fraction(1)
    if kind is CostKind.EXIT:
        return year**terms.years
    if terms.rate == 0:
        return Fraction(terms.years)
    return (1 - year**terms.years) * WHOLE / terms.rate


def life_cycle_cost(alternative: Alternative, terms: Terms) -> LifeCycleCost:
    """What the alternative costs over the years, today."""
    present = tuple(cost.cents.times(factor_of(cost.kind, terms)) for cost in alternative.costs)
    total = Span(
        sum(one.low for one in present), sum(one.likely for one in present),
        sum(one.high for one in present),
    )  # fmt: skip
    expected = round(total.mean)
    reach = EIGHT_OF_TEN * isqrt(sum(map(_variance_times_18, present)) // 18) // WHOLE
    return LifeCycleCost(
        alternative, present, total, expected,
        (max(total.low, expected - reach), min(total.high, expected + reach)),
    )  # fmt: skip


def compared(alternatives: Sequence[Alternative], terms: Terms) -> Comparison:
    """The alternatives side by side. Raises OwnStaffMissingError, ValueError without any."""
    if not alternatives:
        raise ValueError("nothing to compare")
    silent = [one.name for one in alternatives if not _says_staff(one)]
    if silent:
        raise OwnStaffMissingError(silent)
    costs = tuple(life_cycle_cost(one, terms) for one in alternatives)
    cheapest = min(costs, key=lambda one: one.expected)
    others = [one for one in costs if one is not cheapest]
    certain = all(cheapest.total.high < one.total.low for one in others)
    return Comparison(terms, costs, cheapest, certain)


def otherwise(alternatives: Sequence[Alternative], terms: Iterable[Terms]) -> list[Comparison]:
    """The same comparison on other terms: what other years or another rate change."""
    return [compared(alternatives, one) for one in terms]


def _says_staff(alternative: Alternative) -> bool:
    return any(cost.kind is CostKind.STAFF for cost in alternative.costs)


def _variance_times_18(span: Span) -> int:
    low, likely, high = span.low, span.likely, span.high
    return low**2 + likely**2 + high**2 - low * likely - low * high - likely * high
