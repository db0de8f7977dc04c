"""How bids are compared, and the bids: what is announced beforehand, and what came in.

Money is in cents, marks and points are exact fractions, and nothing is rounded but what the
model says is. docs/reference/award-laboratory.md says what each field means.

Source of the models: 2014/24/EU art. 67 and 68 (lowest price, life-cycle cost, price and
quality); Bergman & Lundberg 2009:10 and Lunander 2009:12 for the Swedish Competition Authority.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from samkop.core.award.scoring.rounding import rounded

Table = Mapping[Fraction, Fraction]


class Kind(StrEnum):
    """The five models."""

    LOWEST_PRICE = "lowest-price"
    LIFE_CYCLE_COST = "life-cycle-cost"
    PRICED_QUALITY = "priced-quality"
    ABSOLUTE_SCALE = "absolute-scale"
    RELATIVE = "relative"


IN_MONEY = frozenset({Kind.LOWEST_PRICE, Kind.LIFE_CYCLE_COST, Kind.PRICED_QUALITY})


@dataclass(frozen=True)
class Criterion:
    """What is marked, or a group of such.

    ``full`` is what the highest mark gives: points, or cents off the price in a money model; of
    a group the sum of its parts. ``marks`` are all that can be given, rising from 0. A bid
    marked below ``minimum`` is out. ``steps``: cents by mark where they are not in proportion.
    """

    id: str
    full: Fraction
    marks: tuple[Fraction, ...] = ()
    minimum: Fraction | None = None
    steps: Table | None = None
    parts: tuple[Criterion, ...] = ()

    @property
    def top(self) -> Fraction:
        """The highest mark."""
        return self.marks[-1]

    def gives(self, mark: Fraction) -> Fraction:
        """What a mark is worth: points, or cents off the price."""
        return self.full * mark / self.top if self.steps is None else self.steps[mark]

    def leaves(self) -> Iterator[Criterion]:
        """The criteria under it that are marked; itself, if it is."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """The years that count, what a later one counts less, and the cost items of every bid.

    ``own`` are those items that the buyer bears itself, such as its own staff.
    """

    years: int
    rate_per_cent: Fraction
    items: tuple[str, ...]
    own: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Model:
    """A model as it is announced.

    ``price_weight``: points of the best price (both point models). ``full_at``, ``none_at``:
    prices in cents with all and no price points, straight between them (absolute scale).
    ``decimals``: each part of a score is rounded to so many, halves up; None: nothing is.
    ``shown``: the decimals in which points are shown.
    """

    kind: Kind
    criteria: tuple[Criterion, ...] = ()
    price_weight: Fraction = Fraction(0)
    full_at: int = 0
    none_at: int = 0
    life_cycle: LifeCycle | None = None
    decimals: int | None = None
    shown: int = 2
    currency: str = "EUR"

    @property
    def in_money(self) -> bool:
        """Whether scores are amounts, of which the least is first."""
        return self.kind in IN_MONEY

    @cached_property
    def leaves(self) -> tuple[Criterion, ...]:
        """The criteria that are marked, in their order."""
        return tuple(leaf for criterion in self.criteria for leaf in criterion.leaves())

    @cached_property
    def groups(self) -> tuple[Criterion, ...]:
        """Every criterion, of all levels, in its order."""

        def under(criterion: Criterion) -> Iterator[Criterion]:
            yield criterion
            for part in criterion.parts:
                yield from under(part)

        return tuple(found for criterion in self.criteria for found in under(criterion))

    @cached_property
    def exact(self) -> Mapping[str, Table]:
        """What each mark gives, by criterion."""
        return {leaf.id: {mark: leaf.gives(mark) for mark in leaf.marks} for leaf in self.leaves}

    @cached_property
    def announced(self) -> Mapping[str, Table]:
        """The same with the rounding that is announced, if any is."""
        return {
            name: {
                mark: rounded(value, self.decimals, money=self.in_money)
                for mark, value in table.items()
            }
            for name, table in self.exact.items()
        }

    @property
    def quality(self) -> Fraction:
        """What all highest marks together give."""
        return sum((criterion.full for criterion in self.criteria), Fraction(0))


@dataclass(frozen=True, slots=True)
class Bid:
    """A bid: its price in cents (a present value, where life cycles count) and its marks.

    ``marks`` are those that count: the consensus. ``by`` keeps each evaluator's own, by
    evaluator and criterion. ``costs`` keeps the amounts, by item and year, of which the price
    is made.
    """

    id: str
    price: Fraction
    marks: Mapping[str, Fraction] = field(default_factory=dict)
    by: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    costs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def present_value(life_cycle: LifeCycle, costs: Mapping[str, tuple[int, ...]]) -> Fraction:
    """The cents of all items over all years; the first year counts in full, a later one by
    compound interest less (2014/24/EU art. 68).
    """
    yearly = 1 + life_cycle.rate_per_cent / 100
    return sum(
        (cents / yearly**year for amounts in costs.values() for year, cents in enumerate(amounts)),
        Fraction(0),
    )
