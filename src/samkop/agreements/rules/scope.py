"""What was tendered in a price group, and whether a model lies within it.

A new model enters an agreement only within the tendered scope (domain.md, "Framework
agreements", 6): what is outside was open to no tenderer. A property that a bound names and
that a model does not tell counts as outside, since nobody can say that it is kept.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

from samkop.core.money import amount_text

PROPERTIES = Path(__file__).with_name("properties.csv")
LANGUAGES = ("sv", "fi", "en")
CATEGORY, MAKER, PRICE = "category", "maker", "price"
UNIT_OF = {
    "in": ("in", Decimal(1)), '"': ("in", Decimal(1)), "”": ("in", Decimal(1)),
    "″": ("in", Decimal(1)), "tum": ("in", Decimal(1)), "tuumaa": ("in", Decimal(1)),
    "inch": ("in", Decimal(1)), "inches": ("in", Decimal(1)),
    "cm": ("in", 1 / Decimal("2.54")),
    "mb": ("GB", Decimal("0.001")), "mt": ("GB", Decimal("0.001")),
    "gb": ("GB", Decimal(1)), "gt": ("GB", Decimal(1)),
    "tb": ("GB", Decimal(1000)), "tt": ("GB", Decimal(1000)),
    "kg": ("kg", Decimal(1)), "g": ("kg", Decimal("0.001")),
}  # fmt: skip
DASH = "\N{EN DASH}"
MEASURE = re.compile(r"\s*(\d+(?:[.,]\d+)?)[\s-]*([^\W\d_]+|[\"”″])?")


@dataclass(frozen=True, slots=True)
class Bound:
    """A property's least and most, both allowed, in the property's unit; None: open."""

    property: str
    least: Decimal | None = None
    most: Decimal | None = None

    def __str__(self) -> str:
        """``24 to 32 in`` with a dash, ``≥ 6 GB``, ``≤ 2 kg``: the same in every language."""
        unit = unit_of(self.property)
        if self.least is None:
            return f"≤ {_plain(self.most)} {unit}"
        if self.most is None:
            return f"≥ {_plain(self.least)} {unit}"
        return f"{_plain(self.least)}{DASH}{_plain(self.most)} {unit}"


@dataclass(frozen=True, slots=True)
class Scope:
    """What was tendered in a price group; an empty ``makers`` lets any in.

    ``most_cents`` is the highest price of one unit, before tier and markup; None: open.
    """

    price_group: str
    categories: Sequence[str]
    makers: Sequence[str] = ()
    most_cents: int | None = None
    bounds: Sequence[Bound] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A model as it is offered: ``properties`` by their names in any of the languages."""

    category: str
    maker: str
    cents: int
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Breach:
    """The bound that a model breaks, what it has there (empty: not told), and what it may."""

    bound: str
    found: str
    wanted: str


def breaches(scope: Scope, model: Model) -> Iterator[Breach]:
    """Every bound of the scope that the model breaks; nothing where it lies within."""
    if model.category not in scope.categories:
        yield Breach(CATEGORY, model.category, ", ".join(scope.categories))
    if scope.makers and model.maker.casefold() not in {one.casefold() for one in scope.makers}:
        yield Breach(MAKER, model.maker, ", ".join(scope.makers))
    if scope.most_cents is not None and model.cents > scope.most_cents:
        yield Breach(PRICE, amount_text(model.cents), amount_text(scope.most_cents))
    told = _measures(model.properties)
    for bound in scope.bounds:
        value = told.get(bound.property)
        if value is None or not _within(bound, value):
            shown = "" if value is None else f"{_plain(value)} {unit_of(bound.property)}"
            yield Breach(bound.property, shown, str(bound))


def closest(scopes: Iterable[Scope], model: Model) -> tuple[Scope, list[Breach]] | None:
    """The scope of which a model breaks the fewest bounds, and these; None without scopes.

    One of the model's own category comes first: what breaks there tells the most.
    """
    judged = [(scope, list(breaches(scope, model))) for scope in scopes]
    return min(
        judged,
        key=lambda pair: (model.category not in pair[0].categories, len(pair[1])),
        default=None,
    )


def measure(property_code: str, text: str) -> Decimal | None:
    """A value with its unit as the property counts it: ``33,8 cm`` is 13.31 inches.

    Without a unit it is in the property's own. None where it is no such measure.
    """
    found = MEASURE.match(text)
    if found is None:
        return None
    number, said = Decimal(found[1].replace(",", ".")), (found[2] or "").casefold()
    own = unit_of(property_code)
    unit, factor = UNIT_OF.get(said, ("", Decimal(1))) if said else (own, Decimal(1))
    return round(number * factor, 2) if unit == own else None


def known_properties() -> tuple[str, ...]:
    """The properties that a scope may bound."""
    return tuple(_units())


def unit_of(property_code: str) -> str:
    """The unit in which a property is counted."""
    return _units()[property_code]


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _within(bound: Bound, value: Decimal) -> bool:
    return (bound.least is None or value >= bound.least) and (
        bound.most is None or value <= bound.most
    )


def _measures(properties: Mapping[str, str]) -> dict[str, Decimal]:
    """The measures that a model tells, by the property's code."""
    names, told = _names(), {}
    for name, text in properties.items():
        code = names.get(name.strip().casefold())
        value = measure(code, text) if code else None
        if code and value is not None:
            told[code] = value
    return told


def _rows() -> list[dict[str, str]]:
    lines = PROPERTIES.read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def _units() -> dict[str, str]:
    return {row["property"]: row["unit"] for row in _rows()}


@cache
def _names() -> dict[str, str]:
    named = {
        name: row["property"]
        for row in _rows()
        for language in LANGUAGES
        for name in row[language].split("|")
    }
    return {**named, **{code: code for code in _units()}}
