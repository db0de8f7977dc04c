"""What documents are laid out in, and how their values are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from samkop.core.edocs.model import (
    Party,
    Period,
    Quantity,
)
from samkop.exchange.documents import shown_address
from samkop.platform.formatting import format_date, format_money, format_quantity

ABSENT = "\N{EN DASH}"
Fact = tuple[str, str | None]


@dataclass(frozen=True)
class Readable:
    """A document laid out: facts (term, value), columns {label, numeric}, rows of cells.

    ``called`` is what its rows are, where they are no lines of goods.
    """

    title: str
    facts: list[Fact]
    columns: list[dict[str, Any]]
    rows: list[list[str]]
    lines: int
    called: str = ""

    @property
    def cut(self) -> bool:
        """Whether the document has more lines than are shown."""
        return self.lines > len(self.rows)


def words(*labels: str) -> list[dict[str, Any]]:
    """Headings of columns of text."""
    return [{"label": label, "numeric": False} for label in labels]


def figures(*labels: str) -> list[dict[str, Any]]:
    """Headings of columns of figures."""
    return [{"label": label, "numeric": True} for label in labels]


def party_line(party: Party) -> str:
    """A party by its name and electronic address."""
    name = party.legal_entity.registration_name if party.legal_entity else party.name
    if party.endpoint is None:
        return name or ABSENT
    address = shown_address(party.endpoint)
    return f"{name} ({address})" if name else address


def day_text(day: date) -> str:
    """A day as the language writes it."""
    return format_date(day, "SHORT_DATE_FORMAT")


def period_text(period: Period | None) -> str | None:
    """A period, or its one day."""
    if period is None:
        return None
    days = [day_text(day) for day in (period.start_date, period.end_date) if day]
    return f" {ABSENT} ".join(dict.fromkeys(days)) or None


def quantity_text(quantity: Quantity | None) -> str:
    """A quantity with its unit."""
    return format_quantity(quantity.value, quantity.unit or "C62") if quantity else ABSENT


def money_if_said(amount: Decimal | None, currency: str) -> str | None:
    """An amount, or None where the document says none."""
    return None if amount is None else format_money(amount, currency)


def money_text(amount: Decimal | None, currency: str) -> str:
    """An amount with its currency."""
    return ABSENT if amount is None else format_money(amount, currency)
