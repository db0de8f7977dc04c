"""The assumptions of a forecast: plain values, each a span from low to high."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from samkop.core.fields import ProblemError


class ForecastError(ProblemError):
    """The assumptions cannot be used; the message is one sentence: where, what, what to do."""


@dataclass(frozen=True, slots=True)
class Span:
    """One assumption: its middle, and how low and how high it may be; ``note`` says whence.

    ``more_costs_less`` holds for the life of a device alone.
    """

    low: Decimal
    mid: Decimal
    high: Decimal
    note: str = ""
    more_costs_less: bool = False


@dataclass(frozen=True, slots=True)
class Population:
    """Inhabitants in January of years, between which it runs straight; or a growth.

    ``points`` are by year, the first that of the start; after the last it stays. With
    ``growth_per_cent`` there is one point, and each year so many per cent come to it.
    """

    points: Mapping[int, Span]
    growth_per_cent: Span | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of device.

    ``per_person``: devices a person of each group; ``stock``: how many there are by age in
    months, None: as many as are needed at the start, of all ages alike.
    """

    name: str
    per_person: Mapping[str, Span]
    life_months: Span
    unit_price: Span
    price_change_per_cent: Span
    stock: Mapping[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence by person and year."""

    name: str
    per_person: Mapping[str, Span]
    price_per_year: Span
    price_change_per_cent: Span


@dataclass(frozen=True, slots=True)
class Problem:
    """All assumptions. ``groups``: people of each group per 1,000 inhabitants."""

    name: str
    start: int
    years: int
    currency: str
    population: Population
    groups: Mapping[str, Span]
    kinds: tuple[Kind, ...]
    licences: tuple[Licence, ...]

    @property
    def months(self) -> int:
        """How many months are looked at."""
        return 12 * self.years

    def assumptions(self) -> Iterator[tuple[str, Span]]:
        """Each assumption with its place in the file, in the order of the file."""
        for year, inhabitants in self.population.points.items():
            yield f"population.points.{year}", inhabitants
        if self.population.growth_per_cent is not None:
            yield "population.growth_per_cent", self.population.growth_per_cent
        for group, per_1000 in self.groups.items():
            yield f"groups.{group}", per_1000
        for kind in self.kinds:
            at = f"kinds.{kind.name}"
            for group, devices in kind.per_person.items():
                yield f"{at}.per_person.{group}", devices
            yield f"{at}.life_months", kind.life_months
            yield f"{at}.unit_price", kind.unit_price
            yield f"{at}.price_change_per_cent", kind.price_change_per_cent
        for licence in self.licences:
            at = f"licences.{licence.name}"
            for group, share in licence.per_person.items():
                yield f"{at}.per_person.{group}", share
            yield f"{at}.price_per_year", licence.price_per_year
            yield f"{at}.price_change_per_cent", licence.price_change_per_cent
