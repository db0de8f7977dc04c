"""Amounts and years as people write them in a file."""

from __future__ import annotations

import re
from decimal import Decimal

FIRST_YEAR, LAST_YEAR = 2000, 2100
# What stands between thousands: a blank of any kind, or the Swiss apostrophe.
_BETWEEN = re.compile(r"[\s']+")
# Two decimals at most: of 1.234 nobody knows whether it is a thousand or a little over one.
_AMOUNT = re.compile(r"-?[0-9]{1,13}([.,][0-9]{1,2})?", re.ASCII)


def cents_in(text: str) -> int | None:
    """The cents of ``12 500,50`` or ``12500.5``; None for what is no amount."""
    compact = _BETWEEN.sub("", text)
    if not _AMOUNT.fullmatch(compact):
        return None
    return int(Decimal(compact.replace(",", ".")) * 100)


def year_in(text: str) -> int | None:
    """A year from 2000 to 2100; None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) == len(str(LAST_YEAR))):
        return None
    return int(text) if FIRST_YEAR <= int(text) <= LAST_YEAR else None
