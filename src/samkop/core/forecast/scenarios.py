"""One course of things: every assumption has one value, and the years follow from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum

from samkop.core.forecast.flow import MONTHS, YearFlow, flow_of
from samkop.core.forecast.problem import Kind, Licence, Population, Problem, Span
from samkop.core.money import to_cents

THOUSAND = 1000
HUNDRED = Decimal(100)
# Of a population that runs straight between two years; below a millionth nobody is counted.
MILLIONTH = Decimal("0.000001")

Choice = Callable[[str, Span], Decimal]
"""The value of the assumption that stands at a place of the file."""


class End(StrEnum):
    """Where every assumption stands at once."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Devices:
    """One kind in one year; money in the problem's currency."""

    flow: YearFlow
    unit_price: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Licences:
    """One licence in one year: how many in its last month, and what the year costs."""

    count: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Year:
    """What one year needs; ``people`` of each group and ``inhabitants`` in January."""

    year: int
    inhabitants: int
    people: Mapping[str, int]
    devices: Mapping[str, Devices]
    licences: Mapping[str, Licences]

    @property
    def in_use(self) -> int:
        """Devices that people use at the end of the year, of all kinds."""
        return sum(one.flow.needed for one in self.devices.values())

    @property
    def bought(self) -> int:
        """Devices bought, of all kinds."""
        return sum(one.flow.bought for one in self.devices.values())

    @property
    def licence_count(self) -> int:
        """Licences at the end of the year, of all sorts."""
        return sum(one.count for one in self.licences.values())

    @property
    def budget(self) -> Decimal:
        """What devices and licences cost together."""
        devices = sum((one.cost for one in self.devices.values()), Decimal(0))
        return devices + sum((one.cost for one in self.licences.values()), Decimal(0))


def at_end(end: End) -> Choice:
    """Every assumption at the end that asks for least money, at its middle, or for most.

    A long life asks for less: it stands at its other end.
    """

    def chosen(place: str, span: Span) -> Decimal:
        if end == End.MID:
            return span.mid
        return span.low if (end == End.LOW) != span.more_costs_less else span.high

    return chosen


def years_of(problem: Problem, choice: Choice) -> list[Year]:
    """The years of one course."""
    january, monthly = inhabitants_of(problem.population, problem, choice)
    shares = {
        group: choice(f"groups.{group}", span) / THOUSAND for group, span in problem.groups.items()
    }
    devices = {
        kind.name: _devices(kind, problem, choice, shares, monthly) for kind in problem.kinds
    }
    licences = {one.name: _licences(one, problem, choice, shares, monthly)
                for one in problem.licences}  # fmt: skip
    return [
        Year(
            problem.start + n, _rounded(january[n]),
            {group: _rounded(january[n] * share) for group, share in shares.items()},
            {name: rows[n] for name, rows in devices.items()},
            {name: rows[n] for name, rows in licences.items()},
        )
        for n in range(problem.years)
    ]  # fmt: skip


def inhabitants_of(
    population: Population, problem: Problem, choice: Choice
) -> tuple[list[Decimal], list[Decimal]]:
    """Inhabitants in January of each year and of the one after the last; and in each month."""
    given = {
        year: choice(f"population.points.{year}", span) for year, span in population.points.items()
    }
    last = problem.start + problem.years
    if population.growth_per_cent is not None:
        factor = 1 + choice("population.growth_per_cent", population.growth_per_cent) / HUNDRED
        january = [given[problem.start] * factor**n for n in range(problem.years + 1)]
    else:
        january = [_between(given, year) for year in range(problem.start, last + 1)]
    monthly = [
        (january[n] + (january[n + 1] - january[n]) * month / MONTHS).quantize(MILLIONTH)
        for n in range(problem.years)
        for month in range(MONTHS)
    ]
    return january, monthly


def _between(given: Mapping[int, Decimal], year: int) -> Decimal:
    """On the straight line between the two given years beside it; the last one's after it."""
    before = max(one for one in given if one <= year)
    later = [one for one in given if one > before]
    if year == before or not later:
        return given[before]
    after = min(later)
    rise = (given[after] - given[before]) * (year - before) / (after - before)
    return given[before] + rise


def _devices(
    kind: Kind, problem: Problem, choice: Choice, shares: Mapping[str, Decimal],
    monthly: Sequence[Decimal],
) -> list[Devices]:  # fmt: skip
    at = f"kinds.{kind.name}"
    needed = _counts(f"{at}.per_person", kind.per_person, choice, shares, monthly)
    life = max(1, _rounded(choice(f"{at}.life_months", kind.life_months)))
    prices = _prices(
        choice(f"{at}.unit_price", kind.unit_price),
        choice(f"{at}.price_change_per_cent", kind.price_change_per_cent), problem.years,
    )  # fmt: skip
    return [
        Devices(flow, price, flow.bought * price)
        for flow, price in zip(flow_of(needed, kind.stock, life), prices, strict=True)
    ]


def _licences(
    licence: Licence, problem: Problem, choice: Choice, shares: Mapping[str, Decimal],
    monthly: Sequence[Decimal],
) -> list[Licences]:  # fmt: skip
    """A twelfth of the year's price a licence and month."""
    at = f"licences.{licence.name}"
    counts = _counts(f"{at}.per_person", licence.per_person, choice, shares, monthly)
    prices = _prices(
        choice(f"{at}.price_per_year", licence.price_per_year),
        choice(f"{at}.price_change_per_cent", licence.price_change_per_cent), problem.years,
    )  # fmt: skip
    found = []
    for n, price in enumerate(prices):
        months = counts[n * MONTHS : (n + 1) * MONTHS]
        found.append(Licences(months[-1], to_cents(sum(months) * price / MONTHS)))
    return found


def _counts(
    at: str, per_person: Mapping[str, Span], choice: Choice, shares: Mapping[str, Decimal],
    monthly: Sequence[Decimal],
) -> list[int]:  # fmt: skip
    """Whole pieces by month, rounded up: nobody waits for a part of one."""
    parts = [shares[group] * choice(f"{at}.{group}", span) for group, span in per_person.items()]
    per_inhabitant = sum(parts, Decimal(0))
    return [
        int((inhabitants * per_inhabitant).to_integral_value(ROUND_CEILING))
        for inhabitants in monthly
    ]


def _prices(first: Decimal, change_per_cent: Decimal, years: int) -> list[Decimal]:
    """A price by year, to the cent; the first year's is the one given."""
    factor = 1 + change_per_cent / HUNDRED
    return [to_cents(first * factor**n) for n in range(years)]


def _rounded(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))
