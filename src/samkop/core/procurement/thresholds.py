"""Thresholds: from which value on the directive, or the national act, applies.

Directive 2014/24/EU, art. 4, revised every second year by a Commission regulation (art. 6); the
values of the countries' own acts beside them (`data/thresholds.tsv`). All without value added tax.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from samkop.core.money import Money
from samkop.core.procurement.tables import row_of

_NATIONAL_CURRENCY = {"FI": "EUR", "SE": "SEK"}


class Kind(StrEnum):
    """What is bought, as far as the thresholds tell it apart."""

    SUPPLIES = "supplies"
    SERVICES = "services"
    DESIGN_CONTEST = "design-contest"
    WORKS = "works"
    HEALTH_AND_SOCIAL = "health-social"  # of the special services of annex XIV
    OTHER_SPECIAL = "other-special"  # the others of annex XIV


class Buyer(StrEnum):
    """Who buys: an authority of central government (annex I), or any other."""

    CENTRAL = "central"
    SUB_CENTRAL = "sub-central"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A value without tax, and until when it is known to hold (None: until it is changed)."""

    value: Money
    valid_until: date | None
    source: str
    checked: bool

    def reached_by(self, value: Money) -> bool:
        """Whether a procurement of this estimated value is under the rules: at least the value."""
        return self.value <= value


def threshold_of(kind: Kind, buyer: Buyer, day: date, currency: str = "EUR") -> Threshold:
    """The Union's threshold on the day on which the call is sent (directive 2014/24, art. 5(4)).

    Raises NoRuleError for a period, or a currency in a period, that is not in the table.
    """
    return _threshold("EU", kind, buyer, day, currency)


def national_threshold(country: str, kind: Kind, day: date) -> Threshold:
    """From which value on the country's act asks for a competition.

    Finland: act 1397/2016, 25 §. Sweden: below it, a direct award is allowed (LOU 19 a kap. 2 §).
    Raises NoRuleError for a country, or a day, that is not in the table.
    """
    currency = _NATIONAL_CURRENCY.get(country, "EUR")
    return _threshold(country, kind, Buyer.SUB_CENTRAL, day, currency)


def _threshold(scope: str, kind: Kind, buyer: Buyer, day: date, currency: str) -> Threshold:
    row = row_of("thresholds", day, scope=scope, kind=kind, buyer=buyer, currency=currency)
    value = Money(Decimal(row.words["amount"]), currency)
    return Threshold(value, row.valid_until, row.source, row.checked(day))
