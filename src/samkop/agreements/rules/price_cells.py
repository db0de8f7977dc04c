"""Amounts, rates, months and values of an index as people write them in a file."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

MOST_MONTHS = 120
LARGEST_QUANTITY = 2_000_000_000
YEAR_AND_MONTH = 7
WHOLE = 100  # per cent
# What stands between thousands: a blank of any kind, or the Swiss apostrophe.
_BETWEEN = re.compile(r"[\s']+")
_NUMBER = re.compile(r"[0-9]{1,13}([.,][0-9]+)?", re.ASCII)


def amount_in(text: str) -> int | None:
    """The cents of ``12 500,50``; None for what is no amount of whole cents, or below zero."""
    number = _number(text)
    if number is None or number * 100 != int(number * 100):
        return None
    return int(number * 100)


def permille_in(text: str) -> int | None:
    """The permille of ``12,5`` or ``12.5 %``; an empty cell is 0. None for what is no rate from
    0 to 100 with one decimal.
    """
    if not text:
        return 0
    number = _number(text.removesuffix("%"))
    if number is None or number > WHOLE or number * 10 != int(number * 10):
        return None
    return int(number * 10)


def whole_in(text: str, most: int) -> int | None:
    """A whole number from 0 to ``most``; None for anything else."""
    compact = _BETWEEN.sub("", text)
    if not (compact.isascii() and compact.isdigit() and len(compact) <= len(str(most))):
        return None
    return int(compact) if int(compact) <= most else None


def index_value_in(text: str) -> Decimal | None:
    """A value of an index, above zero with four decimals at most; None for anything else."""
    number = _number(text)
    if number is None or not 0 < number < 10**8 or number != round(number, 4):
        return None
    return number


def month_in(text: str) -> date | None:
    """The first day of ``2026-10``, or of the month of a day in ISO 8601."""
    try:
        whole = f"{text}-01" if len(text) == YEAR_AND_MONTH else text
        return date.fromisoformat(whole).replace(day=1)
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    compact = _BETWEEN.sub("", text)
    return Decimal(compact.replace(",", ".")) if _NUMBER.fullmatch(compact) else None
