"""Numbers as people read them: exact until here, halves up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from samkop.core.award.scoring.model import Model
from samkop.core.award.scoring.rounding import CENTS, rounded

CENT_PLACES = 2
MOST_PLACES = 6  # that a mark or a weight is written with


def decimal_text(value: Fraction, places: int) -> str:
    """A number with so many decimals."""
    scaled = rounded(value * 10**places, 0)
    return f"{Decimal(int(scaled)).scaleb(-places):.{places}f}"


def number_text(value: Fraction) -> str:
    """A mark or a weight as it is written: 7, 7.5."""
    text = decimal_text(value, MOST_PLACES)
    return text.rstrip("0").rstrip(".")


def amount_text(cents: Fraction) -> str:
    """An amount to the cent."""
    return decimal_text(cents / CENTS, CENT_PLACES)


def money_text(model: Model, cents: Fraction) -> str:
    """An amount to the cent, with its currency."""
    return f"{amount_text(cents)} {model.currency}"


def score_text(model: Model, value: Fraction) -> str:
    """A score or a part of one, as the model shows it."""
    return money_text(model, value) if model.in_money else decimal_text(value, model.shown)
