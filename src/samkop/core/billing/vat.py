"""Value added tax: the rates of a country on a day, and what is said where none is taken.

Rates are data with their dates (`data/vat-rates.tsv`); categories are codes of UNCL 5305, as
EN 16931 uses them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from samkop.core.identifiers import is_finnish_business_id, is_swedish_organisation

STANDARD, REVERSE_CHARGE, INTRA_COMMUNITY = "S", "AE", "K"
# Why no tax is taken, by category (code list VATEX of EN 16931).
EXEMPTION_CODES = {REVERSE_CHARGE: "VATEX-EU-AE", INTRA_COMMUNITY: "VATEX-EU-IC"}
# The Union's member states, by ISO 3166-1 (Greece as GR): between them goods go without tax.
_MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
UNION = frozenset(_MEMBERS.split())


class Vat(NamedTuple):
    """A category (UNCL 5305) and its rate in per cent; 0 where no tax is taken."""

    category: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class _Rate:
    country: str
    percent: Decimal
    valid_from: date
    valid_until: date | None

    def holds(self, country: str, day: date) -> bool:
        """Whether the country took it on the day."""
        if self.country != country or day < self.valid_from:
            return False
        return self.valid_until is None or day <= self.valid_until


def rates_of(country: str, day: date) -> tuple[Decimal, ...]:
    """The rates in per cent that a seller in the country takes, the standard rate first.

    Empty for a country whose rates are not among the data.
    """
    return tuple(rate.percent for rate in _rates() if rate.holds(country, day))


def choices_of(seller: str, buyer: str, day: date) -> tuple[Vat, ...]:
    """What a seller in one country may write on an invoice to another, the usual one first.

    Between two member states that is an intra-Community supply (directive 2006/112, art. 138);
    else the rates of the seller's country, and the reverse charge (art. 194 to 199).
    """
    abroad = {seller, buyer} <= UNION and seller != buyer
    home = tuple(Vat(STANDARD, percent) for percent in rates_of(seller, day))
    reverse = Vat(REVERSE_CHARGE, Decimal(0))
    if abroad:
        return (Vat(INTRA_COMMUNITY, Decimal(0)), reverse, *home)
    return (*home, reverse)


def vat_number(country: str, identifier: str) -> str | None:
    """The VAT number that follows from an organisation's own number; None where none does.

    Finland: FI and the business ID without its hyphen. Sweden: SE, the number and 01.
    """
    if country == "FI" and is_finnish_business_id(identifier):
        return f"FI{identifier.replace('-', '')}"
    if country == "SE" and is_swedish_organisation(identifier):
        return f"SE{identifier}01"
    return None


@cache
def _rates() -> tuple[_Rate, ...]:
    return tuple(_read())


def _read() -> Iterator[_Rate]:
    table = files("samkop.core.billing") / "data/vat-rates.tsv"
    for line in table.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            country, percent, begun, ended, *_source = line.split("\t")
            until = date.fromisoformat(ended) if ended else None
            yield _Rate(country, Decimal(percent), date.fromisoformat(begun), until)
