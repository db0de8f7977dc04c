"""A buyer's order as it was written, before it is known what it means here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from samkop.ordering.rules.held_lines import Wanted


@dataclass(frozen=True)
class AskedLine:
    """One line as the buyer wrote it; ``price`` of one is exact, None where it names none."""

    id: str
    sellers_id: str
    quantity: Decimal
    unit: str
    price: Decimal | None
    quoted_line: str
    note: str


@dataclass(frozen=True)
class Place:
    """Where it goes, as the buyer wrote it; empty where it says nothing."""

    gln: str = ""
    name: str = ""
    street: str = ""
    postal_code: str = ""

    @property
    def is_named(self) -> bool:
        """Whether anything says which place is meant."""
        return bool(self.gln or self.name or self.street)


@dataclass(frozen=True)
class AskedOrder:
    """An order as the buyer wrote it.

    ``references`` are the documents that it names and which may be a reservation;
    ``has_charges`` where anything is added to or taken from its prices; ``goes_elsewhere`` where
    a line goes to a place of its own.
    """

    number: str
    currency: str
    cost_centre: str
    place: Place
    references: tuple[str, ...]
    lines: tuple[AskedLine, ...]
    has_charges: bool = False
    goes_elsewhere: bool = False

    def wanted(self) -> list[Wanted]:
        """Its lines as they are compared with what is held."""
        return [
            Wanted(line.sellers_id, line.unit, line.quantity, line.price, line.quoted_line)
            for line in self.lines
        ]
