"""Money: an exact decimal amount and its ISO 4217 currency, and the two roundings in use."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


class CurrencyMismatchError(ValueError):
    """Raised when amounts in two currencies are added, subtracted or compared."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency.

    `amount` is exact and unrounded; `currency` is an ISO 4217 alphabetic code.
    """

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def rounded(self) -> "Money":
        """The same money to the cent, halves away from zero."""
        return Money(to_cents(self.amount), self.currency)

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise CurrencyMismatchError(f"{self.currency} and {other.currency}")
        return other.amount


def to_cents(amount: Decimal) -> Decimal:
    """Round to two decimals, halves away from zero (EN 16931-1, clause 6.5.11)."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def to_cents_upwards(amount: Decimal) -> Decimal:
    """Round to two decimals, halves towards plus infinity.

    This is `fn:round` of XPath 2.0, which the Peppol rules use on their sums: -0.005 becomes 0.00
    where `to_cents` gives -0.01.
    """
    return (amount + CENT / 2).quantize(CENT, ROUND_FLOOR)


def amount_text(cents: int) -> str:
    """Stored cents as a decimal string with two decimals, e.g. `1204.50` (JSON answers)."""
    return f"{Decimal(cents).scaleb(-2):.2f}"
