"""Numbers as people read them: exact until here, halves up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from samkop.core.award.scoring.model import Model
from samkop.core.award.scoring.rounding import CENTS, rounded

CENT_PLACES = 2
MOST_PLACES = 6  # that a mark or a weight is written with


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the decimals that are shown; ``unit`` is a currency's code or nothing.

    ``signed``: a plus is shown too. Pages write it as their language does.
    """

    number: Decimal
    unit: str = ""
    signed: bool = False

    def __str__(self) -> str:
        text = f"{self.number:{'+' if self.signed else ''}f}"
        return f"{text} {self.unit}" if self.unit else text


def decimal_of(value: Fraction, places: int) -> Decimal:
    """A number with so many decimals."""
    return Decimal(int(rounded(value * 10**places, 0))).scaleb(-places)


def plain(value: Fraction) -> Figure:
    """A mark or a weight as it is written: 7, 7.5."""
    text = f"{decimal_of(value, MOST_PLACES):f}"
    return Figure(Decimal(text.rstrip("0").rstrip(".")))


def amount_text(cents: Fraction) -> str:
    """An amount to the cent, for programs."""
    return f"{decimal_of(cents / CENTS, CENT_PLACES):f}"


def money(model: Model, cents: Fraction | int) -> Figure:
    """An amount to the cent, with its currency."""
    return Figure(decimal_of(Fraction(cents) / CENTS, CENT_PLACES), model.currency)


def score(model: Model, value: Fraction, *, signed: bool = False) -> Figure:
    """A score or a part of one, as the model shows it."""
    if model.in_money:
        return Figure(decimal_of(value / CENTS, CENT_PLACES), model.currency, signed)
    return Figure(decimal_of(value, model.shown), signed=signed)
